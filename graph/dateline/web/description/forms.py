"""The files of a description, by their paths below the root of the site.

void.ttl, .well-known/void       VoID
dcat.ttl                         DCAT
dataset.jsonld                   schema.org, as it stands in the home page
CITATION.cff, citation.bib, citation.json
openapi.json                     the HTTP interface
ro-crate-metadata.json           for a publication that is of a day
sitemap.xml, robots.txt          for crawlers
dump/{version}.nq.gz …           what was published, under names that never change
changes/feed.atom, changes/{old}-{new}.rdfp.gz     the releases
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from dateline.formats import FORMATS
from dateline.web import openapi
from dateline.web.description import citation, crate, crawlers, rdf, schema_org
from dateline.web.description.record import Description, describe
from dateline.web.description.releases import FOLDER, packed, releases_of, unpacked
from dateline.web.description.statements import turtle
from dateline.web.files import File
from dateline.web.held import Held
from dateline.web.kept import kept

if TYPE_CHECKING:
    from dateline.web.served import Served

_PACKED = "application/gzip"
_LEFT_OUT = "manifest.json"
_SHARDS = "graph/"
"""What a large publication has for each document, and lists in its manifest."""


@kept()
def described(served: Served) -> Description:
    """The record of a publication, made once."""
    return describe(served, dumps(served))


@kept()
def dumps(served: Served) -> Mapping[str, File]:
    """What was published, by the paths at which it never changes: they name the version."""
    version = served.version
    found: dict[str, File] = {}
    for name, data in served.files.items():
        if name == _LEFT_OUT or name.startswith(_SHARDS):
            continue
        form = next((row for row in FORMATS.values() if row.file == name or name.endswith(row.suffix)), None)
        said = served.manifest.get("files", {}).get(name, {})
        found[_path(version, name)] = File(
            media_type=form.media_type if form else _otherwise(name), data=data, digest=str(said.get("sha256", ""))
        )
    if "graph.nq" in served.files:
        found[f"dump/{version}.nq.gz"] = File(media_type=_PACKED, data=_packed(served))
    return MappingProxyType(dict(sorted(found.items())))


@kept()
def files(served: Served) -> Mapping[str, File]:
    """Every description and every dump."""
    said = described(served)
    void = File(media_type="text/turtle", data=turtle(rdf.void(said)))
    made: dict[str, File] = {
        "void.ttl": void,
        ".well-known/void": void,
        "dcat.ttl": File(media_type="text/turtle", data=turtle(rdf.dcat(said))),
        "dataset.jsonld": File(
            media_type="application/ld+json",
            data=(json.dumps(schema_org.dataset(said), ensure_ascii=False, indent=2) + "\n").encode(),
        ),
        "CITATION.cff": File(media_type="application/yaml", data=citation.cff(said)),
        "citation.bib": File(media_type="application/x-bibtex", data=citation.bibtex(said)),
        "citation.json": File(media_type="application/vnd.citationstyles.csl+json", data=citation.csl(said)),
        "robots.txt": File(media_type="text/plain", data=crawlers.robots(said)),
    }
    for name, data in crawlers.sitemaps(served, said).items():
        made[name] = File(media_type="application/xml", data=data)
    for name, media_type, held in (
        (crate.NAME, "application/ld+json", crate.crate(said)),
        ("changes/feed.atom", "application/atom+xml", crawlers.feed(said)),
    ):
        if held is not None:
            made[name] = File(media_type=media_type, data=held)
    every = {**made, **_released(served), **dumps(served)}
    every[openapi.NAME] = File(media_type=openapi.MEDIA_TYPE, data=openapi.openapi(served, every))
    return MappingProxyType(every)


def _released(served: Served) -> dict[str, File]:
    """The dumps and patches of every kept release."""
    folder = served.folder / FOLDER
    found: dict[str, File] = {}
    for one in releases_of(served.folder):
        places = {f"dump/{one.dump}": one.dump} | ({f"changes/{one.patch}": one.patch} if one.previous else {})
        for path, name in places.items():
            if (folder / name).is_file():
                found[path] = File(media_type=_PACKED, data=Held(folder / name))
    return found


def _packed(served: Served) -> bytes:
    """The dump, compressed; where this version was released, the very bytes that were kept."""
    kept = served.folder / FOLDER / f"{served.version}.nq.gz"
    if kept.is_file() and any(one.version == served.version for one in releases_of(served.folder)):
        unpacked(kept, version=served.version)
        return kept.read_bytes()
    return packed(bytes(served.files["graph.nq"]))


def _path(version: str, name: str) -> str:
    """Where a published file lies under its version.

    >>> _path("0f", "graph.schema.jsonld"), _path("0f", "claims.csv")
    ('dump/0f.schema.jsonld', 'dump/0f/claims.csv')
    """
    head, _, suffix = name.partition(".")
    return f"dump/{version}.{suffix}" if head == "graph" else f"dump/{version}/{name}"


def _otherwise(name: str) -> str:
    return "text/turtle" if name.endswith(".ttl") else "application/octet-stream"
