"""A push that is killed in the middle, or its engine: no graph is ever half there, and the next push completes."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

import dateline
from dateline import terms
from dateline.errors import StoreError
from dateline.formats.nquads import sorted_lines
from dateline.pushing import push
from tests.archive.made import several, told
from tests.engines import SERVERS, Endpoint, Server, serving
from tests.hostile import ENVIRONMENT
from tests.test_pushing import BASE, at

DOCUMENTS, CHANGED = 12, 6
MOMENTS = 10
"""How often each kind of fault strikes, at moments drawn with a seed; scripts/bench has more of them."""
Graphs = Mapping[str, frozenset[bytes]]


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.engine)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def change(folder: Path, seed: int) -> None:
    """Tells half of the documents anew, takes one away or brings it back, and publishes."""
    names = [f"d{(seed + number) % DOCUMENTS}" for number in range(CHANGED)] + ["sometimes"]
    for number, name in enumerate(names):
        text, reading = told(1000 + seed * DOCUMENTS + number)
        files = ((folder / f"texts/{name}.txt", text), (folder / f"readings/{name}.yaml", reading))
        for file, words in files:
            if name == "sometimes" and seed % 2:
                file.unlink(missing_ok=True)
            else:
                file.write_text(words, encoding="utf-8")
    dateline.publish(folder, workers=1)


def published(folder: Path) -> Graphs:
    """The lines of each document's graph as they are published."""
    found: dict[str, set[bytes]] = {}
    for line in (folder / "published/graph.nq").read_bytes().splitlines():
        triple, _, name = line.removesuffix(b"> .").rpartition(b" <")
        found.setdefault(name.decode(), set()).add(triple + b" .")
    return {name: frozenset(lines) for name, lines in found.items()}


def held(endpoint: Endpoint) -> Graphs:
    """The lines of each graph that the engine holds of the collection."""
    store = endpoint.store()
    return {
        name: frozenset(sorted_lines(store.graph(name).render("nt")).splitlines())
        for name in store.graphs()
        if name.startswith(BASE)
    }


def require_each_whole(now: Graphs, before: Graphs, after: Graphs, acknowledged: list[str]) -> None:
    """Every graph is as it was or as it is to be, and as it is to be where the engine had said so."""
    for name in before.keys() | after.keys():
        assert now.get(name) in (before.get(name), after.get(name)), name
    for name in acknowledged:
        if name != terms.ONTOLOGY:
            assert now.get(name) == after[name], name


def finish(folder: Path, endpoint: Endpoint) -> None:
    """A push that nobody disturbs: afterwards the engine holds what is published, and nothing else of it."""
    url, engine, credentials = at(endpoint)
    push(folder, url, engine, credentials=credentials)
    assert held(endpoint) == published(folder)


@pytest.mark.slow
def test_an_engine_killed_at_any_moment_keeps_every_graph_whole(tmp_path: Path, kind: str) -> None:
    def strike(server: Server, folder: Path, moment: Callable[[], float], acknowledged: list[str]) -> None:
        url, engine, credentials = at(server.endpoint)
        timer = Timer(moment(), server.kill)
        timer.start()
        try:
            push(
                folder,
                url,
                engine,
                credentials=credentials,
                sleep=lambda _: None,
                told=lambda _done, _total, name: acknowledged.append(name),
            )
        except StoreError as lost:
            struck.append(str(lost))
        timer.join()
        server.start()

    struck: list[str] = []
    disturb(tmp_path, kind, strike)
    assert struck, "every push was over before its engine was killed"


@pytest.mark.slow
def test_a_push_killed_at_any_moment_leaves_every_graph_whole(tmp_path: Path, kind: str) -> None:
    def strike(server: Server, folder: Path, moment: Callable[[], float], acknowledged: list[str]) -> None:
        url, engine, credentials = at(server.endpoint)
        signed = ("", "", "")
        if credentials is not None:
            signed = (server.endpoint.user or "", server.endpoint.password or "", "digest")
        pushing = subprocess.Popen(
            [sys.executable, "-c", _PUSHING, str(folder), url, engine.name, *signed],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert pushing.stdout is not None
        assert pushing.stdout.readline() == "ready\n"
        timer = Timer(moment(), pushing.kill)
        timer.start()
        acknowledged.extend(pushing.stdout.read().split())
        struck.append(pushing.wait())
        timer.join()
        pushing.stdout.close()

    struck: list[int] = []
    disturb(tmp_path, kind, strike)
    assert any(struck), "every push was over before it was killed"


_PUSHING = """
import sys
from dateline.pushing import push
from dateline.settings import Credentials
from dateline.store.engines import engine
folder, url, name, user, password, digest = sys.argv[1:]
known = Credentials(user=user, password=password, digest=bool(digest)) if user else None
print("ready", flush=True)
push(folder, url, engine(name), credentials=known, told=lambda done, total, graph: print(graph, flush=True))
"""


def disturb(tmp_path: Path, kind: str, strike: Callable[[Server, Path, Callable[[], float], list[str]], None]) -> None:
    """Strikes a push of half of the documents again and again, and looks at the engine after each."""
    when = random.Random(1990)  # noqa: S311 - the same moments every time
    folder, home = several(tmp_path / "c", DOCUMENTS), tmp_path / "engine"
    home.mkdir()
    dateline.publish(folder, workers=1)
    with serving(SERVERS[kind](home)) as server:
        finish(folder, server.endpoint)
        change(folder, 0)
        began = monotonic()
        finish(folder, server.endpoint)
        longest = monotonic() - began
        # Virtuoso takes seconds to start again.
        for seed in range(1, (MOMENTS if kind == "oxigraph" else -(-MOMENTS // 3)) + 1):
            before = held(server.endpoint)
            change(folder, seed)
            acknowledged: list[str] = []
            strike(server, folder, lambda: when.uniform(0, longest), acknowledged)
            require_each_whole(held(server.endpoint), before, published(folder), acknowledged)
            if seed % 3:  # else the next change comes upon what was left undone
                finish(folder, server.endpoint)
        finish(folder, server.endpoint)
