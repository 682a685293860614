"""The JSON-LD is compact, ordered, whole in itself, and the same graph."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld

from dateline import terms
from dateline.errors import ExportError
from dateline.formats import export
from dateline.formats import jsonld as writer
from dateline.formats.edition import union
from dateline.formats.json_text import dumped
from dateline.graph import Publication
from dateline.resources import ontology


def _nodes(publication: Publication) -> list[dict[str, Any]]:
    return list(json.loads(export(publication, "jsonld"))["@graph"])


def test_the_context_is_the_ontologys_own_and_inside_the_file(small: Publication) -> None:
    document = json.loads(export(small, "jsonld"))
    assert document["@context"] == json.loads(ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert list(document) == ["@context", "@graph"]


def test_a_context_that_lies_elsewhere_is_refused_not_fetched(small: Publication) -> None:
    with pytest.raises(ExportError, match=r"'https://example\.org/context', and nothing is ever fetched"):
        writer.compact(writer.expanded(union(small)), "https://example.org/context")


def test_there_is_one_object_for_each_node_in_the_order_of_the_edition(either: Publication) -> None:
    assert [node["id"] for node in _nodes(either)] == [node.iri for node in union(either).nodes]


def test_a_claim_reads_in_the_order_in_which_it_is_said(small: Publication) -> None:
    claim = next(node for node in _nodes(small) if node["type"] == "Claim" and "relayedBy" in node)
    assert list(claim) == [
        *("id", "type", "subject", "predicate", "object", "assertedIn", "attributedTo", "relayedBy", "evidence"),
        *("polarity", "certainty", "modality", "reportingMode", "confidence", "wasGeneratedBy"),
    ]
    assert claim["modality"] == "evaluative"
    assert claim["reportingMode"] == "direct-quotation"


def test_every_member_has_a_short_name(either: Publication) -> None:
    names = {name for node in _nodes(either) for name in node}
    assert {name for name in names if ":" in name} <= {"foaf:page"}


def test_whole_numbers_are_json_numbers_and_decimals_keep_their_digits(small: Publication) -> None:
    nodes = _nodes(small)
    span = next(node for node in nodes if node["type"] == "TextSpan")
    assert isinstance(span["beginIndex"], int)
    assert {node["confidence"] for node in nodes if node["type"] == "Claim"} == {"1", "0.9"}


@pytest.mark.parametrize("text", ["007", "-0", "+5", "1.0", "9" * 400, "٣", "", " 1", "1\n"])
def test_an_integer_in_any_other_form_than_the_canonical_one_stays_as_written(text: str) -> None:
    literal = ox.Literal(text, datatype=ox.NamedNode(terms.INTEGER))
    thing = ox.NamedNode("https://example.org/a")
    triple = ox.Triple(thing, ox.NamedNode(terms.PREDICATES["deathCount"].iri), literal)
    [node] = json.loads(ox.serialize([triple], format=ox.RdfFormat.JSON_LD) or b"[]")
    [value] = [writer.native(each, terms.OBJECT) for each in node[terms.PREDICATES["deathCount"].iri]]
    assert value["@value"] == text


def test_json_is_laid_out_for_people_and_means_the_same() -> None:
    value = {
        "a": [1, 2.5, None, True],
        "b": {"c": {"d": "é\u2028"}},
        "e": [],
        "f": {},
        "g": "x" * 200,
        "h": ["y" * 200],
    }
    assert json.loads(dumped(value)) == value
    assert b'"a": [1, 2.5, null, true],\n' in dumped(value)


@pytest.mark.parametrize("language", ["id", "en-gb", "az-latn", "und", "x-klingon"])
def test_a_label_in_any_language_comes_back(language: str) -> None:
    thing = ox.NamedNode("https://example.org/a")
    triple = ox.Triple(thing, ox.NamedNode(terms.PREF_LABEL), ox.Literal("x", language=language))
    expanded = json.loads(ox.serialize([triple], format=ox.RdfFormat.JSON_LD) or b"[]")
    compact = writer.compact(expanded, writer.context())
    assert compact == [{"id": "https://example.org/a", "label": {language: "x"}}]
    document = json.dumps({"@context": writer.context(), "@graph": compact}).encode()
    assert [str(quad) for quad in ox.parse(document, format=ox.RdfFormat.JSON_LD)] == [str(triple)]
    quads = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads", "documentLoader": writer.refuse})
    assert quads == f"{triple} .\n"
