"""The gate: every finding about a graph, from the tier that is asked for, the rules and the reading's own warnings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from dateline import terms
from dateline.checking import fast
from dateline.checking.diagnosis import why_hash_differs, why_words_differ
from dateline.checking.facts import Facts, facts_in, facts_of
from dateline.checking.findings import Finding, in_order
from dateline.checking.shapes import Result, short
from dateline.checking.tensions import tensions, warnings_of
from dateline.errors import UsageError
from dateline.graph import Compiled, Publication

if TYPE_CHECKING:
    import rdflib

Tier: TypeAlias = Literal["fast", "reference", "rust"]
TIERS: tuple[Tier, ...] = ("fast", "reference", "rust")

_IN_MESSAGE = re.compile(r"<([^<>\s]+)>")
_LONGEST_QUOTE = 400


def check(graph: Compiled | rdflib.Graph, *, tier: Tier = "fast") -> tuple[Finding, ...]:
    """Every finding about one document's graph, or about any rdflib graph, the gravest first.

    The shapes are looked at by the tier: `fast` in Oxigraph, within about a tenth of a second for a document;
    `reference` by pySHACL, within a few seconds; `rust` by shacl-rust, an extra. For a compiled document the rules and
    the warnings of its reading come with them, and the places in the reading.
    """
    if isinstance(graph, Compiled):
        facts = facts_of(graph.graph)
        return in_order((*_of_facts(facts, tier, graph.places), *_of_reading(graph)))
    return in_order(_of_facts(facts_of(graph), tier, {}))


def check_publication(
    publication: Publication, *, tier: Tier = "fast", known: Mapping[str, tuple[Finding, ...]] | None = None
) -> tuple[Finding, ...]:
    """Every finding about a publication: each document by itself, then what shows only across documents.

    `known` are the findings about documents, by id, that were checked already.

    A label may differ from document to document; but a count on which two documents differ, or a circle that only two
    of them close, is found over all of them, by the fast tier in any case. Such sources disagree, and nobody is
    silenced for that: it is a warning at most. With several documents `where` begins with the document's id.
    """
    several = len(publication.documents) > 1
    found = [
        replace(finding, where=f"{document.reading.document.id}: {finding.where}")
        if several and finding.where
        else finding
        for document in publication.documents
        for finding in (
            known[document.reading.document.id]
            if known is not None and document.reading.document.id in known
            else check(document, tier=tier)
        )
    ]
    if not publication.documents:
        found.append(_nothing(publication.collection.iri))
    if several:
        found.extend(check_across(facts_of(publication.union()).store(), found))
    return in_order(found)


def check_across(store: ox.Store, known: Iterable[Finding]) -> tuple[Finding, ...]:
    """What shows only over several documents: the store's default graph holds them all, with the ontology.

    `known` are the findings about each document, which are not said again. Takes time in the number of all things.
    """
    seen = {replace(finding, where="") for finding in known}
    across = {*_findings(fast.results(store, whole=False), store, {})} - seen
    return in_order(
        replace(finding, severity="warning") if finding.severity == "violation" else finding for finding in across
    )


def check_file(path: Path, *, tier: Tier = "fast") -> tuple[Finding, ...]:
    """Every finding about an RDF file of anybody's: Turtle, JSON-LD, N-Triples, N-Quads, TriG or RDF/XML.

    All its graphs are taken as one. Nothing is fetched, so a JSON-LD context must stand in the file. At most 200 MB;
    the reference tier takes at most 100,000 triples. Raises `DataError` for a file that cannot be parsed.
    """
    return in_order(_of_facts(facts_in(path), tier, {}))


def _of_facts(facts: Facts, tier: Tier, places: Mapping[str, str]) -> Iterable[Finding]:
    if tier not in TIERS:
        raise UsageError(f"there is no tier {tier!r}.", remedy=f"Use one of {', '.join(TIERS)}.")
    if not facts.speaks_of_dateline:
        return (_nothing(""),)
    store = facts.store()
    if tier == "reference":
        from dateline.checking import reference

        results = reference.results(facts)
    elif tier == "rust":
        from dateline.checking import rust

        results = rust.results(facts)
    else:
        results = fast.results(store)
    return (*_findings(results, store, places), *_rewritten(facts, places))


def _nothing(focus: str) -> Finding:
    return Finding(
        shape="NothingToCheck",
        severity="violation",
        message="There is no document, no claim and no thing of the Dateline ontology in the graph.",
        focus=focus,
        remedy="Look whether this is the right file, and whether anything was read from the document.",
        source="rule",
    )


def _rewritten(facts: Facts, places: Mapping[str, str]) -> Iterable[Finding]:
    for triple in facts.rewritten:
        subject = _plain(str(triple.subject))
        yield Finding(
            shape="CanonicalLiteral",
            severity="info",
            message=f"{triple.object} is not in canonical form: some engines write it otherwise as they load it.",
            focus=subject,
            path=short(triple.predicate.value),
            value=str(triple.object),
            where=places.get(subject, ""),
            remedy="Write numbers without leading or trailing zeros (0.5, 7).",
            source="rule",
        )


def _of_reading(compiled: Compiled) -> Iterable[Finding]:
    iri_of = _iris(compiled)
    yield from tensions(compiled.reading, iri_of)
    yield from warnings_of(compiled.reading, iri_of, compiled.document)


def _iris(compiled: Compiled) -> Callable[[str], str]:
    """The IRI of a thing by its id; the document's own for what is not in the graph."""
    by_place: dict[str, str] = {}
    for iri, place in compiled.places.items():
        by_place.setdefault(place, iri)
    known = {}
    reading = compiled.reading
    numbered = [(f"entities[{number}]", entity.id) for number, entity in enumerate(reading.entities)]
    numbered += [(f"events[{number}]", event.id) for number, event in enumerate(reading.events)]
    for place, identifier in numbered:
        known[identifier] = by_place.get(f"{place} ({identifier})", compiled.document)
    return lambda identifier: known.get(identifier, compiled.document)


def _findings(results: Iterable[Result], store: ox.Store, places: Mapping[str, str]) -> Iterable[Finding]:
    for result in results:
        focus, value = _plain(result.focus), _plain(result.value)
        named = (value, focus, *_IN_MESSAGE.findall(result.message))
        if result.path and not result.shape.path:  # the value is an object, and the message names the subject
            named = (*named[2:], value, focus)
        reason = _reason(result.shape.name, value, focus, store)
        yield Finding(
            shape=result.shape.name,
            severity=result.shape.severity,
            message=f"{result.message} {reason}" if reason else result.message,
            focus=focus,
            path=result.path,
            value=result.value,
            quote=_quote(value, store) or _quote(focus, store),
            where=next((places[iri] for iri in named if iri in places), ""),
            remedy=result.shape.remedy,
        )


def _plain(term: str) -> str:
    """An N-Triples term as an IRI without its brackets; other terms as they are."""
    return term[1:-1] if term.startswith("<") else term


def _reason(shape: str, value: str, focus: str, store: ox.Store) -> str:
    """Why words or hash do not agree with the text, where the text shows it."""
    if shape not in ("QuoteEqualsText", "TextHash"):
        return ""
    text = next(iter(_values(focus, terms.IS_STRING, store)), "")
    if shape == "TextHash":
        return next((why_hash_differs(text, hash_) for hash_ in _values(focus, terms.TEXT_HASH, store)), "")
    quotes, begins, ends = (_values(value, iri, store) for iri in (terms.ANCHOR_OF, terms.BEGIN_INDEX, terms.END_INDEX))
    if len(quotes) == len(begins) == len(ends) == 1 and begins[0].isdecimal() and ends[0].isdecimal():
        return why_words_differ(quotes[0], text, int(begins[0]), int(ends[0]))
    return ""


def _quote(iri: str, store: ox.Store) -> str:
    """The words of a text span, or of the evidence of a claim; empty for anything else."""
    words = _values(iri, terms.ANCHOR_OF, store)
    if not words:
        spans = sorted(_things(iri, terms.EVIDENCE, store))
        words = [word for span in spans for word in _values(span, terms.ANCHOR_OF, store)]
    joined = " … ".join(words)
    return joined if len(joined) <= _LONGEST_QUOTE else joined[:_LONGEST_QUOTE] + "…"


def _values(iri: str, predicate: str, store: ox.Store) -> list[str]:
    found = _objects(iri, predicate, store)
    return sorted(term.value for term in found if isinstance(term, ox.NamedNode | ox.Literal))


def _things(iri: str, predicate: str, store: ox.Store) -> list[str]:
    return [term.value for term in _objects(iri, predicate, store) if isinstance(term, ox.NamedNode)]


def _objects(iri: str, predicate: str, store: ox.Store) -> list[object]:
    if not iri or iri.startswith(("_:", '"')):
        return []
    return [quad.object for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)]
