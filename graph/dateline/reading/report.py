"""What is wrong with one reading: every problem with its path and, in YAML, its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice

from dateline.errors import MOST_SHOWN, Problem, ReadingError
from dateline.yaml12 import Parsed

_MOST_COMPARED = 2_000
"""How many names a wrong one is compared with."""
_IN_STATEMENT = re.compile(r"(claims\[[0-9]+\])\.(?:subject|predicate|object)(?:[.\[].*)?")


class Report:
    """Collects the problems of a reading; `raise_any` raises `ReadingError` if there are any."""

    def __init__(self, file: str, parsed: Parsed | None = None) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._parsed = parsed
        self._said: set[tuple[str, str]] = set()

    def add(self, path: str, what: str, remedy: str | Callable[[], str] = "") -> None:
        """Reports a problem once, however often it is found.

        A remedy that takes long to find is given as a function; it is called only for as many problems as are printed.
        """
        if (path, what) not in self._said:
            self._said.add((path, what))
            if not isinstance(remedy, str):
                remedy = remedy() if len(self.problems) < MOST_SHOWN else ""
            self.problems.append(Problem(file=self.file, path=path, line=self._line(path), what=what, remedy=remedy))

    def raise_any(self) -> None:
        """Raises `ReadingError` with all problems, in the order of the file where it has lines."""
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: problem.line or 0)
            raise ReadingError("this reading does not hold.", tuple(ordered), where=self.file)

    def _line(self, path: str) -> int | None:
        if self._parsed is None:
            return None
        statement = _IN_STATEMENT.fullmatch(path)
        if statement and path not in self._parsed.lines:
            return self._parsed.line(f"{statement[1]}.says")
        return self._parsed.line(path)


def suggestion(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """What to do about a name that is not known: the nearest one that is.

    >>> suggestion("bakku", ["baku", "moscow"])
    'Did you mean baku?'
    """
    near = get_close_matches(name[:200], list(islice(known, _MOST_COMPARED)), n=1) if name else []
    return f"Did you mean {near[0]}?" if near else otherwise
