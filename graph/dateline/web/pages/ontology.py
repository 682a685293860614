"""The pages of the ontology: all of it on one, and one for each value of its lists."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dateline import terms
from dateline.formats.ontology import ontology_parts
from dateline.web.pages.quoting import made
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.values import meaning

if TYPE_CHECKING:
    from dateline.web.served import Resource


def ontology_page(frame: Frame, resource: Resource) -> bytes:
    """The glossary, and every term with its example."""
    title, body = _parts()
    return render("ontology.html", frame=frame, resource=resource, title=title, body=made(body))


def value_page(frame: Frame, resource: Resource) -> bytes:
    """One value of a list, such as `denied`."""
    name = resource.iri.removeprefix(terms.VOC)
    words, definition = meaning(name)
    return render(
        "term.html",
        frame=frame,
        resource=resource,
        title=words or resource.label,
        name=name,
        definition=definition,
        anchor=f"{'list' if name[:1].isupper() else 'value'}-{name}",
    )


@cache
def _parts() -> tuple[str, str]:
    title, body = ontology_parts()
    # A page has one <main>, and it is the frame's.
    return title, body.replace('<main id="main">', '<div class="terms">').replace("</main>", "</div>")
