"""The published dump, `graph.nq`: its lines are sorted, so a subject is found by halving.

Every literal is given as it was published: a store rewrites some of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox


class Dump:
    """Sorted N-Quads to look things up in. Lines that are not sorted are sorted first, in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data if _is_sorted(data) else b"\n".join(sorted(filter(None, data.split(b"\n")))) + b"\n"

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self._data

    @cached_property
    def lines(self) -> int:
        """How many statements it has; one of two graphs counts twice."""
        return sum(1 for _ in self._lines())

    def about(self, iri: str) -> tuple[ox.Triple, ...]:
        """The statements whose subject it is, each once, in the order of the lines."""
        return tuple(dict.fromkeys(quad.triple for quad in self.quads(iri)))

    def quads(self, iri: str) -> tuple[ox.Quad, ...]:
        """The statements whose subject it is, each with its graph."""
        key = f"<{iri}> ".encode("utf-8", "surrogatepass")
        start = self._find(key)
        end = start
        while self._data[end : end + len(key)] == key:
            end = self._after(end)
        return tuple(_parsed(self._data[start:end]))

    def all(self) -> tuple[ox.Quad, ...]:
        """Every statement, in the order of the lines."""
        return tuple(_parsed(self._data))

    def subjects(self) -> Iterator[tuple[str, tuple[ox.Triple, ...]]]:
        """Every subject with its statements, in the order of the lines. Reads the whole dump."""
        before, said = "", dict[ox.Triple, None]()
        for quad in ox.parse(self._data, ox.RdfFormat.N_QUADS):
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            if quad.subject.value != before:
                if said:
                    yield before, tuple(said)
                before, said = quad.subject.value, {}
            said[quad.triple] = None
        if said:
            yield before, tuple(said)

    def _find(self, key: bytes) -> int:
        """The offset of the first line that is not before `key`."""
        low, high = 0, len(self._data)
        while low < high:
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._after(middle)
            if self._data[middle : min(end, middle + len(key))] < key:
                low = end
            else:
                high = middle
        return low

    def _after(self, start: int) -> int:
        """The offset after the line that begins at `start`."""
        return self._data.find(b"\n", start) + 1 or len(self._data)

    def _lines(self) -> Iterator[bytes]:
        start = 0
        while start < len(self._data):
            end = self._after(start)
            yield self._data[start:end].rstrip(b"\n")
            start = end


def _parsed(lines: bytes) -> Iterator[ox.Quad]:
    return iter(ox.parse(lines, ox.RdfFormat.N_QUADS))


def _is_sorted(data: bytes) -> bool:
    before, start = b"", 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        line = data[start:end]
        if line < before:
            return False
        before, start = line, end
    return True
