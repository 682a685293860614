"""Clients of the stand-in that never really wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dateline.links.wikidata import Wikidata, open_client
from dateline.settings import Wikibase
from tests.wikidata_server import Pauses, WikidataServer


def client_of(
    server: WikidataServer | Wikibase, cache: Path | None = None, *, pauses: Pauses | None = None, **given: Any
) -> Wikidata:
    """A client of a stand-in, or of what some settings name."""
    known = server if isinstance(server, Wikibase) else server.wikibase()
    return open_client(known, cache=cache, clock=(pauses or Pauses()).clock, **given)
