"""`dateline doctor`: a site is held against what it promises."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli.commands import main_group
from dateline.terminal import emit, say


@main_group.command()
@click.argument("place", metavar="URL|DIR")
@click.option("--sample", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Things to look at.")
@click.option("--pages", type=click.IntRange(1, 1_000_000), default=200, show_default=True, help="Pages to follow.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def doctor(place: str, sample: int, pages: int, form: Any) -> None:
    """Examine a site: a running server, a host of its files, or the folder of them.

    Looks at a sample of resources in every format and by every way of asking, at descriptions, counts and dumps, at the
    services of a server, and follows links. Says what is wrong and what to do; what a host of plain files cannot do is
    called a limit. Exits with 1 if something is at fault.
    """
    from dateline.web.doctor import examine

    found = examine(place, sample=sample, pages=pages)
    if form == "json":
        emit(found.as_json().encode())
    else:
        say(found.as_text(), nl=False)
    if not found.passes:
        raise SystemExit(1)
