"""The options of the commands that can ask an engine which holds a collection, in place of what is published here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.store.engines import Place

Command = TypeVar("Command", bound=Callable[..., Any])


def engine_options(command: Command) -> Command:
    """Gives a command `--store` and `--engine`, whose values `place_of` takes."""
    named = click.option("--engine", help="Which engine that is; see dateline push --list.  [default: oxigraph]")
    stored = click.option("--store", metavar="URL", help="Ask an engine to which dateline push moved PATH.")
    return stored(named(command))


def place_of(store: str | None, engine: str | None) -> Place | None:
    """Where the engine is, with the credentials of the environment; null where none is to be asked."""
    if store is None:
        if engine is not None:
            raise UsageError("--engine goes with --store.", remedy="Give the engine's address too: --store URL.")
        return None
    from dateline.settings import credentials
    from dateline.store.engines import Place
    from dateline.store.engines import engine as known

    name = engine or "oxigraph"
    known(name)
    return Place(url=store, engine=name, credentials=credentials())
