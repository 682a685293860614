"""Other SPARQL engines, started by the tests that need them and stopped at the end: `oxigraph serve` and Virtuoso.

A session starts each at most once. Where Virtuoso is not installed, `absent` says so.
"""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from dateline.store import open_remote
from dateline.store.remote import RemoteStore
from tests.absent import absent

DEADLINE = 60.0
"""Seconds that an engine may take to answer its port."""

_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
StopCompilerWhenXOverRunTime = 1
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """Where an engine takes queries, updates and graphs, and who may change them."""

    name: str
    query: str
    update: str
    graphs: str
    user: str | None = None
    password: str | None = None
    digest: bool = False

    def store(self, *, graph_store: bool = True, timeout: float = 60.0) -> RemoteStore:
        """The engine as a store; without `graph_store` it is changed by updates alone."""
        return open_remote(
            self.query,
            update_url=self.update,
            graph_store_url=self.graphs if graph_store else None,
            user=self.user,
            password=self.password,
            digest=self.digest,
            timeout=timeout,
        )


class Killable:
    """A process that answers on a port of its own, and can be killed and started again on it."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self._command, self._port, self._log = command, port, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, cwd=self._log.parent, stdout=output, stderr=subprocess.STDOUT
            )
        _wait_for(self._process, self._port, self._log)

    def kill(self) -> None:
        """Ends it at once, as a failing machine would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Server(Killable):
    """An engine that keeps what it holds in a folder of its own."""

    def __init__(self, command: list[str], port: int, log: Path, endpoint: Endpoint) -> None:
        super().__init__(command, port, log)
        self.endpoint = endpoint


def oxigraph_server(folder: Path) -> Server:
    """`oxigraph serve` with its store in a folder; it answers from the union of the named graphs."""
    port, program = free_port(), oxigraph_program()
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    url = f"http://127.0.0.1:{port}"
    endpoint = Endpoint(name="oxigraph", query=f"{url}/query", update=f"{url}/update", graphs=f"{url}/store")
    return Server([*command, "--union-default-graph"], port, folder / "log", endpoint)


def virtuoso_server(folder: Path) -> Server:
    """Virtuoso 7 with its database in a folder; the union of the named graphs is its default graph."""
    program = shutil.which("virtuoso-t")
    if program is None:
        absent("Virtuoso, the second SPARQL engine,", "scripts/test --install installs it.")
    port, settings = free_port(), folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, sql=free_port(), http=port), encoding="utf-8")
    url = f"http://127.0.0.1:{port}"
    endpoint = Endpoint(
        name="virtuoso",
        query=f"{url}/sparql",
        update=f"{url}/sparql-auth",
        graphs=f"{url}/sparql-graph-crud-auth",
        user="dba",
        password="dba",  # noqa: S106 - what a fresh Virtuoso has; it listens only while the tests run
        digest=True,
    )
    return Server([program, "+foreground", "+configfile", str(settings)], port, folder / "output", endpoint)


SERVERS = {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """A server that answers until the end of the block."""
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def oxigraph_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """`oxigraph serve`."""
    with serving(oxigraph_server(tmp_path_factory.mktemp("oxigraph"))) as server:
        yield server.endpoint


def oxigraph_program() -> str:
    """The path of the `oxigraph` command, which the package of that name puts beside the interpreter."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        absent("The Oxigraph server", "pip install oxigraph installs it.")
    return program


@pytest.fixture(scope="session")
def virtuoso_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Virtuoso 7."""
    with serving(virtuoso_server(tmp_path_factory.mktemp("virtuoso"))) as server:
        yield server.endpoint


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.engine)])
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    """Each engine in turn, without any graph of ours."""
    found: Endpoint = request.getfixturevalue(f"{request.param}_endpoint")
    store = found.store()
    for graph in store.graphs():
        if not graph.startswith(("http://www.openlinksw.com/", "http://www.w3.org/", "http://localhost:", "urn:")):
            store.drop(graph)
    return found


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that answers on a port of this machine; ended on leaving, by force if need be."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=log.parent, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(process, port, log)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nothing on this machine listens on, below those that systems give to connections of their own.

    An engine that takes seconds to start would find one of those taken.
    """
    for number in random.sample(range(15_000, 30_000), 100):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", number))
            except OSError:
                continue
            return number
    raise RuntimeError("no port is free.")


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = monotonic() + DEADLINE
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            try:
                code = process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(
                f"{process.args!r} ended with {code}: {log.read_text(errors='replace')[-2000:]}"
            ) from None
        else:
            return
    raise RuntimeError(f"{process.args!r} did not answer within {DEADLINE:g} seconds.")
