"""Every page is whole: its markup closes, its ids are its own, every link on it leads to something that is there."""

from __future__ import annotations

import os
import subprocess
import sys
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest

from dateline.web.pages import assets, render_page
from dateline.web.served import Served
from dateline.web.site import Site
from tests.conftest import ROOT
from tests.web.pages.opening import Seen, case, example, pages, resources

SERVICES = {"sparql", "find"}
"""What only a server answers."""


@pytest.fixture(scope="module", params=["example", "three-accounts"])
def served(request: pytest.FixtureRequest) -> Served:
    return example() if request.param == "example" else case(request.param)


@pytest.fixture(scope="module")
def seen(served: Served) -> dict[str, Seen]:
    return {path: Seen(text) for path, text in pages(served).items()}


def test_the_markup_of_every_page_closes_and_its_ids_are_its_own(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        assert not page.wrong, path
        assert not page.open, path
        assert len(page.ids) == len(set(page.ids)), path
        heads = [tag for tag, _ in page.tags if tag == "h1"]
        assert len(heads) == 1, path
        assert sum(tag == "main" for tag, _ in page.tags) == 1, path


def test_every_link_leads_to_something_that_is_there(served: Served, seen: dict[str, Seen]) -> None:
    there = set(Site(served).paths()) | SERVICES
    ids = {path: set(page.ids) for path, page in seen.items()}
    dead = []
    for path, page in seen.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            folder = path.rpartition("/")[0]
            target = path if not parts.path else normpath(f"{folder}/{parts.path}" if folder else parts.path)
            target = "index.html" if target == "." else target
            if (target not in there and unquote(target) not in there) or (
                parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]
            ):
                dead.append((path, link))
    assert [one for one in dead if not one[1].startswith("#")] == []
    assert dead == []


def test_no_page_needs_anybody_elses_server(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        for tag, given in page.tags:
            loaded = given.get("src", "") or (
                given.get("href", "") if tag == "link" and "stylesheet" in given["rel"] else ""
            )
            assert not urlsplit(loaded).netloc, (path, tag, loaded)


def test_links_work_below_any_root(seen: dict[str, Seen]) -> None:
    assert not [link for page in seen.values() for link in page.links if link.startswith("/")]


def test_the_same_publication_gives_the_same_pages(served: Served) -> None:
    for one in list(resources(served).values())[::7]:
        assert render_page(served, one, at=one.page) == render_page(served, one, at=one.page)


def test_every_file_of_the_site_is_small_or_of_others() -> None:
    for name, data in assets().items():
        assert name.startswith("vendor/") or len(data) < 80_000, name


@pytest.mark.slow
def test_the_pages_do_not_depend_on_the_order_in_which_python_keeps_things() -> None:
    program = (
        "from hashlib import sha256; from tests.web.pages.opening import case, pages; "
        "print(sha256(repr(sorted(pages(case('three-accounts')).items())).encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'graph'}{os.pathsep}{ROOT}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
