"""From `.rq` files to questions, and from a question with its parameters to the SPARQL that is run.

A parameter's place in the query is a block of its own, `VALUES ?place { UNDEF }`: the file runs as it is in any engine,
and binding puts one term, written by `dateline.sparql`, where UNDEF stands. Nothing else in the text ever changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from dateline import resources, sparql
from dateline.errors import QuestionError
from dateline.questions.parameters import TYPES, Parameter, Resolve
from dateline.yaml12 import parse_yaml

_FILE_NAME = re.compile(r"(?:([0-9]+)-)?(.+)")
_MEMBERS = frozenset({"summary", "description", "users", "parameters", "columns", "expect"})
_PARAMETER_MEMBERS = frozenset({"type", "label", "description", "required", "default", "example"})


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
    expect_empty: bool = False
    pieces: tuple[str, ...] = field(default=(), repr=False)

    def bind(self, given: Mapping[str, object] | None = None, *, resolve: Resolve | None = None) -> BoundQuery:
        """The query with these values, given as text; what is not given is open, or has its default.

        `resolve` turns the short name of a thing into its IRI; without it a thing is named by its IRI alone. Raises
        `QuestionError` that names every missing, unknown and ill-typed parameter at once.
        """
        values = {name: str(value) for name, value in (given or {}).items()}
        problems = self._unknown(values)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default)
            if value is None:
                if parameter.required:
                    problems.append(f"{parameter.name}: a value is required, such as {parameter.example or '…'}.")
                continue
            try:
                terms[parameter.name] = parameter.term(value, resolve=resolve)
            except QuestionError as error:
                problems.append(str(error))
        if problems:
            raise QuestionError(" ".join(problems), where=f"the question {self.name!r}")
        # Pieces alternate: text, the name of a parameter, text.
        filled = [
            piece if number % 2 == 0 else f"VALUES ?{piece} {{ {terms[piece]} }}" if piece in terms else ""
            for number, piece in enumerate(self.pieces)
        ]
        return BoundQuery(name=self.name, text="".join(filled), terms=terms)

    def _unknown(self, values: Mapping[str, str]) -> list[str]:
        known = [parameter.name for parameter in self.parameters]
        return [
            f"{name}: there is no such parameter. {_suggestion(name, known, 'It has')}"
            for name in values
            if name not in known
        ]


def questions() -> tuple[Question, ...]:
    """The questions that come with Dateline, in order."""
    return tuple(load_question(path) for path in resources.queries("questions"))


def question(name: str) -> Question:
    """The question of a name, such as `casualties`; raises `QuestionError` that suggests near ones."""
    files = _files()
    if name not in files:
        raise QuestionError(f"there is no question {name!r}.", remedy=_suggestion(name, list(files), "There are"))
    return load_question(files[name])


@cache
def load_question(path: Path) -> Question:
    """The question in a file, with a header or without one.

    Raises `QuestionError` for a file that is none, `YamlError` for a header that is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"the query cannot be read: {error}.", where=str(path), remedy="Give a file of SPARQL in UTF-8."
        ) from error
    return parse_question(text, file=str(path))


def parse_question(text: str, *, file: str) -> Question:
    """The question in a text; `file` names it, and gives it its name: `02-what-happened.rq` is `what-happened`.

    >>> parse_question("#+ summary: Is there anything?\\nASK { ?s ?p ?o }", file="anything.rq").summary
    'Is there anything?'
    """
    header, body = _split(text)
    sparql.form(body)
    members = _header(header, file)
    parameters = tuple(_parameter(name, given, file) for name, given in members.get("parameters", {}).items())
    name = _FILE_NAME.fullmatch(Path(file).stem)
    number, label = (name[1], name[2]) if name else (None, file)
    return Question(
        name=label,
        text=body,
        file=file,
        number=int(number) if number else None,
        summary=str(members.get("summary", "")),
        description=str(members.get("description", "")),
        users=tuple(map(str, members.get("users", ()))),
        parameters=parameters,
        columns={str(column): str(words) for column, words in members.get("columns", {}).items()},
        expect_empty=members.get("expect") == "empty",
        pieces=_pieces(body, [parameter.name for parameter in parameters], file),
    )


@cache
def _files() -> Mapping[str, Path]:
    return {path.stem.partition("-")[2]: path for path in resources.queries("questions")}


def _split(text: str) -> tuple[str, str]:
    """The header without its marks, every line where it stood, and the query."""
    lines = text.split("\n")
    header = [line[2:].removeprefix(" ").rstrip("\r") if line.startswith("#+") else "" for line in lines]
    return "\n".join(header).rstrip(), "\n".join(line for line in lines if not line.startswith("#+")).lstrip("\r\n")


def _header(source: str, file: str) -> dict[str, Any]:
    if not source:
        return {}
    data = parse_yaml(source, file=file).data
    if not isinstance(data, dict):
        raise QuestionError("the header is not a mapping.", where=file, remedy="Begin it with: #+ summary: …")
    for unknown in data.keys() - _MEMBERS:
        raise QuestionError(
            f"the header has {unknown!r}.",
            where=file,
            remedy=_suggestion(str(unknown), sorted(_MEMBERS), "It may have"),
        )
    for member in ("parameters", "columns"):
        if not isinstance(data.get(member, {}), dict):
            raise QuestionError(f"{member} is not a mapping.", where=file)
    return data


def _parameter(name: str, given: Any, file: str) -> Parameter:
    place = f"{file}: parameters.{name}"
    if not isinstance(given, dict) or given.keys() - _PARAMETER_MEMBERS:
        raise QuestionError(
            "this is not a parameter.", where=place, remedy=f"Give some of {', '.join(sorted(_PARAMETER_MEMBERS))}."
        )
    kind = str(given.get("type", "string"))
    if kind not in TYPES:
        raise QuestionError(f"{kind!r} is no type.", where=place, remedy=_suggestion(kind, list(TYPES), "There are"))
    default, example = given.get("default"), given.get("example")
    return Parameter(
        name=name,
        type=kind,
        label=str(given.get("label", name)),
        description=str(given.get("description", "")),
        required=bool(given.get("required", False)),
        default=None if default is None else str(default),
        example=None if example is None else str(example),
    )


def _pieces(body: str, names: list[str], file: str) -> tuple[str, ...]:
    """The query cut at the blocks of its parameters: text, a parameter's name, text, and so on."""
    tokens = list(sparql.code(body))
    pieces: list[str] = []
    at = 0
    for start, (values, variable, opening) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if (
            values.text.upper() != "VALUES"
            or variable.kind != "variable"
            or variable.text[1:] not in names
            or opening.text != "{"
        ):
            continue
        closing = next((token for token in tokens[start + 3 :] if token.text == "}"), None)
        if closing is None:
            raise QuestionError(f"the block of {variable.text} is not closed.", where=file)
        pieces += [body[at : values.start], variable.text[1:]]
        at = closing.end
    for name in names:
        if name not in pieces[1::2]:
            raise QuestionError(
                f"the parameter {name!r} has no place in the query.",
                where=file,
                remedy=f"Write VALUES ?{name} {{ UNDEF }} in the group that uses it.",
            )
    return (*pieces, body[at:])


def _suggestion(name: str, known: list[str], else_say: str) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"{else_say} {', '.join(known)}." if known else "It has none."
