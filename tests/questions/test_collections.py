"""What several documents say of one event: three invented accounts that differ, the same answers in every engine.

`tests/cases/three-accounts/expected/<name>.tsv` holds the rows of each question with the parameters of its example. Run
`python -m tests.questions.test_collections` from the root to write them anew, and read what changed before you keep it.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from itertools import combinations

import pyoxigraph as ox
import pytest

from dateline import sparql, terms
from dateline.accounts.judging import can_both_be
from dateline.accounts.model import Account
from dateline.collection import open_collection
from dateline.graph import Publication
from dateline.questions import Question, collection_questions, question
from dateline.store import Store, open_memory
from dateline.store.results import Table, result_of
from tests.conftest import ROOT
from tests.engines import Endpoint
from tests.questions.dataset import fill, strings, with_examples

CASE = ROOT / "tests" / "cases" / "three-accounts"
ALL = pytest.mark.parametrize("asked", collection_questions(), ids=lambda asked: asked.name)


def _publication() -> Publication:
    return open_collection(CASE).compile()


def _expected(asked: Question) -> Table:
    data = (CASE / "expected" / f"{asked.name}.tsv").read_bytes()
    found = result_of(ox.parse_query_results(data, ox.QueryResultsFormat.TSV))
    assert isinstance(found, Table)
    return found


@pytest.fixture(scope="module")
def publication() -> Publication:
    return _publication()


@pytest.fixture(scope="module")
def memory(publication: Publication) -> Store:
    store = open_memory()
    fill(store, publication)
    return store


def asked_of(store: Store, name: str, **given: str) -> list[dict[str, str]]:
    return strings(store, question(name).bind(given, resolve=lambda name: f"https://example.org/harbour/e/{name}").text)


def test_each_account_gives_its_figure_of_the_dead_in_its_words(memory: Store) -> None:
    rows = asked_of(memory, "accounts", event="harbour-square-shooting")
    figures = {(row["value"], row["quantifier"].rpartition("/")[2], row["voiceLabel"], row["quote"]) for row in rows
               if row["predicate"].endswith("deathCount")}  # fmt: skip
    assert figures == {
        ("130", "at-least", "Committee of the Families", "More than 130 people were killed"),
        ("133", "exact", "Ministry of the Interior", "left 133 people dead"),
        ("137", "exact", "Korvel Tribune", "killed 137 people"),
    }


def test_two_days_and_two_agents_stand_against_each_other_with_their_voices(memory: Store) -> None:
    rows = asked_of(memory, "differing-accounts", event="harbour-square-shooting")
    days = {frozenset((row["one"], row["other"])) for row in rows if row["predicate"].endswith("startDate")}
    assert days == {frozenset(("1987-05-11", "1987-05-12"))}
    agents = {
        (row["one"].rpartition("/")[2], row["oneVoice"].rpartition("/")[2], row["other"].rpartition("/")[2],
         row["otherVoice"].rpartition("/")[2])
        for row in rows if row["predicate"].endswith("agent")
    }  # fmt: skip
    assert ("soldiers", "korvel-tribune", "armed-gangs", "ministry-of-the-interior") in agents


def test_an_agent_that_both_documents_name_is_no_difference_between_them(memory: Store) -> None:
    rows = asked_of(memory, "differing-accounts", event="harbour-square-shooting")
    both = {"https://example.org/harbour/doc/ministry-1987-05-14", "https://example.org/harbour/doc/tribune-1987-06-02"}
    assert [row for row in rows if {row["oneDocument"], row["otherDocument"]} == both
            and row["predicate"].endswith("agent")] == []  # fmt: skip


def test_a_denial_is_told_as_one_and_is_no_account_that_differs(memory: Store) -> None:
    [row] = [row for row in asked_of(memory, "accounts") if row["eventLabel"] == "warning of the crowd"]
    assert row["polarity"].endswith("negative")
    assert row["voiceLabel"] == "Ada Brenn"
    assert "warning of the crowd" not in {row["eventLabel"] for row in asked_of(memory, "differing-accounts")}


def test_who_quotes_whom_is_counted(memory: Store) -> None:
    rows = asked_of(memory, "who-quotes-whom")
    assert ("Korvel Tribune", "Ministry of the Interior", "1") in {
        (row["publisherLabel"], row["voiceLabel"], row["claims"]) for row in rows
    }


def test_what_rests_on_one_publisher_leaves_out_what_two_say(memory: Store) -> None:
    rows = asked_of(memory, "one-publisher", event="harbour-square-shooting")
    told = {(row["predicate"].rpartition("#")[2], row["value"].rpartition("/")[2]) for row in rows}
    assert ("deathCount", "137") in told
    assert ("startDate", "1987-05-11") in told
    assert ("startDate", "1987-05-12") not in told, "the Tribune and the Committee say it"
    assert ("agent", "armed-gangs") not in told, "the Ministry says it, and the Tribune quotes it"


def test_events_that_nobody_has_said_to_be_one_are_named_as_candidates(publication: Publication) -> None:
    identity = open_collection(CASE).identity
    things = {member: slug for member, slug in identity.things.items() if not member.endswith("ev_shooting")}
    apart = open_collection(CASE)
    store = open_memory()
    fill(store, replace(apart, identity=replace(identity, things=things)).compile())
    [row, *_] = rows = asked_of(store, "maybe-one-event")
    assert {row["day"] for row in rows} == {"1987-05-12"}
    assert {row["placeLabel"] for row in rows} == {"Harbour Square", "Korvel"}
    assert (row["oneDocument"], row["otherDocument"]) == (
        "https://example.org/harbour/doc/committee-1988-05-11",
        "https://example.org/harbour/doc/tribune-1987-06-02",
    )


@ALL
def test_a_question_gives_the_expected_rows(asked: Question, memory: Store, publication: Publication) -> None:
    assert memory.query(with_examples(asked, memory, publication.settings.base).text) == _expected(asked)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_every_engine_gives_the_same_rows(
    name: str, request: pytest.FixtureRequest, memory: Store, publication: Publication
) -> None:
    endpoint: Endpoint = request.getfixturevalue(f"{name}_endpoint")
    remote = endpoint.store()
    for graph in remote.graphs():
        if graph.startswith("https://"):
            remote.drop(graph)
    fill(remote, publication)
    for asked in collection_questions():
        bound = with_examples(asked, remote, publication.settings.base)
        assert remote.query(bound.text) == _expected(asked), asked.name
        assert remote.query(asked.bind().text) == memory.query(asked.bind().text), asked.name
        assert remote.query(asked.text) == memory.query(asked.text), asked.name


@ALL
def test_a_question_is_portable(asked: Question) -> None:
    text = re.sub(r"#.*|\"[^\"]*\"|<[^>]*>", "", asked.text)
    for word in ("SERVICE", "LATERAL", "DEFINE", "GRAPH", "FROM ", "bif:", "NOW(", "RAND(", "UUID("):
        assert word not in text
    assert "ORDER BY" in text
    assert "DISTINCT" in text
    assert sparql.form(asked.text) == "SELECT"


def _write() -> None:
    publication, store = _publication(), open_memory()
    fill(store, publication)
    (CASE / "expected").mkdir(exist_ok=True)
    for asked in collection_questions():
        found = store.query(with_examples(asked, store, publication.settings.base).text)
        (CASE / "expected" / f"{asked.name}.tsv").write_bytes(found.render("tsv"))


if __name__ == "__main__":
    _write()


# ------------------------------------------------------------------------------------------ whether both can be true

FIGURES = tuple(
    (number, quantifier)
    for number in ("7", "20", "130", "133", "137", "140", "700", "1200", "30000", "31000")
    for quantifier in ("exact", "at-least", "at-most", "approximate")
)
DAYS = tuple((day, "") for day in ("1990", "1990-01", "1990-01-20", "1990-01-21", "1991-01"))
TIMES = (
    *DAYS,
    *((time, "") for time in ("1990-01~", "1990?", "198X", "1989", "1990-01-19/1990-01-20", "../1990-01-05")),
    ("1990-01-20/..", ""),
)
SHARES = tuple(
    (share, quantifier)
    for share in ("0.2", "0.21", "0.25", "0.3", "0.55")
    for quantifier in ("exact", "at-least", "at-most", "approximate")
)
_DATATYPES = {4: terms.YEAR, 7: terms.YEAR_MONTH, 10: terms.DATE}


def datatype(property_: str, value: str) -> str:
    """The datatype in which a value of the property is said."""
    if property_ != "startDate":
        return terms.DECIMAL if property_ == "affectedShare" else terms.INTEGER
    return terms.EDTF_DATATYPE if set(value) & set("X~?/") else _DATATYPES[len(value)]


def two_accounts(
    **given: tuple[tuple[str, str], ...],
) -> tuple[bytes, dict[str, tuple[Account, Account]]]:
    """Two documents that give an event two values, for every two values of each property, and the same as accounts."""
    lines = [PREFIXES]
    pairs: dict[str, tuple[Account, Account]] = {}
    for property_, values in given.items():
        for one, other in combinations(values, 2):
            if one[0] == other[0]:
                continue
            event = f"https://example.org/kg/e/ev{len(pairs)}"
            lines.append(f'<{event}> skos:prefLabel "an event"@en .')
            for document, (value, quantifier) in zip(("a", "b"), (one, other), strict=True):
                said = f"; dl:quantifier voc:{quantifier}" if quantifier else ""
                lines.append(
                    f"<{event}/{document}> rdf:subject <{event}> ; rdf:predicate dl:{property_} ; "
                    f'rdf:object "{value}"^^<{datatype(property_, value)}> ; dl:polarity voc:positive ; '
                    f"dl:attributedTo <{BASE}v> ; dl:assertedIn <{BASE}doc/{document}> ; "
                    f"dl:evidence <{BASE}span> {said} ."
                )
            pairs[event] = (account(property_, *one), account(property_, *other))
    lines.append(f'<{BASE}span> nif:anchorOf "words" . <{BASE}v> skos:prefLabel "a voice"@en .')
    return "\n".join(lines).encode(), pairs


BASE = "https://example.org/kg/"
PREFIXES = "".join(f"@prefix {name}: <{terms.PREFIXES[name]}> .\n" for name in ("dl", "voc", "rdf", "skos", "nif"))


def account(property_: str, value: str, quantifier: str) -> Account:
    known = {field.name: "" for field in fields(Account)}
    made = {**known, "predicate": terms.PREDICATES[property_].iri, "object": value, "quantifier": quantifier}
    return Account(**made)  # type: ignore[arg-type]  # what is not looked at is empty


def require_standings(store: Store, pairs: dict[str, tuple[Account, Account]]) -> None:
    rows = strings(store, question("differing-accounts").bind({}).text)
    standings = {row["event"]: row["standing"] for row in rows}
    for event, (one, other) in pairs.items():
        said = "one leaves room for the other" if can_both_be(one, other) else "they exclude each other"
        no_difference = can_both_be(one, other) and not one.quantifier
        wanted = None if no_difference else said
        assert standings.get(event) == wanted, (one.object, one.quantifier, other.object, other.quantifier)


def test_how_two_values_stand_is_the_same_for_the_question_as_for_the_comparison() -> None:
    data, pairs = two_accounts(deathCount=FIGURES, startDate=TIMES)
    store = open_memory()
    store.add(f"{BASE}doc/a", data, format="turtle")
    require_standings(store, pairs)


def test_how_two_values_stand_is_the_same_in_every_engine(endpoint: Endpoint) -> None:
    data, pairs = two_accounts(deathCount=FIGURES, startDate=TIMES)
    store = endpoint.store()
    store.replace(f"{BASE}doc/a", data, format="turtle")
    try:
        require_standings(store, pairs)
    finally:
        store.drop(f"{BASE}doc/a")
