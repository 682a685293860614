"""What the mapping says of Wikidata's properties: their names, their other ends, and which take one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dateline import terms
from dateline.statements import wikidata_mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Properties:
    """`of` are the properties that a predicate of ours may become, `inverses` the other ends of a property.

    `single` are those for which there is one value by nature, `main` those that a statement of ours may have.
    """

    labels: Mapping[str, str]
    of: Mapping[str, tuple[str, ...]]
    inverses: Mapping[str, tuple[str, ...]]
    single: frozenset[str]
    main: frozenset[str]


@cache
def mapped_properties() -> Properties:
    """What the verified rows of the mapping say.

    >>> known = mapped_properties()
    >>> known.labels["P1120"], known.of["deathCount"], known.inverses["P36"], "P1120" in known.single
    ('number of deaths', ('P1120',), ('P1376',), True)
    """
    rows = [row for row in wikidata_mapping().rows if row.verified]
    said = [row for row in rows if row.direction == "statement"]
    inverse = [row for row in rows if row.direction == "inverse"]
    of: dict[str, dict[str, None]] = {}
    for row in said:
        of.setdefault(row.name, {})[row.pid] = None
    ends: dict[str, dict[str, None]] = {}
    for row in inverse:
        for pid in of.get(row.name, {}):
            ends.setdefault(pid, {})[row.pid] = None
            ends.setdefault(row.pid, {})[pid] = None
    single = {name for name, known in terms.PREDICATES.items() if known.single_valued}
    return Properties(
        labels={row.pid: row.label for row in rows},
        of={name: tuple(pids) for name, pids in of.items()},
        inverses={pid: tuple(others) for pid, others in ends.items()},
        single=frozenset(row.pid for row in said if row.name in single),
        main=frozenset(row.pid for row in (*said, *inverse)),
    )
