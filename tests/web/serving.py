"""A real server for tests: the command itself, in a process of its own, at a port that is free."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import httpx

CONFORMANCE = Path(__file__).parent / "conformance"


@dataclass(kw_only=True)
class Running:
    """A server that runs: its address, and what it has said on stderr so far."""

    process: subprocess.Popen[bytes]
    url: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    def client(self) -> httpx.Client:
        """A client that follows nothing and asks for nothing by itself."""
        client = httpx.Client(base_url=self.url, follow_redirects=False, timeout=20)
        client.headers.clear()
        return client

    def records(self) -> list[Mapping[str, object]]:
        """The record of requests."""
        return [json.loads(line) for line in self.said if line.startswith("{")]


@contextmanager
def running(path: Path, *options: str) -> Iterator[Running]:
    """`dateline serve PATH`, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", "serve", str(path), "--port", "0", *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )
    server = Running(process=process)
    ready = threading.Event()
    listener = threading.Thread(target=_listen, args=(server, ready), daemon=True)
    listener.start()
    try:
        assert ready.wait(30), server.said
        assert server.url, server.said
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        listener.join(5)
        if process.stderr:
            process.stderr.close()


def _listen(server: Running, ready: threading.Event) -> None:
    stream = server.process.stderr
    assert stream is not None
    for raw in stream:
        line = raw.decode("utf-8", "replace").rstrip("\n")
        server.said.append(line)
        found = re.search(r"Serving .* at (http://\S+/) ", line)
        if found:
            server.url = found[1]
            ready.set()
    ready.set()


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of `conformance/`, each by the names of its columns."""
    first, *lines = (CONFORMANCE / name).read_text(encoding="utf-8").splitlines()
    columns = first.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def collection_of(
    folder: Path, quads: str, *, base: str = "https://example.org/kg/", title: str = "Small", more: str = ""
) -> Path:
    """A collection that has published these N-Quads and nothing else."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "texts" / "d.txt").write_text("Words.", encoding="utf-8")
    toml = f"title = {json.dumps(title)}\nbase = {json.dumps(base)}\n{more}"
    (folder / "dateline.toml").write_text(toml, encoding="utf-8")
    publish(folder, quads)
    return folder


def publish(folder: Path, quads: str) -> None:
    """Puts another publication in the place of what is published, in one step."""
    data = "".join(sorted(f"{line.strip()}\n" for line in quads.splitlines() if line.strip())).encode()
    fresh = folder / f"published-{sha256(data).hexdigest()[:8]}"
    fresh.mkdir()
    (fresh / "graph.nq").write_bytes(data)
    files = {"graph.nq": {"bytes": len(data), "sha256": sha256(data).hexdigest()}}
    (fresh / "manifest.json").write_text(json.dumps({"title": "Small", "files": files}), encoding="utf-8")
    from dateline.output import replace_folder

    replace_folder(folder / "published", {file.name: file.read_bytes() for file in fresh.iterdir()})
