"""The ontology on the site: its files in every format, and an address for each value of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pyoxigraph as ox

from dateline import resources, terms
from dateline.web.files import File
from dateline.web.served import Resource
from dateline.web.variants import VARIANTS

PATH = "ontology"
_FILES = {"ontology": "dateline.ttl", "values": "values.ttl", "alignments": "alignments.ttl", "shapes": "shapes.ttl"}
_FORMATS = {"nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}


@cache
def ontology_files() -> Mapping[str, File]:
    """The ontology and what belongs to it, by path: Turtle as it is written, the other formats made from it."""
    made = {}
    for name, file in _FILES.items():
        turtle = resources.ontology(file).read_bytes()
        made[f"{name}.ttl"] = File(media_type="text/turtle", data=turtle)
        for form, kind in _FORMATS.items():
            variant = VARIANTS[form]
            data = ox.serialize(_sorted(turtle), format=kind) or b""
            made[f"{name}{variant.suffix}"] = File(media_type=variant.media_type, data=data)
    context = resources.ontology("context.jsonld").read_bytes()
    return {**made, "context.jsonld": File(media_type="application/ld+json", data=context)}


@cache
def values() -> Mapping[str, Resource]:
    """The values of the lists (`voc/positive`, …) by path."""
    made = {}
    for iri, said in _values().items():
        path = "voc/" + iri.removeprefix(terms.VOC)
        labels = sorted(
            one.object.value
            for one in said
            if one.predicate.value == terms.PREF_LABEL and isinstance(one.object, ox.Literal)
        )
        types = tuple(
            one.object.value
            for one in said
            if one.predicate.value == terms.TYPE and isinstance(one.object, ox.NamedNode)
        )
        label = labels[0] if labels else iri.removeprefix(terms.VOC)
        made[path] = Resource(path=path, iri=iri, kind="term", label=label, types=types)
    return made


def triples_of(iri: str) -> tuple[ox.Triple, ...]:
    """What is said of a value."""
    return _values().get(iri, ())


@cache
def _values() -> Mapping[str, tuple[ox.Triple, ...]]:
    found: dict[str, list[ox.Triple]] = {}
    for said in _sorted(resources.ontology("values.ttl").read_bytes()):
        if isinstance(said.subject, ox.NamedNode) and said.subject.value.startswith(terms.VOC):
            found.setdefault(said.subject.value, []).append(said)
    return {iri: tuple(said) for iri, said in sorted(found.items())}


def _sorted(turtle: bytes) -> Iterable[ox.Triple]:
    """The triples, sorted; RDF Dataset Canonicalization names their blank nodes alike every time."""
    whole = ox.Dataset(ox.parse(turtle, ox.RdfFormat.TURTLE))
    whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in whole), key=str)
