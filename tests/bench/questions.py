"""Named questions from a warm process, against pyoxigraph running the same text by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from dateline import resources
from dateline.answers import DUMP, Dataset, open_dataset
from dateline.questions import named_thing, question, questions
from tests.bench.timing import Row, alternate
from tests.conftest import EXAMPLE

LIMIT = 1.2


def rows() -> Iterator[Row]:
    """The thirty questions with the parameters of their examples, together."""
    dataset = open_dataset(EXAMPLE)
    engine = ox.Store()
    engine.load((EXAMPLE / "published" / DUMP).read_bytes(), format=ox.RdfFormat.N_QUADS)
    for name in ("dateline.ttl", "values.ttl"):
        engine.load(resources.ontology(name).read_bytes(), format=ox.RdfFormat.TURTLE)
    asked = [
        (
            one.name,
            {parameter.name: parameter.example for parameter in one.parameters if parameter.example is not None},
        )
        for one in questions()
    ]
    iris = {name: _resolved(dataset, name, params) for name, params in asked}
    texts = [question(name).bind(iris[name]).text for name, _ in asked]

    def ours() -> None:
        for name, _ in asked:
            dataset.ask(question(name), iris[name])

    def theirs() -> None:
        for text in texts:
            found = engine.query(text, use_default_graph_as_union=True)
            list(found)  # type: ignore[arg-type]  # every question is a SELECT

    measured = alternate(ours, theirs, rounds=21, repeat=3)
    yield Row(what="30 questions, warm", against="raw pyoxigraph", ours=measured[0], theirs=measured[1], limit=LIMIT)


def _resolved(dataset: Dataset, name: str, params: Mapping[str, str]) -> Mapping[str, str]:
    """The same parameters with the IRIs of things, since looking up a name is not part of answering."""
    things = {parameter.name for parameter in question(name).parameters if parameter.type == "thing"}
    return {
        key: named_thing(value, ask=dataset.strings, base=dataset.base) if key in things else value
        for key, value in params.items()
    }
