"""A patch makes the new dump of the old one, to the byte, and of no other."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.formats.nquads import sorted_lines
from dateline.web.description.patch import apply_patch, changes, rdf_patch

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NODES = st.sampled_from(["https://x.org/a", "https://x.org/b", "https://x.org/ı"]).map(ox.NamedNode)
QUADS = st.builds(ox.Quad, NODES, NODES, st.one_of(NODES, TEXTS.map(ox.Literal)), NODES)
DUMPS = st.lists(QUADS, max_size=12).map(lambda quads: sorted_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS)))


@given(DUMPS, DUMPS)
def test_a_patch_makes_the_new_dump_of_the_old(old: bytes, new: bytes) -> None:
    patch = rdf_patch(old, new)
    assert apply_patch(patch, old) == new
    added, deleted = changes(patch)
    assert added - deleted == new.count(b"\n") - old.count(b"\n")


@given(DUMPS)
def test_nothing_has_changed_between_a_dump_and_itself(dump: bytes) -> None:
    assert changes(rdf_patch(dump, dump)) == (0, 0)


@given(DUMPS, DUMPS, DUMPS)
def test_a_patch_is_for_one_dump_only(old: bytes, new: bytes, other: bytes) -> None:
    if other != old:
        with pytest.raises(DataError, match="another dump"):
            apply_patch(rdf_patch(old, new), other)


OLD = b'<https://x.org/a> <https://x.org/b> "1" <https://x.org/g> .\n'
NEW = b'<https://x.org/a> <https://x.org/b> "2" <https://x.org/g> .\n'


def test_every_line_of_a_patch_is_a_quad_or_a_mark_of_the_format() -> None:
    lines = rdf_patch(OLD, NEW).decode().splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == ["H", "H", "TX", "D", "A", "TC"]
    for line in lines:
        assert line.endswith(" .")
        if line[:2] in ("A ", "D "):
            assert len(list(ox.parse(line[2:], ox.RdfFormat.N_QUADS))) == 1


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_patch_that_was_cut_short_is_refused(cut: int) -> None:
    lines = rdf_patch(OLD, NEW).splitlines(keepends=True)
    with pytest.raises(DataError):
        apply_patch(b"".join(lines[:-cut]), OLD)


@pytest.mark.parametrize("line", [b"D <https://x.org/z> <https://x.org/b> <https://x.org/z> .", b"X y .", b"A broken"])
def test_a_patch_that_was_tampered_with_is_refused(line: bytes) -> None:
    lines = rdf_patch(OLD, NEW).splitlines()
    with pytest.raises(DataError):
        apply_patch(b"\n".join([*lines[:-1], line, lines[-1]]) + b"\n", OLD)
