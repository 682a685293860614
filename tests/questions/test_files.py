"""Query files: every question that is shipped is complete, and a file that is not says what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline import sparql
from dateline.errors import QueryError, QuestionError, YamlError
from dateline.questions import Question, collection_questions, load_question, parse_question, question, questions
from dateline.questions.parameters import TYPES
from dateline.store import open_memory

ALL = pytest.mark.parametrize("asked", [*questions(), *collection_questions()], ids=lambda asked: asked.name)
USERS = {"Wikidata editor", "historian", "human-rights researcher", "journalist", "developer"}


def test_there_are_thirty_questions_numbered_in_their_order() -> None:
    assert [asked.number for asked in questions()] == list(range(1, 31))
    assert len({asked.name for asked in questions()}) == 30


@ALL
def test_a_question_says_what_it_asks_and_for_whom(asked: Question) -> None:
    assert asked.summary.endswith("?")
    assert asked.description.endswith(".")
    assert asked.users
    assert set(asked.users) <= USERS
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", asked.name)


@ALL
def test_a_question_labels_exactly_the_columns_it_gives(asked: Question) -> None:
    found = open_memory().query(asked.text)
    assert list(asked.columns) == list(found.variables)  # type: ignore[union-attr]  # a SELECT


@ALL
def test_a_parameter_has_a_label_a_sentence_and_an_example_of_its_type(asked: Question) -> None:
    for parameter in asked.parameters:
        assert parameter.type in TYPES
        assert parameter.label[0].isupper()
        assert parameter.description.endswith(".")
        for value in (parameter.example, parameter.default):
            if value is not None:
                assert parameter.term(value, resolve=lambda _: "http://x/")


@ALL
def test_an_example_is_a_default_only_where_it_names_a_class(asked: Question) -> None:
    assert all(parameter.type == "class" for parameter in asked.parameters if parameter.default is not None)


@ALL
def test_the_prefixes_of_a_question_are_those_it_uses(asked: Question) -> None:
    words = [token for token in sparql.code(asked.text) if token.kind == "name"]
    declared = [token.text for token in words if token.text.endswith(":")]
    assert {token.text.partition(":")[0] + ":" for token in words if not token.text.endswith(":")} == set(declared)
    assert len(declared) == len(set(declared))


def test_the_two_questions_that_hope_for_nothing_say_so() -> None:
    assert [asked.name for asked in questions() if asked.expect_empty] == ["triples-without-claim", "disagreements"]


def test_an_unknown_question_suggests_the_one_that_was_meant() -> None:
    with pytest.raises(QuestionError, match="Did you mean casualties"):
        question("casualtys")


def test_a_file_without_a_header_is_a_question_without_parameters(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }\n", encoding="utf-8")
    asked = load_question(path)
    assert (asked.name, asked.number, asked.parameters, asked.bind().text) == ("mine", None, (), "ASK { ?s ?p ?o }\n")


def test_a_header_may_stand_anywhere_and_end_its_lines_as_windows_does() -> None:
    asked = parse_question("# mine\r\n#+ summary: Why?\r\nASK {}\r\n#+ users: [me]\r\n", file="7-x.rq")
    assert (asked.summary, asked.users, asked.number, asked.name) == ("Why?", ("me",), 7, "x")
    assert asked.text == "# mine\r\nASK {}\r\n"


HEADERS = [
    ("- summary", "not a mapping", None),
    ("sumary: x", "Did you mean summary", 1),
    ("summary: [x]", "a text", 1),
    ("users: me", "a list", 1),
    ("expect: nothing", "Write empty", 1),
    ("parameters: [p]", "a mapping", 1),
    ("parameters:\n  p: string", "parameters.p", 2),
    ("parameters:\n  p: {type: sting}", "Did you mean string", 2),
    ("parameters:\n  p: {typo: string}", "Did you mean type", 2),
    ("parameters:\n  p: {required: often}", "parameters.p.required", 2),
    ("parameters:\n  p: {example: [1]}", "parameters.p.example", 2),
    ("parameters:\n  'p } #': {type: string}", "cannot name a parameter", 2),
]


@pytest.mark.parametrize(("header", "words", "line"), HEADERS)
def test_a_header_that_is_wrong_says_where_and_what_to_write(header: str, words: str, line: int | None) -> None:
    text = "".join(f"#+ {one}\n" for one in header.split("\n"))
    with pytest.raises(QuestionError, match=words) as caught:
        parse_question(f"{text}SELECT * {{ VALUES ?p {{ UNDEF }} }}", file="bad.rq")
    assert (f"bad.rq:{line}:" if line else "bad.rq:") in str(caught.value)


def test_every_problem_of_a_header_is_told_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        parse_question("#+ sumary: x\n#+ parameters: {p: {type: sting, typo: 1}}\nASK {}", file="bad.rq")
    assert all(words in str(caught.value) for words in ("summary", "string", "typo", "bad.rq:1", "bad.rq:2"))


def test_a_header_that_is_no_yaml_names_the_line_of_the_file() -> None:
    with pytest.raises(YamlError, match=r"bad\.rq:3"):
        parse_question("# mine\n#+ summary: x\n#+ summary: y\nASK {}", file="bad.rq")


def test_a_parameter_without_a_place_says_what_to_write() -> None:
    with pytest.raises(QuestionError, match=r"VALUES \?q \{ UNDEF \}"):
        parse_question("#+ parameters: {p: {}, q: {}}\nSELECT * { VALUES ?p { UNDEF } ?q ?r ?s }", file="bad.rq")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { # VALUES ?p { UNDEF }\n ?s ?p ?o }",
        'SELECT * { ?s ?p "VALUES ?p { UNDEF }" }',
        "SELECT * { VALUES ?pp { UNDEF } }",
        "SELECT * { VALUES (?p) { (UNDEF) } }",
    ],
)
def test_what_only_looks_like_the_place_of_a_parameter_is_none(query: str) -> None:
    with pytest.raises(QuestionError, match="no place"):
        parse_question(f"#+ parameters: {{p: {{}}}}\n{query}", file="bad.rq")


@pytest.mark.parametrize("text", ["", "#+ summary: x\n", "DROP ALL", "INSERT DATA { <a:b> <a:b> <a:b> }"])
def test_what_is_no_query_is_no_question(text: str) -> None:
    with pytest.raises(QueryError):
        parse_question(text, file="bad.rq")


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="cannot be read"):
        load_question(tmp_path / "missing.rq")
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionError, match="UTF-8"):
        load_question(tmp_path / "binary.rq")
