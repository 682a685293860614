"""The engines that a publication can be moved to: where each takes queries, updates and graphs, and its own loader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from dateline.errors import StoreError, UsageError
from dateline.settings import Credentials
from dateline.store import open_remote

if TYPE_CHECKING:
    from dateline.store.remote import RemoteStore, Replacing, Union


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """A row of `engines.toml`. Addresses are patterns with `{url}`; `load` has `{files}`, `{folder}` or `{url}` too.

    `tested` says whether a test of this project runs a real one; `union` who lets a query read all named graphs;
    `replacing` how a graph is replaced at once.
    """

    name: str
    title: str
    tested: Literal["yes", "no"]
    query: str
    update: str
    graphs: str
    authentication: str
    union: Union
    replacing: Replacing = "put"
    start: str
    load: str
    notes: str

    def open(self, url: str, credentials: Credentials | None = None, *, timeout: float = 60.0) -> RemoteStore:
        """The engine at an address, as a store; nothing is sent before it is asked something."""
        known, place = credentials or Credentials(), url.rstrip("/")
        return open_remote(
            self.query.format(url=place),
            update_url=self.update.format(url=place),
            graph_store_url=self.graphs.format(url=place) or None,
            user=known.user or None,
            password=known.password or None,
            token=known.token or None,
            digest=known.digest,
            timeout=timeout,
            union=self.union,
            replacing=self.replacing,
        )

    def loading(self, url: str, folder: str) -> str:
        """The command of its own loader for the shards in a folder, empty where it has none."""
        return " ".join(self.load.format(url=url.rstrip("/"), folder=folder, files=f"{folder}/*.nq").split())


@cache
def engines() -> Mapping[str, Engine]:
    """Every engine by its name.

    >>> engines()["oxigraph"].query.format(url="http://localhost:7878")
    'http://localhost:7878/query'
    """
    rows = tomllib.loads((files("dateline.store") / "engines.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Engine(name=name, **cast("dict[str, str]", row)) for name, row in rows.items()})  # type: ignore[arg-type]


def engine(name: str) -> Engine:
    """The engine of that name. Raises `UsageError` with the nearest ones."""
    found = engines().get(name)
    if found is None:
        near = get_close_matches(name, engines(), n=1, cutoff=0.5)
        raise UsageError(
            f"no engine {name!r} is known.",
            remedy=f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(engines())}.",
        )
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an engine is: its address, its name in `dateline push`, and seconds that one answer may take."""

    url: str
    engine: str
    credentials: Credentials | None = None
    timeout: float = 60.0

    def open(self, timeout: float | None = None) -> RemoteStore:
        """The engine as a store; nothing is sent before it is asked something. Raises `UsageError`."""
        return engine(self.engine).open(self.url, self.credentials, timeout=timeout or self.timeout)

    def holds_none_of(self, base: str, folder: object) -> StoreError:
        """What is said where the engine has no graph of the collection with this base, in that folder."""
        return StoreError(
            f"the engine holds no graph under {base}.",
            where=self.url,
            remedy=f"Move the collection there first: dateline push {folder} {self.url} --engine {self.engine}",
        )
