"""Reconciliation over 10,000 things: what a client waits for at worst, and against one raw pass over the names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from time import perf_counter

from rapidfuzz import fuzz, process

from dateline.web.reconciliation.asked import Query
from dateline.web.reconciliation.matching import candidates
from tests.bench.timing import Row, alternate
from tests.web.reconciliation.service import service, things

THINGS = 10_000
P95 = 0.200
"""Seconds in which 95 of 100 suggestions are there."""
_PARTS = ("ma", "ri", "ka", "lo", "ten", "dor", "vi", "sha", "el", "no", "ur", "gan", "bel", "is", "to", "ra")


def rows() -> Iterator[Row]:
    """Suggestions and matches at the 95th percentile, and a match against the library by itself."""
    random = Random(7)  # noqa: S311 - the same names each time
    names = [" ".join(_word(random) for _ in range(random.randint(1, 4))) for _ in range(THINGS)]
    over = things(*((f"e/t{place}", "Person", name) for place, name in enumerate(names)))
    ours = service(over)
    over.names.near("warm")
    prefixes = [name[: random.randint(1, 6)] for name in random.sample(names, 300)]
    misspelt = [name[:-1] + "x" for name in random.sample(names, 300)]
    for what, calls in (
        ("suggest, p95 of 300, 10,000 things", [_call(ours.suggest_entities, prefix, 0, 20) for prefix in prefixes]),
        ("match, p95 of 300, 10,000 things", [_call(ours.match, Query(names=(name,))) for name in misspelt]),
    ):
        yield Row(what=what, against="nothing", ours=(_p95(calls),), theirs=(0.0,), limit=P95, extra=True)
    mine, theirs = alternate(
        lambda: candidates(Query(names=(misspelt[0],)), over),
        lambda: process.extract(misspelt[0], names, scorer=fuzz.WRatio, limit=10),
        rounds=11,
    )
    yield Row(what="match one name", against="rapidfuzz WRatio", ours=mine, theirs=theirs)


def _word(random: Random) -> str:
    return "".join(random.choice(_PARTS) for _ in range(random.randint(1, 4))).title()


def _call(function: Callable[..., object], *given: object) -> Callable[[], object]:
    return lambda: function(*given)


def _p95(calls: list[Callable[[], object]]) -> float:
    times = []
    for call in calls:
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return sorted(times)[int(len(times) * 0.95)]
