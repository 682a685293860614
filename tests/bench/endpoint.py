"""The SPARQL endpoint of `dateline serve` against Oxigraph's own server; and look-ups beside hostile queries.

Nothing is kept of an answer: every request is evaluated.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

import pyoxigraph as ox

from dateline.answers import open_dataset
from dateline.questions import named_thing, questions
from tests.bench.load import load
from tests.bench.timing import Row
from tests.conftest import EXAMPLE, ROOT
from tests.engines import free_port, oxigraph_program, running
from tests.web.sparql.hostile import HOSTILE

CLIENTS = (1, 8, 32)
ROUNDS = 3
SECONDS = 2.0
RATIO, MORE = 1.5, 0.005
"""The answers may take that many times as long as Oxigraph's own server takes, and that many seconds more."""
LOOK_UP = "SELECT ?p ?o { <https://w3id.org/dateline/ns#Claim> ?p ?o }"
BESIDE_LIMIT = 3.0
DEADLINE, LATE = 1.0, 0.3
MANY = 1_000
MEMORY_LIMIT = 1.5


def rows() -> Iterator[Row]:
    """The thirty questions by 1, 8 and 32 clients; then what hostile queries do to everybody else."""
    yield from _questions()
    yield from _hostile()


def _questions() -> Iterator[Row]:
    with ExitStack() as stack:
        texts, folder = _texts(), Path(stack.enter_context(tempfile.TemporaryDirectory()))
        other, own = free_port(), free_port()
        _lay_down(folder / "store")
        options = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{other}", "--union-default-graph"]
        stack.enter_context(running([oxigraph_program(), "serve-read-only", *options], other, folder / "oxigraph.log"))
        serve = [sys.executable, "-m", "dateline", "serve", str(EXAMPLE), "--port", str(own), "--no-log"]
        stack.enter_context(running(serve, own, folder / "dateline.log"))
        urls = (f"http://127.0.0.1:{own}/sparql", f"http://127.0.0.1:{other}/query")
        for url in urls:
            load(url, texts, clients=1, seconds=0.5)
        for clients in CLIENTS:
            times: tuple[list[list[float]], list[list[float]]] = ([], [])
            for number in range(ROUNDS):
                for which in (0, 1) if number % 2 else (1, 0):
                    times[which].append(load(urls[which], texts, clients=clients, seconds=SECONDS))
            for name, place in (("p50", 10), ("p95", 19)):
                ours, theirs = (tuple(quantiles(one, n=20)[place - 1] for one in each) for each in times)
                yield Row(
                    what=f"30 questions over HTTP, {clients} clients, {name}",
                    against="oxigraph serve-read-only",
                    ours=ours,
                    theirs=theirs,
                    limit=RATIO + MORE / median(theirs),
                )


def _hostile() -> Iterator[Row]:
    limits = {"seconds": DEADLINE, "memory": 256 * 2**20, "rate": 0, "per_client": 100}
    with _endpoint(limits) as (port, _):
        url = f"http://127.0.0.1:{port}/sparql"
        took = tuple(_ask(port, query)[1] for query in HOSTILE.values())
        yield Row(
            what=f"{len(took)} hostile queries, the slowest",
            against="their deadline",
            ours=(max(took),),
            theirs=(DEADLINE,),
            limit=LATE,
            extra=True,
        )
        for attackers in (4, 12):
            idle, beside = [], []
            for _ in range(3):
                idle.append(quantiles(load(url, [LOOK_UP], clients=20, seconds=SECONDS), n=20)[18])
                with _attack(port, attackers):
                    beside.append(quantiles(load(url, [LOOK_UP], clients=20, seconds=SECONDS), n=20)[18])
            yield Row(
                what=f"look-ups of 20 clients beside {attackers} hostile ones, p95",
                against="the same, idle",
                ours=tuple(beside),
                theirs=tuple(idle),
                limit=BESIDE_LIMIT,
            )
    with _endpoint({**limits, "seconds": 0.2, "waiting": MANY}) as (port, process):
        queries = list(HOSTILE.values())
        for query in queries:
            _ask(port, query)
        before = _memory(process)
        with ThreadPoolExecutor(16) as clients:
            list(clients.map(lambda number: _ask(port, queries[number % len(queries)]), range(MANY)))
        after = _memory(process)
    # What a Row shows as milliseconds is megabytes here.
    yield Row(
        what=f"memory after {MANY:,} hostile queries (MB)",
        against="after the first (MB)",
        ours=(after / 1e9,),
        theirs=(before / 1e9,),
        limit=MEMORY_LIMIT,
    )


def _texts() -> Sequence[str]:
    dataset = open_dataset(EXAMPLE)
    return [
        one.bind(
            {parameter.name: parameter.example for parameter in one.parameters if parameter.example is not None},
            resolve=lambda name: named_thing(name, ask=dataset.strings, base=dataset.base),
        ).text
        for one in questions()
    ]


def _lay_down(folder: Path) -> None:
    """The same data as a store on disk, which is what that server reads."""
    engine = ox.Store(str(folder))
    engine.bulk_extend(open_dataset(EXAMPLE).store.engine)  # type: ignore[attr-defined]  # the embedded store
    engine.flush()
    engine.optimize()


@contextmanager
def _endpoint(limits: Mapping[str, object]) -> Iterator[tuple[int, int]]:
    """The port and the process id of an endpoint."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.sparql_server", str(EXAMPLE), str(port), json.dumps(limits)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "graph")])
        with running(command, port, Path(folder) / "log") as process:
            yield port, process.pid


def _ask(port: int, query: str, client: str = "127.6.6.6") -> tuple[int, float]:
    """The status of an answer, and after how many seconds it came."""
    start = perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(client, 0))
    try:
        connection.request("GET", "/sparql?" + urlencode({"query": query}))
        answer = connection.getresponse()
        answer.read()
        return answer.status, perf_counter() - start
    finally:
        connection.close()


@contextmanager
def _attack(port: int, clients: int) -> Iterator[None]:
    """So many clients, each sending one hostile query after the other."""
    over = threading.Event()
    queries = list(HOSTILE.values())

    def attack(number: int) -> None:
        while not over.is_set():
            _ask(port, queries[number % len(queries)], client=f"127.6.6.{number + 1}")

    with ThreadPoolExecutor(clients) as attackers:
        for number in range(clients):
            attackers.submit(attack, number)
        try:
            over.wait(1)
            yield
        finally:
            over.set()


def _memory(process: int) -> int:
    """Bytes that a process and all below it have for themselves, shared pages counted by their share."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        below = [task.read_text() for task in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has ended
        return 0
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return own + sum(_memory(int(child)) for line in below for child in line.split())
