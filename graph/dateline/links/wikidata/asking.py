"""Requests to a Wikibase's services: kept, one at a time for each host, patient, and bounded in all.

What comes back is JSON that was parsed and can be written again, and nothing else is known of it. The rules of
Wikimedia: https://www.mediawiki.org/wiki/API:Etiquette.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from dateline.errors import ExchangeError, OutputError, WikibaseServiceError, shown
from dateline.internet.exchange import Answer, exchange
from dateline.internet.patience import asked_for
from dateline.links.wikidata.answers import NOT_LET_IN, PASSING, NotThereError, bare, busy_code, parse, refusal
from dateline.links.wikidata.cache import Cache, Kept, key_of
from dateline.links.wikidata.contact import require_contact, user_agent
from dateline.links.wikidata.freshness import expires
from dateline.links.wikidata.stamina import Stamina, host_of
from dateline.links.wikidata.turns import Turns
from dateline.settings import Wikibase

LARGEST: Final = 64 * 2**20

_MOST_REDIRECTS: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """The data of an answer, and when it came, in seconds since the epoch: just now, or when it was kept."""

    data: Any
    came: float

    @property
    def day(self) -> str:
        """The day on which it came (ISO 8601, UTC)."""
        return datetime.fromtimestamp(self.came, UTC).date().isoformat()


class Asker:
    """Asks the services of one Wikibase. `notes` tell in words what failed and what was done instead."""

    def __init__(
        self,
        wikibase: Wikibase,
        *,
        cache: Cache,
        turns: Turns,
        stamina: Stamina,
        largest: int = LARGEST,
    ) -> None:
        self.wikibase = wikibase
        self.notes: list[str] = []
        self.agent = user_agent(wikibase.contact)
        self._cache = cache
        self.stamina = stamina
        self.clock = stamina.clock
        self._largest = largest
        self._turns = turns

    def note(self, words: str) -> None:
        """Keeps something to tell, once."""
        if words not in self.notes:
            self.notes.append(words)

    def ask(self, url: str, *, params: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None,
            keep: float) -> Reply:  # fmt: skip
        """The answer of a service, kept for `keep` seconds where it does not say for how long.

        One that was kept and is no longer fresh is used, and noted, where the service fails. Raises
        `WikibaseServiceError`, and `NotThereError` for 404 and 410.
        """
        url = f"{url}?{urlencode(params)}" if params else url
        body = None if form is None else urlencode(form).encode()
        key = key_of(url, body)
        kept = self._cache.get(key)
        if kept is not None and kept.expires > self.clock.now():
            return Reply(data=parse(kept.body, url), came=kept.came)
        with self.turn(url):
            # Whoever had the turn before may have asked the same.
            kept = self._cache.get(key)
            if kept is not None and kept.expires > self.clock.now():
                return Reply(data=parse(kept.body, url), came=kept.came)
            try:
                return self._ask(url, body, key, kept, keep)
            except NotThereError:
                raise
            except WikibaseServiceError as failed:
                if kept is None:
                    raise
                old = Reply(data=parse(kept.body, url), came=kept.came)
                self.note(f"{failed.where or url}: {failed.what} What was kept on {old.day} is used.")
                return old

    def turn(self, url: str) -> AbstractContextManager[None]:
        """Waits until nobody else asks the host of an address, and keeps it meanwhile."""
        return self._turns.of(host_of(url))

    def _ask(self, url: str, body: bytes | None, key: str, kept: Kept | None, keep: float) -> Reply:
        require_contact(self.wikibase, url)
        for number in count():
            asked, reached = None, True
            attempt = self.stamina.begin(url)
            try:
                answer = self._answer(url, body, kept, attempt.seconds)
            except ExchangeError as broken:
                failed = WikibaseServiceError(
                    broken.what, where=bare(broken.where or url), remedy=broken.remedy, passing=broken.again
                )
                if not broken.again:
                    raise failed from broken
                reached = broken.reached
            else:
                data = self._data(answer, url, kept)
                busy = busy_code(data)
                if answer.status not in PASSING and busy is None:
                    return self._kept(key, url, kept, answer, data, keep)
                asked = asked_for(answer.headers.get("retry-after"), self.clock)
                says = (
                    f"answers {answer.status} {answer.reason}".rstrip() if busy is None else f"says it is busy ({busy})"
                )
                failed = WikibaseServiceError(f"it {says}.", where=bare(url), remedy="Try again later.", passing=True)
            self.stamina.wait(attempt, number, asked, failed, url, reached=reached)
        raise AssertionError("it is asked until there is an answer or an error")

    def _answer(self, url: str, body: bytes | None, kept: Kept | None, seconds: float) -> Answer:
        """The answer after redirects, which lead to the same host or to another of this Wikibase's."""
        headers = {"User-Agent": self.agent, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if kept is not None and kept.etag is not None:
            headers["If-None-Match"] = kept.etag
        at = url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = exchange(
                at,
                headers=headers,
                body=body,
                private_hosts=self.wikibase.private_hosts,
                seconds=seconds,
                largest=self._largest,
            )
            target = answer.redirect(at)
            if target is None:
                return answer
            here, there = urlsplit(at), urlsplit(target)
            known = there.hostname == here.hostname or there.hostname in self.wikibase.hosts
            if not known or (here.scheme == "https" and there.scheme != "https") or body is not None:
                raise ExchangeError(
                    f"it redirects to {shown(target)}.", where=url, remedy="Name that address if you trust it."
                )
            at = target
        raise ExchangeError(f"it redirects more than {_MOST_REDIRECTS} times.", where=url)

    def _data(self, answer: Answer, url: str, kept: Kept | None) -> Any:
        if answer.status == 200:
            return parse(answer.body, url)
        if answer.status == 304 and kept is not None:
            return parse(kept.body, url)
        if answer.status not in PASSING:
            refused = refusal(answer, url)
            if answer.status in NOT_LET_IN:
                self.stamina.give_up(url, refused)
            raise refused
        return None

    def _kept(self, key: str, url: str, kept: Kept | None, answer: Answer, data: Any, keep: float) -> Reply:
        now = self.clock.now()
        until = expires(answer.headers, now, otherwise=keep)
        body = kept.body if answer.status == 304 and kept is not None else answer.body
        made = Kept(url=url, body=body, came=now, expires=until or now, etag=answer.headers.get("etag"))
        if answer.status == 304 and kept is not None and made.etag is None:
            made = replace(made, etag=kept.etag)
        if until is not None and not (isinstance(data, dict) and "error" in data):
            try:
                self._cache.put(key, made)
            except OutputError as full:
                self.note(f"answers are not kept: {full}")
        return Reply(data=data, came=now)
