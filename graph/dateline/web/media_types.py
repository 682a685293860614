"""Which media type a file of the site has, by the end of its path: one table for the site and for its hosts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dateline.web.links import LINKSET, LINKSET_SUFFIX
from dateline.web.variants import TABLES, VARIANTS

BY_SUFFIX: Mapping[str, str] = MappingProxyType(
    {
        LINKSET_SUFFIX: LINKSET,
        ".framed.json": "application/ld+json",
        **{one.suffix: one.media_type for one in VARIANTS.values()},
        ".csv": "text/csv",
        ".json": "application/json",
        ".geojson": "application/geo+json",
        ".xml": "application/xml",
        ".atom": "application/atom+xml",
        ".rq": "application/sparql-query",
        ".css": "text/css",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
        ".gz": "application/gzip",
        ".txt": "text/plain",
    }
)
"""The media types by suffix; of two that fit, the first."""
OTHER = "text/plain"
"""What has no suffix of these."""
ANSWERS = r"questions/[^/.]+\.json"
"""The paths of answers to questions, whose JSON is that of SPARQL results."""
ANSWERS_TYPE = TABLES["json"].media_type


def is_known(path: str, media_type: str) -> bool:
    """Whether the end of a path tells that it has this media type."""
    return any(path.endswith(suffix) for suffix in BY_SUFFIX) and media_type_of(path) == media_type


def media_type_of(path: str) -> str:
    """The media type of a file by its path.

    >>> media_type_of("e/baku.ttl"), media_type_of("e/baku.linkset.json"), media_type_of("LICENSE")
    ('text/turtle', 'application/linkset+json', 'text/plain')
    """
    return next((kind for suffix, kind in BY_SUFFIX.items() if path.endswith(suffix)), OTHER)
