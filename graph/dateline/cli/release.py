"""`dateline release`: what is published is kept as a version of its own, with the way to it from the one before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dateline.cli.commands import main_group
from dateline.cli.printing import count
from dateline.terminal import say


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option("--day", metavar="DATE", help="The day of the release (ISO 8601). Default: today.")
@click.option("--note", default="", help="A sentence on what has changed, for the feed.")
def release(path: Path, day: str | None, note: str) -> None:
    """Keep what is published as a release, under releases/.

    A release is the dump, which keeps its address for good, and an RDF Patch from the one before; the site lists them
    in a feed. Where nothing has changed since the last release, none is made.
    """
    from dateline.collection import only_writer
    from dateline.web.description.releases import keep_release, releases_of
    from dateline.web.served import open_served

    served = open_served(path)
    before = releases_of(served.folder)
    with only_writer(served.folder):
        made = keep_release(served, day=day or date.today().isoformat(), note=note)
    if made in before:
        say(f"{made.version} is the release of {made.day} already; nothing has changed since.")
    elif made.previous:
        say(f"{made.version}, {made.day}: {count(made.added, 'statement')} added, {made.deleted:,} deleted")
    else:
        say(f"{made.version}, {made.day}: the first release")
