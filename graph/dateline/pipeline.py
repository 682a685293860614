"""The whole flow, from a folder or a document to published linked data. Read this file first.

    document ──read──▶ reading ──build──▶ graph ──check──▶ findings ──export──▶ files
                                            └──▶ store ──query──▶ rows        (answers.py)

Every function is a verb of the command line and of `import dateline`. A path is a collection's folder, a document or a
reading in one, or a document by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline import drafting
from dateline.archive import (
    SAMPLE,
    Cluster,
    Documents,
    Progress,
    Sample,
    Shards,
    assembled,
    check_documents,
    findings_of,
    look_at_sample,
    made_of,
    names_in,
    publish_documents,
    refresh,
    refresh_from,
    unchanged,
)
from dateline.checking import (
    Finding,
    check_file,
    check_publication,
    render_findings,
    require_conforms,
)
from dateline.collection import (
    MANIFEST,
    Collection,
    index_of,
    is_collection,
    lay_down,
    only_writer,
    open_collection,
    settled,
)
from dateline.drafting import NOTHING_KNOWN, Known, complete
from dateline.errors import CheckError, IdentityError, OutputError, UsageError
from dateline.formats import DRAFT_FORMATS, export_drafts, export_files
from dateline.graph import Publication
from dateline.identity import IDENTITY_FILE, labels_in
from dateline.output import recover, replace_folder
from dateline.published import Published
from dateline.store.rdf import SUFFIXES

if TYPE_CHECKING:
    from rdflib import Graph

    from dateline.checking import Tier
    from dateline.comparison import Comparison
    from dateline.links.wikidata import Wikidata
    from dateline.model import Reading

StrPath: TypeAlias = str | Path
PUBLISHED_FORMATS = ("turtle", "jsonld", "framed", "nquads", "trig", "schemaorg", "csv")
REPORT = "report.ttl"
MOST_AT_ONCE = 100
"""Documents that are checked in memory; more of them one by one."""

LARGEST_WHOLE = 60_000
"""Triples. A larger collection is published as a shard for each document, and not in formats that hold it all."""
_MOST_NAMED = 3
QUERIED = "wikidata-rdf"
"""The format of drafts that is for queries of our own, not for Wikidata: it has all of them."""


def publish(
    path: StrPath,
    *,
    reading: StrPath | None = None,
    output: StrPath | None = None,
    tier: Tier = "fast",
    workers: int | None = None,
    dask: str | None = None,
    shards: str = "",
    reference_sample: int | None = None,
    progress: Callable[[Progress], object] = str,
) -> Published:
    """Publishes a collection or a document: reads what has no reading yet, builds, checks, exports.

    `output` is the folder of the collection that a document by itself becomes. Raises `CheckError` if the graph does
    not pass (the old publication then stays), and what the stages raise. In a collection of several documents one that
    does not pass is left out and stops no other (`documents.refused`); they are done by `workers` processes, or by the
    workers of the Dask cluster whose scheduler has the address `dask`, and only those that changed. `shards` is a URL
    where a copy of every shard is kept (`archive.shards`). pySHACL looks at `reference_sample` of the documents too
    (`archive.checks`): all of them with the tier `reference`, else a few of a large collection.
    """
    collection = open_collection(Path(path), reading=_path(reading), whole=True)
    if not collection.exists:
        collection = settled(collection, _path(output) or collection.folder)
    elif output is not None:
        raise UsageError(
            "a collection is published in its own folder; -o is for a document that stands by itself.",
            where=str(collection.folder),
            remedy="Leave out -o, and copy published/ afterwards.",
        )
    with only_writer(collection.folder) if collection.exists else nullcontext():
        _require_ours(collection.published)
        if collection.exists and len(collection.entries) > 1:
            return _publish_several(
                collection, tier, workers, reference_sample, _Away(dask=dask, shards=shards), progress
            )
        if dask or shards:
            raise UsageError("--dask and --shards are for a collection of several documents.", remedy="Leave them out.")
        collection, drafted = complete(collection)
        made = collection.compile()
        gone = collection.identity.gone(labels_in(one.reading for one in made.documents).keys())
        collection = replace(collection, notes=(*collection.notes, *_of_gone(gone)))
        findings = check_publication(made, tier=tier)
        require_conforms(findings)
        files = _files(made, findings)
        if collection.exists:
            replace_folder(collection.published, files)
        else:
            collection = lay_down(collection, files)
    sizes = {name: len(data) for name, data in files.items()}
    return Published(collection=collection, compiled=made, checked=findings, files=sizes, drafted=drafted)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Away:
    """What is done beyond this machine: the scheduler of the workers, and the URL of the shards."""

    dask: str | None
    shards: str


def _publish_several(
    collection: Collection,
    tier: Tier,
    workers: int | None,
    reference_sample: int | None,
    away: _Away,
    progress: Callable[[Progress], object],
) -> Published:
    """Publishes a collection document by document, as whole files too where it is small."""
    kept_there = Shards(away.shards) if away.shards else None
    with Cluster(away.dask, shards=away.shards) if away.dask else nullcontext() as cluster:
        done = publish_documents(collection, known=NOTHING_KNOWN, workers=workers, cluster=cluster, progress=progress)
        put = cluster.put if cluster else {}
    if kept_there is not None:
        kept_there.follow(done, put=put)
    if len(done.refused) == done.number:
        raise CheckError(
            "none of the documents can be published.",
            where=str(collection.folder),
            remedy=f"The first of them: {next(iter(done.refused.values()))}",
        )
    kept = replace(
        collection,
        entries=tuple(one for one in collection.entries if one.id not in done.refused),
        notes=(*collection.notes, *done.notes, *_of_names(collection, done)),
        is_whole=not done.refused,
    )
    whole = done.totals["quads"] <= LARGEST_WHOLE
    if reference_sample is None:
        reference_sample = done.number if tier == "reference" else 0 if whole else SAMPLE
    sample = look_at_sample(done, size=reference_sample, workers=workers)
    require_conforms(finding for one in sample.findings.values() for finding in one)
    told = sample.told if sample.documents else None
    made = made_of(done, collection.settings)
    as_it_was = unchanged(collection.published, made, told)
    if as_it_was is not None:
        if not whole:
            refresh_from(collection.folder)
        return Published(
            collection=kept,
            compiled=None,
            checked=None,
            files=as_it_was,
            documents=done,
            unchanged=True,
            sample=sample,
        )
    compiled = kept.compile() if whole else None
    if compiled is None:
        checked = None
        files: Mapping[str, bytes | Path] = assembled(done, collection.settings, made, told)
        refresh(collection.folder, files)
    else:
        checked = check_publication(compiled, tier=tier, known=_known(done, sample))
        require_conforms(checked)
        files = _files(compiled, checked, madeOf=made, **({"reference": told} if told else {}))
    replace_folder(collection.published, files)
    sizes = {name: data.stat().st_size if isinstance(data, Path) else len(data) for name, data in files.items()}
    return Published(
        collection=kept,
        compiled=compiled,
        checked=checked,
        files=sizes,
        drafted=done.drafted,
        documents=done,
        sample=sample,
    )


def _of_names(collection: Collection, done: Documents) -> Iterator[str]:
    """What is said of the things that decisions name. Raises `IdentityError` where a person names what is not there."""
    identity, named = collection.identity, collection.identity.named()
    names = names_in(done.records(), named) if named else named
    if not done.refused and identity.check_names(names, frozenset()):
        documents = frozenset(one.document for one in done.outcomes())
        wrong = identity.check_names(names_in(done.records()), documents)
        raise IdentityError("these decisions name what no document has.", wrong, where=str(collection.folder))
    return _of_gone(identity.gone(names, unknown=done.refused.keys()))


def _known(done: Documents, sample: Sample) -> Mapping[str, tuple[Finding, ...]]:
    """The findings about each document by itself."""
    found = findings_of(done.records())
    return {name: (*some, *sample.findings.get(name, ())) for name, some in found.items()}


def _of_gone(members: tuple[str, ...]) -> Iterator[str]:
    """What is said of things that a program had made one with others, and that are no more."""
    if members:
        named = ", ".join(members[:_MOST_NAMED]) + (", …" if len(members) > _MOST_NAMED else "")
        yield (
            f"{IDENTITY_FILE} still names {len(members):,} things that no document has any more ({named}); "
            "dateline identify takes them out."
        )


def read(path: StrPath, known: Known = NOTHING_KNOWN) -> Reading:
    """A draft reading of one document in any format: who, what, when and where, each with its words and its voice."""
    return drafting.read(path, known).reading


def build(path: StrPath, *, reading: StrPath | None = None) -> Graph:
    """The graph of a collection or document, as one rdflib graph: direct statements, claims, words, provenance."""
    return _compiled(Path(path), reading).union()


def check(
    path: StrPath,
    *,
    reading: StrPath | None = None,
    tier: Tier = "fast",
    sample: int | None = None,
    told: Callable[[str], object] = str,
) -> tuple[Finding, ...]:
    """What the shapes and checks say of a collection, of a document, or of any RDF file.

    A large collection is checked document by document, and so is any of which only a `sample` is to be looked at by the
    reference tier; `told` is called with what was looked at.
    """
    path = Path(path)
    if path.suffix.lower() in SUFFIXES:
        return check_file(path, tier=tier)
    if is_collection(path):
        collection = open_collection(path, reading=_path(reading))
        large = index_of(path) is not None or len(collection.entries) > MOST_AT_ONCE
        if len(collection.entries) > 1 and (large or sample is not None):
            return check_documents(collection, tier=tier, sample=sample, told=told)
    return check_publication(_compiled(path, reading), tier=tier)


def export(path: StrPath, to: str, *, reading: StrPath | None = None) -> Mapping[str, bytes]:
    """A collection or document in one format (a name of `export.FORMATS`), as the bytes of each file by name.

    What is for Wikidata leaves out what the items that are pinned in the collection have already.
    """
    collection = _completed(Path(path), reading)
    if to in DRAFT_FORMATS and to != QUERIED and collection.exists:
        from dateline.comparing import PINS, not_there_yet

        return export_drafts(not_there_yet(collection.compile(), collection.folder / PINS), to)
    return export_files(collection.compile(), to)


def compare(
    path: StrPath,
    *,
    reading: StrPath | None = None,
    online: bool = False,
    pins: StrPath | None = None,
    new_items: bool = False,
    client: Wikidata | None = None,
) -> Comparison:
    """What a collection or document says beside what Wikidata says of the things that are linked, row by row.

    Without `online` by the items that are pinned in the folder `pins` (the collection's, if none is given); with it
    Wikidata, or what `client` asks, is asked and pinned first. `compare(path).worth_writing()` are the drafts that
    Wikidata does not have.
    """
    from dateline.comparing import PINS, compare_publication

    collection = _completed(Path(path), reading)
    folder = _path(pins) or (collection.folder / PINS if collection.exists else None)
    return compare_publication(collection.compile(), folder, online=online, client=client, new_items=new_items)


def _compiled(path: Path, reading: StrPath | None) -> Publication:
    """A collection as its readings stand."""
    return _completed(path, reading).compile()


def _completed(path: Path, reading: StrPath | None) -> Collection:
    """A collection; a document by itself that has no reading is read."""
    collection = open_collection(path, reading=_path(reading))
    return collection if collection.exists else complete(collection)[0]


def _path(given: StrPath | None) -> Path | None:
    return None if given is None else Path(given)


def _require_ours(folder: Path) -> None:
    """Raises `OutputError` if the folder that is to be replaced holds something that was not published."""
    recover(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise OutputError(
            f"this folder would be replaced, but it was not made by dateline: it has no {MANIFEST}.",
            where=str(folder),
            remedy="Move it away.",
        )


def _files(made: Publication, findings: tuple[Finding, ...], **more: object) -> Mapping[str, bytes]:
    """Everything that is published, by name, with a manifest of sizes and hashes that comes last."""
    files: dict[str, bytes] = {}
    for name in PUBLISHED_FORMATS:
        files |= export_files(made, name)
    files[REPORT] = render_findings(findings, "turtle").encode()
    manifest = {
        "title": made.settings.title,
        "base": made.settings.base,
        "license": made.settings.license,
        **more,
        "files": {
            name: {"bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())
        },
    }
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return files
