"""A publication as files, one module a format, each with the same public function `render`.

A new format is a module and a row of `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from dateline.errors import ExportError, UsageError

if TYPE_CHECKING:
    from dateline.graph import Publication
    from dateline.statements import Drafts

__all__ = ["DRAFT_FORMATS", "FORMATS", "Format", "export", "export_drafts", "export_files"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A row of the table: what the format is called, where its writer is, and what it gives.

    `file` is the one file it gives, or null where it gives several; `suffix` and `media_type` are of each of them.
    """

    name: str
    module: str
    file: str | None
    suffix: str
    media_type: str
    summary: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        row.name: row
        for row in (
            Format(
                name="turtle",
                module="turtle",
                file="graph.ttl",
                suffix=".ttl",
                media_type="text/turtle",
                summary="RDF for people: everything as one graph, laid out like an edition",
            ),
            Format(
                name="jsonld",
                module="jsonld",
                file="graph.jsonld",
                suffix=".jsonld",
                media_type="application/ld+json",
                summary="the same graph as flat, compact JSON-LD with its context inside",
            ),
            Format(
                name="framed",
                module="framed",
                file="graph.framed.json",
                suffix=".framed.json",
                media_type="application/ld+json",
                summary="JSON for JavaScript: a tree for each event, entity and document, still JSON-LD",
            ),
            Format(
                name="ntriples",
                module="ntriples",
                file="graph.nt",
                suffix=".nt",
                media_type="application/n-triples",
                summary="the same graph, one sorted line a triple",
            ),
            Format(
                name="nquads",
                module="nquads",
                file="graph.nq",
                suffix=".nq",
                media_type="application/n-quads",
                summary="a graph for each document, one sorted line a statement: the form to load and to compare",
            ),
            Format(
                name="trig",
                module="trig",
                file="graph.trig",
                suffix=".trig",
                media_type="application/trig",
                summary="a graph for each document, laid out like the Turtle",
            ),
            Format(
                name="rdfxml",
                module="rdfxml",
                file="graph.rdf",
                suffix=".rdf",
                media_type="application/rdf+xml",
                summary="the same graph for XML tools and older RDF software",
            ),
            Format(
                name="rdf12",
                module="rdf12",
                file="graph.rdf12.ttl",
                suffix=".rdf12.ttl",
                media_type="text/turtle; version=1.2",
                summary="RDF 1.2 Turtle: each claim reifies its triple",
            ),
            Format(
                name="csv",
                module="tables",
                file=None,
                suffix=".csv",
                media_type="text/csv",
                summary="four tables for spreadsheets: claims with their words, entities, events, times",
            ),
            *(
                Format(
                    name=f"csv-{table}",
                    module="tables",
                    file=f"{table}.csv",
                    suffix=f".{table}.csv",
                    media_type="text/csv",
                    summary=f"the table of the {table} alone",
                )
                for table in ("claims", "entities", "events", "times")
            ),
            Format(
                name="schemaorg",
                module="schemaorg",
                file="graph.schema.jsonld",
                suffix=".schema.jsonld",
                media_type="application/ld+json",
                summary="schema.org JSON-LD: licensed facts, and every claim with its words",
            ),
            Format(
                name="geojson",
                module="geojson",
                file="places.geojson",
                suffix=".geojson",
                media_type="application/geo+json",
                summary="places with known coordinates, and what happened there",
            ),
            Format(
                name="pages",
                module="pages",
                file=None,
                suffix=".html",
                media_type="text/html",
                summary="a page for each document: its text, and beside it what it says, with voice and confidence",
            ),
            Format(
                name="quickstatements",
                module="quickstatements",
                file=None,
                suffix=".quickstatements.tsv",
                media_type="text/tab-separated-values",
                summary="drafts for Wikidata as QuickStatements V1, and a review of what is said and what is not",
            ),
            Format(
                name="wikibase-json",
                module="wikibase_json",
                file=None,
                suffix=".wikibase.json",
                media_type="application/json",
                summary="drafts for Wikidata as full JSON, a file for each item; loses nothing",
            ),
            Format(
                name="wikibase-cli",
                module="wikibase_cli",
                file=None,
                suffix=".wikibase.ndjson",
                media_type="application/x-ndjson",
                summary="drafts for Wikidata as edits for wikibase-cli, an item a line: lays them on what is there",
            ),
            Format(
                name="openrefine",
                module="openrefine",
                file=None,
                suffix=".openrefine.tsv",
                media_type="text/tab-separated-values",
                summary="drafts for Wikidata as a table for OpenRefine, with the schema that makes statements of it",
            ),
            Format(
                name="mixnmatch",
                module="mixnmatch",
                file="mixnmatch.csv",
                suffix=".mixnmatch.csv",
                media_type="text/csv",
                summary="the things that have a name, as a catalogue to match on Mix'n'match",
            ),
            Format(
                name="wikidata-rdf",
                module="wikidata_rdf",
                file="wikidata.ttl",
                suffix=".wikidata.ttl",
                media_type="text/turtle",
                summary="the drafts in Wikidata's RDF shape, for queries as people write them there",
            ),
        )
    }
)
"""Every format, in the order in which they are listed to people."""

DRAFT_FORMATS = ("quickstatements", "wikibase-json", "wikibase-cli", "openrefine", "wikidata-rdf")
"""The formats that carry drafts for Wikidata, and so can be given fewer of them."""


class _Writer(Protocol):
    def render(self, publication: Publication) -> Mapping[str, bytes]: ...


class _DraftWriter(Protocol):
    def render_drafts(self, drafts: Drafts) -> Mapping[str, bytes]: ...


def export(publication: Publication, name: str) -> bytes:
    """The one file of a format. Raises `UsageError` for an unknown format and for one that gives several files.

    `ExportError` says what the format cannot carry.
    """
    form = known(name)
    if form.file is None:
        parts = ", ".join(other for other in FORMATS if other.startswith(f"{name}-"))
        raise UsageError(
            f"the format {name!r} gives several files, which cannot go to one place.",
            remedy="Write them into a folder with -o DIR" + (f", or take one of: {parts}." if parts else "."),
        )
    return export_files(publication, name)[form.file]


def export_files(publication: Publication, name: str) -> Mapping[str, bytes]:
    """The files of a format, by name. Raises as `export` does."""
    form = known(name)
    writer = cast("_Writer", import_module(f"{__name__}.{form.module}"))
    files = writer.render(publication)
    return files if form.file is None else {form.file: files[form.file]}


def export_drafts(drafts: Drafts, name: str) -> Mapping[str, bytes]:
    """The files of a format of `DRAFT_FORMATS` from drafts, by name. Raises as `export` does.

    Whatever made the drafts, a property that was never verified is refused.
    """
    form = known(name)
    if name not in DRAFT_FORMATS:
        raise UsageError(
            f"the format {name!r} does not carry drafts for Wikidata.", remedy=f"These do: {', '.join(DRAFT_FORMATS)}."
        )
    _require_verified(drafts)
    return cast("_DraftWriter", import_module(f"{__name__}.{form.module}")).render_drafts(drafts)


def _require_verified(drafts: Drafts) -> None:
    """Raises `ExportError` for a draft with a property that the mapping does not vouch for."""
    from dateline.statements import wikidata_mapping

    mapping = wikidata_mapping()
    for draft in drafts.drafts:
        unverified = mapping.unverified_of(draft.statement)
        if unverified:
            raise ExportError(
                f"{', '.join(unverified)} was never verified and is not written.",
                where=draft.subject_label,
                remedy="ontology/wikidata.tsv says which properties are.",
            )


def known(name: str) -> Format:
    """The format of that name. Raises `UsageError` with the nearest names if there is none.

    >>> known("turtle").media_type
    'text/turtle'
    """
    if name in FORMATS:
        return FORMATS[name]
    near = get_close_matches(name, FORMATS, n=1, cutoff=0.5)
    raise UsageError(
        f"there is no format {name!r}.",
        remedy=f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(FORMATS)}.",
    )
