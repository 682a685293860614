"""Publications to describe: the example, two documents that share statements, and small ones that change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib

from dateline import pipeline
from dateline.web.description import files
from dateline.web.served import Served, open_served
from tests import hostile
from tests.conftest import EXAMPLE, ROOT

TWO_DOCUMENTS = ROOT / "tests" / "cases" / "two-documents"
DATED = hostile.SETTINGS + 'released = "2026-01-20"\ncontact = "desk@example.org"\n'


@cache
def example() -> Served:
    return open_served(EXAMPLE)


@cache
def two_documents() -> Served:
    return open_served(TWO_DOCUMENTS)


def published(folder: Path, *, label: str = "council", settings: str = DATED) -> Served:
    """A small collection, made if it is not there, published with this label of one of its things."""
    if not folder.exists():
        hostile.collection(folder, settings=settings)
    (folder / "readings" / "d.yaml").write_text(hostile.reading(label=label), encoding="utf-8")
    pipeline.publish(folder)
    return open_served(folder)


def graph(served: Served, name: str) -> rdflib.Graph:
    """A file of the description, read by another library than the one that wrote it."""
    return rdflib.Graph().parse(data=bytes(files(served)[name].data), format="turtle")


def dump_alone(served: Served) -> ox.Store:
    """The dump and nothing else, in a store of its own."""
    store = ox.Store()
    store.load(bytes(served.files["graph.nq"]), format=ox.RdfFormat.N_QUADS)
    return store
