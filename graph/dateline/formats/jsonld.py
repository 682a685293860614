"""JSON-LD 1.1, flat and compact, with its context inside the file: nothing has to be fetched to read it.

Specification: https://www.w3.org/TR/json-ld11/. pyoxigraph writes the expanded form, PyLD compacts it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NoReturn

import pyoxigraph as ox
from pyld import jsonld

from dateline import terms
from dateline.errors import ExportError
from dateline.formats.edition import predicate_key, union
from dateline.formats.json_text import Json, dumped
from dateline.formats.nodes import Leaf
from dateline.resources import ontology

if TYPE_CHECKING:
    from dateline.graph import Publication

_LAST = 1_000


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.jsonld`: `@context` and `@graph`, one object for each node, in the order of the edition."""
    made = {"@context": context(), "@graph": compact(expanded(union(publication)), context())}
    return {"graph.jsonld": dumped(made)}


@cache
def context() -> Json:
    """The ontology's own context, as it stands in `ontology/context.jsonld`."""
    return json.loads(ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]


def expanded(leaf: Leaf) -> list[Json]:
    """The nodes of a graph in expanded form, in order; whole numbers are JSON numbers where JSON can carry them."""
    nodes = json.loads(ox.serialize(leaf.triples, format=ox.RdfFormat.JSON_LD) or b"[]")
    for node in nodes:
        types = node.pop(terms.TYPE, None)
        if types:
            node["@type"] = [found["@id"] for found in types]
        for predicate, values in node.items():
            if not predicate.startswith("@"):
                node[predicate] = [native(value, predicate) for value in values]
    return list(nodes)


def compact(nodes: Sequence[Json], under: Json) -> list[Json]:
    """Expanded nodes as people write them, under a context, with their members in the order of the edition.

    Raises `ExportError` for a context that lies elsewhere or that JSON-LD does not allow.
    """
    options = {"documentLoader": refuse, "graph": True, "skipExpansion": True}
    try:
        made = jsonld.compact(list(nodes), {"@context": under}, options)
    except jsonld.JsonLdError as wrong:
        raise ExportError(
            f"the JSON-LD context cannot be used: {_root(wrong)}",
            where=str(ontology("context.jsonld")),
            remedy="Install the package again, or mend the context.",
        ) from wrong
    names = _places(under)
    return [ordered(node, names) for node in made["@graph"]]


def ordered(value: Json, places: Mapping[str, tuple[int, str]]) -> Json:
    """The same JSON with the members of every object in the order of `places`; unknown names last, by name."""
    if isinstance(value, list):
        return [ordered(each, places) for each in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: places.get(name, (_LAST, name)))
        return {name: ordered(value[name], places) for name in names}
    return value


def refuse(url: str, _options: Json = None) -> NoReturn:
    """What a JSON-LD processor gets for any address: an error."""
    raise ExportError(
        f"the context asks for {url!r}, and nothing is ever fetched.", remedy="Put the context into the file."
    )


def _root(wrong: BaseException) -> BaseException:
    """What an error goes back to."""
    return _root(wrong.__cause__) if wrong.__cause__ else wrong


def native(value: Json, predicate: str) -> Json:
    """A whole number as a JSON number, if JSON-LD turns it back into the same literal."""
    if value.get("@type") != terms.INTEGER:
        return value
    text = value["@value"]
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15) or str(int(text)) != text:
        return value
    return {"@value": int(text)} if predicate == terms.OBJECT else {**value, "@value": int(text)}


def _places(under: Json) -> Mapping[str, tuple[int, str]]:
    """Where each member name stands among the members of an object: as its predicate does in the edition."""
    prefixes = {**terms.PREFIXES}
    places = {name: (-2, name) for name in ("@id", "id")} | {name: (-1, name) for name in ("@type", "type", "@value")}
    for name, definition in under.items():
        iri = definition.get("@id") if isinstance(definition, dict) else definition
        prefix, colon, local = str(iri or "").partition(":")
        if colon and prefix in prefixes and not name.startswith("@"):
            places.setdefault(name, predicate_key(prefixes[prefix] + local))
    return places
