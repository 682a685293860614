"""From `.rq` files to questions, and from a question with its parameters to the SPARQL that is run.

A parameter's place in the query is a block of its own, `VALUES ?place { UNDEF }`: the file runs as it is in any engine,
and binding puts one term, written by `dateline.sparql`, where UNDEF stands. The place of an endpoint is `SERVICE <…>`
itself, with the default of the parameter. Nothing else in the text ever changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dateline import resources, sparql
from dateline.errors import QuestionError, shown
from dateline.questions.header import near, parse_header, split
from dateline.questions.parameters import Parameter, Resolve

_FILE_NAME = re.compile(r"(?:([0-9]{1,9})-)?(.+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundQuery:
    """A question whose parameters are filled in: the SPARQL to run, and the terms that were put into it."""

    name: str
    text: str
    terms: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A named query: what it asks (`summary`), its parameters, its columns with their labels, and its SPARQL (`text`).

    `number` is the place in the order of questions, None for a user's own; `expect_empty` says that a row is a finding.
    The words in the columns `ours` are the question's own: no document says them.
    `endpoints` are the parameters that name another endpoint, which the query asks by `SERVICE`.
    """

    name: str
    text: str
    file: str
    number: int | None = None
    summary: str = ""
    description: str = ""
    users: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    ours: frozenset[str] = frozenset()
    expect_empty: bool = False
    endpoints: tuple[str, ...] = ()
    pieces: tuple[str, ...] = field(default=(), repr=False)

    def bind(self, given: Mapping[str, object] | None = None, *, resolve: Resolve | None = None) -> BoundQuery:
        """The query with these values, given as text; what is not given is open, or has its default.

        `resolve` turns the short name of a thing into its IRI; without it a thing is named by its IRI alone. Raises
        `QuestionError` that names every missing, unknown and ill-typed parameter at once.
        """
        values = {name: str(value) for name, value in (given or {}).items()}
        known = [parameter.name for parameter in self.parameters]
        problems = [
            f"{shown(name)} is no parameter. {near(name, known, otherwise='It has')}"
            for name in values
            if name not in known
        ]
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default)
            if value is None:
                if parameter.required:
                    hint = f", such as {parameter.example}" if parameter.example else ""
                    problems.append(f"{parameter.name}: a value is required{hint}.")
                continue
            try:
                terms[parameter.name] = parameter.term(value, resolve=resolve)
            except QuestionError as error:
                problems.append(str(error))
        if problems:
            raise QuestionError(" ".join(problems), where=f"the question {self.name}")
        # Pieces alternate: text, the name of a parameter, text.
        filled = [
            piece if number % 2 == 0 else self._block(piece, terms[piece]) if piece in terms else ""
            for number, piece in enumerate(self.pieces)
        ]
        return BoundQuery(name=self.name, text="".join(filled), terms=terms)

    def _block(self, name: str, term: str) -> str:
        return f"SERVICE {term}" if name in self.endpoints else f"VALUES ?{name} {{ {term} }}"


def questions() -> tuple[Question, ...]:
    """The questions about a publication that come with Dateline, in order."""
    return tuple(map(load_question, _files("questions").values()))


def collection_questions() -> tuple[Question, ...]:
    """The questions about what several documents say of the same things, in order."""
    return tuple(map(load_question, _files("collections").values()))


def wikidata_questions() -> tuple[Question, ...]:
    """The questions that ask Wikidata about what a publication links, in order."""
    return tuple(map(load_question, _files("wikidata").values()))


def question(name: str) -> Question:
    """The question of a name, such as `casualties`; raises `QuestionError` that suggests near ones."""
    files = {**_files("questions"), **_files("collections"), **_files("wikidata")}
    if name not in files:
        raise QuestionError(
            f"there is no question {shown(name)}.", remedy=near(name, list(files), otherwise="There are")
        )
    return load_question(files[name])


@cache
def load_question(path: Path) -> Question:
    """The question in a file, with a header or without one; read once, and kept.

    Raises `QuestionError` for a file that is none, `YamlError` for a header that is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise QuestionError(
            f"the query cannot be read: {why}.", where=str(path), remedy="Give a file of SPARQL in UTF-8."
        ) from error
    return parse_question(text, file=str(path))


def parse_question(text: str, *, file: str) -> Question:
    r"""The question in a text; `file` names it, and gives it its name: `02-what-happened.rq` is `what-happened`.

    >>> parse_question("#+ summary: Is there anything?\nASK { ?s ?p ?o }", file="1-anything.rq").name
    'anything'
    """
    source, body = split(text)
    header = parse_header(source, file=file)
    sparql.form(body)
    pieces, endpoints = _pieces(body, header.parameters, file)
    name = _FILE_NAME.fullmatch(Path(file).stem)
    number, label = (name[1], name[2]) if name else (None, file)
    return Question(
        name=label,
        text=body,
        file=file,
        number=int(number) if number else None,
        summary=header.summary,
        description=header.description,
        users=header.users,
        parameters=header.parameters,
        columns=header.columns,
        ours=header.ours,
        expect_empty=header.expect_empty,
        endpoints=endpoints,
        pieces=pieces,
    )


@cache
def _files(kind: str) -> Mapping[str, Path]:
    return {path.stem.partition("-")[2]: path for path in resources.queries(kind)}


def _pieces(body: str, parameters: Sequence[Parameter], file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The query cut at the blocks of its parameters (text, a parameter's name, text, and so on), and those parameters
    that name an endpoint.

    A block is `VALUES`, the parameter's variable, and one term or UNDEF between braces; or `SERVICE` and the address
    that is the default of a parameter of the type `iri`.
    """
    names = [parameter.name for parameter in parameters]
    addresses = {f"<{one.default}>": one.name for one in parameters if one.type == "iri" and one.default is not None}
    endpoints: list[str] = []
    pieces: list[str] = []
    at = 0
    tokens = list(sparql.code(body))
    for start, (values, variable, opening) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if values.text.upper() == "SERVICE" and variable.text in addresses:
            endpoints.append(addresses[variable.text])
            pieces += [body[at : values.start], endpoints[-1]]
            at = variable.end
            continue
        if values.text.upper() != "VALUES" or opening.text != "{" or variable.text[1:] not in names:
            continue
        closing = next((token for token in tokens[start + 3 :] if token.text == "}"), None)
        if closing is None:
            raise QuestionError(f"the block of {variable.text} is not closed.", where=file, remedy="Add a }.")
        pieces += [body[at : values.start], variable.text[1:]]
        at = closing.end
    without = [f"VALUES ?{name} {{ UNDEF }}" for name in names if name not in pieces[1::2]]
    if without:
        raise QuestionError(
            "a parameter has no place in the query.",
            where=file,
            remedy=f"Write {' and '.join(without)} in the group that uses it.",
        )
    return (*pieces, body[at:]), tuple(dict.fromkeys(endpoints))
