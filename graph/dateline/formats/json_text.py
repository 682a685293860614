"""JSON for people and for diffs: two spaces, characters as they are, what is short and shallow on one line."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = Any
_WIDTH = 120
_DEEPEST_LINE = 2


def dumped(value: Json) -> bytes:
    """A JSON value as a file in UTF-8; the members of objects keep their order.

    >>> dumped({"id": "x", "list": [1, 2], "deep": {"a": {"b": None}}})
    b'{\\n  "id": "x",\\n  "list": [1, 2],\\n  "deep": {"a": {"b": null}}\\n}\\n'
    """
    return (_laid_out(value, "") + "\n").encode()


def _laid_out(value: Json, indent: str) -> str:
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    if _depth(value) <= _DEEPEST_LINE:
        line = json.dumps(value, ensure_ascii=False)
        if len(indent) + len(line) <= _WIDTH:
            return line
    deeper = indent + "  "
    if isinstance(value, list):
        inner = [_laid_out(each, deeper) for each in value]
        return "[\n" + ",\n".join(deeper + each for each in inner) + f"\n{indent}]"
    members = (
        f"{deeper}{json.dumps(name, ensure_ascii=False)}: {_laid_out(each, deeper)}" for name, each in value.items()
    )
    return "{\n" + ",\n".join(members) + f"\n{indent}}}"


def _depth(value: Json, limit: int = _DEEPEST_LINE) -> int:
    """How deep a value nests lists and objects, counted no further than one more than `limit`."""
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + (max((_depth(each, limit - 1) for each in inner), default=0) if limit else 0)
