"""The words of the format: which members every kind of mapping has, and what datatypes are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dateline import terms

SPAN = ("start", "end", "text", "segments")
MEMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reading": (
            "reading", "document", "reader", "entities", "times", "quantities", "quotations", "events", "claims",
            "warnings",
        ),
        "document": (
            "id", "sha256", "length", "title", "issued", "publisher", "language", "entity", "sourceSha256", "mediaType",
            "extractor", "url", "retrieved", "licence",
        ),
        "reader": ("name", "version", "model", "kind"),
        "entities": ("id", "type", "label", "mentions", "links", "by", "status"),
        "mentions": (*SPAN, "form"),
        "links": ("to", "relation", "confidence", "status", "by"),
        "times": ("id", *SPAN, "kind", "value", "edtf", "anchor", "earliest", "latest", "by", "status"),
        "quantities": ("id", *SPAN, "value", "unit", "quantifier", "by", "status"),
        "quotations": ("id", *SPAN, "source", "cue", "direct", "relayedBy", "by", "status"),
        "events": ("id", "type", "label", "triggers", "polarity", "certainty", "links", "by", "status"),
        "claims": (
            "id", "subject", "predicate", "object", "evidence", "predicateText", "attributedTo", "relayedBy",
            "reportingMode", "polarity", "certainty", "modality", "quantifier", "inference", "timeScope", "confidence",
            "status", "by",
        ),
        "object": ("id", "value", "datatype"),
        "warnings": ("id", "about", "text", "by"),
    }
)  # fmt: skip
"""The members that every kind of mapping has, in the order in which they are written."""

DATATYPES: Mapping[str, str] = MappingProxyType(
    {
        "xsd:date": terms.DATE,
        "xsd:gYearMonth": terms.YEAR_MONTH,
        "xsd:gYear": terms.YEAR,
        "edtf": terms.EDTF_DATATYPE,
        "xsd:integer": terms.INTEGER,
        "xsd:decimal": terms.DECIMAL,
        "rdf:langString": terms.LANG_STRING,
    }
)
"""The datatypes by the names that a reading gives them."""

_PLAIN_DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "xsd:date"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "xsd:gYearMonth"),
    (re.compile(r"[0-9]{4}"), "xsd:gYear"),
)


def datatype_of(predicate: str, value: Any) -> str | None:
    """The datatype that a value of a predicate has where the file names none, or null where nothing tells it.

    >>> datatype_of("startDate", "1991-09~"), datatype_of("deathCount", 133), datatype_of("agent", "x")
    ('edtf', 'xsd:integer', None)
    """
    known = terms.PREDICATES.get(predicate)
    if known is None or not known.values:
        return None
    if terms.DATE in known.values:
        return next((name for form, name in _PLAIN_DATES if form.fullmatch(str(value)[:11])), "edtf")
    return next(name for name, iri in DATATYPES.items() if iri in known.values)
