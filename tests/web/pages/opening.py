"""Publications to show in tests: from a folder, from readings in memory, and the pages of one by path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from dateline.checking import render_findings
from dateline.formats import export
from dateline.graph import Publication
from dateline.web import vocabulary
from dateline.web.pages import extra_pages, render_page
from dateline.web.served import Resource, Served, open_served
from tests.conftest import EXAMPLE, ROOT

CASES = ROOT / "tests" / "cases"
VOID = frozenset({"meta", "link", "br", "input", "rect", "circle", "line", "path", "stop"})


@cache
def example() -> Served:
    """The published example."""
    return open_served(EXAMPLE)


@cache
def case(name: str) -> Served:
    """A case of `tests/cases`."""
    return open_served(CASES / name)


def served_of(publication: Publication, folder: Path) -> Served:
    """A publication in memory as it is served once it is published into `folder`."""
    (folder / "texts").mkdir(parents=True)
    (folder / "published").mkdir()
    (folder / "texts" / "d.txt").write_text("d", "utf-8")
    base = json.dumps(publication.settings.base)
    (folder / "dateline.toml").write_text(f'title = "A collection"\nbase = {base}\n', "utf-8")
    files = {"graph.nq": export(publication, "nquads"), "report.ttl": render_findings((), "turtle").encode()}
    said = {name: {"bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()}
    for name, data in (files | {"manifest.json": json.dumps({"files": said}).encode()}).items():
        (folder / "published" / name).write_bytes(data)
    return replace(open_served(folder), settings=publication.settings)


def resources(served: Served) -> Mapping[str, Resource]:
    """Everything with a page, by path."""
    extra = {one.path: one for one in extra_pages(served)}
    return {**vocabulary.values(), **extra, **served.resources}


def page(served: Served, path: str) -> str:
    """The page of what is at a path."""
    found = resources(served)[path]
    return render_page(served, found, at=found.page).decode()


def pages(served: Served) -> Mapping[str, str]:
    """Every page by the path that it has."""
    return {one.page: render_page(served, one, at=one.page).decode() for one in resources(served).values()}


class Seen(HTMLParser):
    """What a parser sees of a page: its tags with attributes, ids, links, data blocks and words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.blocks: dict[str, str] = {}
        self.words = ""
        self.open: list[str] = []
        self.wrong: list[str] = []
        self._block = ""
        self.feed(text)
        self.close()

    @property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.tags if "id" in given]

    @property
    def links(self) -> list[str]:
        return [given[name] for _, given in self.tags for name in ("href", "src", "action") if name in given]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script" and given.get("type", "").startswith("application/"):
            self._block = given.get("id", "-")
            self.blocks[self._block] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._block = ""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block] += data
        else:
            self.words += data
