"""The processes behind an endpoint: none is left, none is a zombie, a new publication takes over without a gap."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.errors import StoreError
from dateline.store import open_disk
from dateline.web.sparql.app import sparql_app
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.pool import Pool
from tests.conftest import EXAMPLE
from tests.web.sparql.hostile import HOSTILE
from tests.web.sparql.serving import ROOMY, Serving, processes, serving, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"


def number(endpoint: Serving, query: str = COUNT) -> int:
    reply = endpoint.ask(query)
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def dump(path: Path, count: int) -> Path:
    path.write_text("".join(f"<urn:s{n}> <urn:p> <urn:o> <urn:g> .\n" for n in range(count)))
    return path


def test_every_process_ends_with_the_server() -> None:
    before = set(processes())
    with serving(EXAMPLE, Limits(seconds=0.3)) as running:
        assert running.ask(HOSTILE["a cross product, counted"]).status == 503
        assert len(set(processes()) - before) >= 5
    assert until(lambda: not set(processes()) - before)


def test_a_new_publication_takes_over_and_no_request_is_lost(tmp_path: Path) -> None:
    old, new = dump(tmp_path / "old.nq", 3), dump(tmp_path / "new.nq", 5)
    before = set(processes())
    with serving(old, ROOMY) as running, ThreadPoolExecutor(4) as clients:
        over = threading.Event()

        def ask() -> set[int]:
            seen = set()
            while not over.is_set():
                seen.add(number(running))
            return seen

        asking = [clients.submit(ask) for _ in range(3)]
        slow = clients.submit(
            running.ask,
            "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?b . "
            + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(30)))} }}" for n in range(3))
            + " }",
            client="127.0.0.2",
        )
        assert until(lambda: number(running) == 3)
        asyncio.run_coroutine_threadsafe(running.app.reload(new), running.loop).result(10)
        assert number(running) == 5
        over.set()
        assert set().union(*(one.result() for one in asking)) <= {3, 5}
        # What was under way is answered from the publication that it was asked of.
        assert json.loads(slow.result().body)["results"]["bindings"][0]["n"]["value"] == str(3 * 30**3)
        assert until(lambda: len(set(processes()) - before) <= ROOMY.workers + 1)


def test_a_publication_that_cannot_be_loaded_changes_nothing(tmp_path: Path) -> None:
    good = dump(tmp_path / "good.nq", 3)
    bad = tmp_path / "bad.nq"
    bad.write_text("this is not RDF")
    with serving(good, ROOMY) as running:
        assert until(lambda: len(_workers(running)) == ROOMY.workers)
        before = set(processes())
        with pytest.raises(StoreError, match="do not parse"):
            asyncio.run_coroutine_threadsafe(running.app.reload(bad), running.loop).result(10)
        assert number(running) == 3
        assert until(lambda: set(processes()) <= before)


def test_what_cannot_be_loaded_is_said_when_it_starts(tmp_path: Path) -> None:
    async def start() -> None:
        await sparql_app(tmp_path / "none.nq").start()

    before = set(processes())
    with pytest.raises(StoreError):
        asyncio.run(start())
    assert until(lambda: not set(processes()) - before)


def test_a_nursery_that_is_killed_is_replaced_with_its_workers() -> None:
    with serving(EXAMPLE, ROOMY) as running:
        assert until(lambda: len(_workers(running)) == ROOMY.workers)
        killed, with_it = _nursery(running), _workers(running)
        os.kill(killed, signal.SIGKILL)
        assert until(lambda: running.app.counts.get("nursery") == 1)
        assert until(lambda: running.ask("ASK {}").status == 200, seconds=10)
        assert until(lambda: not {killed, *with_it} & set(processes()))


def test_workers_that_are_killed_are_replaced() -> None:
    with serving(EXAMPLE, ROOMY) as running:
        assert until(lambda: len(_workers(running)) == ROOMY.workers)
        killed = _workers(running)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: running.ask("ASK {}").status == 200)
        assert until(lambda: not killed & set(processes()))


def _nursery(running: Serving) -> int:
    pool = running.app._pool
    process = pool._nursery._process if isinstance(pool, Pool) else None
    return 0 if process is None else process.pid


def _workers(running: Serving) -> set[int]:
    pool = running.app._pool
    return {worker.pid for worker in pool._workers if worker.pid} if isinstance(pool, Pool) else set()


_SERVER = """
import asyncio, sys
from pathlib import Path
from dateline.web.sparql.app import sparql_app
async def main():
    app = sparql_app(Path(sys.argv[1]))
    await app.start()
    print("ready", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_a_server_that_is_killed_leaves_nothing_behind() -> None:
    before = set(processes())
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(EXAMPLE)], stdout=subprocess.PIPE, env=environment
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        below = set(processes(server.pid)) - before
        assert below
        server.kill()
    assert until(lambda: not [pid for pid in below if Path(f"/proc/{pid}").exists()])


def test_a_store_on_disk_is_answered_from_without_being_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_disk(folder) as store:
        store.load((EXAMPLE / "published" / "graph.nq").read_bytes())
    with serving(folder, ROOMY) as running, serving(EXAMPLE / "published" / "graph.nq", ROOMY) as loaded:
        query = (
            "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(?g != <https://w3id.org/dateline/ns>) } ORDER BY ?s ?p ?o"
        )
        assert running.ask(query).body == loaded.ask(query).body
        everything = running.ask("SELECT * { ?s ?p ?o }")
        assert everything.status == 200
        assert running.ask("SELECT * { SERVICE <http://127.0.0.1:1/> {} }").status == 403


def test_a_store_of_another_program_is_read_by_the_union_of_its_graphs(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    engine = ox.Store(str(folder))
    engine.update("INSERT DATA { <urn:s0> <urn:p> <urn:o> GRAPH <urn:g> { <urn:s1> <urn:p> <urn:o> } }")
    engine.flush()
    del engine
    with serving(folder, ROOMY) as running:
        assert number(running) == 2


def test_triples_that_two_graphs_hold_are_found_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.nq"
    path.write_text("".join(f"<urn:s> <urn:p> <urn:o> <urn:g{n}> .\n" for n in range(9)))
    with serving(path, ROOMY) as running:
        assert number(running) == 1
        assert number(running, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:p> ?o } }") == 9


def test_a_collection_that_is_not_published_is_compiled(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "copy", ignore=shutil.ignore_patterns("published"))
    with serving(tmp_path / "copy", ROOMY) as running:
        assert number(running, "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/dateline/ns#Claim> }") > 20
