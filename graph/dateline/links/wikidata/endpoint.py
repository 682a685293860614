"""A Wikibase's SPARQL endpoint, asked as its operators want it: one query after the other, and patiently.

Wikidata's allows a minute for one query, and a minute of its work in each minute; who ignores `Retry-After` is banned.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from dateline.errors import ExchangeError, StoreBusyError, StoreError, UsageError, WikibaseServiceError
from dateline.internet.connection import connection_to
from dateline.internet.patience import asked_for
from dateline.links.wikidata.asking import Asker
from dateline.links.wikidata.contact import require_contact
from dateline.store import open_remote

if TYPE_CHECKING:
    from dateline.store.results import Result


class Endpoint:
    """Asks the endpoint of a Wikibase through the remote store, with the asker's name, patience and time."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def query(self, text: str) -> Result:
        """What a query gives. Raises `WikibaseServiceError` where the endpoint fails, `QueryError` for the query's own
        faults.
        """
        url = self._asker.wikibase.sparql
        if not url:
            raise UsageError("this Wikibase has no SPARQL endpoint.", remedy="Set sparql under [wikibase].")
        require_contact(self._asker.wikibase, url)
        try:
            connection_to(url, private_hosts=self._asker.wikibase.private_hosts, seconds=1)
        except ExchangeError as refused:
            raise WikibaseServiceError(refused.what, where=refused.where, remedy=refused.remedy) from refused
        with self._asker.turn(url):
            for number in count():
                attempt = self._asker.stamina.begin(url)
                try:
                    return open_remote(url, timeout=attempt.seconds, agent=self._asker.agent).query(text)
                except StoreBusyError as busy:
                    asked = asked_for(busy.retry_after, self._asker.clock)
                    failed = WikibaseServiceError(busy.what, where=busy.where, remedy=busy.remedy, passing=True)
                except StoreError as broken:
                    # A query that was too slow will be too slow again, and an engine that is down has its reasons.
                    raise WikibaseServiceError(
                        broken.what, where=broken.where, remedy=broken.remedy, passing=True
                    ) from broken
                self._asker.stamina.wait(attempt, number, asked, failed, url)
        raise AssertionError("it is asked until there is an answer or an error")
