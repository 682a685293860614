"""What a site says of its data: counts that are right, dumps with the hashes they should have, a whole sitemap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from dateline import resources, terms
from dateline.questions import load_question
from dateline.web.addresses import page_of, path_of
from dateline.web.description.statements import DCAT, SPDX, VOID
from dateline.web.doctor.findings import Finding
from dateline.web.doctor.knowledge import Site, triples
from dateline.web.doctor.visit import LARGEST

_DESCRIBED = {
    ".well-known/void": "text/turtle",
    "void.ttl": "text/turtle",
    "dcat.ttl": "text/turtle",
    "dataset.jsonld": "application/ld+json",
    "sitemap.xml": "application/xml",
    "robots.txt": "text/plain",
    "CITATION.cff": "",
    "openapi.json": "",
}
"""What every site says of itself, with the media type of what is read by programs."""
_COUNTED = {
    "triples": "triples",
    "subjects": "distinctSubjects",
    "objects": "distinctObjects",
    "properties": "properties",
}
_BLOCK = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
_AGAIN = "Write the site again: dateline site."


def descriptions(site: Site) -> Iterator[Finding]:
    """That the descriptions are there, under their media types."""
    for path, media_type in _DESCRIBED.items():
        seen = site.place.get(path)
        what = "" if seen.status == 200 and seen.body else f"it is not there (status {seen.status})."
        if not what and media_type and path != ".well-known/void" and seen.media_type != media_type:
            what = f"it comes as {seen.media_type or 'nothing'}, not as {media_type}."
        yield _finding("descriptions", path, what)
    embedded = _embedded(site.place.get("index.html").body)
    what = "" if embedded.get("@type") == "Dataset" else "no schema.org Dataset is embedded in it."
    yield _finding("descriptions", "index.html", what)


def counts(site: Site) -> Iterator[Finding]:
    """That VoID counts what the dump holds."""
    said = triples(site.place.get("void.ttl").body, ox.RdfFormat.TURTLE, site.base)
    dump = site.place.get("graph.nq")
    if dump.status != 200:
        yield _finding("VoID counts", "graph.nq", f"the dump is not there (status {dump.status}).")
        return
    store = ox.Store()
    try:
        store.load(dump.body, format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as wrong:
        yield _finding("VoID counts", "graph.nq", f"it does not parse: {str(wrong)[:200]}.")
        return
    totals = _totals(store)
    for name, predicate in _COUNTED.items():
        yield _count(said, site.base, VOID + predicate, totals[name])
    for query, kind, number, count in (
        ("classes", "class", "entities", "entities"),
        ("properties", "property", "triples", "triples"),
    ):
        parts = {_iri(one.object): _iri(one.subject) for one in said if one.predicate.value == VOID + kind}
        for row in _rows(store, query):
            iri = row[kind].value
            part = parts.get(iri)
            if part is None:
                yield _finding("VoID counts", "void.ttl", f"it has no partition for {iri}.")
            else:
                yield _count(said, part, VOID + number, int(row[count].value), of=f" of {iri}")


def dumps(site: Site) -> Iterator[Finding]:
    """That each distribution has the size and the hash that DCAT gives."""
    said = triples(site.place.get("dcat.ttl").body, ox.RdfFormat.TURTLE, site.base)
    held: dict[str, dict[str, Any]] = {}
    for one in said:
        held.setdefault(_iri(one.subject), {})[one.predicate.value] = one.object
    for about in held.values():
        url = about.get(DCAT + "downloadURL")
        if url is None or not url.value.startswith(site.at):
            continue
        path = url.value.removeprefix(site.at)
        size = int(about[DCAT + "byteSize"].value)
        if size > LARGEST:
            continue
        data = site.place.get(path).body
        checksum = held.get(about[SPDX + "checksum"].value, {}).get(SPDX + "checksumValue")
        good = len(data) == size and checksum is not None and sha256(data).hexdigest() == checksum.value
        what = "" if good else f"it is not what DCAT says: {len(data):,} bytes of {size:,}, or another hash."
        yield _finding("dumps", path, what, "Copy the whole folder; a host must not change files.")
    if not any(DCAT + "downloadURL" in about for about in held.values()):
        yield _finding("dumps", "dcat.ttl", "it names no distribution.")


def listed(site: Site) -> Iterator[Finding]:
    """That the sitemap names the page of every document, event and thing, and that each is there."""
    known = set(site.pages)
    subjects = triples(site.place.get("graph.nq").body, ox.RdfFormat.N_QUADS, site.base)
    shown = {
        path_of(site.base, _iri(one.subject))
        for one in subjects
        if one.predicate.value == terms.TYPE and _has_page(_iri(one.object))
    }
    for path in sorted(one for one in shown if one and "#" not in one and "?" not in one):
        what = "" if page_of(path) in known else "the sitemap does not name its page."
        yield _finding("sitemap", page_of(path), what)
    for page in site.pages:
        status = site.place.get(page).status
        if status != 200:
            yield _finding("sitemap", page, f"the sitemap names it, and it gives {status}.")


def _has_page(kind: str) -> bool:
    name = kind.removeprefix(terms.DL)
    return kind.startswith(terms.DL) and (terms.is_a(name, "Entity") or name == "SourceDocument")


def _embedded(page: bytes) -> dict[str, Any]:
    """The first block of JSON-LD in a page; empty if there is none."""
    found = _BLOCK.search(page.decode("utf-8", "replace"))
    try:
        said = json.loads(found[1]) if found else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _iri(term: object) -> str:
    """The IRI of a term; empty for what has none."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def _rows(store: ox.Store, name: str) -> list[dict[str, Any]]:
    path = next(path for path in resources.queries("description") if path.stem == name)
    found: Any = store.query(load_question(path).text)
    names = [one.value for one in found.variables]
    return [dict(zip(names, row, strict=True)) for row in found]


def _totals(store: ox.Store) -> dict[str, int]:
    """How large a dataset is: its statements are those of its properties."""
    [row], properties = _rows(store, "counts"), _rows(store, "properties")
    return {
        "triples": sum(int(one["triples"].value) for one in properties),
        "properties": len(properties),
        "subjects": int(row["subjects"].value),
        "objects": int(row["objects"].value),
    }


def _count(said: frozenset[ox.Triple], about: str, predicate: str, number: int, of: str = "") -> Finding:
    found = [
        one.object.value
        for one in said
        if _iri(one.subject) == about and one.predicate.value == predicate and isinstance(one.object, ox.Literal)
    ]
    name = predicate.rpartition("#")[2]
    what = (
        "" if found == [str(number)] else f"void:{name}{of} is {', '.join(found) or 'missing'}, and should be {number}."
    )
    return _finding("VoID counts", "void.ttl", what)


def _finding(check: str, where: str, what: str, remedy: str = _AGAIN) -> Finding:
    return Finding(
        check=check, where=where, verdict="fault" if what else "good", what=what, remedy=remedy if what else ""
    )
