"""The verb `push`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.commands import main_group
from dateline.cli.printing import columns, count
from dateline.errors import UsageError
from dateline.terminal import on_terminal, say


def _complete_engines(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from dateline.store.engines import engines

    return [name for name in engines() if name.startswith(incomplete)]


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.argument("url", required=False, metavar="URL")
@click.option(
    "--engine",
    "name",
    metavar="NAME",
    default="oxigraph",
    show_default=True,
    shell_complete=_complete_engines,
    help="What answers at URL; --list names the ones that are known.",
)
@click.option("--again", is_flag=True, help="Send every graph, also what did not change.")
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds to wait for one answer.")
@click.option("--loader", is_flag=True, help="Only say the command of the engine's own loader, which is for much.")
@click.option("--list", "listed", is_flag=True, help="List the engines, and how far each was tested.")
def push(
    path: Path | None, url: str | None, name: str, again: bool, timeout: float, loader: bool, listed: bool
) -> None:
    """Move what a collection has published to a SPARQL engine at URL, and keep it up to date there.

    Only graphs that changed are sent, each whole; what is published no more is removed, and other graphs stay as they
    are. At the end the engine's triples are counted and compared. Interrupted, the next push goes on. Credentials come
    from DATELINE_USER and DATELINE_PASSWORD, or DATELINE_TOKEN (and DATELINE_AUTH=digest).
    """
    from dateline import pushing
    from dateline.settings import credentials
    from dateline.store.engines import engine, engines

    if listed:
        columns((one.name, one.title, f"tested: {one.tested}") for one in engines().values())
        return
    if path is None or url is None:
        raise UsageError("a PATH and a URL are needed.", remedy="See dateline push --help.")
    known = engine(name)
    if loader:
        shards = path / "published" / "graph"
        command = known.loading(url, str(shards if shards.is_dir() else path / "published"))
        if not command:
            raise UsageError(f"{known.title} has no loader of its own.", remedy="Push without --loader.")
        say(command)
        for line in known.notes.splitlines():
            say(f"Note: {line}", err=True)
        return
    shown = on_terminal(sys.stderr)

    def told(done: int, total: int, graph: str) -> None:
        if shown:
            sys.stderr.write(f"\r\x1b[K{done:,} of {total:,} graphs")
            sys.stderr.flush()

    done = pushing.push(path, url, known, credentials=credentials(), again=again, timeout=timeout, told=told)
    if shown:
        sys.stderr.write("\r\x1b[K")
    say(
        f"{count(len(done.sent), 'graph')} sent, {len(done.unchanged)} unchanged, {len(done.removed)} removed; "
        f"{done.triples:,} triples there, counted and compared"
    )
