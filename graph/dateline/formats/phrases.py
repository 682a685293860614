"""How a claim reads between its subject and its object: the ontology's own words for its properties."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from dateline import terms
from dateline.resources import ontology


def phrase(predicate: str, *, denied: bool = False) -> str:
    """The English words of a property, by its IRI; the last part of the IRI where the ontology gives none.

    >>> phrase(terms.DL + "ledTo"), phrase(terms.DL + "stopped", denied=True)
    ('led to', 'did not stop')
    """
    words = _phrases().get((predicate, terms.NEGATED_PHRASE if denied else terms.PHRASE))
    if words is not None:
        return words
    name = predicate[max(predicate.rfind("#"), predicate.rfind("/")) + 1 :]
    return f"not {name}" if denied else name


@cache
def _phrases() -> Mapping[tuple[str, str], str]:
    triples = ox.parse(ontology("dateline.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    return {
        (triple.subject.value, triple.predicate.value): triple.object.value
        for triple in triples
        if triple.predicate.value in (terms.PHRASE, terms.NEGATED_PHRASE)
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
    }
