"""How right identity is across the corpora that `DATELINE_GOLD` names, and how it grows with the documents."""

from __future__ import annotations

import os
import random
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from dateline.identity import NO_IDENTITY
from dateline.merging import Profile, propose
from dateline.merging.names import person_name
from tests.bench.timing import Row
from tests.merging.gold import exact_names, marked, ours, read_anew, without_links

DOCUMENTS = (1_000, 10_000)
THINGS = 50
GROWTH = 15.0
"""How many times longer ten times as many documents may take: the pairs grow with the things, sorting a little more."""

_FAMILIES = (("Person", "person"), ("Organization", "organisation"), ("Place", "place"))
_SYLLABLES = (
    "ar",
    "bel",
    "dor",
    "en",
    "fal",
    "gir",
    "hes",
    "ul",
    "kor",
    "lim",
    "mon",
    "nar",
    "or",
    "pel",
    "tor",
    "vel",
)


def rows() -> Iterator[Row]:
    """The time that 10,000 documents with 50 things each take against ten times that of 1,000."""
    _score()
    took: dict[int, float] = {}
    for count in DOCUMENTS:
        profiles = synthetic(count)
        begun = perf_counter()
        merges = propose(profiles, NO_IDENTITY, merge_at=0.95)
        took[count] = perf_counter() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(  # noqa: T201
            f"{count:,} documents, {len(profiles):,} things: {took[count]:.1f} s, {len(merges.merges):,} are shared, "
            f"{len(merges.proposals):,} proposed; at most {memory:,.0f} MB"
        )
    few, many = (took[count] for count in DOCUMENTS)
    yield Row(what="10,000 documents", against="1,000 documents", ours=(many,), theirs=(few,), limit=GROWTH)


def synthetic(documents: int, *, seed: int = 1) -> list[Profile]:
    """Profiles of documents that name things of a world in which few things are named often and most seldom."""
    draw = random.Random(seed)  # noqa: S311
    world = [_thing(number, draw) for number in range(documents * 4)]
    found: list[Profile] = []
    for number in range(documents):
        places = {min(int(draw.paretovariate(0.6)) - 1, len(world) - 1) for _ in range(THINGS)}
        while len(places) < THINGS:
            places.add(draw.randrange(len(world)))
        named = [world[place] for place in sorted(places)]
        context = frozenset(key for _, name in named for key in (name.lower(),))
        found.extend(
            Profile(
                document=f"d{number:05}",
                id=f"t{place}",
                type=type_,
                family=family,  # type: ignore[arg-type]
                label=name,
                names=(name,),
                keys={name.lower(): "full"},
                persons=(parts,) if family == "person" and (parts := person_name(name)) else (),
                issued=1990 + number % 20,
                context=context,
            )
            for place, ((type_, family), name) in enumerate(named)
        )
    return found


def _thing(number: int, draw: random.Random) -> tuple[tuple[str, str], str]:
    first, second = ("".join(draw.choice(_SYLLABLES) for _ in range(3)).title() for _ in range(2))
    return _FAMILIES[number % len(_FAMILIES)], f"{first} {second}"


def _score() -> None:
    home = os.environ.get("DATELINE_GOLD")
    if not home or not (Path(home) / "gold").is_dir():
        print("Identity was not scored: DATELINE_GOLD does not name the folder that holds gold/.", file=sys.stderr)  # noqa: T201
        return
    for name in ("meantime", "gum"):
        folder = Path(home) / "gold" / name / "dev"
        for what, corpus in (("marked by people", marked(folder)), ("our own readings", read_anew(folder))):
            print(f"{name}, {what}")  # noqa: T201
            print(f"  dateline identify      {ours(corpus)}")  # noqa: T201
            print(f"  without the catalogue  {ours(without_links(corpus))}")  # noqa: T201
            print(f"  exact names            {exact_names(corpus)}")  # noqa: T201
