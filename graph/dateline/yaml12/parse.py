"""Parsing: YAML 1.2 text to plain data, with the line of everything."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.errors import Problem, YamlError, shown

LARGEST = 50_000_000
"""Characters; a longer file is refused."""
DEEPEST = 50
"""Levels of nesting."""
LONGEST_KEY = 200
"""Characters of a key."""

_TOO_DEEP = (f"it is nested more than {DEEPEST} levels deep.", "Flatten it.")
_RAW_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LONGEST_NUMBER = 400
_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The data of a file (`dict`, `list`, `str`, `int`, `float`, `bool`, null) and the 1-based line of every path.

    A path is written `claims[3].evidence`; the whole file is the empty path.
    """

    data: Any
    lines: Mapping[str, int]

    def line(self, path: str) -> int | None:
        """The line of a path, or of the nearest thing around it that the file has.

        >>> parse_yaml("a:\\n- b\\n- c\\n", file="x.yaml").line("a[1].object.id")
        3
        """
        while path not in self.lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path)


def parse_yaml(source: str, *, file: str) -> Parsed:
    r"""The data of one YAML 1.2 document. Raises `YamlError` with every problem that one pass can find.

    >>> parse_yaml("born: 1990-01-20\nwas: [no, 12:30, 0x1F, 1.5, null]\n", file="x.yaml").data
    {'born': '1990-01-20', 'was': ['no', '12:30', 31, 1.5, None]}
    >>> parse_yaml("a: 1\na: 2\n", file="x.yaml")
    Traceback (most recent call last):
        ...
    dateline.errors.YamlError: x.yaml: this cannot be used as YAML 1.2.
      x.yaml:2: a: the key is given twice, first in line 1. Keep one of the two.
    """
    return _Parse(source, file).result()


class _Parse:
    """One pass over the events of a YAML file."""

    def __init__(self, source: str, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        if len(source) > LARGEST:
            raise self._refused(None, f"it has more than {LARGEST:,} characters.", "Split it into several files.")
        source = source.removeprefix("\ufeff")
        for found in _RAW_REFUSED.finditer(source):
            escape = f"\\u{ord(found[0]):04X}"
            self._problem(
                "",
                source.count("\n", 0, found.start()) + 1,
                f"an unseen character stands here as it is: U+{ord(found[0]):04X}.",
                f'Write it as {escape} inside "double quotes", or delete it.',
            )
            if len(self.problems) > LONGEST_KEY:
                break
        if self.problems:
            raise self._error()
        self.events = _events(source)

    def result(self) -> Parsed:
        data = None
        documents = 0
        try:
            for event in self.events:
                kind = type(event).__name__
                if kind == "DocumentStartEvent":
                    documents += 1
                    self._directives(event)
                    if documents > 1:
                        self._problem(
                            "", _line(event), "a second document begins here.", "Keep one document in one file."
                        )
                        break
                elif documents == 1 and kind not in ("DocumentEndEvent", "StreamEndEvent", "StreamStartEvent"):
                    data = self._node(event, "", 0)
        except _yaml_error() as wrong:
            self._syntax(wrong)
        if self.problems:
            raise self._error()
        return Parsed(data=data, lines=self.lines)

    def _node(self, event: Any, path: str, depth: int) -> Any:
        self.lines.setdefault(path, _line(event))
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._problem(path, _line(event), f"*{event.anchor} is an alias.", "Write the value again.")
            return None
        if event.anchor is not None:
            self._problem(path, _line(event), f"&{event.anchor} is an anchor.", "Delete it and write values in full.")
        if event.tag is not None:
            self._problem(path, _line(event), f"{shown(event.tag)} is a tag.", "Delete it; a value says its own type.")
        if kind == "ScalarEvent":
            return event.value if event.style else self._plain(event.value, path, _line(event))
        if depth == DEEPEST:
            raise self._refused(_line(event), *_TOO_DEEP)
        if kind == "SequenceStartEvent":
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(event, f"{path}[{len(items)}]", depth + 1))
        return items

    def _mapping(self, path: str, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for event in self.events:
            kind, line = type(event).__name__, _line(event)
            if kind == "MappingEndEvent":
                break
            if kind != "ScalarEvent":
                raise self._refused(line, "a key is not a plain word.", "Write every key as a text.", path)
            key = event.value
            if len(key) > LONGEST_KEY:
                raise self._refused(line, f"the key {shown(key)} is too long.", "Was a colon meant as text?", path)
            if event.anchor is not None or event.tag is not None:
                self._problem(path, line, f"the key {shown(key)} has an anchor or a tag.", "Delete it.")
            inside = child(path, key)
            if key == "<<" and not event.style:
                self._problem(inside, line, "merge keys are not YAML 1.2.", "Write the members in full.")
            if key in members:
                first = self.lines[inside]
                self._problem(inside, line, f"the key is given twice, first in line {first}.", "Keep one of the two.")
            self.lines.setdefault(inside, line)
            members[key] = self._node(next(self.events), inside, depth + 1)
        return members

    def _plain(self, word: str, path: str, line: int) -> Any:
        if _NULL.fullmatch(word):
            return None
        if _TRUE.fullmatch(word):
            return True
        if _FALSE.fullmatch(word):
            return False
        if _NOT_FINITE.fullmatch(word):
            self._problem(path, line, f"{word} is not a number that a file can carry.", "Write a number, or null.")
            return None
        if len(word) > _LONGEST_NUMBER:
            return word
        if _INTEGER.fullmatch(word):
            return int(word)
        if _OCTAL.fullmatch(word):
            return int(word[2:], 8)
        if _HEXADECIMAL.fullmatch(word):
            return int(word[2:], 16)
        if _FLOAT.fullmatch(word):
            number = float(word)
            if math.isinf(number):
                self._problem(path, line, f"{shown(word)} is too large a number.", "Write it in double quotes.")
            return number
        return word

    def _directives(self, event: Any) -> None:
        if event.version is not None and event.version != (1, 2):
            version = ".".join(map(str, event.version))
            self._problem("", _line(event), f"it says that it is YAML {version}.", "Delete that line.")
        if event.tags:
            self._problem("", _line(event), "it declares tags.", "Delete the lines that begin with %TAG.")

    def _syntax(self, wrong: Any) -> None:
        mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
        said = ": ".join(part for part in (getattr(wrong, "context", None), getattr(wrong, "problem", None)) if part)
        line = mark.line + 1 if mark else None
        if "nesting depth" in said:  # newer versions of libyaml stop before we do
            self._problem("", line, *_TOO_DEEP)
            return
        self._problem(
            "",
            line,
            f"this is not YAML ({said or type(wrong).__name__}).",
            'Check the indentation, and write texts with : or # in them in "double quotes".',
        )

    def _problem(self, path: str, line: int | None, what: str, remedy: str) -> None:
        self.problems.append(Problem(file=self.file, path=path, line=line, what=what, remedy=remedy))

    def _refused(self, line: int | None, what: str, remedy: str, path: str = "") -> YamlError:
        self._problem(path, line, what, remedy)
        return self._error()

    def _error(self) -> YamlError:
        return YamlError("this cannot be used as YAML 1.2.", tuple(self.problems), where=self.file)


def child(path: str, key: str) -> str:
    """The path of a member of what stands at `path`.

    >>> child("claims[3]", "evidence"), child("", "a b")
    ('claims[3].evidence', '["a b"]')
    """
    if not _NAME.fullmatch(key):
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _yaml_error() -> type[Exception]:
    from yaml import YAMLError

    return YAMLError


def _events(source: str) -> Iterator[Any]:
    """The events of libyaml, or of PyYAML's own parser where that was built without it."""
    import yaml

    loader = getattr(yaml, "CLoader", yaml.Loader)
    # Only the parsing half of the loader is used: no node is composed and no object constructed.
    return iter(yaml.parse(source, Loader=loader))
