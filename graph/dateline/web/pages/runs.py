"""Who read which document, and how much came of it; gathered once for a publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.web.kept import kept
from dateline.web.pages.names import text_of

if TYPE_CHECKING:
    from dateline.web.served import Served


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One reading of one document: the run, who did it (empty if nobody says), and how many claims came of it."""

    run: str
    document: str
    agent: str
    count: int


@kept()
def runs(served: Served) -> tuple[Run, ...]:
    """Every reading, in the order of the documents."""
    return tuple(
        Run(
            run=text_of(row["run"]),
            document=text_of(row["document"]),
            agent=text_of(row.get("agent")),
            count=int(text_of(row["count"])),
        )
        for row in served.rows("runs")
    )
