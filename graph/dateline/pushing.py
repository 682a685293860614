"""The verb `push`: a publication to a SPARQL engine elsewhere, graph by graph, only what changed, checked at the end.

What was sent is written down in the collection (`.dateline/push/`) as the engine takes it: a push that is interrupted
goes on where it was. Graphs of the collection that are published no more are removed; others are not touched.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from dateline import resources, terms
from dateline.collection import MANIFEST, PUBLISHED, WORK, is_collection
from dateline.errors import DataError, StoreError, StoreTimeoutError, UsageError, shown
from dateline.formats.nquads import sorted_lines
from dateline.output import recover, write_file
from dateline.questions import load_question
from dateline.settings import Credentials, load_settings
from dateline.store.engines import Engine
from dateline.store.remote import RemoteStore
from dateline.store.results import Table

TRIES = 4
_FIRST_WAIT = 0.5
_PUSHED = "push"
_WRITTEN_EVERY = 25
DUMP, SHARDS = "graph.nq", "graph"

Out = TypeVar("Out")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What `push` did, by graph: sent now, there already, removed; `loader` is the engine's own command for bulk."""

    engine: Engine
    url: str
    sent: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    triples: int
    seconds: float
    loader: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Graph:
    """A published graph: its name, its lines as canonical N-Triples, made when they are needed, and their hash.

    `triples` is how many there are, null where that is not known before they are made.
    """

    name: str
    lines: Callable[[], bytes]
    sha256: str
    triples: int | None = None

    def is_held(self, counts: Mapping[str, int]) -> bool:
        """Whether an engine can hold it, by how many triples it has of each graph."""
        return self.name in counts and self.triples in (None, counts[self.name])


@dataclass(slots=True)
class _Diary:
    """What an engine is known to hold of a collection: the hash of each graph by its name."""

    file: Path
    held: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, url: str) -> _Diary:
        file = folder / WORK / _PUSHED / f"{sha256(url.encode()).hexdigest()[:16]}.json"
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls(file)
        return cls(
            file, {str(name): str(key) for name, key in kept["graphs"].items()} if kept.get("url") == url else {}
        )

    def write(self, url: str) -> None:
        body = {"url": url, "graphs": dict(sorted(self.held.items()))}
        write_file(self.file, (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode())


def push(
    path: str | Path,
    url: str,
    engine: Engine,
    *,
    credentials: Credentials | None = None,
    again: bool = False,
    timeout: float = 60.0,
    told: Callable[[int, int, str], object] = lambda done, total, graph: None,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Sent:
    """Makes an engine hold what a collection has published, and checks that it does.

    Every graph that changed since the last push is put whole; with `again` all of them are. What fails is tried again,
    with growing pauses. At the end the engine's number of triples of each graph is held against ours, and what was sent
    is fetched and compared. `told` is called with how many graphs are done, of how many, and the name of the last.
    Raises `UsageError` where nothing is published, `StoreError` where the engine fails or holds something else.
    """
    folder, begun = Path(path), clock()
    graphs = {one.name: one for one in _published(folder)}
    store, diary = engine.open(url, credentials, timeout=timeout), _Diary.of(folder, url)
    patient = _Patient(sleep)
    counts = patient.ask(lambda: _counts(store, _base(folder), terms.ONTOLOGY))
    wanted = [
        one for one in graphs.values() if again or diary.held.get(one.name) != one.sha256 or not one.is_held(counts)
    ]
    gone = sorted(name for name in counts if name not in graphs and _is_ours(name, _base(folder)))
    names = [one.name for one in wanted]
    diary.held = {name: graphs[name].sha256 for name in graphs.keys() - {*names}}
    diary.write(url)  # before anything is sent: whatever happens then, nothing is taken for what it was
    try:
        for number, one in enumerate(wanted, start=1):
            patient.ask(lambda one=one: store.replace(one.name, one.lines()))  # type: ignore[misc]
            diary.held[one.name] = one.sha256
            if number % _WRITTEN_EVERY == 0:
                diary.write(url)
            told(number, len(wanted), one.name)
        for name in gone:
            patient.ask(lambda name=name: store.drop(name))  # type: ignore[misc]
        triples = _verified(store, patient, graphs, names, _base(folder), diary.held)
    finally:
        diary.write(url)
    shards = folder / PUBLISHED / "graph"
    return Sent(
        engine=engine,
        url=url,
        sent=tuple(names),
        unchanged=tuple(sorted(graphs.keys() - {*names})),
        removed=tuple(gone),
        triples=triples,
        seconds=clock() - begun,
        loader=engine.loading(url, str(shards if shards.is_dir() else folder / PUBLISHED)),
    )


@dataclass(frozen=True, slots=True)
class _Patient:
    """Tries again what fails for a while: an engine that is busy, restarts, or loses a connection."""

    sleep: Callable[[float], object]

    def ask(self, question: Callable[[], Out]) -> Out:
        for number in range(TRIES - 1):
            try:
                return question()
            except StoreTimeoutError:
                raise
            except StoreError:
                self.sleep(_FIRST_WAIT * 2**number)
        return question()


def _published(folder: Path) -> Iterator[_Graph]:
    """What a collection has published, graph by graph, and the ontology that its questions need beside it."""
    if not is_collection(folder):
        raise UsageError("this is not a collection.", where=str(folder), remedy="Give the folder of one.")
    published = folder / PUBLISHED
    recover(published)
    yield _ontology()
    dump, shards = published / DUMP, published / SHARDS
    if dump.is_file():
        by_graph: dict[str, list[bytes]] = {}
        for line in dump.read_bytes().splitlines():
            name, triple = _parted(line, dump)
            by_graph.setdefault(name, []).append(triple)
        for name, lines in by_graph.items():
            body = b"".join(lines)
            key = sha256(body).hexdigest()
            yield _Graph(name=name, lines=lambda body=body: body, sha256=key, triples=len(lines))  # type: ignore[misc]
        return
    if not shards.is_dir():
        raise UsageError("nothing is published here.", where=str(published), remedy="Run dateline publish first.")
    manifest = json.loads((published / MANIFEST).read_text(encoding="utf-8"))
    for name, file in sorted(manifest["files"].items()):
        if name.endswith(".nq"):
            yield _of_shard(published / name, str(file["sha256"]), file.get("quads"))


def _of_shard(file: Path, key: str, triples: int | None) -> _Graph:
    with file.open("rb") as opened:
        name, _ = _parted(opened.readline().rstrip(b"\n"), file)

    def lines() -> bytes:
        return b"".join(_parted(line, file)[1] for line in file.read_bytes().splitlines())

    return _Graph(name=name, lines=lines, sha256=key, triples=triples)


def _parted(line: bytes, file: Path) -> tuple[str, bytes]:
    """The graph that a line of canonical N-Quads names, and the line without it."""
    rest, _, graph = line.removesuffix(b" .").rpartition(b" <")
    if not rest or not graph.endswith(b">"):
        raise DataError("a line is not of N-Quads as they are published.", where=str(file), remedy="Publish again.")
    return graph[:-1].decode(), rest + b" .\n"


def _ontology() -> _Graph:
    def lines() -> bytes:
        quads = [
            quad for file in resources.vocabulary() for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
        ]
        return sorted_lines(ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES))

    files = b"".join(file.read_bytes() for file in resources.vocabulary())
    return _Graph(name=terms.ONTOLOGY, lines=lines, sha256=sha256(files).hexdigest())


def _base(folder: Path) -> str:
    return load_settings(folder).base


def _is_ours(name: str, base: str) -> bool:
    return name == base or name.startswith(f"{base}doc/")


def _counts(store: RemoteStore, *bases: str) -> dict[str, int]:
    """How many triples the engine holds of each graph whose name begins with one of the bases."""
    question = load_question(resources.folder("queries") / "lookups" / "graph-counts.rq")
    found: dict[str, int] = {}
    for base in bases:
        answer = store.query(question.bind({"base": base}).text)
        if isinstance(answer, Table):
            found |= {row["graph"]: int(row["triples"]) for row in answer.strings()}
    return found


def _verified(
    store: RemoteStore,
    patient: _Patient,
    graphs: Mapping[str, _Graph],
    sent: Sequence[str],
    base: str,
    held: dict[str, str],
) -> int:
    """The number of triples that the engine holds of the collection; raises `StoreError` where they are not ours.

    What turns out not to be as it was sent is taken out of `held`.
    """
    counts = patient.ask(lambda: _counts(store, base, terms.ONTOLOGY))
    missing = [name for name in graphs if name not in counts]
    if missing:
        for name in missing:
            held.pop(name, None)
        raise StoreError(
            f"the engine holds nothing of {len(missing)} graphs, such as {missing[0]}.",
            where=store.where,
            remedy="Push again with --again.",
        )
    for name in sent:
        key, ours = held.pop(name, ""), graphs[name].lines()
        if counts[name] != ours.count(b"\n"):
            raise StoreError(
                f"the engine holds {counts[name]:,} triples of {name}, and not {len(ours.splitlines()):,}.",
                where=store.where,
                remedy="Look whether something else writes there; then push again.",
            )
        if name != terms.ONTOLOGY:  # whose blank nodes have other names there
            theirs = patient.ask(lambda name=name: store.graph(name))  # type: ignore[misc]
            _require_same(name, ours, sorted_lines(theirs.render("nt")), store.where)
        held[name] = key
    return sum(counts.values())


def _require_same(name: str, ours: bytes, theirs: bytes, where: str) -> None:
    if ours == theirs:
        return
    wrong = sorted({*theirs.splitlines()} - {*ours.splitlines()})
    raise StoreError(
        f"the engine holds other triples of {name} than were sent, such as {shown(wrong[0].decode(errors='replace'))}.",
        where=where,
        remedy="Engines rewrite some literals: see queries/README.md. If something else writes there, push --again.",
    )
