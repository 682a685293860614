"""Where graphs are kept and asked: one protocol, two homes (embedded Oxigraph, or any SPARQL 1.1 endpoint).

Nothing is opened or imported before one of the three functions is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store.protocol import Store

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.store.oxigraph import OxigraphStore
    from dateline.store.remote import RemoteStore, Replacing, Union

__all__ = ["Store", "open_disk", "open_memory", "open_remote"]


def open_memory() -> OxigraphStore:
    """An empty store in memory, gone when it is closed."""
    from dateline.store.oxigraph import in_memory

    return in_memory()


def open_disk(path: Path, *, read_only: bool = False) -> OxigraphStore:
    """The store in a folder, made if it is not there; `read_only` sees what was written before it was opened.

    One process writes at a time, any number read. Raises `StoreError` when another process holds the folder, when it
    cannot be opened, or when `read_only` is asked of a folder that holds no store.
    """
    from dateline.store.oxigraph import on_disk

    return on_disk(path, read_only=read_only)


def open_remote(
    url: str,
    *,
    update_url: str | None = None,
    graph_store_url: str | None = None,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    digest: bool = False,
    timeout: float = 60.0,
    union: Union = "server",
    replacing: Replacing = "put",
    agent: str | None = None,
) -> RemoteStore:
    """The store behind a SPARQL 1.1 endpoint. Nothing is sent before it is asked something.

    `url` takes queries; `update_url` updates; `graph_store_url` whole graphs (the SPARQL 1.1 Graph Store Protocol,
    without its `?graph=`). A `user` with `password` is sent as basic or, with `digest`, as digest authentication, a
    `token` as bearer; they go to the host of the address alone and stand in no message. `timeout` is seconds.

    `union` says who lets a query without `GRAPH` read all named graphs: `server`, where the engine does so by its own
    rule or setting, or `client`, which names every graph in the request (`default-graph-uri`) after asking for them.
    `replacing` says how a graph is replaced: by `put`, or by one update with the `difference` where the engine shows
    readers a graph without triples in the middle of a PUT. `agent` is the `User-Agent` of every request.
    """
    from dateline.store.remote import connect
    from dateline.store.transport import USER_AGENT

    return connect(
        url,
        update_url=update_url,
        graph_store_url=graph_store_url,
        user=user,
        password=password,
        token=token,
        digest=digest,
        timeout=timeout,
        union=union,
        replacing=replacing,
        agent=agent or USER_AGENT,
    )
