"""One endpoint over the example for all tests that leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import EXAMPLE
from tests.web.sparql.serving import Serving, serving


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Serving]:
    with serving(EXAMPLE, query_page="query.html") as running:
        yield running
