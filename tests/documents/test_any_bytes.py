"""Whatever the bytes: a document, or a `DocumentError`; never another exception, never without an end."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.documents import open_document
from dateline.documents.kinds import KINDS, Kind
from dateline.documents.opening import LARGEST_TEXT
from dateline.errors import DocumentError
from dateline.model import Document

from .made import STORM, article, docx, mail, page, paragraph, pdf

SEEDS = {
    "text/plain": f"“Café” {STORM}".encode(),
    "text/markdown": f"---\ntitle: x\n---\n# A\n\n- {STORM}\n\n| a | b |\n|---|---|\n| <b>c</b> | `d` |\n".encode(),
    "text/html": page(article(STORM, STORM), head="<meta charset=utf-8><script type='application/ld+json'>{}</script>"),
    "application/pdf": pdf([[STORM], [STORM]], info={"Title": "x", "CreationDate": "D:20190504"}),
    "message/rfc822": mail("From: a@x.org", "Subject: =?utf-8?q?=C3=A9?=", "Content-Type: text/plain; charset=utf-8"),
    KINDS[4].media_type: docx(paragraph(STORM)),
}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
bounded = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def opens_or_refuses(data: bytes, *, media_type: str | None = None, name: str | None = None) -> None:
    """Opens the bytes, and holds what comes of it to what is promised of every document."""
    try:
        document: Document | DocumentError = open_document(data, media_type=media_type, name=name, seconds=20)
    except DocumentError as refused:
        document = refused
    if isinstance(document, DocumentError):
        assert document.what
        assert document.where
        return
    assert document.text.strip()
    assert len(document.text.encode()) <= LARGEST_TEXT
    assert "\x00" not in document.text
    assert document.id
    assert document.extractor


def test_every_format_has_a_seed() -> None:
    assert set(SEEDS) == {kind.media_type for kind in KINDS}
    for media_type, data in SEEDS.items():
        assert STORM in open_document(data, media_type=media_type).text


@every_kind
@bounded
@given(data=st.binary(max_size=600))
@example(data=b"")
@example(data=b"\x00")
@example(data=b"\xff" * 100)
def test_any_bytes_in_any_format(kind: Kind, data: bytes) -> None:
    opens_or_refuses(data, media_type=kind.media_type)


@every_kind
@bounded
@given(changes=st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 20)), max_size=6))
def test_a_real_document_with_some_bytes_changed(kind: Kind, changes: list[tuple[int, bytes, int]]) -> None:
    data = SEEDS[kind.media_type]
    for place, put, cut in changes:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + cut :]
    opens_or_refuses(data, media_type=kind.media_type)


@bounded
@given(data=st.binary(max_size=300), name=st.text(max_size=20))
def test_any_bytes_under_any_name(data: bytes, name: str) -> None:
    opens_or_refuses(data, name=name)


@bounded
@given(text=st.text(max_size=300), suffix=st.sampled_from([".txt", ".md", ".html", ".eml", ".pdf", ".docx", ""]))
def test_any_text_under_any_suffix(text: str, suffix: str) -> None:
    opens_or_refuses(text.encode("utf-8", "surrogatepass"), name=f"a{suffix}")
