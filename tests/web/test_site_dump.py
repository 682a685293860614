"""Looking things up in sorted N-Quads gives what reading all of them gives."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.dump import Dump

iris = st.sampled_from(["https://x/a", "https://x/a#b", "https://x/a/b", "https://x/ab", "https://x/é", "https://x/"])
quads = st.builds(
    lambda s, p, o, g: ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.Literal(o), ox.NamedNode(g)),
    iris,
    iris,
    st.text(alphabet='ab \n\\"<>é😀', max_size=6),
    iris,
)


@given(st.lists(quads, max_size=30), iris)
def test_a_subject_is_found_wherever_it_stands(held: list[ox.Quad], wanted: str) -> None:
    dump = Dump(ox.serialize(held, format=ox.RdfFormat.N_QUADS) or b"")
    assert set(dump.about(wanted)) == {quad.triple for quad in held if quad.subject == ox.NamedNode(wanted)}
    assert set(dump.quads(wanted)) == {quad for quad in held if quad.subject == ox.NamedNode(wanted)}
    assert dict(dump.subjects()).keys() == {str(quad.subject)[1:-1] for quad in held}


def test_what_is_asked_for_and_not_there_is_nothing() -> None:
    assert Dump(b"").about("https://x/a") == ()


def test_literals_are_given_as_they_were_published() -> None:
    line = b'<https://x/a> <https://x/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> <https://x/g> .\n'
    [said] = Dump(line).about("https://x/a")
    assert isinstance(said.object, ox.Literal)
    assert said.object.value == "007"
