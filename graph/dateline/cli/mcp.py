"""`dateline mcp`: a publication for assistants, over the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.commands import main_group
from dateline.cli.engines import engine_options, place_of
from dateline.terminal import say


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False)
@engine_options
def mcp(path: Path, store: str | None, engine: str | None) -> None:
    """Serve a publication to assistants over MCP, on stdin and stdout.

    Read-only: the named questions, SPARQL under the limits of the server, finding and describing things, reading the
    documents. Every answer carries the words that it rests on. A client starts this command by itself; for one that
    reads a JSON configuration: {"mcpServers": {"dateline": {"command": "dateline", "args": ["mcp", "PATH"]}}}

    With --store the engine there is asked, and PATH gives the settings.
    """
    from dateline.web.elsewhere import opened
    from dateline.web.mcp import serve_assistants

    served = opened(path, place_of(store, engine))
    for note in served.notes:
        say(f"Note: {note}", err=True)
    serve_assistants(served)
