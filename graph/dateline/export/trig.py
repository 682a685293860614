"""TriG: the dataset of the N-Quads, laid out like the Turtle. Specification: https://www.w3.org/TR/trig/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dateline.export.edition import leaves
from dateline.export.turtle import Names, comment, sections

if TYPE_CHECKING:
    from dateline.graph import Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.trig`: a block for the collection and one for each document."""
    names = Names.of(publication.settings.base)
    lines = [comment(publication.settings.title), *names.header()]
    for leaf in leaves(publication):
        body = (f"    {line}" if line else "" for line in sections(leaf, names))
        lines += ["", "", f"{names.iri(leaf.name or publication.settings.base)} {{", *body, "}"]
    return {"graph.trig": ("\n".join(lines) + "\n").encode()}
