"""The page of downloads: every published file with its size and its hash, and how the graph was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.formats import FORMATS
from dateline.web.pages.citing import citation
from dateline.web.pages.runs import runs
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.web.served import Resource

_TABLES = {
    "claims.csv": "every claim with its words and its voice",
    "entities.csv": "people, organisations, places",
    "events.csv": "events with their dates, places and numbers",
    "times.csv": "the times of the texts",
}
_OTHERS = {
    "report.ttl": "what the checks say (SHACL validation report)",
    "manifest.json": "this list, for programs",
}


MOST_FILES = 200
"""How many files are listed; the manifest has them all."""


def downloads_page(frame: Frame, resource: Resource) -> bytes:
    """The page of downloads."""
    served = frame.served
    said = served.manifest.get("files", {})
    formats = {row.file: row.summary for row in FORMATS.values() if row.file}
    files = []
    for name in sorted(served.files)[:MOST_FILES]:
        data = served.files[name]
        known = said.get(name, {}) if isinstance(said, dict) else {}
        summary = formats.get(name) or _TABLES.get(name) or _OTHERS.get(name, "")
        files.append({"name": name, "size": _size(len(data)), "sha256": str(known.get("sha256", "")), "what": summary})
    return render(
        "downloads.html",
        frame=frame,
        resource=resource,
        title="Data",
        files=files,
        more=max(0, len(served.files) - MOST_FILES),
        citation=citation(served, title=served.settings.title, iri=served.base),
        runs=runs(served),
    )


def _size(count: int) -> str:
    """A size as a person says it.

    >>> _size(812), _size(156_000), _size(4_100_000)
    ('812 bytes', '156 kB', '4.1 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"
