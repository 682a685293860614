"""The SPARQL endpoint of the stand-in: `oxigraph serve` with the items as Wikidata's RDF in its default graph."""

from __future__ import annotations

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import free_port, oxigraph_program, running
from tests.wikidata_server.rdf import ntriples_of
from tests.wikidata_server.world import World


@contextmanager
def sparql_engine(world: World | None = None) -> Iterator[str]:
    """The address that takes queries, until the block ends."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}"]
        with running(command, port, Path(folder) / "log"):
            fill(f"http://127.0.0.1:{port}/store?default", world or World())
            yield f"http://127.0.0.1:{port}/query"


def fill(address: str, world: World) -> None:
    """Makes the graph at an address of the graph store protocol hold a world."""
    request = urllib.request.Request(  # noqa: S310 - an engine of the tests
        address, data=ntriples_of(world), method="PUT", headers={"Content-Type": "application/n-triples"}
    )
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
