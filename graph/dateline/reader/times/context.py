"""What a text has said so far of time, and its own date: that is what relative expressions count from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.reader.times.grammar import Found
from dateline.reader.times.points import Point, point, point_of
from dateline.reader.times.tokens import Tokens

_SOON = 1.5
"""Months; a day so near to the document's date is meant, whatever the tense: "it was moved to 5 December"."""
_ASIDE = 5
"""Years; one that is further from the story is not taken to go on with it at once."""


@dataclass(slots=True)
class Context:
    """The state of reading one text from its beginning to its end.

    `issued` is the document's date. `narrative` says that the text tells of the past, so that what it leaves out is
    found in what was last spoken of; else, as in the news, it is found near the document's date. `before_christ` says
    that years without an era are years before Christ. `tense` and `tag` take an offset: of the governing verb, and
    the Penn Treebank tag of the word.
    """

    tokens: Tokens
    issued: Point | None
    narrative: bool
    before_christ: bool = False
    tense: Callable[[int], str | None] | None = None
    tag: Callable[[int], str | None] | None = None
    last: Point | None = None
    last_at: int = -1
    last_day: Point | None = None
    story: Point | None = None
    aside: int | None = None
    taken: int = 0
    said: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)

    def take(self, found: Found) -> None:
        """Remember an expression, so that the next ones can count from it; every one must be taken, in order."""
        self.taken += 1
        reached = point_of(found.value) if found.kind in ("DATE", "TIME") else None
        if reached is None:
            return
        self.last, self.last_at = reached, found.first
        self._follow(reached, found)
        if reached.day is not None and reached.month is not None:
            self.last_day = reached
            if found.reference == "absolute":
                self.said[reached.month, reached.day] = reached.year, f"t{self.taken}"

    def _follow(self, reached: Point, found: Found) -> None:
        """Go on with the story: a year far from it, spoken of once and without a month, is only an aside."""
        story = self.story
        if reached.month is None and found.value == reached.timex:
            if story and story.year == reached.year:
                return
            aside = story is not None and abs(story.year - reached.year) > _ASIDE
            if aside and (self.aside is None or abs(self.aside - reached.year) > _ASIDE):
                self.aside = reached.year
                return
        elif reached.month is None:
            return
        self.story, self.aside = reached, None

    @property
    def now(self) -> Point | None:
        """What "today" counts from."""
        return self.issued or self.last

    @property
    def then(self) -> Point | None:
        """What "that day" and "two days later" count from: the time last spoken of, else the document's date."""
        return self.last or self.issued

    @property
    def then_name(self) -> str | None:
        """Which of the two `then` is."""
        return "last" if self.last else ("issued" if self.issued else None)

    def tense_at(self, at: int) -> str | None:
        """The tense of the verb that governs a token, where that is known."""
        return self.tense(self.tokens.starts[at]) if self.tense and at < len(self.tokens.starts) else None

    def tag_at(self, at: int) -> str | None:
        """The part of speech of a token, where that is known."""
        return self.tag(self.tokens.starts[at]) if self.tag and 0 <= at < len(self.tokens.starts) else None

    def year_of(self, month: int, day: int | None, at: int) -> tuple[int | None, str | None]:
        """The year that a month, or a day of one, without a year belongs to, and what that was found from."""
        if self.issued and not self.narrative:
            said = self.said.get((month, day)) if day else None
            if said is not None and said[0] != self.issued.year:
                return said
            return _near_issue(self.issued, month, day, self._direction(at)), "issued"
        if self.story:
            return _near_last(self.story, month), "last"
        if self.issued:
            return _near_issue(self.issued, month, day, "past"), "issued"
        return None, None

    def _direction(self, at: int) -> str | None:
        if self.tokens.has(at - 1, "since"):
            return "past"
        return self.tense_at(at)


def _near_issue(issued: Point, month: int, day: int | None, direction: str | None) -> int:
    """The year that puts a month or day nearest to the document's date, on the side the tense speaks of."""

    def distance(year: int) -> float:
        months = (year - issued.year) * 12 + month - (issued.month or 1)
        return months + ((day - issued.day) / 31 if day and issued.day else 0)

    years = [year for year in (issued.year - 1, issued.year, issued.year + 1) if day is None or point(year, month, day)]
    if day and any(abs(distance(year)) <= _SOON for year in years):
        direction = None
    if direction == "past":
        years = [year for year in years if distance(year) <= 0] or years
    elif direction == "future":
        years = [year for year in years if distance(year) >= 0] or years
    return min(years, key=lambda year: (abs(distance(year)), year), default=issued.year)


def _near_last(last: Point, month: int) -> int:
    """The year that continues the story: the same, unless the month lies well before the one last spoken of."""
    if last.month is None:
        return last.year
    if month < last.month - _BACKWARDS:
        return last.year + 1
    return last.year - (month > last.month + _FORWARDS)


_BACKWARDS = 6
"""Months; a story goes back as far as this, further back it has gone on into the next year."""
_FORWARDS = 10
