"""The header of a query file: the lines that start with `#+`, together YAML. Its members: `queries/README.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from dateline.errors import Problem, QuestionError, shown
from dateline.questions.parameters import TYPES, Parameter
from dateline.yaml12 import child, parse_yaml

_MEMBERS: Mapping[str, tuple[type, str]] = {
    "summary": (str, "a text"),
    "description": (str, "a text"),
    "users": (list, "a list"),
    "parameters": (dict, "a mapping"),
    "columns": (dict, "a mapping"),
    "ours": (list, "a list"),
    "expect": (str, "a text"),
}
_PARAMETER_MEMBERS: Mapping[str, tuple[type, ...]] = {
    "type": (str,),
    "label": (str,),
    "description": (str,),
    "required": (bool,),
    "default": (str, int, float),
    "example": (str, int, float),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What a header says; see `Question`."""

    summary: str = ""
    description: str = ""
    users: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    ours: frozenset[str] = frozenset()
    expect_empty: bool = False


def split(text: str) -> tuple[str, str]:
    r"""The header without its marks, every line where it stood, and the query.

    >>> split("#+ summary: Why?\nASK {}\n")
    ('summary: Why?', 'ASK {}\n')
    """
    lines = text.split("\n")
    header = [line[2:].removeprefix(" ").rstrip("\r") if line.startswith("#+") else "" for line in lines]
    return "\n".join(header).rstrip(), "\n".join(line for line in lines if not line.startswith("#+")).lstrip("\r\n")


def parse_header(source: str, *, file: str) -> Header:
    """The header in a text. Raises `QuestionError` with every problem, `YamlError` for what is not YAML.

    >>> parse_header("parameters: {day: {type: date, label: Day}}", file="x.rq").parameters[0].type
    'date'
    """
    if not source:
        return Header()
    parsed = parse_yaml(source, file=file)
    problems = [
        Problem(file=file, path=path, line=parsed.line(path), what=what, remedy=remedy)
        for path, what, remedy in _problems(parsed.data)
    ]
    if problems:
        raise QuestionError(" ".join(map(str, problems)))
    data = parsed.data
    return Header(
        summary=data.get("summary", ""),
        description=data.get("description", ""),
        users=tuple(map(str, data.get("users", ()))),
        parameters=tuple(_parameter(name, given) for name, given in data.get("parameters", {}).items()),
        columns={column: str(label) for column, label in data.get("columns", {}).items()},
        ours=frozenset(map(str, data.get("ours", ()))),
        expect_empty="expect" in data,
    )


def near(name: str, known: list[str], *, otherwise: str) -> str:
    """A remedy for a name that is not known: those that come near it, else all of them.

    >>> near("plcae", ["place"], otherwise="It has"), near("x", ["place"], otherwise="It has")
    ('Did you mean place?', 'It has place.')
    """
    found = get_close_matches(name, known, n=3, cutoff=0.4)
    if found:
        return f"Did you mean {' or '.join(found)}?"
    return f"{otherwise} {', '.join(known)}." if known else "It has none."


def _problems(data: Any) -> Iterator[tuple[str, str, str]]:
    """Every problem as its path, what is wrong, and the remedy."""
    if not isinstance(data, dict):
        yield "", "the header is not a mapping.", "Begin it with: #+ summary: …"
        return
    for name, value in data.items():
        if name not in _MEMBERS:
            yield name, f"a header has no {shown(name)}.", near(name, list(_MEMBERS), otherwise="It may have")
        elif not isinstance(value, _MEMBERS[name][0]):
            yield name, f"this is not {_MEMBERS[name][1]}.", f"Write {name} as {_MEMBERS[name][1]}."
        elif name == "expect" and value != "empty":
            yield name, f"{shown(str(value))} cannot be expected.", "Write empty, or leave it out."
        elif name == "parameters":
            for parameter, given in data["parameters"].items():
                yield from _problems_of_parameter(child("parameters", parameter), parameter, given)


def _problems_of_parameter(path: str, name: str, given: Any) -> Iterator[tuple[str, str, str]]:
    if not name.isidentifier() or not name.isascii():
        yield path, f"{shown(name)} cannot name a parameter.", "Use letters, digits and underscores."
    if not isinstance(given, dict):
        yield path, "this is not a mapping.", "Write {type: string, label: …}."
        return
    for member, value in given.items():
        if member not in _PARAMETER_MEMBERS:
            remedy = near(member, list(_PARAMETER_MEMBERS), otherwise="It may have")
            yield f"{path}.{member}", f"a parameter has no {shown(member)}.", remedy
        elif not isinstance(value, _PARAMETER_MEMBERS[member]):
            yield f"{path}.{member}", f"this is no {member}.", "See the other questions for one."
        elif member == "type" and value not in TYPES:
            yield (
                f"{path}.type",
                f"there is no type {shown(str(value))}.",
                near(str(value), list(TYPES), otherwise="There are"),
            )


def _parameter(name: str, given: Mapping[str, Any]) -> Parameter:
    default, example = given.get("default"), given.get("example")
    return Parameter(
        name=name,
        type=given.get("type", "string"),
        label=given.get("label", name),
        description=given.get("description", ""),
        required=given.get("required", False),
        default=None if default is None else str(default),
        example=None if example is None else str(example),
    )
