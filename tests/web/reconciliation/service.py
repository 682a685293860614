"""The service over the example and over collections that a test makes, both versions on their mounts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from dateline import terms
from dateline.answers import Dataset
from dateline.store import open_memory
from dateline.web.reconciliation import reconciliation_app
from dateline.web.reconciliation.service import Service, Version
from dateline.web.reconciliation.things import Things, things_of
from dateline.web.served import Served, open_served
from tests.conftest import EXAMPLE

BASE = "https://example.org/kg/"
AT = "http://testserver/reconcile/"


@cache
def example() -> Served:
    return open_served(EXAMPLE)


def client(served: Served | None = None) -> TestClient:
    """A client of both versions, mounted as the site does it."""
    shown = served or example()
    return TestClient(
        Starlette(
            routes=[
                Mount("/reconcile/v1", reconciliation_app(shown, "1.0")),
                Mount("/reconcile", reconciliation_app(shown, "0.2")),
            ]
        ),
        follow_redirects=False,
    )


def posted(to: TestClient, **fields: Any) -> Any:
    """What the service of version 0.2 answers to a form, its fields as JSON."""
    answer = to.post("/reconcile/", data={name: json.dumps(value) for name, value in fields.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def things(*named: tuple[str, str, str] | tuple[str, str, str, str]) -> Things:
    """Things with an id, a class and a label (in English, or in a language that is given), and nothing else."""
    store = open_memory()
    quads = []
    for id_, kind, label, *language in named:
        node, graph = ox.NamedNode(BASE + id_), ox.NamedNode(BASE)
        quads.append(ox.Quad(node, ox.NamedNode(terms.TYPE), ox.NamedNode(terms.DL + kind), graph))
        quads.append(
            ox.Quad(
                node,
                ox.NamedNode(terms.PREF_LABEL),
                ox.Literal(label, language=language[0] if language else "en"),
                graph,
            )
        )
    store.load(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", format="nq")
    return things_of(Dataset(store=store, base=BASE))


def service(over: Things, version: Version = "0.2") -> Service:
    return Service(things=over, title="A collection", version=version, at=AT, site=BASE, released="0" * 16)


def shown(path: Path) -> Served:
    return open_served(path)
