"""Asking Wikidata: an item out of the cache over parsing it, and a question in two halves over one that is federated.

The Wikidata is the stand-in on this machine, so that the network is not what is measured.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dateline.answers import Dataset, ask_wikidata, open_dataset
from dateline.links.wikidata import open_client
from dateline.questions import question
from dateline.store import open_remote
from tests.bench.timing import Row, alternate
from tests.conftest import EXAMPLE
from tests.engines import free_port, oxigraph_program, running
from tests.questions.dataset import fill
from tests.wikidata_server import sparql_engine, wikidata_server


def rows() -> Iterator[Row]:
    """Both comparisons."""
    yield _cached()
    yield _halves()


def _cached() -> Row:
    with wikidata_server() as server, tempfile.TemporaryDirectory() as folder:
        client = open_client(server.wikibase(), cache=Path(folder))
        client.item("Q734004")
        body = json.dumps({"entities": {"Q734004": server.world.items["Q734004"]}})
        ours, theirs = alternate(lambda: client.item("Q734004"), lambda: json.loads(body), rounds=9, repeat=50)
        return Row(what="an item out of the cache", against="json.loads of it", ours=ours, theirs=theirs)


def _halves() -> Row:
    from dateline.collection import open_collection

    asked, port = question("wikidata-says"), free_port()
    ours_here = open_dataset(EXAMPLE)
    with tempfile.TemporaryDirectory() as folder, sparql_engine() as wikidata:
        command = [oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        with running(command, port, Path(folder) / "log"):
            url = f"http://127.0.0.1:{port}"
            store = open_remote(f"{url}/query", update_url=f"{url}/update", graph_store_url=f"{url}/store")
            fill(store, open_collection(EXAMPLE).compile())
            there = Dataset(store=store, base=ours_here.base)
            ours, theirs = alternate(
                lambda: ask_wikidata(asked, dataset=ours_here, endpoint=wikidata),
                lambda: there.ask(asked, {"wikidata": wikidata}),
                rounds=9,
                repeat=5,
            )
    return Row(what="wikidata-says in two halves", against="federated by Oxigraph", ours=ours, theirs=theirs)
