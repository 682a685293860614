"""Wikidata, or any other Wikibase, asked over the network: only where `--online` says so, and politely.

    client       search, items pinned to their revisions, labels, SPARQL; from one service to the next
    asking       every request: kept on disk (cache, freshness), one at a time for each host (turns), with the name and
                 address of who asks (contact), Retry-After and a limit to what waiting may cost (stamina)
    answers      JSON, refusals, services that are busy
    shapes       what the services send, parsed
    source       candidates for `dateline link --online`
    pinned       what was compared, kept in the collection: COLLECTION/wikidata/Q….json

It works when everything is down: what was kept is used, what could not be had is told, and the catalogue stays.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dateline.errors import UsageError
from dateline.links.wikidata.client import Fetched, Wikidata
from dateline.links.wikidata.endpoint import Endpoint
from dateline.links.wikidata.pinned import fetch_and_pin, load_names, load_pinned, pin
from dateline.links.wikidata.shapes import Match
from dateline.links.wikidata.source import WikidataSource

if TYPE_CHECKING:
    from dateline.internet.patience import Clock, Patience
    from dateline.links.model import CandidateSource
    from dateline.links.wikidata.asking import Asker
    from dateline.settings import Wikibase

__all__ = [
    "Endpoint",
    "Fetched",
    "Match",
    "Wikidata",
    "WikidataSource",
    "fetch_and_pin",
    "load_names",
    "load_pinned",
    "open_client",
    "open_endpoint",
    "open_source",
    "pin",
]


def open_client(
    wikibase: Wikibase,
    *,
    cache: Path | None,
    clock: Clock | None = None,
    patience: Patience | None = None,
    budget: float | None = None,
) -> Wikidata:
    """A client of a Wikibase (`settings.wikibase`); nothing is asked yet.

    `cache` is the folder for answers (`settings.cache_folder() / "wikidata"`), or null to keep none. `budget` is how
    many seconds may be lost in pauses and in requests that fail. Raises `UsageError` where a host of Wikimedia is to be
    asked and no contact is set.
    """
    from dateline.links.wikidata.contact import require_contact

    require_contact(wikibase, wikibase.api)
    return Wikidata(_asker(wikibase, cache, clock, patience, budget))


def open_endpoint(
    wikibase: Wikibase,
    *,
    url: str | None = None,
    timeout: float = 60.0,
    clock: Clock | None = None,
    patience: Patience | None = None,
    budget: float | None = None,
) -> Endpoint:
    """The SPARQL endpoint of a Wikibase, or of another address that somebody named; nothing is asked yet.

    Raises `UsageError` where it is one of Wikimedia and no contact is set, and for what is no address.
    """
    from dateline.links.wikidata.contact import require_contact
    from dateline.settings import LONGEST_TIMEOUT
    from dateline.store.transport import without_credentials

    if url is not None:
        address, inside = without_credentials(url)
        if inside is not None:
            raise UsageError("the name and password of an endpoint are not sent along here.", remedy="Leave them out.")
        named = urlsplit(address).hostname or ""
        wikibase = replace(wikibase, sparql=address, private_hosts=(*wikibase.private_hosts, named))
    require_contact(wikibase, wikibase.sparql)
    wikibase = replace(wikibase, timeout=min(timeout, LONGEST_TIMEOUT))
    return Endpoint(_asker(wikibase, None, clock, patience, budget))


def open_source(
    wikibase: Wikibase,
    *,
    cache: Path | None,
    clock: Clock | None = None,
    patience: Patience | None = None,
    budget: float | None = None,
    otherwise: CandidateSource | None = None,
) -> WikidataSource:
    """Candidates from a Wikibase, as `open_client` reaches it; from `otherwise` where no search answers."""
    return WikidataSource(
        open_client(wikibase, cache=cache, clock=clock, patience=patience, budget=budget), otherwise=otherwise
    )


def _asker(
    wikibase: Wikibase, cache: Path | None, clock: Clock | None, patience: Patience | None, budget: float | None
) -> Asker:
    from dateline.internet.patience import Clock, Patience
    from dateline.links.wikidata.asking import Asker
    from dateline.links.wikidata.cache import Cache
    from dateline.links.wikidata.stamina import BUDGET, Stamina
    from dateline.links.wikidata.turns import Turns

    clock = clock or Clock()
    stamina = Stamina(
        timeout=wikibase.timeout,
        clock=clock,
        patience=patience or Patience(),
        budget=BUDGET if budget is None else budget,
    )
    return Asker(wikibase, cache=Cache(cache, now=clock.now), turns=Turns(cache), stamina=stamina)
