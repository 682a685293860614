"""The process that loads a publication once and forks the workers, which share its memory.

A worker is there in a few milliseconds, however large the publication is. Through its control channel the nursery is
told to make workers and to end them; it says in lines of JSON that it is ready, and which of its workers have ended.
When the channel closes, it ends with all of them.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from dateline.answers import open_dataset
from dateline.errors import DatelineError
from dateline.store import open_disk, union
from dateline.web.sparql.guard import die_with_parent
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.wire import FORK, KILL, PROCESS
from dateline.web.sparql.worker import work

_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


def main(control: socket.socket, source: Path, limits: Limits) -> None:
    """Loads, says so, and serves until the control channel closes."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the server says when it is over
        signal.signal(number, signal.SIG_IGN)
    try:
        engine = _opened(source)
        told: dict[str, Any] = {"ready": _contents(engine)}
    except DatelineError as error:
        _say(control, {"error": {"what": error.what, "where": error.where, "remedy": error.remedy}})
        return
    shared: ox.Store | Path = engine
    if _is_store(source):
        del engine  # its threads do not survive a fork: each worker opens the folder by itself
        shared = source
    gc.collect()
    gc.freeze()
    heard, told_of = socket.socketpair()
    told_of.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(told_of.fileno(), warn_on_full_buffer=False)
    _say(control, told)
    _serve(control, (heard, told_of), shared, limits)


def _serve(
    control: socket.socket, bell: tuple[socket.socket, socket.socket], engine: ox.Store | Path, limits: Limits
) -> None:
    """Does what it is told; the bell rings when a worker has ended."""
    heard = bell[0]
    alive: set[int] = set()
    files: list[int] = []
    rest = b""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(heard, select.POLLIN)
    while True:
        ready = {file for file, _ in poll.poll()}
        if heard.fileno() in ready:
            heard.recv(4096)
            for pid, status in _ended():
                alive.discard(pid)
                _say(control, {"ended": pid, "status": status})
        if control.fileno() in ready:
            try:
                data, got, _, _ = socket.recv_fds(control, 4096, 64)
            except ConnectionResetError:
                break
            if not data:
                break
            files += got
            rest += data
        while rest:
            if rest[:1] == FORK and files:
                rest = rest[1:]
                channel = socket.socket(fileno=files.pop(0))
                try:
                    pid = os.fork()
                except OSError:  # too many processes, or too little memory: the server sees the channel close
                    channel.close()
                    continue
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    for one in (control, *bell, *map(_as_socket, files)):
                        one.close()
                    _be_worker(channel, engine, limits)
                channel.close()
                alive.add(pid)
            elif rest[:1] == KILL and len(rest) > PROCESS.size:
                [pid] = PROCESS.unpack(rest[1 : 1 + PROCESS.size])
                rest = rest[1 + PROCESS.size :]
                if pid in alive:  # of what is not reaped yet the number cannot be another's
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            else:
                break
    for pid in alive:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in alive:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _be_worker(channel: socket.socket, engine: ox.Store | Path, limits: Limits) -> None:
    try:
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)  # what the engine says when memory is refused helps nobody
        os.close(quiet)
        work(channel, engine, limits)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the server has gone
    except BaseException:  # nothing of the nursery may go on in a worker
        os._exit(1)
    os._exit(0)


def _opened(source: Path) -> ox.Store:
    if _is_store(source):
        return open_disk(source, read_only=True).engine
    dataset = open_dataset(source)
    engine: ox.Store = dataset.store.engine  # type: ignore[attr-defined]  # it opens the embedded store
    if not union.is_kept(engine) and union.is_free(engine):
        engine.update(union.COPY)  # a query then reads one index, and not one a graph
    return engine


def _is_store(source: Path) -> bool:
    """Whether a folder is that of a store on disk, by the file that each has."""
    return (source / "CURRENT").is_file()


def _contents(engine: ox.Store) -> dict[str, Any]:
    """What the endpoint says of its data: how many triples, and each graph with its own."""
    counted = engine.query(_GRAPHS)
    graphs = {row["g"].value: int(row["n"].value) for row in counted}  # type: ignore[union-attr]  # a SELECT gives rows
    kept = union.is_kept(engine)
    [[whole]] = engine.query(  # type: ignore[misc]
        "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }", use_default_graph_as_union=not kept
    )
    return {"triples": int(whole.value), "graphs": graphs}


def _ended() -> list[tuple[int, int]]:
    found = []
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            found.append((pid, os.waitstatus_to_exitcode(status)))
    return found


def _as_socket(file: int) -> socket.socket:
    return socket.socket(fileno=file)


def _say(control: socket.socket, what: dict[str, Any]) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        control.sendall(json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]), Limits(**json.loads(sys.argv[3])))
