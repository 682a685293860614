"""Requests to a Wikibase's services: kept, one at a time for each host, patient, and bounded in all.

What comes back is JSON that was parsed and can be written again, and nothing else is known of it. Wikimedia's rules:
https://meta.wikimedia.org/wiki/User-Agent_policy and https://www.mediawiki.org/wiki/API:Etiquette.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final, NoReturn
from urllib.parse import urlencode, urlsplit

from dateline import __version__
from dateline.errors import (
    DatelineError,
    ExchangeError,
    OutputError,
    ProblemsError,
    UsageError,
    WikibaseServiceError,
    shown,
)
from dateline.internet.exchange import Answer, exchange
from dateline.internet.patience import Clock, Patience, asked_for
from dateline.links.wikidata.cache import Cache, Kept, key_of
from dateline.links.wikidata.freshness import expires
from dateline.links.wikidata.turns import Turns
from dateline.settings import Wikibase

LARGEST: Final = 64 * 2**20
BUDGET: Final = 300.0
"""Seconds that a client may lose, all pauses and all requests that failed together."""

_MOST_REDIRECTS: Final = 5
_PASSING: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_NOT_LET_IN: Final = frozenset((401, 403))
_PASSING_CODES: Final = frozenset(("maxlag", "ratelimited", "readonly"))
_HOME: Final = "https://w3id.org/dateline/"


def user_agent(contact: str) -> str:
    """Who asks, as the User-Agent policy of Wikimedia wants it: the program, a page, a contact, the library.

    >>> user_agent("ann@example.org").startswith("Dateline/")
    True
    """
    reach = f"{_HOME}; {contact}" if contact else _HOME
    return f"Dateline/{__version__} ({reach}) Python-http.client/{platform.python_version()}"


def require_contact(wikibase: Wikibase, url: str) -> None:
    """Raises `UsageError` where a host of Wikimedia is to be asked and no contact is set."""
    host = _host(url)
    if wikibase.wants_contact(host):
        raise UsageError(
            f"{host} asks every program for a contact, and none is set.",
            remedy='Set DATELINE_WIKIBASE_CONTACT=you@example.org, or contact = "…" under [wikibase] in dateline.toml.',
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """The data of an answer, and when it came, in seconds since the epoch: just now, or when it was kept."""

    data: Any
    came: float

    @property
    def day(self) -> str:
        """The day on which it came (ISO 8601, UTC)."""
        return datetime.fromtimestamp(self.came, UTC).date().isoformat()


class NotThereError(WikibaseServiceError):
    """There is nothing at an address: 404 or 410."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One request: when it began, and how many seconds it may take."""

    began: float
    seconds: float


class Asker:
    """Asks the services of one Wikibase. `notes` tell in words what failed and what was done instead."""

    def __init__(
        self,
        wikibase: Wikibase,
        *,
        cache: Cache,
        turns: Turns,
        clock: Clock,
        patience: Patience,
        budget: float = BUDGET,
        largest: int = LARGEST,
    ) -> None:
        self.wikibase = wikibase
        self.notes: list[str] = []
        self.agent = user_agent(wikibase.contact)
        self._cache = cache
        self.clock = clock
        self.patience = patience
        self._budget = budget
        self._lost = 0.0
        self._largest = largest
        self._turns = turns
        self._down: dict[str, WikibaseServiceError] = {}

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
            return Reply(data=_parse(kept.body, url), came=kept.came)
        with self.turn(url):
            # Whoever had the turn before may have asked the same.
            kept = self._cache.get(key)
            if kept is not None and kept.expires > self.clock.now():
                return Reply(data=_parse(kept.body, url), came=kept.came)
            try:
                return self._ask(url, body, key, kept, keep)
            except NotThereError:
                raise
            except WikibaseServiceError as failed:
                if kept is None:
                    raise
                old = Reply(data=_parse(kept.body, url), came=kept.came)
                self.note(f"{failed.where or url}: {failed.what} What was kept on {old.day} is used.")
                return old

    def turn(self, url: str) -> AbstractContextManager[None]:
        """Waits until nobody else asks the host of an address, and keeps it meanwhile."""
        return self._turns.of(_host(url))

    def begin(self, url: str) -> Attempt:
        """One more request to an address. Raises `WikibaseServiceError` where its service, or all of its host, was
        given up, or where too many seconds were lost already.
        """
        for place in (_host(url), _service(url)):
            if place in self._down:
                raise self._down[place]
        left = self._budget - self._lost
        if left <= 0:
            raise WikibaseServiceError(
                f"the {self._budget:g} seconds for waiting are used up.",
                where=_host(url),
                remedy="Run it again later: what was answered is kept.",
                passing=True,
            )
        return Attempt(began=self.clock.elapsed(), seconds=min(self.wikibase.timeout, left))

    def wait(
        self,
        attempt: Attempt,
        number: int,
        asked: float | None,
        failed: WikibaseServiceError,
        url: str,
        *,
        reached: bool = True,
    ) -> None:
        """Waits after a failed attempt, `number` counting from 0; raises the failure where there is to be none more.

        Then this service is asked no more; and none of its host, where that asks for a pause or cannot be `reached`. A
        host that cannot be reached is asked once more only: most likely it is we who are offline.
        """
        self._lost += self.clock.elapsed() - attempt.began
        pause = self.patience.wait(number, asked, self.clock)
        if pause is None or self._lost + pause >= self._budget or (not reached and number > 0):
            if asked is not None and asked > self.patience.longest_asked:
                failed = _in_other_words(failed, f"{failed.what[:-1]}, and asks to wait for {asked:,.0f} seconds.")
            self._down[_service(url) if reached and asked is None else _host(url)] = failed
            raise failed
        self._lost += pause
        self.clock.pause(pause)

    def _ask(self, url: str, body: bytes | None, key: str, kept: Kept | None, keep: float) -> Reply:
        require_contact(self.wikibase, url)
        for number in count():
            asked, reached = None, True
            attempt = self.begin(url)
            try:
                answer = self._answer(url, body, kept, attempt.seconds)
            except ExchangeError as broken:
                failed = WikibaseServiceError(
                    broken.what, where=_bare(broken.where or url), remedy=broken.remedy, passing=broken.again
                )
                if not broken.again:
                    raise failed from broken
                reached = broken.reached
            else:
                data = self._data(answer, url, kept)
                busy = _busy(data)
                if answer.status not in _PASSING and busy is None:
                    return self._kept(key, url, kept, answer, data, keep)
                asked = asked_for(answer.headers.get("retry-after"), self.clock)
                says = (
                    f"answers {answer.status} {answer.reason}".rstrip() if busy is None else f"says it is busy ({busy})"
                )
                failed = WikibaseServiceError(f"it {says}.", where=_bare(url), remedy="Try again later.", passing=True)
            self.wait(attempt, number, asked, failed, url, reached=reached)
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
            return _parse(answer.body, url)
        if answer.status == 304 and kept is not None:
            return _parse(kept.body, url)
        if answer.status not in _PASSING:
            refused = _refusal(answer, url)
            if answer.status in _NOT_LET_IN:
                self._down[_service(url)] = refused
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


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _service(url: str) -> str:
    """What tells the services of one host apart: the address up to the last slash of its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}"


def _bare(url: str) -> str:
    """An address without what is asked there, for messages."""
    return url.partition("?")[0]


def _in_other_words(failed: WikibaseServiceError, what: str) -> WikibaseServiceError:
    return WikibaseServiceError(what, where=failed.where, remedy=failed.remedy, passing=failed.passing)


def in_a_line(error: DatelineError) -> str:
    """An error as one line for the notes: of one with several problems, the first three of them."""
    if isinstance(error, ProblemsError) and error.problems:
        said = [" ".join(part for part in (one.path, one.what, one.remedy) if part) for one in error.problems[:3]]
        return " ".join(" ".join((f"{error.where}:", *said)).split())
    return " ".join(str(error).split())


def _busy(data: Any) -> str | None:
    """The code with which the API of MediaWiki says, under status 200, that it is busy."""
    error = data.get("error") if isinstance(data, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and code in _PASSING_CODES else None


def _parse(body: bytes, url: str) -> Any:
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_number)
        # Halves of surrogate pairs can be spelt in JSON, and can be written nowhere.
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as wrong:
        why = "it nests too deep" if isinstance(wrong, RecursionError) else str(wrong)[:120]
        raise WikibaseServiceError(
            f"its answer is not JSON: {why}.", where=_bare(url), remedy="Check that this is the address of the service."
        ) from wrong
    return data


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _refusal(answer: Answer, url: str) -> WikibaseServiceError:
    says = f"it answers {answer.status} {answer.reason}".rstrip() + "."
    if answer.status in (404, 410):
        return NotThereError(says, where=_bare(url))
    remedies = {
        401: "It lets only some people in.",
        403: "It does not let this program in: see that your contact is right, and its rules for robots.",
    }
    return WikibaseServiceError(says, where=_bare(url), remedy=remedies.get(answer.status, "Check the address."))
