"""Alternating measurements of two ways to do one thing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One comparison: seconds of ours and of theirs, and the largest ratio (or, with `extra`, difference) allowed.

    Another `unit` than `ms` is of numbers that are no seconds and are shown as they are.
    """

    what: str
    against: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    limit: float | None = None
    extra: bool = False
    unit: str = "ms"

    @property
    def figure(self) -> float:
        """The ratio of the medians, or, with `extra`, their difference in seconds."""
        mine, other = median(self.ours), median(self.theirs)
        return mine - other if self.extra else mine / other

    @property
    def over(self) -> bool:
        """Whether the figure is over its limit."""
        return self.limit is not None and self.figure > self.limit


def alternate(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int, repeat: int = 1
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds per call of both, round by round in turn, after one call of each that does not count."""
    ours()
    theirs()
    mine: list[float] = []
    other: list[float] = []
    for number in range(rounds):
        pair = ((ours, mine), (theirs, other)) if number % 2 else ((theirs, other), (ours, mine))
        for call, times in pair:
            gc.collect()
            start = perf_counter()
            for _ in range(repeat):
                call()
            times.append((perf_counter() - start) / repeat)
    return tuple(mine), tuple(other)


def show(rows: Iterable[Row]) -> str:
    """A table of what was measured, in milliseconds where it is time."""
    lines = [("what", "ours ms", "against", "ms", "ratio", "limit")]
    for row in rows:
        figure = f"+{row.figure * 1000:.0f} ms" if row.extra else f"{row.figure:.2f}"
        limit = "" if row.limit is None else f"+{row.limit * 1000:.0f} ms" if row.extra else f"{row.limit:.2f}"
        lines.append(
            (
                row.what,
                _spread(row.ours, row.unit),
                row.against,
                _spread(row.theirs, row.unit),
                figure,
                limit + (" OVER" if row.over else ""),
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _spread(numbers: tuple[float, ...], unit: str) -> str:
    if unit != "ms":
        return f"{median(numbers):.0f} {unit}"
    return f"{median(numbers) * 1000:.2f} ({min(numbers) * 1000:.2f}–{max(numbers) * 1000:.2f})"
