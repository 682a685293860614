"""A stand-in for Wikidata on this machine, for every test that would ask it: real HTTP, real SPARQL, no network beyond.

    from tests.wikidata_server import wikidata_server

    with wikidata_server() as server:
        client = open_client(server.wikibase(), cache=tmp_path, clock=Pauses().clock)
        assert client.item("Q9248").labels["en"] == "Baku"

- `server.wikibase(...)` are settings that name it (`server.environment()` the same for the command line);
  `server.asked` is what came, `server.world` what it knows.
- `server.world.relabel("Q9248", "Bakı")`, `.delete(…)`, `.merge(…, into=…)`, `.edit(id, json)` (what `wbeditentity`
  does), `.add(id, json)` (what QuickStatements does: the same value gains a reference) change it, each with a new
  revision. `POST /w/api.php?action=wbeditentity` does as `.edit`.
- `server.fail("api", too_many("3"), broken())` makes the next answers of a service bad; `forever=True` keeps it so.
  Services: `api`, `entity_data`, `reconciliation`, `sparql`. Nobody listening: use `offline()`.
- `with sparql_engine(world) as url:` is `oxigraph serve` with the same items as Wikidata's RDF.
- `Pauses` is a clock that does not wait.
"""

from __future__ import annotations

from tests.wikidata_server.engine import sparql_engine
from tests.wikidata_server.faults import (
    DRIPPING,
    HELD,
    NOT_JSON,
    TRUNCATED,
    Fault,
    broken,
    elsewhere,
    lagging,
    too_many,
)
from tests.wikidata_server.pauses import NOW, Pauses
from tests.wikidata_server.server import CONTACT, HERE, Asked, WikidataServer, offline, wikidata_server
from tests.wikidata_server.world import DELETED, MERGED, World

__all__ = [
    "CONTACT",
    "DELETED",
    "DRIPPING",
    "HELD",
    "HERE",
    "MERGED",
    "NOT_JSON",
    "NOW",
    "TRUNCATED",
    "Asked",
    "Fault",
    "Pauses",
    "WikidataServer",
    "World",
    "broken",
    "elsewhere",
    "lagging",
    "offline",
    "sparql_engine",
    "too_many",
    "wikidata_server",
]
