"""A document comes from a path, standard input, bytes, a stream or, where that is allowed, the web."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from hashlib import sha256
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from dateline.documents import open_document, opening, source
from dateline.errors import DocumentError, MissingExtraError, UsageError

from .made import STORM, docx, page, paragraph, pdf


def test_a_path_gives_id_hash_and_text(tmp_path: Path) -> None:
    file = tmp_path / "storm_2019.txt"
    file.write_bytes(STORM.encode())
    document = open_document(file)
    assert (document.id, document.text) == ("storm-2019", STORM)
    assert document.source_sha256 == sha256(STORM.encode()).hexdigest()
    assert document == open_document(str(file))


@pytest.mark.parametrize("stream", [STORM.encode(), io.BytesIO(STORM.encode())])
def test_bytes_and_streams_take_the_name_that_is_given(stream: bytes | io.BytesIO) -> None:
    assert open_document(stream, name="storm.txt").id == "storm"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORM.encode())))
    document = open_document("-")
    assert (document.id, document.text) == ("stdin", STORM)


def test_an_odd_name_becomes_an_id_that_an_iri_can_hold(tmp_path: Path) -> None:
    file = tmp_path / "a b;c.txt"
    file.write_bytes(STORM.encode())
    assert open_document(file).id.startswith("a-b-c-")


@pytest.mark.parametrize(
    ("name", "what"),
    [("missing.txt", "no such file"), (".", "this is a folder"), ("a\x00b", "null"), ("x" * 5000, "cannot be read")],
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        open_document(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes, so they were not tested")
def test_a_pipe_in_the_file_system_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentError, match="not a file"):
        open_document(tmp_path / "pipe")


def test_a_text_stream_is_refused() -> None:
    with pytest.raises(DocumentError, match="text, not bytes"):
        open_document(io.StringIO("Words."))  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["https://example.org/a", "http://example.org/", "HTTPS://EXAMPLE.ORG"])
def test_the_network_is_not_used_unless_it_is_allowed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("the network was asked"))
    with pytest.raises(UsageError, match="network is not used"):
        open_document(url)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x"])
def test_other_addresses_are_refused_even_where_the_network_is_allowed(url: str) -> None:
    with pytest.raises(UsageError, match="neither a file nor"):
        open_document(url, allow_network=True)


class Endless(io.RawIOBase):
    """A stream that never ends."""

    given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = b"x" * min(size, 1_000_000)
        self.given += len(part)
        return part


def test_a_source_is_read_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST_SOURCE", 5_000_000)
    stream = Endless()
    with pytest.raises(DocumentError, match="more than 5,000,000 bytes"):
        open_document(stream)  # type: ignore[arg-type]
    assert stream.given == 5_000_001


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as sparse:
        sparse.truncate(source.LARGEST_SOURCE + 1)
    with pytest.raises(DocumentError, match="more than 50,000,000 bytes"):
        open_document(file)


def test_a_text_over_the_limit_is_refused_and_one_at_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_TEXT", 1000)
    assert len(open_document(b"a " * 500).text) == 1000
    with pytest.raises(DocumentError, match="its text has more than 1,000 bytes"):
        open_document("é ".encode() * 334)


@pytest.mark.parametrize(
    ("data", "name", "package", "command"),
    [
        (page(f"<p>{STORM}</p>"), "a.html", "trafilatura", "dateline[html]"),
        (page(f"<p>{STORM}</p>"), "a.html", "lxml_html_clean", "dateline[html]"),
        (pdf([[STORM]]), "a.pdf", "pypdf", "dateline[pdf]"),
        (docx(paragraph(STORM)), "a.docx", "defusedxml", "dateline[docx]"),
    ],
)
def test_an_extra_that_is_not_installed_is_named_with_the_command(
    data: bytes, name: str, package: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec

    def without(module: str, parent: str | None = None) -> ModuleSpec | None:
        return None if module == package else found(module, parent)

    monkeypatch.setattr("dateline.documents.kinds.find_spec", without)
    with pytest.raises(MissingExtraError, match=package) as missing:
        open_document(data, name=name)
    assert f"pip install '{command}'" in str(missing.value)
    assert missing.value.where == name


def test_characters_that_no_file_can_hold_are_replaced_and_counted() -> None:
    document = open_document(b"<p>a&#xFFFF;b</p><p>" + STORM.encode(), name="a.html")
    document.text.encode()
    assert "\uffff" not in document.text


def test_opening_text_imports_none_of_the_large_packages() -> None:
    import subprocess

    large = ("trafilatura", "lxml", "pypdf", "defusedxml", "py3langid", "numpy", "charset_normalizer", "ssl")
    code = (
        "import sys; from dateline.documents import open_document; open_document(b'Words.');"
        f"print(sorted(set({large}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
