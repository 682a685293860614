"""The files of `ontology/`, parsed once, and the document that their examples quote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from dateline import resources
from dateline.graph import Compiled, build
from dateline.identity import load_identity
from dateline.reading import load_reading
from dateline.settings import load_settings

EXAMPLE = Path(__file__).parents[2] / "graph" / "black-january"
DOCUMENT = "embassy-2012-01-20"


def _parsed(name: str) -> Graph:
    return Graph().parse(resources.ontology(name), format="turtle")


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return _parsed("dateline.ttl")


@pytest.fixture(scope="session")
def values() -> Graph:
    return _parsed("values.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    return _parsed("alignments.ttl")


@pytest.fixture(scope="session")
def context() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(resources.ontology("context.jsonld").read_text("utf-8"))
    return read


@pytest.fixture(scope="session")
def words() -> str:
    """The text of the published example."""
    return (EXAMPLE / "texts" / f"{DOCUMENT}.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def example(words: str) -> Compiled:
    """The published example, compiled."""
    reading = load_reading(EXAMPLE / "readings" / f"{DOCUMENT}.yaml", text=words)
    return build(reading, words, settings=load_settings(EXAMPLE), identity=load_identity(EXAMPLE))
