"""The example as a dataset for questions, and what its questions are expected to give.

`expected/<name>.tsv` holds the rows of each question with the parameters of its example. Run `python -m
tests.questions.dataset` from the root to write them anew, and read what changed before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from dateline import resources, terms
from dateline.collection import open_collection
from dateline.graph import Publication
from dateline.questions import BoundQuery, Question, named_thing, questions
from dateline.store import Store, open_memory
from dateline.store.results import Row, Table, result_of
from tests.conftest import EXAMPLE

EXPECTED = Path(__file__).with_name("expected")


def fill(store: Store, publication: Publication) -> None:
    """Puts a publication and the ontology into a store, each graph under its name."""
    for named in publication.graphs:
        store.replace(named.iri, named.graph)
    for name in ("dateline.ttl", "values.ttl"):
        store.add(terms.ONTOLOGY, resources.ontology(name).read_bytes(), format="turtle")


def only(store: Store, publication: Publication) -> None:
    """Makes a running engine hold the example and nothing else of ours; what is there already stays."""
    held = {graph: store.count(graph) for graph in store.graphs()}
    for graph in held:
        if graph.startswith("https://example.org/"):
            store.drop(graph)
    if any(held.get(named.iri) != len(named.graph) for named in publication.graphs) or terms.ONTOLOGY not in held:
        fill(store, publication)


def rows(store: Store, text: str) -> tuple[Row, ...]:
    """The rows of a SELECT."""
    found = store.query(text)
    assert isinstance(found, Table)
    return found.rows


def strings(store: Store, text: str) -> list[dict[str, str]]:
    """The rows of a SELECT as text."""
    found = store.query(text)
    assert isinstance(found, Table)
    return found.strings()


def resolver(store: Store, base: str) -> Callable[[str], str]:
    """What finds things by name in a store."""
    return partial(named_thing, ask=partial(strings, store), base=base)


def with_examples(question: Question, store: Store, base: str) -> BoundQuery:
    """A question with the values that its header gives as examples."""
    given = {one.name: one.example for one in question.parameters if one.example is not None}
    return question.bind(given, resolve=resolver(store, base))


def expected(question: Question) -> Table:
    """The rows that a question gives on the example."""
    data = (EXPECTED / f"{question.name}.tsv").read_bytes()
    found = result_of(ox.parse_query_results(data, ox.QueryResultsFormat.TSV))
    assert isinstance(found, Table)
    return found


def _write() -> None:
    publication = open_collection(EXAMPLE).compile()
    store = open_memory()
    fill(store, publication)
    EXPECTED.mkdir(exist_ok=True)
    for old in EXPECTED.glob("*.tsv"):
        old.unlink()
    for question in questions():
        found = store.query(with_examples(question, store, publication.settings.base).text)
        (EXPECTED / f"{question.name}.tsv").write_bytes(found.render("tsv"))


if __name__ == "__main__":
    _write()
