"""What one query, one client and all of them together may take. The defaults are those of a small public server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from math import inf
from typing import Any

from dateline.errors import UsageError, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The limits of an endpoint. The processes hold at most (`workers` + `slow_workers` + 4) × `memory` bytes.

    | | |
    |---|---|
    | `seconds` | after which a query is ended |
    | `quick` | seconds of a processor after which a query is slow: it goes on with little priority |
    | `workers` | processes for quick queries, always ready |
    | `slow_workers` | how many slow queries run beside them |
    | `waiting`, `patience` | how many queries wait for a worker, and for how many seconds |
    | `per_client` | how many queries of one client are under way at once, sending included |
    | `rate`, `burst` | queries a second of one client in the long run, and at once; a rate of 0 is no limit |
    | `query_bytes` | of the text of a query |
    | `rows`, `result_bytes` | of an answer; `rows` counts triples too |
    | `memory` | bytes of one worker, beyond the publication, which the workers share |
    | `stall` | seconds that a client may take to send its query, or to take the next piece of an answer |
    """

    seconds: float = 10.0
    quick: float = 0.05
    workers: int = 4
    slow_workers: int = 4
    waiting: int = 64
    patience: float = 5.0
    per_client: int = 8
    rate: float = 50.0
    burst: int = 200
    query_bytes: int = 100_000
    rows: int = 1_000_000
    result_bytes: int = 64 * 2**20
    memory: int = 512 * 2**20
    stall: float = 30.0

    def __post_init__(self) -> None:
        wrong = [field.name for field in fields(self) if not _least(field.name) <= getattr(self, field.name) < inf]
        if wrong:
            raise UsageError(
                f"an endpoint cannot have such limits: {', '.join(wrong)}.",
                remedy="; ".join(f"{name} is at least {_least(name):g}" for name in wrong) + ".",
            )

    @staticmethod
    def of(settings: Iterable[str]) -> Limits:
        """The defaults but for what is set, as on a command line. Raises `UsageError`.

        >>> Limits.of(["seconds=2.5", "rows=1000"]).seconds
        2.5
        """
        chosen: dict[str, Any] = {}
        for one in settings:
            name, _, value = (part.strip() for part in one.partition("="))
            kind = _KINDS.get(name)
            if kind is None:
                raise UsageError(f"there is no limit {shown(name)}.", remedy=f"There are {', '.join(_KINDS)}.")
            try:
                chosen[name] = kind(value)
            except ValueError:
                raise UsageError(f"{shown(value)} is no number for the limit {name}.") from None
        return Limits(**chosen)

    def as_json(self) -> dict[str, Any]:
        """The same, for another process."""
        return asdict(self)


_KINDS: Mapping[str, type[int] | type[float]] = {
    field.name: float if isinstance(field.default, float) else int for field in fields(Limits)
}


def _least(name: str) -> float:
    return {"rate": 0, "burst": 1, "waiting": 0, "seconds": 0.05, "quick": 0.001, "patience": 0, "stall": 0.01}.get(
        name, 64 * 2**20 if name == "memory" else 1
    )
