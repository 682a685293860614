"""Links put into the text of a YAML reading, every other byte of which stays as people wrote it.

Only the lines of links and reasons are touched. What comes out is parsed again; where it would not say exactly what it
should (a reading in another style than one member a line), the whole file is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dateline.errors import ReadingError
from dateline.links.writing import UNLINKED
from dateline.model import Reading
from dateline.reading import parse_reading, render_reading
from dateline.reading.compact import compact
from dateline.reading.plain import plain_of
from dateline.yaml12 import Parsed, parse_yaml, render_yaml

_SECTIONS = ("entities", "events")
_EDITED = ("links", UNLINKED)
_USUAL_INDENT = 4
_BEFORE_LINKS = ("id", "type", "label", "mentions", "triggers", "polarity", "certainty")


def edited(source: str, after: Reading, *, file: str, text: str) -> str:
    """The text of a YAML reading that says what `after` says; it differs from `source` in links and reasons only.

    What `source` says of its document stays, such as an id that is not the name of the file.
    """
    try:
        made = _Editing(source, compact(plain_of(after)), file).result()
        said = parse_reading(made, format="yaml", file=file, text=text)
        if replace(said, document=after.document) == after:
            return made
    except (ReadingError, _OtherStyleError):
        pass
    return render_reading(after, format="yaml")


class _OtherStyleError(Exception):
    """The file is not written one member a line."""


class _Editing:
    """The lines of a file while they are changed, from the last to the first, so that line numbers stay true."""

    def __init__(self, source: str, wanted: Mapping[str, Any], file: str) -> None:
        self.end = "\r\n" if "\r\n" in source else "\n"
        self.lines = source.split(self.end)
        self.parsed: Parsed = parse_yaml(source, file=file)
        self.wanted = {section: wanted.get(section) or [] for section in _SECTIONS}
        self.plain = parse_yaml(render_yaml(self.wanted), file=file).data

    def result(self) -> str:
        for section in sorted(_SECTIONS, key=lambda name: -(self.parsed.line(name) or 0)):
            stands = self.parsed.data.get(section) or []
            if len(stands) != len(self.wanted[section]):
                raise _OtherStyleError
            for number in reversed(range(len(stands))):
                self._item(section, number, stands[number])
        return self.end.join(self.lines)

    def _item(self, section: str, number: int, stands: Mapping[str, Any]) -> None:
        wanted, plain = self.wanted[section][number], self.plain[section][number]
        if all(stands.get(name) == plain.get(name) for name in _EDITED):
            return
        path = f"{section}[{number}]"
        first = self._line(path)
        last = self._last_of(path, first)
        names = list(stands)
        places = {name: self._line(f"{path}.{name}") for name in names}
        if sorted(set(places.values())) != list(places.values()) or min(places.values()) != first:
            raise _OtherStyleError
        extents = {
            name: (places[name], self._shrunk(places[name], places[names[at + 1]] - 1 if at + 1 < len(names) else last))
            for at, name in enumerate(names)
        }
        indent = len(self.lines[first]) - len(self.lines[first].lstrip()) + 2
        edits: list[tuple[int, int, list[str]]] = []
        if stands.get(UNLINKED) != plain.get(UNLINKED):
            edits.append(self._member(UNLINKED, wanted.get(UNLINKED), extents, extents[names[-1]][1], indent))
        if stands.get("links") != plain.get("links"):
            links = list(zip(wanted.get("links") or [], plain.get("links") or [], strict=True))
            edits.extend(self._links(path, stands.get("links") or [], links, extents, indent))
        for start, stop, lines in sorted(edits, key=lambda one: one[:2], reverse=True):
            self.lines[start:stop] = lines

    def _links(
        self,
        path: str,
        stands: list[Any],
        wanted: list[tuple[Any, Any]],
        extents: Mapping[str, tuple[int, int]],
        indent: int,
    ) -> list[tuple[int, int, list[str]]]:
        """The edits that take away the links that are gone and add those that are new.

        `wanted` are the links as they are to be written, each with its plain value.
        """
        kept = [plain for _, plain in wanted if plain in stands]
        if not kept:
            after = max(extents[name][1] for name in extents if name in _BEFORE_LINKS)
            return [self._member("links", [link for link, _ in wanted], extents, after, indent)]
        places = [self._line(f"{path}.links[{at}]") for at in range(len(stands))]
        ends = [*(place - 1 for place in places[1:]), extents["links"][1]]
        dash = len(self.lines[places[0]]) - len(self.lines[places[0]].lstrip())
        edits: list[tuple[int, int, list[str]]] = [
            (place, self._shrunk(place, end) + 1, [])
            for one, place, end in zip(stands, places, ends, strict=True)
            if one not in kept
        ]
        new = [link for link, plain in wanted if plain not in stands]
        if new:
            last = extents["links"][1] + 1
            edits.append((last, last, _lines("links", new, dash - 2)[1:]))
        return edits

    def _member(
        self, name: str, value: Any, extents: Mapping[str, tuple[int, int]], after: int, indent: int
    ) -> tuple[int, int, list[str]]:
        """The edit that replaces, adds or takes away one member of an item."""
        lines = _lines(name, value, indent) if value else []
        if name in extents:
            start, stop = extents[name]
            return start, stop + 1, lines
        return after + 1, after + 1, lines

    def _line(self, path: str) -> int:
        line = self.parsed.line(path)
        if line is None:
            raise _OtherStyleError
        return line - 1

    def _last_of(self, path: str, first: int) -> int:
        """The last line of an item: before the next line that is indented no further than its dash."""
        dash = len(self.lines[first]) - len(self.lines[first].lstrip())
        at = first + 1
        while at < len(self.lines):
            line = self.lines[at]
            if line.strip() and len(line) - len(line.lstrip()) <= dash:
                break
            at += 1
        return self._shrunk(first, at - 1)

    def _shrunk(self, first: int, last: int) -> int:
        """A last line without blank lines and comments behind what it ends."""
        while last > first and (not self.lines[last].strip() or self.lines[last].lstrip().startswith("#")):
            last -= 1
        return last


def _lines(name: str, value: Any, indent: int) -> list[str]:
    """The lines of a member of an item, broken where a whole reading would break them."""
    rendered = render_yaml({"entities": [{"id": "x", name: value}]}).rstrip("\n").split("\n")[2:]
    return [f"{' ' * indent}{line[_USUAL_INDENT:]}" if line else "" for line in rendered]
