"""What is made of a publication is kept as long as the publication, and no longer."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path

from dateline.web.kept import kept
from dateline.web.served import Served, open_served
from dateline.web.site import Site
from tests.web.serving import collection_of

LABEL = '<https://example.org/kg/e/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "{}" <https://example.org/kg/> .'


def test_nothing_remembers_a_publication_that_nobody_shows_any_more(tmp_path: Path) -> None:
    site = Site(open_served(collection_of(tmp_path, LABEL.format("Old"))))
    for path in ("index.html", "e/x.html", "search.html", "void.ttl", "report.html", "timeline.html"):
        assert site.file(path) is not None
    gone = weakref.ref(site.served.dump)
    del site
    gc.collect()
    assert gone() is None


def test_what_was_made_is_of_one_publication_and_the_last_that_were_wanted_stay(tmp_path: Path) -> None:
    made: list[tuple[str, int]] = []

    @kept(2)
    def twice(served: Served, number: int) -> int:
        made.append((served.version, number))
        return 2 * number

    first = open_served(collection_of(tmp_path, LABEL.format("Old")))
    other = replace(first, version="other")
    assert [twice(first, number) for number in (1, 2, 2, 1)] == [2, 4, 4, 2]
    assert made == [(first.version, 1), (first.version, 2)]
    twice(other, 1)
    assert made[-1] == ("other", 1)
    twice(first, 3)
    twice(first, 2)
    assert made[-2:] == [(first.version, 3), (first.version, 2)]
