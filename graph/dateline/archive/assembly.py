"""The shards of a collection as a folder to publish: linked, not copied, so that a change costs what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from hashlib import file_digest, sha256
from itertools import chain
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.archive.documents import Documents
from dateline.archive.ledger import Record, findings_in
from dateline.archive.work import shard_of
from dateline.checking import Finding
from dateline.collection import MANIFEST
from dateline.formats.nquads import graph_lines
from dateline.graph import collection_graph_of
from dateline.iris import document
from dateline.output import write_file
from dateline.settings import Settings

COLLECTION, SHARDS, FINDINGS = "collection.nq", "graph", "findings.jsonl"


def made_of(documents: Documents, settings: Settings) -> str:
    """A hash of all that a publication is made of: the same for the same files, whoever made them and when."""
    made = sha256(f"{__version__}\n{settings!r}".encode("utf-8", "surrogatepass"))
    for one in documents.outcomes():
        made.update(f"\n{one.document} {one.status} {one.shard}".encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def assembled(
    documents: Documents, settings: Settings, made: str, reference: Mapping[str, object] | None = None
) -> dict[str, bytes | Path]:
    """The files of a publication of many documents: a shard for each, the collection's description, what was found.

    A path stands for the file that lies there. The manifest comes last; `made` is what `made_of` says, `reference` what
    the manifest is to say of pySHACL.
    """
    findings = documents.folder / FINDINGS
    write_file(findings, _findings(documents.records()))
    files: dict[str, bytes | Path] = {COLLECTION: _description(documents, settings), FINDINGS: findings}
    listed = {name: _listed(data) for name, data in files.items()}
    for one in documents.published():
        name = f"{SHARDS}/{one.document}.nq"
        files[name] = shard_of(documents.shards, one.document)
        listed[name] = {"bytes": one.counts["bytes"], "sha256": one.shard, "quads": one.counts["quads"]}
    manifest = {
        "title": settings.title,
        "base": settings.base,
        "license": settings.license,
        "madeOf": made,
        "counts": dict(sorted(documents.totals.items())),
        **({"reference": reference} if reference else {}),
        "refused": documents.refused,
        "files": dict(sorted(listed.items())),
    }
    pieces = json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(manifest)
    write_file(documents.folder / MANIFEST, chain((piece.encode() for piece in pieces), (b"\n",)))
    files[MANIFEST] = documents.folder / MANIFEST
    return files


def _description(documents: Documents, settings: Settings) -> bytes:
    """The collection's own graph, in which its documents are listed."""
    listed = (document(settings.base, one.document) for one in documents.published())
    return graph_lines(collection_graph_of(settings, listed))


def unchanged(folder: Path, made: str, reference: Mapping[str, object] | None = None) -> dict[str, int] | None:
    """The sizes of the files that are published already, where they are made of the same; else null."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["madeOf"] != made or manifest.get("reference") != reference:
            return None
        sizes = {str(name): int(file["bytes"]) for name, file in manifest["files"].items()}
        there = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return sizes if there else None


def findings_of(records: Iterable[Record]) -> dict[str, tuple[Finding, ...]]:
    """The findings about each document, as they were when it was done; words that many have are held once."""
    held: dict[Any, Any] = {}
    return {one.document: findings_in(one.findings, held) for one in records}


def names_in(records: Iterable[Record], among: Set[str] | None = None) -> frozenset[str]:
    """Every thing of the documents, by `document/id`, or every one that is `among` some."""
    names = (f"{one.document}/{name}" for one in records for name in one.labels)
    return frozenset(name for name in names if among is None or name in among)


def _findings(records: Iterable[Record]) -> Iterator[bytes]:
    """One line for each finding and each refusal, with the document it is about."""
    for record in records:
        if record.error:
            yield _line({"document": record.document, "severity": "refused", "message": record.error})
        for finding in json.loads(record.findings):
            yield _line({"document": record.document, **finding})


def _line(told: Mapping[str, object]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _listed(data: bytes | Path) -> dict[str, int | str]:
    if isinstance(data, bytes):
        return {"bytes": len(data), "sha256": sha256(data).hexdigest()}
    with data.open("rb") as file:
        return {"bytes": data.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}
