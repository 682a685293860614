"""Parameters are parsed to terms, and only a term enters a query: no text can change what is asked."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from dateline import sparql
from dateline.errors import QuestionError
from dateline.questions import Question, parse_question, question, questions
from dateline.questions.parameters import TYPES
from dateline.store import open_memory

SAID = parse_question(
    "#+ parameters:\n"
    "#+   said: {type: string, label: Said}\n"
    "SELECT ?said ?twice WHERE {\n"
    "  { VALUES ?said { UNDEF } BIND(CONCAT(?said, ?said) AS ?twice) }\n"
    "  UNION { VALUES ?said { UNDEF } FILTER(false) }\n"
    "} # VALUES ?said { UNDEF }\n",
    file="said.rq",
)
ENGINE = open_memory()
HARD = [
    '"',
    "'",
    "\\",
    '"""',
    "\\u0022",
    "} UNION { ?s ?p ?o } #",
    "?said",
    "UNDEF }",
    "\x00",
    "\r\n",
    "𝔅\u200f",
    "<http://x/>",
]


def _shape(node: Any) -> Any:
    """An algebra without its terms: what is asked, whatever it is asked about."""
    if isinstance(node, CompValue):
        return (node.name, tuple((key, _shape(value)) for key, value in sorted(node.items()) if key != "_vars"))
    if isinstance(node, dict):
        return tuple(sorted((str(key), _shape(value)) for key, value in node.items()))
    if isinstance(node, list | tuple):
        return tuple(_shape(part) for part in node)
    return type(node).__name__ if isinstance(node, rdflib.term.Node) else None


@given(st.text())
@example(HARD[0] * 3)
def test_any_text_arrives_as_it_was_given_and_asks_nothing_else(text: str) -> None:
    found = ENGINE.query(SAID.bind({"said": text}).text)
    assert found.python() == [{"said": text, "twice": text + text}]  # type: ignore[union-attr]  # a SELECT


@pytest.mark.parametrize("text", HARD)
def test_the_algebra_of_a_bound_query_has_the_shape_it_has_for_a_harmless_word(text: str) -> None:
    harmless = prepareQuery(SAID.bind({"said": "word"}).text).algebra
    assert _shape(prepareQuery(SAID.bind({"said": text}).text).algebra) == _shape(harmless)


@given(st.text())
def test_a_bound_query_has_the_tokens_of_its_file_with_one_term_for_each_undef(text: str) -> None:
    bound = [token.kind for token in sparql.code(SAID.bind({"said": text}).text)]
    file = ["string" if token.text == "UNDEF" else token.kind for token in sparql.code(SAID.text)]
    assert bound == file


HOSTILE = [
    "} DROP ALL #",
    '" . ?s ?p ?o . "',
    "<http://x/> } #",
    "1990-01-20\n",
    "１９９０",
    "0x10",
    "1e5",
    "dl:Agent }",
    "٣",
    " 470",
    "",
    "-",
]


@pytest.mark.parametrize("kind", sorted(TYPES.keys() - {"string"}))
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_of_the_type_never_enters_a_query(kind: str, text: str) -> None:
    asked = parse_question(
        f"#+ parameters: {{p: {{type: {kind}}}}}\nSELECT ?p {{ VALUES ?p {{ UNDEF }} }}", file="x.rq"
    )
    with pytest.raises(QuestionError, match=r"^the question x: p: "):
        asked.bind({"p": text})


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("iri", "https://example.org/e/é", "<https://example.org/e/é>"),
        ("thing", "urn:isbn:1", "<urn:isbn:1>"),
        ("class", "ViolentEvent", "<https://w3id.org/dateline/ns#ViolentEvent>"),
        ("class", "dl:Agent", "<https://w3id.org/dateline/ns#Agent>"),
        ("class", "http://xmlns.com/foaf/0.1/Person", "<http://xmlns.com/foaf/0.1/Person>"),
        ("property", "issued", "<http://purl.org/dc/terms/issued>"),
        ("integer", "-470", '"-470"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1", '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", ".5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2000-02-29", '"2000-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("year", "0044", '"0044"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    ],
)
def test_a_value_of_the_type_becomes_its_term(kind: str, text: str, term: str) -> None:
    asked = parse_question(
        f"#+ parameters: {{p: {{type: {kind}}}}}\nSELECT ?p {{ VALUES ?p {{ UNDEF }} }}", file="x.rq"
    )
    [[found]] = ENGINE.query(asked.bind({"p": text}).text).rows  # type: ignore[union-attr]  # a SELECT
    if kind == "decimal":
        assert isinstance(found, ox.Literal)
        assert float(found.value) == float(text)
    else:
        assert str(found) == term


def test_a_day_that_does_not_exist_is_none() -> None:
    with pytest.raises(QuestionError, match="1990-02-30"):
        question("events-between").bind({"from": "1990-02-30"})


def test_every_problem_of_a_call_is_told_at_once() -> None:
    asked = parse_question(
        "#+ parameters:\n"
        "#+   place: {type: thing, required: true, example: Baku}\n"
        "#+   day: {type: date}\n"
        "#+   number: {type: integer}\n"
        "SELECT * { VALUES ?place { UNDEF } VALUES ?day { UNDEF } VALUES ?number { UNDEF } }",
        file="many.rq",
    )
    with pytest.raises(QuestionError) as caught:
        asked.bind({"day": "yesterday", "number": "many", "plcae": "Baku"})
    said = str(caught.value)
    for words in (
        "“plcae” is no parameter",
        "Did you mean place?",
        "place: a value is required, such as Baku",
        "day:",
        "number:",
    ):
        assert words in said
    assert caught.value.exit_code == 2


def test_the_wrong_class_suggests_the_right_one() -> None:
    with pytest.raises(QuestionError, match="ViolentEvent"):
        question("victims").bind({"kind": "ViolentEvents"})


def test_a_short_name_is_resolved_and_an_iri_is_not_looked_up() -> None:
    asked = question("what-happened")
    looked_up: list[str] = []

    def resolve(name: str) -> str:
        looked_up.append(name)
        return "http://x/e/baku"

    assert asked.bind({"place": "Baku"}, resolve=resolve).terms == {"place": "<http://x/e/baku>"}
    assert asked.bind({"place": "http://x/e/moscow"}, resolve=resolve).terms == {"place": "<http://x/e/moscow>"}
    assert looked_up == ["Baku"]


def test_without_a_way_to_look_up_a_thing_is_named_by_its_iri() -> None:
    with pytest.raises(QuestionError, match=r"place: .*IRI"):
        question("what-happened").bind({"place": "Baku"})


def test_what_is_not_given_leaves_no_block_behind_and_a_default_fills_its_own() -> None:
    asked = question("casualties")
    assert "UNDEF" not in asked.bind().text
    assert "VALUES ?measure" in asked.bind().text
    assert question("victims").bind().terms == {"kind": "<https://w3id.org/dateline/ns#ViolentEvent>"}


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_the_pieces_of_a_question_are_its_text(asked: Question) -> None:
    filled = "".join(piece if number % 2 == 0 else "" for number, piece in enumerate(asked.pieces))
    without_blocks = asked.text
    for name in {parameter.name for parameter in asked.parameters}:
        for block in (f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ dl:{asked_default(asked, name)} }}"):
            without_blocks = without_blocks.replace(block, "")
    assert filled == without_blocks


def asked_default(asked: Question, name: str) -> str:
    [parameter] = [one for one in asked.parameters if one.name == name]
    return parameter.default or "-"
