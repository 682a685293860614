"""How much more waiting a client does: for one answer, for one service, and in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from dateline.errors import WikibaseServiceError
from dateline.internet.patience import Clock, Patience

BUDGET: Final = 300.0
"""Seconds that a client may lose, all pauses and all requests that failed together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One request: when it began, and how many seconds it may take."""

    began: float
    seconds: float


class Stamina:
    """Counts what was lost, and which services, or whole hosts, were given up. `timeout` is seconds for one answer."""

    def __init__(self, *, timeout: float, clock: Clock, patience: Patience, budget: float = BUDGET) -> None:
        self.clock = clock
        self.patience = patience
        self._timeout = timeout
        self._budget = budget
        self._lost = 0.0
        self._down: dict[str, WikibaseServiceError] = {}

    def begin(self, url: str) -> Attempt:
        """One more request to an address. Raises `WikibaseServiceError` where its service, or all of its host, was
        given up, or where too many seconds were lost already.
        """
        for place in (host_of(url), _service(url)):
            if place in self._down:
                raise self._down[place]
        left = self._budget - self._lost
        if left <= 0:
            raise WikibaseServiceError(
                f"the {self._budget:g} seconds for waiting are used up.",
                where=host_of(url),
                remedy="Run it again later: what was answered is kept.",
                passing=True,
            )
        return Attempt(began=self.clock.elapsed(), seconds=min(self._timeout, left))

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
            self._down[_service(url) if reached and asked is None else host_of(url)] = failed
            raise failed
        self._lost += pause
        self.clock.pause(pause)

    def give_up(self, url: str, failed: WikibaseServiceError) -> None:
        """Asks the service of an address no more."""
        self._down[_service(url)] = failed


def host_of(url: str) -> str:
    """The host of an address."""
    return urlsplit(url).hostname or ""


def _service(url: str) -> str:
    """What tells the services of one host apart: the address up to the last slash of its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}"


def _in_other_words(failed: WikibaseServiceError, what: str) -> WikibaseServiceError:
    return WikibaseServiceError(what, where=failed.where, remedy=failed.remedy, passing=failed.passing)
