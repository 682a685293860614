"""The verb `search`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from dateline.cli.commands import main_group
from dateline.cli.engines import engine_options, place_of
from dateline.cli.printing import columns
from dateline.terminal import emit, on_one_line, say

_FORMS = ("text", "json")
_LONGEST = 200


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--limit", type=click.IntRange(min=1, max=10_000), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True)
@engine_options
def search(path: Path, words: tuple[str, ...], limit: int, form: str, store: str | None, engine: str | None) -> None:
    """Find words in the texts of a collection, in what it quotes, and in the names of its things.

    All the words have to stand in one paragraph or name; "several words" are a phrase, and port* is a beginning. What
    is not published cannot be found. Exits with 1 where nothing is found.

    With --store the engine there looks for the words as they are written, accents included.
    """
    from dateline.archive import search as find

    # Words that the shell handed over as one are a phrase.
    asked = " ".join(f'"{one}"' if " " in one and '"' not in one else one for one in words)
    hits = find(path, asked, limit, place=place_of(store, engine))
    if form == "json":
        emit((json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=2) + "\n").encode())
    elif hits:
        columns(
            (
                on_one_line(hit.about if hit.kind == "name" else hit.document, _LONGEST),
                hit.kind if hit.offset is None else f"{hit.kind} {hit.offset}",
                on_one_line(hit.snippet, _LONGEST),
            )
            for hit in hits
        )
    else:
        say("Nothing is found.", err=True)
    if not hits:
        raise SystemExit(1)
