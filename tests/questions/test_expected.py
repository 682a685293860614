"""The thirty questions give the expected rows on the example, in every engine, and a triple said twice counts once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dateline.collection import open_collection
from dateline.graph import Publication
from dateline.questions import Question, question, questions
from dateline.store import Store, open_memory
from tests.conftest import EXAMPLE
from tests.engines import Endpoint
from tests.questions.dataset import EXPECTED, expected, fill, only, rows, with_examples

# As the model counts them; of its 57 things without a match, 6 have one in this example.
ROWS = {
    "who-is-named": 25,
    "what-happened": 5,
    "casualties": 2,
    "who-did-what": 4,
    "who-ordered": 2,
    "who-says-what": 5,
    "quotations": 7,
    "not-asserted": 13,
    "denials": 2,
    "words-for": 1,
    "triples-without-claim": 0,
    "disagreements": 0,
    "corroborated": 2,
    "why": 2,
    "consequences": 3,
    "causal-chain": 1,
    "events-between": 5,
    "inferred-dates": 6,
    "names-of": 4,
    "at-offset": 2,
    "victims": 4,
    "without-agent": 2,
    "unmatched": 51,
    "wikidata-candidates": 18,
    "sources-cited": 3,
    "judgements": 9,
    "said-of": 2,
    "strict-policy": 1,
    "involving": 2,
    "times": 13,
}
ALL = pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)

DISPUTED = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix voc: <https://w3id.org/dateline/voc/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://w3id.org/dateline/black-january/e/> .
e:black-january dl:deathCount 170 ; dl:startDate "1990-01"^^xsd:gYearMonth .
<https://w3id.org/dateline/black-january/doc/embassy-2012-01-20> dcterms:issued "2012"^^xsd:gYear .
<http://x/claim/1> a dl:Claim ; rdf:subject e:black-january ; rdf:predicate dl:deathCount ; rdf:object 170 ;
  dl:polarity voc:positive ; dl:attributedTo e:kgb .
<http://x/claim/2> a dl:Claim ; rdf:subject e:black-january ; rdf:predicate dl:deathCount ; rdf:object 999 ;
  dl:polarity voc:negative ; dl:attributedTo e:kgb .
"""


@pytest.fixture(scope="module")
def memory() -> Store:
    store = open_memory()
    fill(store, open_collection(EXAMPLE).compile())
    return store


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.engine)])
def remote(request: pytest.FixtureRequest, example_publication: Publication) -> Store:
    """Each engine in turn, with the example in it."""
    endpoint: Endpoint = request.getfixturevalue(f"{request.param}_endpoint")
    store = endpoint.store()
    only(store, example_publication)
    return store


def test_the_expected_rows_are_as_many_as_the_model_counts() -> None:
    assert {asked.name: len(expected(asked)) for asked in questions()} == ROWS
    assert {file.stem for file in EXPECTED.glob("*.tsv")} == set(ROWS)


@ALL
def test_a_question_gives_the_expected_rows_on_the_example(
    asked: Question, memory: Store, example_publication: Publication
) -> None:
    found = memory.query(with_examples(asked, memory, example_publication.settings.base).text)
    assert found == expected(asked)


def test_every_question_gives_the_expected_rows_in_their_order_in_every_engine(
    remote: Store, example_publication: Publication
) -> None:
    for asked in questions():
        bound = with_examples(asked, remote, example_publication.settings.base)
        assert remote.query(bound.text) == expected(asked), asked.name


def test_every_question_left_open_gives_the_same_rows_in_every_engine(remote: Store, memory: Store) -> None:
    for asked in questions():
        assert remote.query(asked.bind().text) == memory.query(asked.bind().text), asked.name


def test_every_file_runs_as_it_is_in_every_engine_and_says_what_the_open_question_says(
    remote: Store, memory: Store
) -> None:
    for asked in questions():
        for store in (memory, remote):
            assert store.query(asked.text) == memory.query(asked.bind().text), asked.name


def test_a_triple_that_two_documents_say_changes_no_answer(remote: Store, example_publication: Publication) -> None:
    [document] = example_publication.documents
    remote.replace("https://example.org/copy", document.graph)
    for asked in questions():
        bound = with_examples(asked, remote, example_publication.settings.base)
        assert remote.query(bound.text) == expected(asked), asked.name


def test_every_engine_finds_what_is_disputed_and_what_lacks_a_claim(remote: Store) -> None:
    remote.replace("https://example.org/disputed", DISPUTED.encode(), format="turtle")
    [[*_, one, _, _, other, _, source]] = rows(remote, question("disagreements").text)
    assert [str(term) for term in (one, other)] == [
        f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (133, 170)
    ]
    assert str(source) == "<https://w3id.org/dateline/black-january/e/kgb>"
    assert [str(row[2]) for row in rows(remote, question("triples-without-claim").text)] == [
        '"1990-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    ]


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({"from": "1990-01-21", "to": "1990-01-31"}, ["1990-01"]),
        ({"from": "1990-02-01"}, ["1991-10-18", "2012-01-20"]),
        ({"to": "1989-12-31"}, []),
        ({"year": "1990"}, ["1990-01", "1990-01-20"]),
        ({"from": "1991-01-01", "year": "1990"}, []),
    ],
)
def test_a_month_falls_within_a_period_that_has_one_of_its_days(
    given: dict[str, str], days: list[str], remote: Store
) -> None:
    remote.replace("https://example.org/disputed", DISPUTED.encode(), format="turtle")
    found = rows(remote, question("events-between").bind(given).text)
    assert sorted({term.value for [term, *_] in found}) == days  # type: ignore[union-attr]  # a literal


def test_an_event_without_a_day_comes_after_those_with_one(memory: Store, example_publication: Publication) -> None:
    found = rows(memory, with_examples(question("what-happened"), memory, example_publication.settings.base).text)
    dated = [row[0] is not None for row in found]
    assert dated == sorted(dated, reverse=True)
    assert Counter(dated) == {True: 2, False: 3}


@ALL
def test_a_question_is_portable_sparql_that_orders_its_rows(asked: Question) -> None:
    text = re.sub(r"#.*|\"[^\"]*\"|<[^>]*>", "", asked.text)
    for word in ("SERVICE", "LATERAL", "DEFINE", "GRAPH", "FROM ", "bif:", "NOW(", "RAND(", "UUID("):
        assert word not in text
    assert "ORDER BY" in text or "GROUP BY" not in text, "what is counted by group has an order"
    assert "DISTINCT" in text, "engines do not agree on how often the union holds a triple"
