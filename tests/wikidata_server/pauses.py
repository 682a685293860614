"""A clock that does not wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.internet.patience import Clock

NOW = 1_764_115_200.0
"""2025-11-26 00:00 UTC, when a `Pauses` begins."""


@dataclass
class Pauses:
    """Notes the pauses, and lets that much time go by; `gone` seconds more went by anyhow."""

    made: list[float] = field(default_factory=list)
    gone: float = 0.0

    @property
    def clock(self) -> Clock:
        """The clock; chance always gives a half."""
        return Clock(
            now=lambda: NOW + self.gone + sum(self.made),
            elapsed=lambda: self.gone + sum(self.made),
            pause=self.made.append,
            chance=lambda: 0.5,
        )
