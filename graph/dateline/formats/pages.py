"""Each document with what was read of it, as a page to look at: see `reading_page`."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import URIRef

from dateline import terms
from dateline.errors import ExportError
from dateline.formats.reading_page import render_reading_page
from dateline.graph import Compiled, Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """A page for each document, by its name. Raises `ExportError` where the text is not published."""
    return {
        f"{compiled.reading.document.id}.html": render_reading_page(
            compiled.reading, _text(compiled), publish_at=publication.settings.publish_at
        ).encode()
        for compiled in publication.documents
    }


def _text(compiled: Compiled) -> str:
    text = compiled.graph.value(URIRef(compiled.document), URIRef(terms.IS_STRING))
    if text is None:
        raise ExportError(
            "the page of a document shows its whole text, and only quotes of it are published.",
            where=compiled.reading.document.id,
            remedy='Set publish_text = "full" in dateline.toml, if you may publish the text.',
        )
    return str(text)
