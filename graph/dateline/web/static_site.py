"""The site as files: every address of the server's that a file can have, with the same bytes, and rules for hosts."""

from __future__ import annotations

import os
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dateline.archive.pool import in_processes
from dateline.errors import DataError, ExportError, OutputError
from dateline.output import recover, replace_folder
from dateline.web.hosting import hosting_files
from dateline.web.media_types import is_known
from dateline.web.pages import render_notice
from dateline.web.served import open_served
from dateline.web.site import Site

MARK = ".dateline-site"
"""The file by which a folder is known to be one that may be replaced."""


_LONGEST_NAME = 255
_LARGE, _PART = 10_000, 250
"""Files from which several processes are worth their start, and how many of them are made at a time."""


@dataclass(kw_only=True, slots=True)
class Written:
    """What was written: how many files, how many bytes, and what a user should be told."""

    files: int = 0
    size: int = 0
    notes: list[str] = field(default_factory=list)


def write_site(
    path: Path,
    folder: Path,
    *,
    at: str | None = None,
    services: bool = True,
    workers: int | None = None,
    told: Callable[[int, int], object] = max,
) -> Written:
    """Writes the site of a collection or document into a folder, whole or not at all.

    `at` is the URL where it will be reached; without `services` its descriptions name no endpoint there; `told`
    hears how many files are written, and of how many. A large site is made by `workers` processes, by default one for
    each processor; its bytes are the same. Raises what opening the publication raises, and `OutputError` for a folder
    that holds something else.
    """
    _require_ours(folder)
    opening = _Opening(path=path, at=at, services=services)
    site = opening.site()
    done = Written(notes=list(site.served.notes))
    opening = replace(opening, version=site.served.version)
    files = _Files(site, done, told, opening, workers or os.cpu_count() or 1)
    replace_folder(folder, files, dotted=True, safely=False)
    return done


@dataclass(frozen=True, kw_only=True, slots=True)
class _Opening:
    """How every process opens the site; `version` is that of the publication, once it is known."""

    path: Path
    at: str | None
    services: bool
    version: str = ""

    def site(self) -> Site:
        """The site. Raises `DataError` where another publication has taken the place of this version."""
        served = replace(open_served(self.path, at=self.at), services=self.services)
        if self.version not in ("", served.version):
            raise DataError(
                "it was published again while its site was being written.",
                where=str(self.path),
                remedy="Run the same command again.",
            )
        return Site(served)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Some:
    """Some of the files, by name and path, to be made by whoever is free."""

    opening: _Opening
    paths: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """Files with their bytes, and what is said of those that cannot be made."""

    files: tuple[tuple[str, bytes], ...]
    refused: tuple[str, ...]


def _make(some: _Some) -> _Made:
    """Makes some of the files, in a process of its own."""
    return _made(_opened(some.opening), some.paths)


@lru_cache(maxsize=1)
def _opened(opening: _Opening) -> Site:
    return opening.site()


def _made(site: Site, paths: Iterable[tuple[str, str]]) -> _Made:
    files: list[tuple[str, bytes]] = []
    refused: list[str] = []
    for name, path in paths:
        try:
            found = site.file(path)
        except ExportError as wrong:
            refused.append(f"{name} is left out: {wrong}")
            continue
        if found is None:
            raise KeyError(name)
        files.append((name, bytes(found.data)))
    return _Made(files=tuple(files), refused=tuple(refused))


class _Files(Mapping[str, bytes]):
    """The files by their names on the disk, each made when it is written."""

    def __init__(
        self, site: Site, done: Written, told: Callable[[int, int], object], opening: _Opening, workers: int
    ) -> None:
        self._opening, self._workers = opening, workers
        self._site = site
        self._done = done
        self._told = told
        exceptions = {name: one.media_type for name, one in site.fixed.items() if not is_known(name, one.media_type)}
        at = site.served.at
        missing = render_notice(site.served, "404 Not Found", "There is nothing here.", root=urlsplit(at).path)
        rules = hosting_files(at, exceptions, missing=missing)
        self._more = {**rules, MARK: f"{site.served.version}\n".encode()}
        self._paths = {name: path for path in site.paths() if (name := _name(path, done)) is not None}

    def __iter__(self) -> Iterator[str]:
        return iter((*self._more, *self._paths))

    def __len__(self) -> int:
        return len(self._more) + len(self._paths)

    def __getitem__(self, name: str) -> bytes:
        if name in self._more:
            return self._more[name]
        found = self._site.file(self._paths[name])
        if found is None:
            raise KeyError(name)
        return bytes(found.data)

    def items(self) -> ItemsView[str, bytes]:
        return _Items(self, self._done, self._told)

    def made(self) -> Iterator[_Made]:
        """All files, as they are made: those of a large site by several processes."""
        yield _Made(files=tuple(self._more.items()), refused=())
        fixed = self._site.fixed
        here: list[tuple[str, str]] = []
        away: list[tuple[str, str]] = []
        for name, path in self._paths.items():
            (here if path in fixed else away).append((name, path))
        if self._workers == 1 or len(away) < _LARGE:
            here, away = here + away, []
        yield from (_made(self._site, [one]) for one in here)
        if not away:
            return
        parts = (_Some(opening=self._opening, paths=tuple(away[at : at + _PART])) for at in range(0, len(away), _PART))
        yield from in_processes(_make, parts, workers=self._workers, died=lambda some: _made(self._site, some.paths))


class _Items(ItemsView[str, bytes]):
    """The files with their bytes, but for those that cannot be made."""

    def __init__(self, files: _Files, done: Written, told: Callable[[int, int], object]) -> None:
        super().__init__(files)
        self._files = files
        self._done = done
        self._told = told

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        total = len(self._files)
        refused: list[str] = []
        for made in self._files.made():
            refused += made.refused
            for name, data in made.files:
                self._done.files += 1
                self._told(self._done.files, total)
                self._done.size += len(data)
                yield name, data
        self._done.notes += sorted(refused)


def _name(path: str, done: Written) -> str | None:
    """The name under which a web server finds a path on the disk; null, with a note, where it cannot be one."""
    name = unquote(path, errors="surrogateescape")
    longest = max(len(part.encode("utf-8", "surrogateescape")) for part in name.split("/"))
    if name.count("/") == path.count("/") and "\0" not in name and longest <= _LONGEST_NAME:
        return name
    done.notes.append(f"{path} is left out: no file can have this name.")
    return None


def _require_ours(folder: Path) -> None:
    recover(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise OutputError(
            f"this folder would be replaced, but it was not made by dateline site: it has no {MARK}.",
            where=str(folder),
            remedy="Choose another one with -o, or move it away.",
        )
