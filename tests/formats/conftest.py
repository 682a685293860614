"""The small case of the exports: two invented documents that disagree, compiled once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import rdflib

from dateline.collection import open_collection
from dateline.graph import Publication

CASE = Path(__file__).parents[1] / "cases" / "two-documents"


@cache
def two_documents() -> Publication:
    """The case compiled; shared by all tests, so never change it."""
    return open_collection(CASE).compile()


@pytest.fixture
def small() -> Publication:
    """Two documents of one event, with a denial, a hedge, a quotation, a vague date and a disagreement."""
    return two_documents()


@pytest.fixture(params=["two-documents", "black-january"])
def either(request: pytest.FixtureRequest, example_publication: Publication) -> Publication:
    """The small case, and the published example."""
    return two_documents() if request.param == "two-documents" else example_publication


@pytest.fixture
def exact_literals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets rdflib keep literals as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
