"""One server of the example for all tests that leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import EXAMPLE
from tests.web.serving import Running, running


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running(EXAMPLE, "--no-log") as started:
        yield started


@pytest.fixture(scope="session")
def http(server: Running) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
