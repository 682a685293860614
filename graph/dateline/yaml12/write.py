"""Writing: plain data to YAML 1.2, one form per value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.errors import YamlError, shown
from dateline.yaml12.parse import LONGEST_KEY

WIDTH = 116
"""Columns after which prose is folded."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that is written in double quotes on one line, whatever it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Values that are written on one line, with all that is in them: `[a, b]`, or `{a: b}` for a mapping."""

    values: Sequence[Any] | Mapping[str, Any]


_PLAIN_FLOW = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_./-]| (?=[A-Za-z0-9_(]))*")
_PLAIN_BLOCK = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ_](?:[A-Za-z0-9À-ÖØ-öø-ÿ_.()’/-]|,(?= )| (?=[A-Za-z0-9À-ÖØ-öø-ÿ_(]))*")
_NOT_A_TEXT_EVERYWHERE = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)")
_UNSEEN = (
    r"\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff"
    r"\U000e0000-\U000e0fff\U0001fffe\U0001ffff\U0010fffe\U0010ffff\ud800-\udfff"
)
_FOLDABLE = re.compile(f"[^ {_UNSEEN}]+(?: [^ {_UNSEEN}]+)*")
_ESCAPED = re.compile(f'[\\\\"{_UNSEEN}]')
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def render_yaml(data: Any) -> str:
    r"""YAML 1.2 of plain data, always the same for the same data; `parse_yaml` gives the data back.

    Short texts of ordinary words are written plainly, long prose is folded, everything else is double-quoted with
    unseen characters spelt out. `Quoted` and `Flow` ask for a form. Raises `YamlError` for what YAML cannot carry: lone
    surrogates, infinite numbers, other types, keys that are too long.

    >>> print(render_yaml({"id": "baku", "says": Flow(["ev_1", "deathCount", 133]), "words": Quoted("403:407 Baku")}))
    id: baku
    says: [ev_1, deathCount, 133]
    words: "403:407 Baku"
    <BLANKLINE>
    """
    lines: list[str] = []
    _write(data, 0, lines)
    return "".join(f"{line}\n" for line in lines)


def double_quoted(text: str) -> str:
    r"""A text in double quotes, everything escaped that is not seen or not allowed as it is.

    >>> print(double_quoted('a "b"\u00a0\n'))
    "a \"b\"\xA0\n"
    """
    if _SURROGATE.search(text):
        raise YamlError("a text holds half of a surrogate pair, which no file can carry.", (), where=shown(text))
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[found[0]]
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _write(data: Any, indent: int, lines: list[str]) -> None:
    """Appends the lines of a collection that begins on a line of its own, or of a lone scalar."""
    blank = " " * indent
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            _entry(f"{blank}{_key(key)}:", value, indent, lines)
    elif isinstance(data, list | tuple) and data:
        for item in data:
            if isinstance(item, Mapping | list | tuple) and item:
                nested: list[str] = []
                _write(item, indent + 2, nested)
                lines.append(f"{blank}- {nested[0][indent + 2 :]}")
                lines.extend(nested[1:])
            else:
                _entry(f"{blank}-", item, indent, lines)
    else:
        _entry(blank.removesuffix(" "), data, indent, lines)


def _entry(head: str, value: Any, indent: int, lines: list[str]) -> None:
    separator = " " if head else ""
    if isinstance(value, Mapping | list | tuple):
        if value:
            lines.append(head)
            _write(value, indent + 2, lines)
        else:
            lines.append(f"{head}{separator}{'{}' if isinstance(value, Mapping) else '[]'}")
    elif isinstance(value, Flow):
        lines.append(f"{head}{separator}{_flow(value)}")
    elif isinstance(value, str) and head and _reads_better_folded(value, len(head)):
        lines.append(f"{head} >-")
        lines.extend(_folded(value, " " * (indent + 2)))
    else:
        lines.append(f"{head}{separator}{_scalar(value, _PLAIN_BLOCK)}")


def _flow(value: Any) -> str:
    values = value.values if isinstance(value, Flow) else value
    if isinstance(values, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in values.items()) + "}"
    if isinstance(values, list | tuple):
        return f"[{', '.join(map(_flow, values))}]"
    return _scalar(values, _PLAIN_FLOW)


def _key(key: Any) -> str:
    if not isinstance(key, str) or len(key) > LONGEST_KEY:
        raise YamlError("a key is not a text, or too long.", (), where=shown(str(key)))
    return _scalar(key, _PLAIN_FLOW)


def _reads_better_folded(text: str, column: int) -> bool:
    """Prose that is too long for the line, or that would need its quotation marks escaped."""
    return ((column + len(text) > WIDTH) or ('"' in text and " " in text)) and _FOLDABLE.fullmatch(text) is not None


def _folded(text: str, blank: str) -> Iterator[str]:
    line = blank
    for word in text.split(" "):
        if len(line) > len(blank) and len(line) + 1 + len(word) > WIDTH:
            yield line
            line = blank
        line += word if len(line) == len(blank) else f" {word}"
    yield line


def _scalar(value: Any, plain: re.Pattern[str]) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise YamlError(f"{value} is not a number that a file can carry.", ())
        return repr(value)
    if isinstance(value, Quoted):
        return double_quoted(value.text)
    if isinstance(value, str):
        if len(value) <= WIDTH and plain.fullmatch(value) and not _NOT_A_TEXT_EVERYWHERE.fullmatch(value):
            return value
        return double_quoted(value)
    raise YamlError(f"a {type(value).__name__} cannot be written as YAML.", ())
