"""The questions that ask Wikidata too: complete, portable, and the same both ways, on two real engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dateline import answers, resources, sparql
from dateline.answers import ask_wikidata, open_dataset
from dateline.cli.commands import main_group
from dateline.errors import QueryError, QuestionError, UsageError
from dateline.graph import Publication
from dateline.questions import Question, halves, parse_question, question, questions, wikidata_questions
from dateline.settings import Wikibase
from dateline.store.results import Table
from tests.conftest import EXAMPLE, ROOT
from tests.engines import Endpoint
from tests.questions.dataset import fill
from tests.wikidata_server import World, sparql_engine, wikidata_server
from tests.wikidata_server.rdf import ntriples_of

ALL = pytest.mark.parametrize("asked", wikidata_questions(), ids=lambda asked: asked.name)
README = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")
VERIFIED = frozenset(Path(__file__).with_name("verified-properties.txt").read_text("utf-8").split())
"""The properties whose id and label two sources bear out; no other may stand in a query."""

FIRST = {
    "wikidata-says": {"thingLabel": "Armenia", "itemDescription": "country in the South Caucasus"},
    "wikidata-casualties": {"thingLabel": "Black January", "number": "133", "theirs": "131", "rank": "normal"},
    "wikidata-events-nearby": {"placeLabel": "Baku", "eventLabel": "1995 Azerbaijani coup attempt"},
    "wikidata-links-here": {"propertyLabel": "head of state", "otherLabel": "Soviet Union"},
    "wikidata-changed": {"thingLabel": "Armenia", "what": "changed"},
    "wikidata-identifiers": {"thingLabel": "Baku", "authorityLabel": "identifier of the tests", "identifier": "baku-1"},
    "wikidata-coordinates": {"thingLabel": "Baku", "latitude": "40.3667", "longitude": "49.8352"},
    "wikidata-heads-of-state": {"thingLabel": "Soviet Union", "personLabel": "Mikhail Gorbachev"},
}
"""What the first row of each says of the example, beside the stand-in."""

ROWS = {
    "wikidata-says": 9, "wikidata-casualties": 3, "wikidata-events-nearby": 1, "wikidata-links-here": 2,
    "wikidata-changed": 9, "wikidata-identifiers": 2, "wikidata-coordinates": 2, "wikidata-heads-of-state": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    with sparql_engine() as url:
        yield url


@pytest.fixture(scope="module")
def dataset() -> answers.Dataset:
    return open_dataset(EXAMPLE)


def values(asked: Question) -> dict[str, Any]:
    """Values of the parameters without which nothing is found."""
    given = {one.name: one.example for one in asked.parameters if one.required}
    return given | ({"within": 5} if asked.name == "wikidata-events-nearby" else {})


def test_there_are_eight_numbered_in_their_order_and_none_is_called_as_another() -> None:
    assert [asked.number for asked in wikidata_questions()] == list(range(1, 9))
    names = [asked.name for asked in (*questions(), *wikidata_questions())]
    assert len(names) == len(set(names)) == 38
    assert question("wikidata-says") == wikidata_questions()[0]
    assert set(FIRST) == set(ROWS) == {asked.name for asked in wikidata_questions()}


@ALL
def test_each_says_what_it_asks_and_of_whom(asked: Question, engine: str) -> None:
    assert asked.name.startswith("wikidata-")
    assert asked.summary.endswith("?")
    assert asked.description.endswith(".")
    assert asked.users
    assert asked.endpoints == ("wikidata",)
    assert re.findall(r"SELECT DISTINCT (.+)", asked.text)[0] == " ".join(f"?{name}" for name in asked.columns)
    for parameter in asked.parameters:
        assert parameter.label[0].isupper()
        assert parameter.description.endswith(".")
        assert parameter.name == "wikidata" or parameter.term(str(parameter.example), resolve=lambda _: "http://x/")


@ALL
def test_each_uses_checked_properties_and_nothing_that_one_engine_has_alone(asked: Question) -> None:
    code = [token for token in sparql.code(asked.text) if token.kind in ("name", "iri", "word")]
    used = {found for token in code for found in re.findall(r"\bP[1-9][0-9]*\b", token.text)}
    assert used <= VERIFIED
    alone = re.compile(r"(?:bd|bds|mwapi|gas|hint):|wikibase:(?:label|mwapi|around|box)$")
    assert not any(alone.match(one.text) for one in code)
    words = [token.text for token in code if token.kind == "name"]
    declared = [word for word in words if word.endswith(":")]
    assert {word.partition(":")[0] + ":" for word in words if not word.endswith(":")} == set(declared)


def test_the_example_has_what_wikidata_has_beside_it(dataset: answers.Dataset, engine: str) -> None:
    for asked in wikidata_questions():
        found = ask_wikidata(asked, values(asked), dataset=dataset, endpoint=engine)
        assert isinstance(found, Table)
        assert found.variables == tuple(asked.columns)
        assert len(found) == ROWS[asked.name], asked.name
        assert found.strings()[0].items() >= FIRST[asked.name].items(), asked.name


def test_an_engine_that_holds_our_graph_gives_the_same_by_itself(
    dataset: answers.Dataset, engine: str, oxigraph_endpoint: Endpoint, example_publication: Publication
) -> None:
    holding = oxigraph_endpoint.store()
    fill(holding, example_publication)
    there = answers.Dataset(store=holding, base=dataset.base)
    for asked in wikidata_questions():
        by_itself = there.ask(asked, values(asked) | {"wikidata": engine})
        assert by_itself == ask_wikidata(asked, values(asked), dataset=dataset, endpoint=engine), asked.name


@pytest.mark.engine
def test_another_engine_with_the_data_of_wikidata_gives_the_same(
    dataset: answers.Dataset, engine: str, virtuoso_endpoint: Endpoint
) -> None:
    store = virtuoso_endpoint.store()
    store.replace("http://www.wikidata.org/", ntriples_of(World()), format="nt")
    try:
        for asked in wikidata_questions():
            found = ask_wikidata(asked, values(asked), dataset=dataset, endpoint=virtuoso_endpoint.query)
            expected = ask_wikidata(asked, values(asked), dataset=dataset, endpoint=engine)
            assert found.strings() == expected.strings(), asked.name  # type: ignore[union-attr]  # SELECTs
    finally:
        store.drop("http://www.wikidata.org/")


def test_a_parameter_narrows_what_is_asked(dataset: answers.Dataset, engine: str) -> None:
    def strings(name: str, **given: str) -> list[dict[str, str]]:
        found = ask_wikidata(question(name), given, dataset=dataset, endpoint=engine)
        assert isinstance(found, Table)
        return found.strings()

    assert [row["itemLabel"] for row in strings("wikidata-says", thing="Baku", language="az")] == ["Bakı"]
    assert strings("wikidata-changed", since="2026-01-02") == []
    assert strings("wikidata-heads-of-state", day="1991-12-26") == []
    assert len(strings("wikidata-heads-of-state", day="1988-10-01")) == 1
    assert strings("wikidata-events-nearby", within="1") == []


def test_a_merged_item_is_told_with_the_one_in_its_place(dataset: answers.Dataset) -> None:
    world = World()
    world.merge("Q399", into="Q227")
    world.delete("Q30")
    with sparql_engine(world) as url:
        found = ask_wikidata(question("wikidata-changed"), dataset=dataset, endpoint=url)
    assert isinstance(found, Table)
    rows = {row["item"].rpartition("/")[2]: row for row in found.strings()}
    assert (rows["Q399"]["what"], rows["Q399"]["now"]) == ("merged", "http://www.wikidata.org/entity/Q227")
    assert "Q30" not in rows


@pytest.mark.parametrize("federated", [False, True])
def test_a_label_for_all_languages_stands_in_for_one_that_is_missing(
    dataset: answers.Dataset, federated: bool, oxigraph_endpoint: Endpoint, example_publication: Publication
) -> None:
    world = World()
    for name in ("Q30", "Q30487"):
        world.change(name, lambda one: one.update(labels={"mul": {"language": "mul", "value": f"{one['id']} for all"}}))
    if federated:
        store = oxigraph_endpoint.store()
        fill(store, example_publication)
    with sparql_engine(world) as url:
        asked = question("wikidata-says")
        if federated:
            found = answers.Dataset(store=store, base=dataset.base).ask(asked, {"wikidata": url})
        else:
            found = ask_wikidata(asked, dataset=dataset, endpoint=url)
    assert isinstance(found, Table)
    labels = [row["itemLabel"] for row in found.strings()]
    assert len(labels) == 9
    assert {"Q30 for all", "Q30487 for all", "Baku", "Armenia"} <= set(labels)


def test_where_nothing_is_linked_nothing_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "none.ttl"
    file.write_text('<https://example.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A" .')
    with wikidata_server() as server:
        found = ask_wikidata(question("wikidata-says"), dataset=open_dataset(file), endpoint=server.url("/sparql"))
        assert found == Table(tuple(question("wikidata-says").columns), ())
        assert server.asked == []


def test_many_rows_go_in_parts_with_every_sign_as_it_is(tmp_path: Path, engine: str) -> None:
    file = tmp_path / "many.ttl"
    skos = "http://www.w3.org/2004/02/skos/core#"
    lines = [
        f'<https://example.org/{number:03}> <{skos}prefLabel> "}} SERVICE \\"{number:03}\\" \\\\ # ?x"@en-GB ; '
        f"<{skos}exactMatch> <http://www.wikidata.org/entity/Q9248> ."
        for number in range(250)
    ]
    file.write_text("\n".join(lines))
    with wikidata_server(engine=engine) as server:
        found = ask_wikidata(question("wikidata-says"), dataset=open_dataset(file), endpoint=server.url("/sparql"))
        assert len(server.asked) == 3
    assert isinstance(found, Table)
    assert [row["thingLabel"] for row in found.strings()] == [f'}} SERVICE "{n:03}" \\ # ?x' for n in range(250)]


@given(st.lists(st.tuples(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.none() | st.integers())))
def test_rows_of_any_text_stay_rows_and_change_nothing_else(rows: list[tuple[str, int | None]]) -> None:
    cut = halves("SELECT * { { SELECT ?a ?b { ?a ?b ?c } } SERVICE <http://x/> { ?a ?p ?o } }", file="x.rq")
    written = [[sparql.literal(text), None if number is None else f"{number}"] for text, number in rows]
    tokens = [token.kind for token in sparql.code(cut.theirs(["a", "b"], written))]
    bare = [token.kind for token in sparql.code(cut.theirs(["a", "b"], []))]
    signs = sum(2 if number is not None and number < 0 else 1 for _, number in rows)
    assert len(tokens) == len(bare) + 3 * len(rows) + signs
    assert tokens.count("string") == len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { { ?s ?p ?o } SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { { SELECT ?s { ?s ?p ?o } } ?s ?p ?o }",
        "SELECT * { { SELECT ?s { ?s ?p ?o } } { SERVICE <http://x/> { ?s ?p ?o } } }",
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } { SELECT ?s { ?s ?p ?o } } }",
        "SELECT * {",
    ],
)
def test_a_query_of_another_form_has_no_halves(text: str) -> None:
    with pytest.raises(QuestionError, match=r"own graph|no other endpoint"):
        halves(text, file="mine.rq")


def test_the_place_of_an_endpoint_is_the_service_itself() -> None:
    asked = parse_question(
        "#+ parameters: {at: {type: iri, default: 'http://a/'}}\nSELECT * { SERVICE <http://a/> { ?s ?p ?o } } # <http://a/>",
        file="x.rq",
    )
    assert asked.bind({"at": "http://b/"}).text.strip() == "SELECT * { SERVICE <http://b/> { ?s ?p ?o } } # <http://a/>"
    assert asked.bind().text == asked.text
    with pytest.raises(QuestionError):
        asked.bind({"at": "http://b/> { } #"})


def test_the_embedded_store_still_refuses_service(dataset: answers.Dataset) -> None:
    with pytest.raises(QueryError, match=r"SERVICE is refused"):
        dataset.ask(question("wikidata-says"))


def test_wikidata_itself_is_not_asked_without_a_contact(dataset: answers.Dataset) -> None:
    assert dataset.wikibase == Wikibase()
    with pytest.raises(UsageError, match=r"query\.wikidata\.org asks every program for a contact"):
        ask_wikidata(question("wikidata-says"), dataset=dataset)
    with pytest.raises(UsageError, match="contact"):
        answers.open_endpoint("https://query.wikidata.org/sparql")


def run(*words: str, environment: dict[str, str] | None = None) -> tuple[str, BaseException | None]:
    """What the command line prints, and what it raises."""
    done = CliRunner(env=environment).invoke(main_group, ["query", *words])
    return done.output, done.exception


def test_the_command_line_asks_wikidata_only_when_told_to(engine: str) -> None:
    _, without = run("wikidata-says", str(EXAMPLE))
    assert isinstance(without, UsageError)
    assert "--online" in without.remedy
    _, other = run("casualties", str(EXAMPLE), "--online")
    assert isinstance(other, QuestionError)
    with wikidata_server(engine=engine) as server:
        said, wrong = run("wikidata-coordinates", str(EXAMPLE), "--online", environment=server.environment())
        assert wrong is None, said
        assert "40.3667" in said
        assert server.services() == ["sparql"]
    said, _ = run("wikidata-coordinates", str(EXAMPLE), "--endpoint", engine)
    assert "40.3667" in said


def test_the_list_shows_them_apart() -> None:
    said, _ = run("--list")
    ours, _, theirs = said.partition("Asked of Wikidata too")
    assert "casualties" in ours
    assert "wikidata-" not in ours.replace("wikidata-candidates", "")
    assert all(asked.name in theirs for asked in wikidata_questions())


def test_the_readme_tells_all_of_them() -> None:
    told = re.findall(r"^\| `(wikidata-.+?)` \| (.+?) \((.+?)\) \| (.+?) \|$", README, re.MULTILINE)
    assert told == [
        (one.name, one.summary, ", ".join(f"`{given.name}`" for given in one.parameters), ", ".join(one.users))
        for one in wikidata_questions()
    ]
    assert len(list(resources.queries("wikidata"))) == len(told)
