"""The commands that show a publication: a server, and the same site as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.commands import main_group
from dateline.cli.engines import engine_options, place_of
from dateline.errors import UsageError
from dateline.terminal import on_terminal, say

_LARGE, _STEP = 2_000, 500
"""Files of a site: from how many on it is told how far it is, and how often."""


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help="0 takes any free one.")
@click.option("--at", metavar="URL", help="Where the site is reached from outside, if that is not its base.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that serve.")
@click.option("--trust", "proxies", multiple=True, metavar="ADDRESS", help="A proxy whose X-Forwarded-For is believed.")
@click.option(
    "--rate", type=click.FloatRange(0, 1e6), default=50, show_default=True, help="Requests a second of one client."
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="A limit of a query: seconds=10, rows=1000000, result_bytes, memory, query_bytes, workers, …",
)
@click.option(
    "--service",
    "others",
    multiple=True,
    metavar="URL",
    help="An endpoint that a query may ask with SERVICE; without any, none may be asked.",
)
@engine_options
@click.option(
    "--patience", type=click.IntRange(1, 600), default=10, show_default=True, help="Seconds for a request's head."
)
@click.option(
    "--stop",
    type=click.IntRange(0, 3_600),
    default=20,
    show_default=True,
    help="Seconds that requests may still take at the end.",
)
@click.option(
    "--log/--no-log", default=True, show_default=True, help="Write a line of JSON on stderr for each request."
)
def serve(
    path: Path,
    host: str,
    port: int,
    at: str | None,
    workers: int,
    proxies: tuple[str, ...],
    rate: float,
    limits: tuple[str, ...],
    others: tuple[str, ...],
    store: str | None,
    engine: str | None,
    patience: int,
    stop: int,
    log: bool,
) -> None:
    """Show a collection on the web: pages, data and the SPARQL endpoint, each under the IRI of what it is of.

    PATH is a collection (default: this folder) or a document. What is published is shown, and what is published later
    takes its place by itself, without a request being dropped. Nothing can be changed from outside.

    With --store the statements come from a SPARQL engine to which dateline push moved the collection; PATH gives the
    settings. Queries at /sparql go there, read first: no SERVICE, no graph that is not there, nothing of an engine's
    own, within the same limits. SIGHUP takes up what the engine holds by then. Pages are quick with an Oxigraph server;
    Virtuoso takes seconds for the first page of an event: see dateline push --list.
    """
    from dateline.web.app import Limits
    from dateline.web.rates import Rate
    from dateline.web.server import Service, serve
    from dateline.web.sparql import Limits as Queries
    from dateline.web.sparql.federation import Services

    _require_url(at)
    place = place_of(store, engine)
    if place is not None and others:
        raise UsageError("--service does not go with --store.", remedy="Ask the other endpoint by itself.")
    allowed = Rate(per_second=rate, at_once=max(1, int(4 * rate)))
    service = Service(
        path=path,
        host=host,
        port=port,
        at=at,
        workers=workers,
        proxies=proxies,
        log=log,
        patience=patience,
        stop=stop,
        limits=Limits(rate=allowed),
        queries=Queries.of([f"rate={allowed.per_second}", f"burst={allowed.at_once}", *limits]),
        others=Services.of(others),
        place=place,
    )
    serve(service, ready=lambda address: say(f"Serving {path} at {address} (Ctrl+C ends it)", err=True))


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder of the site.")
@click.option("--at", metavar="URL", help="Where the site will be reached, if that is not its base.")
@click.option(
    "--static", is_flag=True, help="Name no SPARQL endpoint in the descriptions: no server will answer there."
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes for a large site; default: one a processor.")
def site(path: Path, output: Path, at: str | None, static: bool, workers: int | None) -> None:
    """Write the site of a collection as files, for any web server.

    The files are those that `dateline serve` sends, at the same addresses. Beside them are the rules by which Apache,
    nginx, Netlify and Cloudflare answer as the server does, as far as each can; hosting/README.txt tells of them.
    """
    from dateline.web.static_site import write_site

    _require_url(at)
    done = write_site(path, output, at=at, services=not static, workers=workers, told=_told)
    for note in done.notes:
        say(f"Note: {note}", err=True)
    say(f"{done.files:,} files, {done.size:,} bytes in {output}/")
    say(f"  open {output}/index.html, or put the folder on a web server (see {output}/hosting/README.txt)")


def _told(written: int, total: int) -> None:
    """Says on a terminal how far a large site is."""
    if total > _LARGE and (written % _STEP == 0 or written == total) and on_terminal(sys.stderr):
        sys.stderr.write(f"\r\x1b[K{written:,} of {total:,} files" + ("\n" if written == total else ""))
        sys.stderr.flush()


def _require_url(at: str | None) -> None:
    from dateline.errors import IriError
    from dateline.iris import require_base

    if at is None:
        return
    try:
        require_base(at, where="--at")
    except IriError as wrong:
        raise UsageError(wrong.what, where="--at", remedy=wrong.remedy) from wrong
