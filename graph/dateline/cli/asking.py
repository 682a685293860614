"""The verb `query`: a named question, a file, or what stands on stdin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.commands import main_group
from dateline.cli.engines import engine_options, place_of
from dateline.cli.printing import list_questions
from dateline.errors import UsageError
from dateline.terminal import emit, on_terminal, say, stdin_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from dateline.answers import Dataset

_ANSWERS = ("table", "csv", "tsv", "json", "xml", "turtle", "nt", "jsonld", "rdfxml")


def _complete_questions(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from dateline.questions import collection_questions, questions, wikidata_questions

    known = (*questions(), *collection_questions(), *wikidata_questions())
    return [CompletionItem(one.name, help=one.summary) for one in known if one.name.startswith(incomplete)]


@main_group.command()
@click.argument("question", required=False, metavar="NAME|FILE|-", shell_complete=_complete_questions)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the question.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of PATH.")
@engine_options
@click.option("--online", is_flag=True, help="Ask Wikidata too, about what PATH links.")
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds to wait for an endpoint.")
@click.option("--format", "form", type=click.Choice(_ANSWERS), help="Default: a table on a terminal, CSV in a pipe.")
@click.option("--list", "listed", is_flag=True, help="List the questions, or the parameters of the one named.")
def query(
    question: str | None,
    path: Path | None,
    params: tuple[str, ...],
    endpoint: str | None,
    store: str | None,
    engine: str | None,
    online: bool,
    timeout: float,
    form: str | None,
    listed: bool,
) -> None:
    """Ask a named question, the query in a FILE, or the one on stdin (-).

    PATH is a collection (default: this folder), a document, or any RDF file. A parameter that stands for a thing takes
    its IRI, its short name or its label: --param place=Baku.

    A question about what Wikidata says is asked with --online, or of the --endpoint in its place where a PATH is given
    too. With an --endpoint alone, the engine there holds the graph and asks Wikidata itself. An --endpoint is any at
    all, a --store one to which PATH was pushed: its short names and settings hold there.
    """
    from dateline import answers
    from dateline.display import as_text
    from dateline.settings import credentials
    from dateline.store.results import Triples

    if listed:
        list_questions(question)
        return
    if question is None:
        raise UsageError(
            "which question?", remedy="dateline query --list names them; a FILE or - is a query of your own."
        )
    asked = answers.read_question(stdin_text(), file="stdin") if question == "-" else answers.find_question(question)
    given = dict(_parameter(one) for one in params)
    place = place_of(store, engine)

    def of_path() -> Dataset:
        here = path or Path()
        return answers.open_held(here, replace(place, timeout=timeout)) if place else answers.open_dataset(here)

    if online or (endpoint is not None and path is not None and asked.endpoints):
        dataset = of_path()
    elif endpoint is not None:
        if path is not None or place is not None:
            raise UsageError(f"give {'a PATH' if place is None else '--store'} or an --endpoint, not both.")
        dataset = answers.open_endpoint(endpoint, timeout=timeout, credentials=credentials())
    elif asked.endpoints:
        raise UsageError("this question asks Wikidata too.", remedy="Add --online, or --endpoint URL to ask elsewhere.")
    else:
        dataset = of_path()
    for note in dataset.notes:
        say(f"Note: {note}", err=True)
    if online or (path is not None and endpoint is not None):
        answer = answers.ask_wikidata(asked, given, dataset=dataset, endpoint=endpoint, timeout=timeout)
    else:
        answer = dataset.ask(asked, given)
    if form == "table" or (form is None and on_terminal()):
        say(as_text(answer, width=_width(), base=dataset.base, headings=asked.columns), nl=False)
    else:
        emit(answer.render(form or ("turtle" if isinstance(answer, Triples) else "csv")))


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(
            f"{text!r} is not a parameter.", remedy="Write --param NAME=VALUE, such as --param place=Baku."
        )
    return name, value


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 40)).columns
