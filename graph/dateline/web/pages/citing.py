"""How to cite a page: in words, as BibTeX, and as CSL JSON. All three say the same, from one record."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.web.served import Served

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_LINES = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """One citation in three forms."""

    plain: str
    bibtex: str
    csl: str


def citation(served: Served, *, title: str, iri: str) -> Citation:
    """How to cite what has this title and this IRI in a publication; the version is the hash of its dump."""
    publisher = served.settings.publisher.name if served.settings.publisher else ""
    collection, version, year = served.settings.title, served.version, (served.released or "")[:4]
    return cite(title=title, iri=iri, collection=collection, publisher=publisher, version=version, year=year)


def cite(*, title: str, iri: str, collection: str, publisher: str, version: str, year: str) -> Citation:
    """The three forms of one record; what is empty is left out.

    >>> cite(title="Baku", iri="https://x.org/e/baku", collection="K", publisher="", version="abc", year="2012").plain
    '“Baku”. In: K, 2012, version abc. https://x.org/e/baku'
    """
    title, collection, publisher = (_LINES.sub(" ", one).strip() for one in (title, collection, publisher))
    part = title != collection
    head = f"{publisher}. " if publisher else ""
    named = f"“{title}”. In: {collection}" if part else collection
    dated = ", ".join(one for one in (named, year, f"version {version}") if one)
    fields = {
        "title": title,
        "booktitle": collection if part else "",
        "publisher": publisher,
        "year": year,
        "version": version,
        "url": iri,
    }
    key = f"dateline-{sha256(iri.encode('utf-8', 'replace')).hexdigest()[:8]}"
    lines = [f"  {name} = {{{value if name == 'url' else _tex(value)}}}," for name, value in fields.items() if value]
    csl = {
        "id": key,
        "type": "entry" if part else "dataset",
        "title": title,
        "container-title": collection if part else None,
        "publisher": publisher or None,
        "issued": {"date-parts": [[int(year)]]} if year.isdigit() else None,
        "version": version,
        "URL": iri,
    }
    return Citation(
        plain=f"{head}{dated}. {iri}",
        bibtex="\n".join((f"@{'inbook' if part else 'misc'}{{{key},", *lines, "}")),
        csl=json.dumps({name: value for name, value in csl.items() if value}, ensure_ascii=False, indent=2),
    )


def _tex(words: str) -> str:
    return "".join(_TEX.get(character, character) for character in words)
