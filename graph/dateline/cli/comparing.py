"""The verb `compare`: shown as a table, as JSON or as a page; or what is worth writing, as files to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.commands import main_group
from dateline.cli.engines import engine_options, place_of
from dateline.cli.printing import count
from dateline.errors import UsageError
from dateline.terminal import emit, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from dateline.comparison import Comparison, Verdict
    from dateline.statements import Drafts
    from dateline.store.engines import Place

_FORMATS = ("table", "json", "html")
_VERDICTS = ("new", "agrees", "more precise", "less precise", "differs", "cannot be said", "not asked")
_LEFT_OUT: Mapping[Verdict, str] = MappingProxyType(
    {
        "agrees": "that Wikidata has already",
        "less precise": "that Wikidata says more precisely",
        "differs": "that differ",
        "new": "that are new",
        "more precise": "that say more than Wikidata",
        "not asked": "of which it is not known what Wikidata says",
        "cannot be said": "that cannot be said there",
    }
)
_WHOLE = ("wikibase-json",)
"""Formats of whole statements: what would add to one that is there cannot be said in them."""


def _complete_formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from dateline.formats import DRAFT_FORMATS

    return [CompletionItem(name) for name in DRAFT_FORMATS if name.startswith(incomplete)]


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--documents", is_flag=True, help="Hold the documents against each other, and not against Wikidata.")
@click.option("--since", metavar="RELEASE", help="What changed since a release (version, day, last) or a folder.")
@click.option("--online", is_flag=True, help="Ask Wikidata, and pin what it says; else go by what is pinned.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Default: a table, or what the name of -o says.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; with --to, a folder that is not there.")
@click.option("--to", metavar="FORMAT", shell_complete=_complete_formats, help="Write what is worth writing.")
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice(_VERDICTS), help="Only these; repeat it.")
@click.option("--references", is_flag=True, help="With --to: also one more source for what is there already.")
@click.option("--new-items", is_flag=True, help="Also draft items for things that have none.")
@click.option("--pins", type=click.Path(path_type=Path), help="The folder of pinned items. Default: PATH/wikidata.")
@click.option("--reading", type=click.Path(path_type=Path), help="The reading of a document that stands by itself.")
@engine_options
def compare(
    path: Path,
    documents: bool,
    since: str | None,
    online: bool,
    form: str | None,
    output: Path | None,
    to: str | None,
    verdicts: tuple[Any, ...],
    references: bool,
    new_items: bool,
    pins: Path | None,
    reading: Path | None,
    store: str | None,
    engine: str | None,
) -> None:
    """Hold what the documents say against what Wikidata says of the things that are linked.

    For each statement: new, agrees, more precise, less precise, differs; and what cannot be said there, with the
    reason. Offline it goes by the items that are pinned in COLLECTION/wikidata; --online asks for them first.

    With --to (quickstatements, wikibase-json, …; see dateline export --list) what is worth writing becomes files to
    review. Nothing that Wikidata has already is in them, and nothing is ever uploaded.

    With --documents: what several documents say of the same things, each in its words and with its voice, and whether
    all of it can be true; what one publisher alone says; who quotes whom. With --since: which claims came, went, or
    are said otherwise than in a release or in the publication that a folder holds. With --store both are asked of an
    engine, for what there is now.
    """
    from dateline import pipeline
    from dateline.formats import known

    place = place_of(store, engine)
    if documents or since is not None:
        others = {"--online": online, "--to": to, "--verdict": verdicts, "--references": references, "--pins": pins}
        _compare_documents(
            path, since, documents, place, form or _form_of(output), output, [*filter(others.get, others)]
        )
        return
    if place is not None:
        raise UsageError(
            "--store goes with --documents or --since.", remedy="What Wikidata says is held against what stands here."
        )
    if to is not None:
        known(to)
    if to is not None and form is not None:
        raise UsageError("--format shows a comparison, --to writes statements.", remedy="Give one of the two.")
    if references and to is None:
        raise UsageError("--references goes with --to.", remedy="The table shows what could take in a source anyhow.")
    if references and to in _WHOLE:
        raise UsageError(
            f"{to} holds whole statements, and would write those twice that only lack a source.",
            remedy="Write sources with --to quickstatements or --to wikibase-cli.",
        )
    done = pipeline.compare(path, reading=reading, online=online, pins=pins, new_items=new_items)
    for note in done.notes:
        say(f"Note: {note}", err=True)
    shown = done.having(verdicts)
    if to is None:
        _show(shown, form or _form_of(output), output)
        return
    _write_back(done, shown, to, output, references=references)


def _compare_documents(
    path: Path,
    since: str | None,
    documents: bool,
    place: Place | None,
    form: str,
    output: Path | None,
    others: list[str],
) -> None:
    import shutil

    from dateline.cli.accounts import show_changes, show_documents

    if others or (documents and since is not None):
        what = others[0] if others else "--since"
        raise UsageError(f"{what} does not go with --documents or --since.", remedy="Ask for one comparison at a time.")
    width = shutil.get_terminal_size((120, 40)).columns
    if since is not None:
        show_changes(path, since, place, form=form, output=output, width=width)
    else:
        show_documents(path, place, form=form, output=output, width=width)


def _form_of(output: Path | None) -> str:
    suffix = output.suffix.lower() if output else ""
    return {".json": "json", ".html": "html", ".htm": "html"}.get(suffix, "table")


def _show(shown: Comparison, form: str, output: Path | None) -> None:
    from dateline.output import write_file

    if form == "json":
        from dateline.comparison.json_form import render_json

        data = render_json(shown)
    elif form == "html":
        from dateline.comparison.page import render_page

        data = render_page(shown)
    else:
        import shutil

        from dateline.comparison.table import render_table

        data = render_table(shown, width=shutil.get_terminal_size((120, 40)).columns).encode()
    if output is None:
        emit(data)
    else:
        write_file(output, data)
        say(str(output), err=True)


def _write_back(done: Comparison, shown: Comparison, to: str, output: Path | None, *, references: bool) -> None:
    """Writes what is worth writing of the rows that are shown, and says what was left out of all of them."""
    from dateline.formats import export_drafts

    worth = shown.worth_writing(references=references, whole=to in _WHOLE)
    files = export_drafts(worth, to)
    _keep(files, output, to)
    for line in _told(done, worth, output):
        say(line, err=True)


def _keep(files: Mapping[str, bytes], output: Path | None, to: str) -> None:
    from dateline.formats import FORMATS
    from dateline.output import create_folder, write_file

    if FORMATS[to].file is not None:
        [data] = files.values()
        if output is None:
            emit(data)
        else:
            write_file(output, data)
    elif output is None:
        raise UsageError(
            f"{to} gives {len(files)} files ({', '.join(files)}).", remedy="Write them into a folder with -o DIR."
        )
    else:
        create_folder(output, files)


def _told(done: Comparison, worth: Drafts, output: Path | None) -> list[str]:
    """What was written, and of what was not how much and why."""
    from dateline.statements import Draft

    number = len(worth.drafts)
    place = f" in {output}" if output else ""
    if number:
        lines = [f"{count(number, 'statement')} to review{place}; nothing was uploaded."]
    elif done.count("not asked"):
        lines = ["There is nothing to write: of what is drafted, it is not known what Wikidata says."]
    else:
        lines = ["There is nothing to write: Wikidata lacks nothing that can be said."]
    written = {(one.subject, one.statement) for one in worth.drafts}
    left = [
        row
        for row in done.rows
        if not isinstance(row.ours, Draft) or (row.ours.subject, row.ours.statement) not in written
    ]
    counts = Counter(row.verdict for row in left)
    if counts:
        lines.append(
            "Left out: "
            + ", ".join(f"{counts[one]:,} {words}" for one, words in _LEFT_OUT.items() if counts[one])
            + "."
        )
    return lines
