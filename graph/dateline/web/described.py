"""What is sent of a resource as RDF: what is said of it, with the words and the voices.

| of | is sent |
|---|---|
| a thing, an event, a time | its statements, those that lead to it, and each claim of either in full, with its words |
| a claim | its statements, its words, what contradicts it, and the triple it licenses |
| a document, the dataset | its graph, whole |
| an agent, a run | its statements |

What is merely named is sent with its label and its types, so that it can be shown without asking again. The words that
denote a thing are sent with the document, and what a voice says with the claims: either may be many thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from dateline import iris, terms
from dateline.errors import ExportError
from dateline.formats.edition import leaf_of
from dateline.formats.nodes import Leaf
from dateline.formats.nquads import sorted_lines
from dateline.formats.oxigraph_terms import Spo
from dateline.web.kept import kept
from dateline.web.served import Resource, Served
from dateline.web.variants import Variant

_NAMING = (terms.TYPE, terms.PREF_LABEL, terms.TITLE)
_ELSEWHERE = (terms.DENOTES, terms.ATTRIBUTED_TO, terms.RELAYED_BY, terms.ASSERTED_IN, terms.WAS_GENERATED_BY)


@kept(4)
def triples(served: Served, resource: Resource) -> tuple[ox.Triple, ...]:
    """The triples of a resource's description, each once, sorted."""
    if resource.kind in ("dataset", "document"):
        found = set(served.of_graph(resource.iri))
    else:
        found = set(served.describe(resource.iri))
        found.update(_about(served, resource))
    for claim in [one.subject for one in found if _is_claim(one)]:
        for said in served.describe(_iri(claim)):
            if said.predicate.value == terms.EVIDENCE and said in found:
                found.update(served.describe(_iri(said.object)))
    return tuple(sorted({*found, *_named(served, found)}, key=str))


def render(served: Served, resource: Resource, variant: Variant) -> bytes:
    """The description in an RDF format. Raises `ExportError` for what the format cannot carry."""
    return written(served, resource, triples(served, resource), variant)


def written(served: Served, resource: Resource, said: Sequence[ox.Triple], variant: Variant) -> bytes:
    """Triples about a resource in an RDF format. Raises `ExportError` for what the format cannot carry."""
    if variant.name == "nt":
        return sorted_lines(ox.serialize(said, format=ox.RdfFormat.N_TRIPLES))
    if variant.name == "nq":
        graph = ox.NamedNode(resource.iri)
        return sorted_lines(
            ox.serialize(
                (ox.Quad(one.subject, one.predicate, one.object, graph) for one in said), format=ox.RdfFormat.N_QUADS
            )
        )
    leaf = leaf_of(resource.iri if variant.quads else None, map(_spo, said))
    if variant.name == "jsonld":
        from dateline.formats.json_text import dumped
        from dateline.formats.jsonld import compact, context, expanded

        return dumped({"@context": context(), "@graph": compact(expanded(leaf), context())})
    if variant.name == "rdf":
        return _xml(leaf)
    return _turtle(served, resource, leaf)


def _about(served: Served, resource: Resource) -> Iterator[ox.Triple]:
    """What others say of it."""
    if resource.kind in ("agent", "run"):
        return
    for said in served.incoming(resource.iri, 0, served.count_incoming(resource.iri)):
        if said.predicate.value in (terms.SUBJECT, terms.OBJECT, terms.CONFLICTS_WITH):
            yield from served.describe(_iri(said.subject))
        elif said.predicate.value not in _ELSEWHERE:
            yield said
    if resource.kind == "claim":
        yield from _licensed(served, resource)


def _licensed(served: Served, claim: Resource) -> Iterator[ox.Triple]:
    """The direct triple that a claim is about, where it is published."""
    said = {one.predicate.value: one.object for one in served.describe(claim.iri)}
    subject = said.get(terms.SUBJECT)
    for one in served.describe(subject.value) if isinstance(subject, ox.NamedNode) else ():
        if one.predicate == said.get(terms.PREDICATE) and one.object == said.get(terms.OBJECT):
            yield one


def _named(served: Served, said: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The labels and types of everything under the base that is named and not described."""
    described = {_iri(one.subject) for one in said if one.predicate.value == terms.TYPE}
    named = {_iri(term) for one in said for term in (one.subject, one.object)} - described
    for iri in sorted(named):
        if iri.startswith(served.base):
            yield from (one for one in served.describe(iri) if one.predicate.value in _NAMING)


def _is_claim(said: ox.Triple) -> bool:
    return said.predicate.value == terms.TYPE and said.object == ox.NamedNode(terms.CLAIM)


def _spo(said: ox.Triple) -> Spo:
    if not isinstance(said.subject, ox.NamedNode) or not isinstance(said.object, ox.NamedNode | ox.Literal):
        raise ExportError(f"{said} has no name to be cited by.", remedy="Publish again; no blank node is published.")
    return said.subject, said.predicate, said.object


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _xml(leaf: Leaf) -> bytes:
    from dateline.formats.rdfxml import require_xml

    require_xml(leaf)
    made = ox.serialize(leaf.triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(terms.PREFIXES)) or b""
    return made.replace(b"\r", b"&#xD;").rstrip(b"\n") + b"\n"


def _turtle(served: Served, resource: Resource, leaf: Leaf) -> bytes:
    from dateline.formats import turtle

    shared = any(node.iri.startswith(iris.thing(served.base, "")) for node in leaf.nodes)
    own = not shared and len(served.documents) == 1
    things = iris.own(served.documents[0].iri, "") if own else iris.thing(served.base, "")
    names = turtle.Names(base=served.base, prefixes={**terms.PREFIXES, "e": things})
    opening = [
        turtle.comment(resource.label),
        turtle.comment(f"From {served.settings.title}. Licence: {served.settings.license}"),
        "#",
        "# Each claim names the words that say it (dl:evidence) and the voice that says them (dl:attributedTo).",
        f"# The terms are explained at {terms.ONTOLOGY}",
        "",
        *names.header(),
    ]
    body = list(turtle.sections(leaf, names))
    if leaf.name is None:
        return turtle.written([*opening, *body])
    inner = [f"    {line}" if line else "" for part in body for line in part.split("\n")]
    return turtle.written([*opening, "", "", f"{names.iri(leaf.name)} {{", *inner, "}"])
