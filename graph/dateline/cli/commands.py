"""The verbs: each parses its words, calls the pipeline, and prints what comes back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline import __version__
from dateline.cli.printing import LONGEST_NAME, ProgressLine, columns, count, tell
from dateline.errors import CheckError, OutputError, UsageError
from dateline.terminal import emit, on_one_line, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from dateline.checking import Finding
    from dateline.drafting import Drafted, Known, ModelUse

F = TypeVar("F", bound=Callable[..., Any])
_SHELLS = ("bash", "zsh", "fish")
_READINGS = ("yaml", "json", "html")
_TIERS = ("fast", "reference", "rust")
_FINDINGS = ("text", "json", "turtle")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dateline", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def main_group(context: click.Context, debug: bool) -> None:
    """Turns documents into linked data in which every triple shows the exact words that say it and the voice that
    says them.

    A PATH is the folder of a collection (it has a dateline.toml), a document or a reading in one, or a document that
    stands by itself with its reading beside it.
    """
    context.obj = {"debug": debug}


def _reading_option(command: F) -> F:
    return click.option(
        "--reading", type=click.Path(path_type=Path), help="The reading of a document that stands by itself."
    )(command)


def _tier_option(command: F) -> F:
    return click.option(
        "--tier",
        type=click.Choice(_TIERS),
        default="fast",
        show_default=True,
        help="fast: the shapes' queries in Oxigraph; reference: pySHACL, the same shapes; rust: shacl-rust, an extra.",
    )(command)


@main_group.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@_reading_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder for a document that stands by itself."
)
@_tier_option
@click.option("--workers", type=click.IntRange(min=1), help="Processes for a collection; default: one a processor.")
@click.option("--dask", metavar="ADDRESS", help="Let the workers of this Dask scheduler read and build.")
@click.option("--shards", metavar="URL", default="", help="Keep every document's N-Quads at this URL too (fsspec).")
@click.option(
    "--reference-sample",
    type=click.IntRange(min=0),
    metavar="N",
    help="Let pySHACL look at N documents of a collection too; default: a few of a large one.",
)
@click.option("--explain", is_flag=True, help="Say of each document of a collection why it was done again.")
def publish(
    paths: tuple[Path, ...],
    reading: Path | None,
    output: Path | None,
    tier: Any,
    workers: int | None,
    dask: str | None,
    shards: str,
    reference_sample: int | None,
    explain: bool,
) -> None:
    """Build, check and export: the whole flow.

    Replaces the folder published/ of the collection as a whole, or, if the graph does not pass its checks, leaves it as
    it was. A document that stands by itself becomes a collection of one in ./NAME.

    In a collection of several documents only those that changed are done again. One that cannot be published is left
    out and stops no other; the exit code is then 1. Interrupted at any moment, the next run goes on from there.

    With --dask the documents are read and built on other machines that have the same version of dateline; they need no
    disk in common. Whoever reaches a Dask scheduler can run programs there: keep it on a network of your own.
    """
    from dateline import pipeline

    if len(paths) > 1 and (reading is not None or output is not None):
        raise UsageError("--reading and -o go with one PATH.", remedy="Publish the documents one by one.")
    refused = 0
    for path in paths:
        with ProgressLine() as line:
            done = pipeline.publish(
                path,
                reading=reading,
                output=output,
                tier=tier,
                workers=workers,
                dask=dask,
                shards=shards,
                reference_sample=reference_sample,
                progress=line.show,
            )
        tell(done, explain=explain)
        refused += len(done.documents.refused) if done.documents else 0
    if refused:
        raise SystemExit(1)


@main_group.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write readings and texts into this folder.")
@click.option("--format", "form", type=click.Choice(_READINGS), default="yaml", show_default=True)
@click.option("--issued", metavar="DATE", help="The day of the document (ISO 8601), if its text does not say it.")
@click.option("--title", help="The title of the document, if its text does not say it.")
@click.option("--publisher", help="Who published the document, if its text does not say it.")
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline.")
@click.option("--any-language", is_flag=True, help="Read it even if it does not look like English.")
@click.option("--online", is_flag=True, help="Fetch a document whose PATH is a web address.")
@click.option(
    "--language-model",
    is_flag=True,
    help="Read with the model at DATELINE_LLM_URL instead of the rules; sends the text.",
)
@click.option("--llm-tokens", type=click.IntRange(min=1), help="Spend at most so many tokens on a document.")
@click.option("--llm-cache", type=click.Path(path_type=Path), help="Keep the model's answers in this folder.")
@click.option("--again", is_flag=True, help="Draft what was read before too, and lay the drafts over the readings.")
def read(
    paths: tuple[str, ...],
    output: Path | None,
    form: Any,
    issued: str | None,
    title: str | None,
    publisher: str | None,
    model: str | None,
    any_language: bool,
    online: bool,
    language_model: bool,
    llm_tokens: int | None,
    llm_cache: Path | None,
    again: bool,
) -> None:
    """Draft the reading of a document: who, what, when and where, each with its words and its voice.

    A PATH here is a document (text, Markdown, HTML, PDF, DOCX, e-mail), a folder of them, - for stdin, or, with
    --online, a web address. Every claim is proposed, with a confidence. Correct the draft, and publish it; a draft
    never takes the place of a reading that is there.

    The folder of a collection reads what has no reading yet into readings/. With --again everything is drafted anew and
    laid over the readings: what is new is added, what a person decided stays, and what the draft would say otherwise
    is printed.
    """
    from dateline import drafting
    from dateline.collection import is_collection
    from dateline.formats.reading_page import render_reading_page
    from dateline.reading import render_reading

    known = drafting.Known(
        issued=issued,
        title=title,
        publisher=publisher,
        model=model,
        any_language=any_language,
        language_model=_model_use(llm_tokens, llm_cache) if language_model else None,
    )
    if any(is_collection(Path(path)) for path in paths):
        for path in paths:
            _read_collection(Path(path), known, again=again)
        return
    if again:
        raise UsageError("--again is for the folder of a collection.", remedy="Leave it out.")
    folders = [path for path in paths if Path(path).is_dir()]
    if output is None and (len(paths) > 1 or folders):
        raise UsageError("several readings need a folder.", remedy="Give it with -o DIR.")
    refused = 0
    for path in paths:
        drafts = (
            drafting.read_folder(Path(path), known) if path in folders else [drafting.read(path, known, online=online)]
        )
        for drafted in drafts:
            if not isinstance(drafted, drafting.Drafted):
                refused += 1
                say(f"dateline: {drafted.error}", err=True)
                continue
            for note in drafted.document.notes:
                say(f"Note: {drafted.document.id}: {note}", err=True)
            if form == "html":
                data = render_reading_page(drafted.reading, drafted.document.text).encode()
            else:
                data = render_reading(drafted.reading, format=form).encode()
            if output is None:
                sys.stdout.buffer.write(data)
            else:
                _keep_draft(drafted, data, output / f"{drafted.document.id}.{form}")
    if refused:
        say(f"{refused} of the documents could not be read.", err=True)
        raise SystemExit(1)


def _model_use(tokens: int | None, cache: Path | None) -> ModelUse:
    """The language model that the environment names, with what may be spent on it."""
    from dateline.drafting import ModelUse
    from dateline.reader.language_model import Limit
    from dateline.settings import language_model

    endpoint = language_model()
    if endpoint is None:
        raise UsageError(
            "no language model is named.", remedy="Set DATELINE_LLM_URL and DATELINE_LLM_MODEL (and DATELINE_LLM_KEY)."
        )
    return ModelUse(endpoint=endpoint, limit=Limit(tokens=tokens), cache=cache, tell=lambda words: say(words, err=True))


def _read_collection(folder: Path, known: Known, *, again: bool) -> None:
    """Drafts what a collection has no reading of and, with `again`, lays drafts over the rest."""
    from dateline import drafting
    from dateline.collection import only_writer, open_collection

    collection = open_collection(folder)
    with only_writer(collection.folder):
        before = [entry for entry in collection.entries if entry.is_read]
        made, drafted = drafting.complete(collection, known)
        for name in drafted:
            say(f"{name}: drafted")
        if before and not again:
            say(f"{count(len(before), 'document')} had a reading already; --again drafts what was read before too")
        if not before or not again:
            return
        for entry, merged in drafting.again(replace(made, entries=tuple(before)), known):
            added, dropped, otherwise = len(merged.added), len(merged.dropped), len(merged.differs)
            say(f"{entry.id}: {added} added, {dropped} dropped, {otherwise} said otherwise")
            for difference in merged.differs:
                say(f"  {on_one_line(str(difference), 2 * LONGEST_NAME)}")


def _keep_draft(drafted: Drafted, data: bytes, place: Path) -> None:
    """Writes a reading, and beside it the text that its offsets mean; neither takes the place of what is there."""
    from dateline.output import write_file

    text, words = place.with_suffix(".txt"), drafted.document.text.encode()
    if place.exists():
        raise OutputError("there is a reading already.", where=str(place), remedy="Choose another folder with -o.")
    if text.exists() and text.read_bytes() != words:
        raise OutputError("there is another text already.", where=str(text), remedy="Choose another folder with -o.")
    write_file(text, words)
    write_file(place, data)
    say(str(place), err=True)


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path))
@_reading_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of to stdout.")
def build(path: Path, reading: Path | None, output: Path | None) -> None:
    """Compile a collection or a document to Turtle, without checking it."""
    from dateline import pipeline

    _write(pipeline.export(path, "turtle", reading=reading), output)


@main_group.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@_reading_option
@_tier_option
@click.option("--format", "form", type=click.Choice(_FINDINGS), default="text", show_default=True)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="With --tier reference: only N documents.")
def check(paths: tuple[Path, ...], reading: Path | None, tier: Any, form: Any, sample: int | None) -> None:
    """Hold a collection, a document or any RDF file against the shapes.

    Prints every finding with the words it is about, the place in the reading and what to do. Exits with 1 if one of
    them is a violation; warnings and notes do not stop anything.

    A large collection is checked document by document, where those that did not change since they were published are
    not looked at again; then its index is asked for what shows only across documents. With --tier reference --sample N
    pySHACL looks at the N documents whose names have the lowest SHA-256.
    """
    from dateline import pipeline
    from dateline.checking import render_findings, require_conforms

    if sample is not None and tier != "reference":
        raise UsageError("--sample is for --tier reference.", remedy="The fast tier looks at every document.")
    findings: list[Finding] = []
    for path in paths:
        findings.extend(pipeline.check(path, reading=reading, tier=tier, sample=sample, told=_note))
    if form == "text":
        say(render_findings(tuple(findings), form), nl=False)
    else:
        emit(render_findings(tuple(findings), form).encode())
    try:
        require_conforms(tuple(findings))
    except CheckError as failed:
        raise SystemExit(failed.exit_code) from failed


def _note(words: str) -> None:
    say(f"Note: {words}", err=True)


def _complete_formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from dateline.formats import FORMATS

    return [CompletionItem(name, help=row.summary) for name, row in FORMATS.items() if name.startswith(incomplete)]


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--to", metavar="FORMAT", default="turtle", show_default=True, shell_complete=_complete_formats)
@click.option("--list", "listed", is_flag=True, help="List the formats.")
@_reading_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file, or a folder for a format of several files."
)
def export(path: Path | None, to: str, listed: bool, reading: Path | None, output: Path | None) -> None:
    """Write a collection or a document in one format."""
    from dateline import pipeline
    from dateline.formats import FORMATS

    if listed:
        columns((row.name, row.media_type, row.summary) for row in FORMATS.values())
    elif path is None:
        raise UsageError("the PATH to export is missing.", remedy="See dateline export --help.")
    else:
        _write(pipeline.export(path, to, reading=reading), output)


@main_group.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what completes dateline's words in a shell.

    For bash: dateline completion bash > ~/.local/share/bash-completion/completions/dateline
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is None:
        raise UsageError(f"this installation cannot complete for {shell}.")
    click.echo(maker(main_group, {}, "dateline", "_DATELINE_COMPLETE").source())


def _write(files: Any, output: Path | None) -> None:
    """One file to stdout or to `output`; several into a folder."""
    from dateline.output import write_files

    if output is None:
        if len(files) > 1:
            raise UsageError(
                f"this format gives {len(files)} files ({', '.join(files)}).",
                remedy="Write them into a folder with -o DIR.",
            )
        [data] = files.values()
        emit(data)
    elif len(files) == 1 and not output.is_dir():
        [data] = files.values()
        write_files({output: data})
    else:
        write_files({output / name: data for name, data in files.items()})
