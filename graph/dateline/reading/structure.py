"""The shape of a reading's plain data, checked against `schema.json` with every error at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import shown
from dateline.reading.report import Report, suggestion
from dateline.yaml12 import child

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMA = Path(__file__).with_name("schema.json")
DEEPEST = 50
"""Levels of nesting."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KINDS = {
    "object": "a mapping", "array": "a list", "string": "a text", "integer": "a whole number", "number": "a number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


@cache
def _gate() -> jsonschema_rs.Draft202012Validator:
    """Tells in a hundredth of the time whether there is anything to explain."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(_schema())


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema())


def check_structure(data: Any, report: Report) -> frozenset[str]:
    """Reports what does not fit the schema, and returns the paths of it (`claims[3]`, `document`, or empty for all)."""
    not_carried = tuple(_not_carried(data))
    if not not_carried and _gate().is_valid(data):
        return frozenset()
    broken = set()
    for path, what, remedy in (*not_carried, *map(_explained, _validator().iter_errors(data))):
        report.add(path, what, remedy)
        broken.add(_item(path))
    return frozenset(broken)


def _item(path: str) -> str:
    found = re.match(r"[A-Za-z]+(?:\[[0-9]+\])?", path)
    return found[0] if found else ""


def _not_carried(data: Any) -> Iterator[tuple[str, str, str]]:
    """What JSON Schema does not see: half surrogate pairs, numbers that are none, data nested too deep."""
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, str):
            if _SURROGATE.search(value):
                yield path, f"{shown(value)} holds half of a surrogate pair.", "Write the character itself."
        elif isinstance(value, float):
            if not math.isfinite(value):
                yield path, f"{value} is not a number that a file can carry.", "Write a number, or null."
        elif isinstance(value, dict | list):
            if depth == DEEPEST:
                yield path, f"it is nested more than {DEEPEST} levels deep.", "Flatten it."
                continue
            if isinstance(value, dict):
                for key in value:
                    if _SURROGATE.search(key):
                        yield path, f"the key {shown(key)} holds half of a surrogate pair.", "Rename it."
                waiting.extend((child(path, key), member, depth + 1) for key, member in value.items())
            else:
                waiting.extend((f"{path}[{number}]", member, depth + 1) for number, member in enumerate(value))


def _explained(error: ValidationError) -> tuple[str, str, str]:
    path = ""
    for step in error.absolute_path:
        path = f"{path}[{step}]" if isinstance(step, int) else child(path, step)
    given: Any = error.instance
    wanted: Any = error.validator_value
    rule = error.validator
    if rule == "required":
        missing = next((name for name in wanted if f"{name!r} is a required" in error.message), wanted[0])
        return path, f"{missing} is missing.", f"Add {missing}."
    if rule == "type":
        kinds = " or ".join(_KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))
        remedy = "Write it in double quotes." if "a text" in kinds and isinstance(given, int | float) else ""
        return path, f"{_shown(given)} stands where {kinds} belongs.", remedy
    if rule == "enum":
        values = ", ".join("null" if value is None else str(value) for value in wanted)
        near = suggestion(given, [value for value in wanted if value]) if isinstance(given, str) else ""
        return path, f"{_shown(given)} is none of the values that can stand here.", near or f"They are: {values}."
    if rule == "const":
        return path, f"{_shown(given)} is not a version of the format that is known.", f"Write {wanted}."
    if rule == "oneOf":
        return path, "it needs an id or a value, and not both.", "Write {id: …} for a thing, {value: …} for a value."
    if rule == "pattern":
        return path, f"{_shown(given)} is not a SHA-256.", "It has 64 hexadecimal digits in small letters."
    if rule in ("minimum", "maximum"):
        return path, f"{given} is {'less' if rule == 'minimum' else 'more'} than {wanted}.", ""
    return path, "it is empty.", "Fill it in, or delete the item."


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value)[:40]
