"""The shards of a collection as a folder to publish: linked, not copied, so that a change costs what has changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.archive.documents import Documents
from dateline.archive.ledger import Record
from dateline.archive.work import shard_of
from dateline.checking import Finding
from dateline.collection import MANIFEST
from dateline.formats.nquads import graph_lines
from dateline.graph import collection_graph_of
from dateline.iris import document
from dateline.settings import Settings

COLLECTION, SHARDS, FINDINGS = "collection.nq", "graph", "findings.jsonl"


def made_of(documents: Documents, settings: Settings) -> str:
    """A hash of all that a publication is made of: the same for the same files, whoever made them and when."""
    parts = [__version__, repr(settings), *(f"{one.document} {one.status} {one.shard}" for one in documents.records)]
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def assembled(
    documents: Documents, settings: Settings, reference: Mapping[str, object] | None = None
) -> dict[str, bytes | Path]:
    """The files of a publication of many documents: a shard for each, the collection's description, what was found.

    A path stands for the shard that lies there. The manifest comes last; `reference` is what it says of pySHACL.
    """
    published = [one for one in documents.records if one.status == "published"]
    description = graph_lines(
        collection_graph_of(settings, (document(settings.base, one.document) for one in published))
    )
    files: dict[str, bytes | Path] = {COLLECTION: description, FINDINGS: _findings(documents.records)}
    listed = {name: _listed(data) for name, data in files.items() if isinstance(data, bytes)}
    for one in published:
        name = f"{SHARDS}/{one.document}.nq"
        files[name] = shard_of(documents.shards, one.document)
        listed[name] = {"bytes": one.counts["bytes"], "sha256": one.shard, "quads": one.counts["quads"]}
    manifest = {
        "title": settings.title,
        "base": settings.base,
        "license": settings.license,
        "madeOf": made_of(documents, settings),
        "counts": dict(sorted(totals(published).items())),
        **({"reference": reference} if reference else {}),
        "refused": {one.document: one.error for one in documents.refused},
        "files": dict(sorted(listed.items())),
    }
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def unchanged(
    folder: Path, documents: Documents, settings: Settings, reference: Mapping[str, object] | None = None
) -> dict[str, int] | None:
    """The sizes of the files that are published already, where they are made of the same; else null."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["madeOf"] != made_of(documents, settings) or manifest.get("reference") != reference:
            return None
        sizes = {str(name): int(file["bytes"]) for name, file in manifest["files"].items()}
        there = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return sizes if there else None


def findings_of(records: Iterable[Record]) -> dict[str, tuple[Finding, ...]]:
    """The findings about each document, as they were when it was done; words that many have are held once."""
    held: dict[Any, Any] = {}
    return {
        one.document: tuple(
            Finding(**{name: held.setdefault(text, text) for name, text in found.items()})
            for found in json.loads(one.findings)
        )
        for one in records
    }


def names_in(records: Iterable[Record]) -> frozenset[str]:
    """Every thing of the documents, by `document/id`."""
    return frozenset(f"{one.document}/{name}" for one in records for name in one.labels)


def totals(records: Iterable[Record]) -> Mapping[str, int]:
    """The counts of documents, added up, with the number of `documents`."""
    total: Counter[str] = Counter()
    for record in records:
        total.update(record.counts)
        total["documents"] += 1
    return total


def _findings(records: Iterable[Record]) -> bytes:
    """One line for each finding and each refusal, with the document it is about."""
    lines = []
    for record in records:
        if record.error:
            lines.append({"document": record.document, "severity": "refused", "message": record.error})
        lines.extend({"document": record.document, **finding} for finding in json.loads(record.findings))
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()


def _listed(data: bytes) -> dict[str, int | str]:
    return {"bytes": len(data), "sha256": sha256(data).hexdigest()}
