"""Answers as they are written: counted row by row whatever stands in them, and never more than XML can carry."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.sparql import literal
from dateline.store.results import TABLE_FORMATS
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.refusal import Refusal
from dateline.web.sparql.spool import SMALL, Rows, Spool, spare_file

ROOMY = Limits()
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text('{},"\\\n\r<result>&;:[]', max_size=12)
# XML counts and cuts by bytes that never stand in text; the engine itself refuses nothing.
_XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)


class Pieces:
    """Passes on what is written in pieces of so many bytes, so that anything may stand across two of them."""

    def __init__(self, sink: Rows, size: int) -> None:
        self._sink = sink
        self._size = size

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), self._size):
            self._sink.write(data[start : start + self._size])
        return len(data)

    def flush(self) -> None:
        pass


def _written(values: list[str], format: str, size: int) -> Spool:  # noqa: A002
    rows = " ".join(f"({literal(value)} {literal(value[::-1], language='en')})" for value in values)
    answer = ox.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {rows} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    spool = Spool(ROOMY, format=format)
    try:
        answer.serialize(Pieces(Rows(spool, format=format), size), format=TABLE_FORMATS[format])  # type: ignore[arg-type]
    finally:
        del answer  # a refusal keeps this frame until any thread collects it; an answer has to go where it was made
    spool.close()
    return spool


@given(
    values=st.lists(_TEXT, min_size=1, max_size=6),
    size=st.integers(1, 40),
    format=st.sampled_from(["json", "csv", "tsv"]),
)
@example(values=['\\"},{"', "},{", '"'], size=1, format="json")
@example(values=["a\nb", '"\n"', "\r\n"], size=2, format="csv")
def test_the_rows_of_a_table_are_counted_whatever_stands_in_them(values: list[str], size: int, format: str) -> None:  # noqa: A002
    assert _written(values, format, size).rows == (len(values) if len(values) > 1 or format != "json" else 0)


@given(values=st.lists(_XML_TEXT, min_size=1, max_size=6), size=st.integers(1, 40))
def test_the_rows_of_xml_are_counted_and_it_can_be_read_again(values: list[str], size: int) -> None:
    spool = _written(values, "xml", size)
    assert spool.rows == len(values)
    again = ox.parse_query_results(spool.body, ox.QueryResultsFormat.XML)
    assert [row["x"].value for row in again] == values  # type: ignore[union-attr]


@given(before=_XML_TEXT, bad=st.sampled_from("\x00\x01\x0b\x1f\ufffe\uffff"), size=st.integers(1, 20))
def test_what_xml_cannot_carry_is_refused_and_carriage_returns_are_kept(before: str, bad: str, size: int) -> None:
    with pytest.raises(Refusal) as refused:
        _written([before + bad + "x"], "xml", size)
    assert refused.value.status == 406
    kept = before + "\r\n\t"
    again = ox.parse_query_results(_written([kept], "xml", size).body, ox.QueryResultsFormat.XML)
    assert [row["x"].value for row in again] == [kept]  # type: ignore[union-attr]
    graph = Spool(ROOMY, format="rdfxml")
    graph.write(b"<a>\r</a>")
    graph.close()
    assert graph.body == b"<a>&#13;</a>"


@given(size=st.integers(1, 300))
def test_prefixes_are_declared_in_one_order_however_the_engine_writes_them(size: int) -> None:
    names = {f"p{number}": f"http://x/{number}/" for number in range(12)}
    triple = ox.Triple(ox.NamedNode("http://x/1/a"), ox.NamedNode("http://x/2/b"), ox.Literal("@prefix c"))
    data = ox.serialize([triple], format=ox.RdfFormat.TURTLE, prefixes=names)
    assert data is not None
    spool = Spool(ROOMY, format="turtle")
    for start in range(0, len(data), size):
        spool.write(data[start : start + size])
    spool.close()
    lines = spool.body.splitlines()
    assert lines[:12] == sorted(lines[:12])
    assert sorted(lines) == sorted(data.splitlines())
    assert b"".join(lines[12:]).endswith(b'"@prefix c" .')


def test_an_empty_graph_has_its_prefixes_too() -> None:
    spool = Spool(ROOMY, format="turtle")
    spool.write(b"@prefix b: <x> .\n@prefix a: <y> .\n")
    spool.close()
    assert spool.body == b"@prefix a: <y> .\n@prefix b: <x> .\n"


def test_a_large_answer_goes_to_a_file_that_can_be_used_again() -> None:
    with spare_file() as spare:
        spare.write(b"x" * (2 * SMALL))
        spool = Spool(ROOMY, format="nt", spare=spare)
        for _ in range(SMALL // 8 + 10):
            spool.write(b"12345678")
        spool.close()
        assert spool.file is spare
        spare.seek(0)
        assert spare.read() == b"12345678" * (SMALL // 8 + 10)
        assert spool.size == 8 * (SMALL // 8 + 10)


@pytest.mark.parametrize("limits", [Limits(result_bytes=100), Limits(rows=3)])
def test_too_much_is_refused_while_it_is_written(limits: Limits) -> None:
    spool = Spool(limits, format="nt")

    def write_on() -> None:
        for _ in range(20):
            spool.count(1)
            spool.write(b"123456789\n")

    with pytest.raises(Refusal) as refused:
        write_on()
    assert refused.value.status == 403
    assert len(spool.body) <= 100
