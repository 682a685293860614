"""Ids for what is new in a reading."""

from __future__ import annotations

from dateline.model import Reading

THINGS = ("entities", "times", "events")
"""The sections whose items share one set of ids, because claims can be about any of them."""

_LONGEST_STEM = 180


class FreeIds:
    """Ids that a reading never had, near the ones that are wished for."""

    def __init__(self, decided: Reading) -> None:
        self.used: dict[str, set[str]] = {
            "things": {thing.id for section in THINGS for thing in getattr(decided, section)},
            **{
                section: {item.id for item in getattr(decided, section) if item.id}
                for section in ("quantities", "quotations", "claims", "warnings")
            },
        }
        self._next: dict[tuple[str, str], int] = {}

    def free(self, group: str, wished: str) -> str:
        """The id that is wished for, or it with a number; a claim `c12` goes on counting where `c12` is taken."""
        used = self.used[group]
        name = wished
        if name in used:
            stem = wished.rstrip("0123456789") if group == "claims" else ""
            stem = stem or f"{wished[:_LONGEST_STEM]}_"
            number = self._next.get((group, stem), 2)
            while f"{stem}{number}" in used:
                number += 1
            self._next[group, stem] = number + 1
            name = f"{stem}{number}"
        used.add(name)
        return name
