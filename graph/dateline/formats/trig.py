"""TriG: the dataset of the N-Quads, laid out like the Turtle. Specification: https://www.w3.org/TR/trig/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dateline.formats.edition import leaves
from dateline.formats.turtle import Names, preamble, sections, written

if TYPE_CHECKING:
    from dateline.graph import Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.trig`: a block for the collection and one for each document."""
    graphs = leaves(publication)
    names = Names.of(publication, *graphs)
    lines = [*preamble(publication), *names.header()]
    for leaf in graphs:
        body = (f"    {line}" if line else "" for part in sections(leaf, names) for line in part.split("\n"))
        lines += ["", "", f"{names.iri(leaf.name or names.base)} {{", *body, "}"]
    return {"graph.trig": written(lines)}
