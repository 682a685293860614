"""What the graph says of the things that claims speak of: their names, classes and items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from dateline import terms
from dateline.settings.wikibases import CONCEPTS

if TYPE_CHECKING:
    from dateline.graph import Publication

_ITEM = re.compile(re.escape(CONCEPTS) + r"(Q[1-9][0-9]{0,15})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """A thing of the graph. `exact` and `close` are the ids of the items that it is linked to, each sorted.

    `names` are its labels and other names with their languages, as the graph has them.
    """

    iri: str
    label: str
    kinds: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def item(self) -> str | None:
        """The id of the item that it is; null if it is linked to none, or to two."""
        return self.exact[0] if len(self.exact) == 1 else None

    def is_a(self, name: str) -> bool:
        """Whether it is of that class, by local name, or of one under it."""
        return any(terms.is_a(kind, name) for kind in self.kinds)


def things_of(publication: Publication) -> Mapping[str, Thing]:
    """Every thing that has a class in a publication, by IRI."""
    found: dict[str, dict[str, list[str]]] = {}
    names: dict[str, list[tuple[str, str]]] = {}
    wanted = {terms.TYPE: "kinds", terms.EXACT_MATCH: "exact", terms.CLOSE_MATCH: "close"}
    named = (terms.PREF_LABEL, terms.TITLE, terms.ALT_LABEL)
    for graph in publication.graphs:
        for role in named:
            for subject, value in sorted(graph.graph.subject_objects(URIRef(role)), key=_as_text):
                if isinstance(value, Literal):
                    names.setdefault(str(subject), []).append((str(value), value.language or ""))
        for role, kept in wanted.items():
            for subject, value in sorted(graph.graph.subject_objects(URIRef(role)), key=_as_text):
                found.setdefault(str(subject), {}).setdefault(kept, []).append(str(value))
    return {
        iri: Thing(
            iri=iri,
            label=next((name for name, _ in names.get(iri, ())), iri),
            kinds=tuple(kind.removeprefix(terms.DL) for kind in dict.fromkeys(said.get("kinds", ()))),
            exact=_items(said.get("exact", ())),
            close=_items(said.get("close", ())),
            names=tuple(dict.fromkeys(names.get(iri, ()))),
        )
        for iri, said in found.items()
        if "kinds" in said
    }


def _as_text(pair: tuple[object, object]) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])


def _items(targets: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    ids = {match[1] for target in targets if (match := _ITEM.fullmatch(target))}
    return tuple(sorted(ids, key=lambda each: (len(each), each)))
