"""Decisions laid into the text of `identity.yaml`: what stands there stays, byte for byte, but what a program wrote.

New things go to the end of the file, further members to the end of the list `also`, what is not one to the end of the
list `apart`. Whatever comes out is parsed again and held against what was meant before anybody writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.errors import IdentityError, shown
from dateline.identity.decided import IDENTITY_FILE, RESERVED, Apart, is_of_program
from dateline.identity.files import parse_identity
from dateline.yaml12 import Flow, Quoted, child, parse_yaml, render_yaml

_ITEM = re.compile(r"( *)- ")
_FLOW_WIDTH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """That things of documents (`document/id`) are one: a thing of its own, or more members of one that stands there.

    `label` is left out where the thing has one, or takes its first member's.
    """

    slug: str
    members: tuple[str, ...]
    by: str
    why: str
    label: str | None = None
    date: str | None = None


def with_things(text: str, things: Iterable[Membership], *, file: str = IDENTITY_FILE) -> str:
    """The text with new things behind what stands there, in the order given.

    >>> print(with_things("", [Membership(slug="baku", members=("a/baku", "b/city"), by="Ann", why="One city.")]))
    baku:
      members: [a/baku, b/city]
      by: Ann
      why: One city.
    <BLANKLINE>
    """
    new = list(things)
    added = {
        one.slug: {
            **({"label": one.label} if one.label else {}),
            "members": _listed(one.members),
            **_signed(one.by, one.date, one.why),
        }
        for one in new
    }
    made = _joined(text, render_yaml(added) if added else "")
    return _held(made, text, file, {member: one.slug for one in new for member in one.members})


def with_members(text: str, more: Iterable[Membership], *, file: str = IDENTITY_FILE) -> str:
    """The text with further members of things that stand in it, at the end of `also`."""
    new = list(more)
    items = [{"thing": one.slug, "members": _listed(one.members), **_signed(one.by, one.date, one.why)} for one in new]
    made = _with_items(text, "also", items, file)
    return _held(made, text, file, {member: one.slug for one in new for member in one.members})


def with_apart(text: str, apart: Iterable[Apart], *, file: str = IDENTITY_FILE) -> str:
    """The text with what is not one at the end of `apart`. Raises `IdentityError` where it is one."""
    items = [{"things": _listed(one.things), **_signed(one.by, one.date, one.why)} for one in apart]
    return _held(_with_items(text, "apart", items, file), text, file, {})


def without_members(text: str, gone: Collection[str], *, file: str = IDENTITY_FILE) -> str:
    """The text without some members in what a program wrote; a thing of a program that has none left goes too.

    What a person wrote stays as it is.
    """
    data = parse_yaml(text, file=file).data
    if not gone or not isinstance(data, dict):
        return text
    made = text
    for slug, thing in data.items():
        if slug not in RESERVED and isinstance(thing, dict) and is_of_program(str(thing.get("by"))):
            made = _thing_without(made, slug, thing, data, frozenset(gone), file)
    for number in reversed(range(len(parse_yaml(made, file=file).data.get("also", [])) if made.strip() else 0)):
        one = parse_yaml(made, file=file).data["also"][number]
        if is_of_program(str(one.get("by"))) and frozenset(gone) & set(one["members"]):
            left = [member for member in one["members"] if member not in gone]
            made = _with_item(made, "also", number, {**one, "members": _listed(left)} if left else None, file)
    parse_identity(made, "", file=file)
    return made


def _thing_without(
    text: str, slug: str, thing: Mapping[str, Any], data: Mapping[str, Any], gone: frozenset[str], file: str
) -> str:
    left = [member for member in thing["members"] if member not in gone]
    if len(left) == len(thing["members"]):
        return text
    made = text
    if not left:
        for number in reversed(range(len(data.get("also", [])))):
            one = data["also"][number]
            if one["thing"] == slug and is_of_program(one["by"]):
                left = [*(member for member in one["members"] if member not in gone), *left]
                made = _with_item(made, "also", number, None, file)
    start, end = _stretch(made, child("", slug), [child("", name) for name in parse_yaml(made, file=file).data], file)
    block = render_yaml({slug: {**thing, "members": _listed(left)}}) if left else ""
    return _replaced(made, start, end, block)


def _with_items(text: str, name: str, items: list[dict[str, Any]], file: str) -> str:
    """The text with items at the end of a list, which is made where it is not there."""
    if not items:
        return text
    data = parse_yaml(text, file=file).data
    if not isinstance(data, dict) or name not in data:
        return _joined(text, render_yaml({name: items}))
    start, end = _stretch(text, name, [child("", one) for one in data], file)
    lines = text.splitlines(keepends=True)
    first = next((found for line in lines[start + 1 : end] if (found := _ITEM.match(line))), None)
    if first is None:
        raise _unwritable(file, name)
    return _replaced(text, end, end, _indented(render_yaml(items), first[1]))


def _with_item(text: str, name: str, number: int, item: dict[str, Any] | None, file: str) -> str:
    """The text with one item of a list in another form, or without it; without the list where nothing is left."""
    data = parse_yaml(text, file=file).data
    paths = [child("", one) for one in data]
    if item is None and len(data[name]) == 1:
        return _replaced(text, *_stretch(text, name, paths, file), "")
    start, _ = _stretch(text, f"{name}[{number}]", [f"{name}[{one}]" for one in range(len(data[name]))], file)
    _, end = _stretch(text, name, paths, file)
    if number + 1 < len(data[name]):
        _, end = _stretch(text, f"{name}[{number}]", [f"{name}[{one}]" for one in range(len(data[name]))], file)
    first = _ITEM.match(text.splitlines()[start])
    if first is None:
        raise _unwritable(file, name)
    return _replaced(text, start, end, _indented(render_yaml([item]), first[1]) if item else "")


def _stretch(text: str, path: str, beside: Iterable[str], file: str) -> tuple[int, int]:
    """The lines of what stands at a path, from 0, the last not included; comments before the next belong to that."""
    parsed = parse_yaml(text, file=file)
    lines = text.splitlines()
    start = (parsed.line(path) or 1) - 1
    end = min((line - 1 for one in beside if (line := parsed.line(one)) and line - 1 > start), default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start, end


def _replaced(text: str, start: int, end: int, block: str) -> str:
    lines = text.splitlines(keepends=True)
    before, after = "".join(lines[:start]), "".join(lines[end:])
    return _joined(before, block) + after


def _joined(before: str, block: str) -> str:
    """Two stretches of a file, the second with the line ends of the first."""
    if not block:
        return before
    end = "\r\n" if "\r\n" in before else "\n"
    return before + (end if before and not before.endswith("\n") else "") + block.replace("\n", end)


def _indented(block: str, blank: str) -> str:
    return "".join(f"{blank}{line}" for line in block.splitlines(keepends=True))


def _listed(members: Iterable[str]) -> object:
    """Members on one line where they fit, else one a line."""
    known = list(members)
    return Flow(known) if sum(len(one) + 2 for one in known) <= _FLOW_WIDTH else known


def _signed(by: str, date: str | None, why: str) -> dict[str, object]:
    return {"by": by, **({"date": Quoted(date)} if date else {}), "why": why}


def _held(made: str, before: str, file: str, added: Mapping[str, str]) -> str:
    """The text, if it says what it said before and what was added. Raises `IdentityError`."""
    known: Callable[[str], Mapping[str, str]] = lambda text: parse_identity(text, "", file=file).things  # noqa: E731
    if known(made) != {**known(before), **added}:
        raise _unwritable(file, "")
    return made


def _unwritable(file: str, name: str) -> IdentityError:
    what = f"nothing can be added to {shown(name)}" if name else "nothing can be added to this file"
    return IdentityError(
        f"{what} as it is written.",
        (),
        where=file,
        remedy="Write it with one thing, and one item of a list, a line below the other.",
    )
