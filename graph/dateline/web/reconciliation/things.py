"""What can be reconciled with: the things of a publication, their names, classes and plain statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from dateline import resources, terms
from dateline.errors import QueryError
from dateline.questions import load_question
from dateline.store.results import Table
from dateline.web.kept import kept
from dateline.web.reconciliation.names import Name, Names, Rank, is_name

if TYPE_CHECKING:
    from dateline.answers import Dataset
    from dateline.web.served import Served

Value: TypeAlias = "ox.NamedNode | ox.Literal"

WIKIDATA = "http://www.wikidata.org/entity/"
_TIME = "TimeSpan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A class or property of the ontology, under the id by which services know it."""

    id: str
    iri: str
    name: str
    definition: str = ""
    broader: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """A person, place, event or document: its id (the IRI without the base), names, classes and statements.

    `statements` are by property id. `kinds` are its most specific classes.
    """

    id: str
    iri: str
    names: tuple[Name, ...]
    kinds: tuple[str, ...]
    statements: Mapping[str, tuple[Value, ...]]

    def label(self, languages: Sequence[str] = ()) -> Name:
        """The label in the first of the languages that it has, else the English, else any."""
        labels = [name for name in self.names if name.rank == 1]
        for wanted in (*languages, "en"):
            for name in labels:
                if name.language.lower().split("-")[0] == wanted.lower().split("-")[0]:
                    return name
        return labels[0]

    def is_a(self, kind: str) -> bool:
        """Whether it is of a class or of one under it."""
        return any(terms.is_a(own, kind) for own in self.kinds)


@dataclass(frozen=True, kw_only=True)
class Things:
    """All things of a publication, to be searched; the ids of services on the left, what they mean on the right."""

    base: str
    all: tuple[Thing, ...]
    types: Mapping[str, Term]
    properties: Mapping[str, Term]
    dataset: Dataset = field(repr=False)

    @cached_property
    def names(self) -> Names:
        """The names of `all`, by place."""
        return Names(thing.names for thing in self.all)

    @cached_property
    def by_id(self) -> Mapping[str, Thing]:
        """Each thing by its id."""
        return MappingProxyType({thing.id: thing for thing in self.all})

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each thing in `all`, by its id."""
        return MappingProxyType({thing.id: place for place, thing in enumerate(self.all)})

    @cached_property
    def _by_wikidata(self) -> Mapping[str, tuple[Thing, ...]]:
        found: dict[str, list[Thing]] = {}
        for thing in self.all:
            for value in thing.statements.get("exactMatch", ()):
                if value.value.startswith(WIKIDATA):
                    found.setdefault(value.value.removeprefix(WIKIDATA), []).append(thing)
        return MappingProxyType({item: tuple(things) for item, things in found.items()})

    def known(self, given: str) -> tuple[Thing, ...]:
        """The things that an identifier means: an id, an IRI, or a Wikidata item that they match exactly."""
        wanted = given.strip()
        thing = self.by_id.get(wanted.removeprefix(self.base))
        if thing is not None:
            return (thing,)
        item = wanted.removeprefix(WIKIDATA).removeprefix("https://www.wikidata.org/wiki/")
        return self._by_wikidata.get(item, ())

    def type_id(self, given: str) -> str:
        """The id of a class, of its id, short name or IRI; what is none stays as it is."""
        return given.strip().removeprefix(terms.DL).removeprefix("dl:")

    def property_named(self, given: str) -> Term | None:
        """A property, of its id, short name or IRI; None if there is none."""
        plain = given.strip()
        for prefix in (terms.DL, "dl:", terms.SKOS, "skos:", terms.DCTERMS, "dcterms:"):
            plain = plain.removeprefix(prefix)
        return self.properties.get(plain)


@kept()
def things_in(served: Served) -> Things:
    """The things of a publication, read once for all services over it."""
    return things_of(served.dataset)


def things_of(dataset: Dataset) -> Things:
    """The things of a dataset."""
    labels: dict[str, list[Name]] = {}
    for thing, rank, name in _rows(dataset, "names"):
        if isinstance(thing, ox.NamedNode) and isinstance(rank, ox.Literal) and isinstance(name, ox.Literal):
            made = Name(text=name.value, rank=_rank(rank.value), language=name.language or "")
            if made.text.strip() and (made.rank < 3 or is_name(made.text)):
                labels.setdefault(thing.value, []).append(made)
    kinds: dict[str, list[str]] = {}
    for thing, kind in _rows(dataset, "kinds"):
        if isinstance(thing, ox.NamedNode) and isinstance(kind, ox.NamedNode):
            name_of = kind.value.removeprefix(terms.DL)
            if kind.value.startswith(terms.DL) and name_of in terms.CLASSES and name_of != _TIME:
                kinds.setdefault(thing.value, []).append(name_of)
    properties = _properties(dataset)
    ids = {term.iri: term.id for term in properties.values()}
    statements: dict[str, dict[str, list[Value]]] = {}
    for thing, predicate, value in _rows(dataset, "statements"):
        if not isinstance(thing, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
            continue
        if isinstance(predicate, ox.NamedNode) and predicate.value in ids:
            statements.setdefault(thing.value, {}).setdefault(ids[predicate.value], []).append(value)
    return Things(
        base=dataset.base,
        all=tuple(
            Thing(
                id=iri.removeprefix(dataset.base),
                iri=iri,
                names=tuple(labels[iri]),
                kinds=_most_specific(kinds[iri]),
                statements={name: tuple(values) for name, values in statements.get(iri, {}).items()},
            )
            for iri in sorted(kinds)
            if any(name.rank == 1 for name in labels.get(iri, ()))
        ),
        types=_types(dataset),
        properties=properties,
        dataset=dataset,
    )


def _rank(text: str) -> Rank:
    return 1 if text == "1" else 2 if text == "2" else 3


def _most_specific(kinds: Iterable[str]) -> tuple[str, ...]:
    known = sorted(set(kinds))
    return tuple(one for one in known if not any(other != one and terms.is_a(other, one) for other in known))


def _types(dataset: Dataset) -> Mapping[str, Term]:
    said = _said(dataset)
    return MappingProxyType(
        {
            name: Term(
                id=name,
                iri=terms.DL + name,
                name=said.get(terms.DL + name, (name, ""))[0],
                definition=said.get(terms.DL + name, ("", ""))[1],
                broader=parents,
            )
            for name, parents in terms.CLASSES.items()
            if name != _TIME
        }
    )


def _properties(dataset: Dataset) -> Mapping[str, Term]:
    said = _said(dataset)
    found = {
        predicate.name: Term(
            id=predicate.name,
            iri=predicate.iri,
            name=said.get(predicate.iri, (_OTHERWISE.get(predicate.name, predicate.name), ""))[0],
            definition=said.get(predicate.iri, ("", ""))[1],
            domain=predicate.domain,
            range=predicate.range,
        )
        for predicate in terms.PREDICATES.values()
    }
    for name, iri in (("exactMatch", terms.EXACT_MATCH), ("closeMatch", terms.CLOSE_MATCH)):
        found[name] = Term(
            id=name, iri=iri, name=_OTHERWISE[name], definition=_LINKS[name], domain=("Entity", "Document")
        )
    return MappingProxyType(found)


_OTHERWISE = {
    "altLabel": "other name",
    "issued": "date of issue",
    "publisher": "publisher",
    "exactMatch": "Wikidata item",
    "closeMatch": "similar Wikidata item",
}
_LINKS = {
    "exactMatch": "The Wikidata item that is the same thing, as a person decided.",
    "closeMatch": "A Wikidata item that is nearly, but not quite, the same thing.",
}


def _said(dataset: Dataset) -> Mapping[str, tuple[str, str]]:
    """The label and the definition of each term of the ontology."""
    return {row["term"]: (row["label"], row.get("definition", "")) for row in dataset.strings(query_text("terms"))}


def query_text(name: str, **given: str) -> str:
    """The SPARQL of one file of `queries/reconciliation`, its parameters filled in."""
    path = next(path for path in resources.queries("reconciliation") if path.stem == name)
    return load_question(path).bind(given).text


def _rows(dataset: Dataset, name: str) -> Iterator[tuple[object, ...]]:
    found = dataset.store.query(query_text(name))
    if not isinstance(found, Table):
        raise QueryError("what is reconciled with is asked by a SELECT.")
    return iter(found.rows)
