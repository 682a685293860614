"""Our statements in Wikidata's RDF shape: asked as people ask Wikidata, read back whole, with nodes of our own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given

from dateline.errors import ExportError
from dateline.formats.wikidata_rdf import FILE, render_drafts
from dateline.graph import Publication
from dateline.statements import Drafts, drafts_of
from dateline.store.results import Table
from dateline.wikibase import (
    SOME_VALUE,
    Coordinates,
    ItemId,
    Monolingual,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Time,
    Value,
)
from dateline.wikibase.model import JULIAN
from tests.engines import Endpoint
from tests.formats.drafted import ANY, everything, holding
from tests.formats.graphs import canonical, parsed
from tests.statements.made import BASE, claim, drafted

WIKIBASE, PROP, WD = "http://wikiba.se/ontology#", "http://www.wikidata.org/prop/", "http://www.wikidata.org/entity/"
PROV, RDF = "http://www.w3.org/ns/prov#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = f"""
PREFIX wd: <{WD}> PREFIX wdt: <{PROP}direct/> PREFIX p: <{PROP}> PREFIX ps: <{PROP}statement/>
PREFIX psv: <{PROP}statement/value/> PREFIX pq: <{PROP}qualifier/> PREFIX pr: <{PROP}reference/>
PREFIX prov: <{PROV}> PREFIX wikibase: <{WIKIBASE}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dcterms: <http://purl.org/dc/terms/>
"""


def turtle(drafts: Drafts) -> bytes:
    return render_drafts(drafts)[FILE]


def loaded(drafts: Drafts) -> ox.Store:
    store = ox.Store()
    store.load(turtle(drafts), format=ox.RdfFormat.TURTLE)
    return store


def asked(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(value.value for value in row if isinstance(value, ox.NamedNode | ox.Literal)) for row in found)


QUESTIONS = {
    "the truthy way": ("SELECT ?n { wd:Q734004 wdt:P1339 ?n }", [("700",)]),
    "with its qualifier": (
        "SELECT ?n ?how { wd:Q734004 p:P1339 [ ps:P1339 ?n ; pq:P1480 ?how ; wikibase:rank wikibase:NormalRank ] }",
        [("700", f"{WD}Q5727902")],
    ),
    "with the words of its sources": (
        "SELECT DISTINCT ?n ?words { wd:Q734004 p:P1120 ?s . ?s ps:P1120 ?n ; prov:wasDerivedFrom/pr:P1683 ?words }",
        [("133", "133 dead"), ("133", "slaughtering 133 people"), ("133", "verbatim 133"), ("170", "170 were killed")],
    ),
    "with the precision of a date": (
        "SELECT ?t ?precision { ?item p:P585/psv:P585 [ wikibase:timeValue ?t ; wikibase:timePrecision ?precision ] }",
        [("1990-01-01T00:00:00Z", "9"), ("1990-01-20T00:00:00Z", "11"), ("1991-09-01T00:00:00Z", "10")],
    ),
    "by the name of the property": (
        """SELECT ?label ?value { ?property rdfs:label ?label ; wikibase:claim ?p ; wikibase:statementProperty ?ps .
        wd:Q30487 ?p ?s . ?s ?ps ?value FILTER(LANG(?label) = "en") }""",
        [("member of", f"{WD}Q227")],
    ),
    "from a thing of ours to a claim of ours": (
        f"""SELECT (COUNT(DISTINCT ?claim) AS ?claims) {{ <{BASE}doc/d/e/crackdown> skos:exactMatch ?item .
        ?item p:P1120/dcterms:source ?claim }}""",
        [("4",)],
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_answers_as_wikidata_is_asked(name: str) -> None:
    query, rows = QUESTIONS[name]
    assert asked(loaded(everything()), query) == rows


def test_a_real_engine_gives_the_same_back_and_the_same_answers(endpoint: Endpoint) -> None:
    drafts, graph = everything(), "https://example.org/wikidata-shaped"
    store = endpoint.store()
    try:
        store.replace(graph, turtle(drafts), format="turtle")
        again = store.graph(graph)
        assert canonical(again.triples) == parsed(turtle(drafts), ox.RdfFormat.TURTLE)
        query, rows = QUESTIONS["with the words of its sources"]
        answer = store.query(PREFIXES + query)
        assert isinstance(answer, Table)
        assert sorted(tuple(getattr(value, "value", "") for value in row) for row in answer.rows) == rows
    finally:
        store.drop(graph)
        store.close()


def read_back(store: ox.Store) -> Counter[tuple[str, Statement]]:
    """The statements of a graph in Wikidata's shape, by item; written from the specification alone."""
    found: Counter[tuple[str, Statement]] = Counter()
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(WIKIBASE + "Statement")):
        node = quad.subject
        [about] = [
            each
            for each in store.quads_for_pattern(None, None, node)
            if each.predicate.value.startswith(PROP) and "/" not in each.predicate.value.removeprefix(PROP)
        ]
        [main] = snaks(store, node, "statement")
        references = tuple(
            Reference(snaks=tuple(sorted(snaks(store, each.object, "reference"), key=repr)))
            for each in store.quads_for_pattern(node, ox.NamedNode(PROV + "wasDerivedFrom"), None)
        )
        assert main.property == about.predicate.value.removeprefix(PROP)
        statement = Statement(
            main=main,
            qualifiers=tuple(sorted(snaks(store, node, "qualifier"), key=repr)),
            references=tuple(sorted(references, key=repr)),
        )
        found[about.subject.value.removeprefix(WD), statement] += 1  # type: ignore[union-attr]
    return found


def snaks(store: ox.Store, node: Any, role: str) -> list[Snak]:
    made = []
    for quad in store.quads_for_pattern(node, None, None):
        pid = quad.predicate.value.removeprefix(f"{PROP}{role}/")
        if "/" in pid or pid == quad.predicate.value:
            continue
        rich = list(store.quads_for_pattern(node, ox.NamedNode(f"{PROP}{role}/value/{pid}"), None))
        values = [rich_value(store, each.object) for each in rich] or [plain_value(quad.object)]
        made += [Snak(property=pid, value=value, datatype="") for value in values]
    return list(dict.fromkeys(made))


def plain_value(term: Any) -> Value:
    if isinstance(term, ox.Literal):
        return Monolingual(text=term.value, language=term.language) if term.language else Text(text=term.value)
    if "/.well-known/genid/" in term.value:
        return SOME_VALUE
    return ItemId(id=term.value.removeprefix(WD)) if term.value.startswith(WD) else Text(text=term.value)


def rich_value(store: ox.Store, node: Any) -> Value:
    said = {each.predicate.value: each.object.value for each in store.quads_for_pattern(node, None, None)}  # type: ignore[union-attr]
    if said[RDF + "type"] == WIKIBASE + "QuantityValue":
        assert said[WIKIBASE + "quantityUnit"] == WD + "Q199"
        return Quantity(amount=Decimal(said[WIKIBASE + "quantityAmount"]))
    precision = int(said[WIKIBASE + "timePrecision"])
    day = said[WIKIBASE + "timeValue"].partition("T")[0]
    calendar = said[WIKIBASE + "timeCalendarModel"]
    whole = julian(day) if calendar == JULIAN else day
    kept = {11: whole, 10: day[:-2] + "00"}.get(precision, day[:-5] + "00-00")
    return Time(time=f"+{kept}T00:00:00Z", precision=precision, calendar=calendar)


def julian(day: str) -> str:
    """The Julian day of a Gregorian one, by way of the number of the day (E. G. Richards, 2013)."""
    counted = 4 * (date.fromisoformat(day).toordinal() + 1_721_425 + 1_401) + 3
    within = 5 * (counted % 1_461 // 4) + 2
    month = (within // 153 + 2) % 12 + 1
    return f"{counted // 1_461 - 4_716 + (14 - month) // 12:04}-{month:02}-{within % 153 // 5 + 1:02}"


def test_a_day_in_the_julian_calendar_is_written_as_the_gregorian_one() -> None:
    assert (julian("1453-06-07"), julian("0999-01-06")) == ("1453-05-29", "0999-01-01")
    drafts = drafted(claim("crackdown", "startDate", "0999-01-01"))
    assert [one.statement.main.value for one in drafts.drafts] == [
        Time(time="+0999-01-01T00:00:00Z", precision=11, calendar=JULIAN)
    ]
    assert read_back(loaded(drafts)) == said(drafts)


def said(drafts: Drafts) -> Counter[tuple[str, Statement]]:
    def bare(snak: Snak) -> Snak:
        return replace(snak, datatype="")

    def in_order(them: tuple[Snak, ...]) -> tuple[Snak, ...]:
        return tuple(sorted(map(bare, them), key=repr))

    return Counter(
        (
            draft.item,
            Statement(
                main=bare(draft.statement.main),
                qualifiers=in_order(draft.statement.qualifiers),
                references=tuple(
                    sorted((Reference(snaks=in_order(one.snaks)) for one in draft.statement.references), key=repr)
                ),
            ),
        )
        for draft in drafts.drafts
    )


def test_every_statement_can_be_read_back_whole(example_publication: Publication) -> None:
    late = drafted(claim("crackdown", "startDate", "1990-01-20/.."), claim("ban", "startDate", "198X"))
    for drafts in (everything(), everything(new_items=True), late, drafts_of(example_publication)):
        assert read_back(loaded(drafts)) == said(drafts)


@given(ANY, ANY, ANY)
def test_no_text_can_inject_split_or_lose_a_statement(words: str, title: str, label: str) -> None:
    drafts = holding(words, title, label)
    assert read_back(loaded(drafts)) == said(drafts)


def test_every_node_is_ours_and_every_item_is_theirs() -> None:
    drafts = everything(new_items=True)
    store = loaded(drafts)
    subjects = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    theirs = {subject for subject in subjects if subject.startswith("http://www.wikidata.org/")}
    assert all(subject.startswith((f"{WD}Q", f"{WD}P")) for subject in theirs)
    assert all(subject.startswith(BASE) for subject in subjects - theirs)
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in store)
    kinds = {f"{BASE}{kind}/" for kind in ("statement", "reference", "value")}
    assert {next((kind for kind in kinds if each.startswith(kind)), "") for each in subjects - theirs} > kinds


def test_a_time_and_a_reference_that_come_twice_are_one_node() -> None:
    store = loaded(everything())
    nodes = [quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(f"{PROP}reference/value/P577"), None)]
    assert len(nodes) > 1
    assert len(set(nodes)) == 1


def test_a_julian_day_is_a_gregorian_instant_as_in_wikidata() -> None:
    store = loaded(drafted(claim("crackdown", "startDate", "1453-05-29")))
    rows = asked(
        store,
        "SELECT ?t ?how { ?item p:P585/psv:P585 [ wikibase:timeValue ?t ; wikibase:timeCalendarModel ?how ] }",
    )
    assert rows == [("1453-06-07T00:00:00Z", JULIAN)]


@pytest.mark.parametrize(
    ("day", "gregorian"),
    [
        ("1582-10-04", "1582-10-14"),
        ("1500-02-28", "1500-03-09"),
        ("0900-12-25", "0900-12-30"),
        ("0300-03-01", "0300-03-02"),
        ("0201-01-01", "0201-01-01"),
    ],
)
def test_the_julian_calendar_is_behind_by_more_and_more(day: str, gregorian: str) -> None:
    rows = asked(loaded(drafted(claim("crackdown", "startDate", day))), "SELECT ?t { wd:Q734004 wdt:P585 ?t }")
    assert rows == [(f"{gregorian}T00:00:00Z",)]


def test_the_names_of_nodes_are_the_same_every_time_and_depend_on_what_they_say() -> None:
    assert turtle(everything()) == turtle(everything())
    one, other = (loaded(drafted(claim("crackdown", "deathCount", number))) for number in (1, 2))
    query = "SELECT ?s { wd:Q734004 p:P1120 ?s }"
    assert asked(one, query) != asked(other, query)


def test_drafts_without_a_base_and_values_that_have_no_rdf_here_are_refused() -> None:
    drafts = everything()
    with pytest.raises(ExportError, match="no base"):
        render_drafts(replace(drafts, base=""))
    place = Snak(property="P625", datatype="globe-coordinate", value=Coordinates(latitude=1.0, longitude=2.0))
    statement = replace(drafts.drafts[0].statement, main=place)
    with pytest.raises(ExportError, match="P625"):
        render_drafts(replace(drafts, drafts=(replace(drafts.drafts[0], statement=statement),)))
