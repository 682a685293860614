"""Runs the benches named on the command line, or all of them: `scripts/bench [NAME…]`.

Every figure is a ratio against what a user would otherwise use, measured alternately in this one run; the noise
shows as the spread between the fastest and the slowest round.
"""

from __future__ import annotations

import platform
import sys

from tests.bench import (
    archive,
    checks,
    endpoint,
    faults,
    identity,
    large,
    links,
    pages,
    questions,
    reconciliation,
    site,
    start,
    whole,
    wikidata,
)
from tests.bench.timing import Row, show

BENCHES = {
    "archive": archive.rows,
    "checks": checks.rows,
    "endpoint": endpoint.rows,
    "faults": faults.rows,
    "identity": identity.rows,
    "large": large.rows,
    "links": links.rows,
    "pages": pages.rows,
    "questions": questions.rows,
    "readings": archive.reading_rows,
    "reconciliation": reconciliation.rows,
    "site": site.rows,
    "start": start.rows,
    "whole": whole.rows,
    "wikidata": wikidata.rows,
}


def main(names: list[str]) -> int:
    """Prints a table; 1 if a ratio is over its limit."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}.", file=sys.stderr)  # noqa: T201
        return 2
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")  # noqa: T201
    measured: list[Row] = [row for name in names or BENCHES for row in BENCHES[name]()]
    print(show(measured))  # noqa: T201
    return 1 if any(row.over for row in measured) else 0


sys.exit(main(sys.argv[1:]))
