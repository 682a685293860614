"""What things are called on the pages: a label in the language of the pages if there is one, else in any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox

from dateline import terms
from dateline.errors import QuestionError
from dateline.formats.html_text import class_words
from dateline.web.addresses import path_of
from dateline.web.kept import kept

if TYPE_CHECKING:
    from dateline.store.results import Term
    from dateline.web.served import Served

_MOST_SINGLY = 1_000
"""Names that are asked for one by one, which takes about as long as a tenth of a million together."""
LANGUAGE = "en"
"""The language of the pages' own words."""

_KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Organization": "organisation",
        "SourceDocument": "document",
        "TimeSpan": "time",
        "ExtractionRun": "reading",
        "Agent": "voice",
        "prov:Person": "reader",
        "prov:SoftwareAgent": "program",
        "prov:Activity": "build",
        "prov:Agent": "publisher or reader",
    }
)
_DEEP = ("SourceDocument", "Polity", "Person", "Organization", "Group", "Place", "TimeSpan", "ExtractionRun")
"""The classes that say most of a thing that has several."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """What a thing is called, in which language, and the classes it has by local name; `others` are further labels."""

    text: str
    language: str = ""
    classes: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """The class that says most, as words.

        >>> Name(text="Baku", classes=("Entity", "Place")).kind
        'place'
        """
        names = sorted(self.classes, key=lambda one: (one not in _DEEP, one in ("Entity", "Event", "Agent"), one))
        return _KIND_WORDS.get(names[0], class_words(names[0])) if names else "thing"

    def is_a(self, ancestor: str) -> bool:
        """Whether one of its classes is another one or lies under it."""
        return any(one in terms.CLASSES and terms.is_a(one, ancestor) for one in self.classes)


class Names:
    """The names of everything in a publication, by IRI.

    They are asked for one by one as long as few are wanted, and gathered all together as soon as many or all are: of a
    large publication the first page need not wait for the names of things that are not on it.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._single: dict[str, Name | None] = {}

    def __getitem__(self, iri: str) -> Name:
        """The name of anything: what nothing names is called by the end of its address."""
        return self._find(iri) or Name(text=_tail(iri, self._served.base))

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self._find(iri) is not None

    def items(self) -> tuple[tuple[str, Name], ...]:
        """Everything that has a name, with it, in the order of the alphabet."""
        return self._ordered

    def _find(self, iri: str) -> Name | None:
        if "_all" in self.__dict__ or len(self._single) >= _MOST_SINGLY:
            return self._all.get(iri)
        if iri not in self._single:
            try:
                self._single[iri] = self._named(iri).get(iri)
            except QuestionError:
                self._single[iri] = None  # what is no IRI has no name
        return self._single[iri]

    @cached_property
    def _all(self) -> Mapping[str, Name]:
        return self._named()

    @cached_property
    def _ordered(self) -> tuple[tuple[str, Name], ...]:
        return tuple(sorted(self._all.items(), key=lambda one: (one[1].text.casefold(), one[0])))

    def _named(self, iri: str = "") -> Mapping[str, Name]:
        """What everything is called, or only one."""
        labels: dict[str, dict[tuple[str, str], None]] = {}
        classes: dict[str, set[str]] = {}
        for row in self._served.rows("names", **({"thing": iri} if iri else {})):
            thing, said, kind = text_of(row["thing"]), row["label"], text_of(row["kind"])
            spoken = said.language if isinstance(said, ox.Literal) else None
            labels.setdefault(thing, {})[(spoken or "", text_of(said))] = None
            classes.setdefault(thing, set()).add(_class(kind))
        return {thing: _name(tuple(found), classes[thing]) for thing, found in labels.items()}


@kept()
def names_of(served: Served) -> Names:
    """The names of a publication, gathered once."""
    return Names(served)


def text_of(term: Term | None) -> str:
    """The IRI or the lexical form of a term; empty for none."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def is_true(term: Term | None) -> bool:
    """Whether a cell says that something holds; Virtuoso writes 1.

    >>> is_true(ox.Literal(True)), is_true(ox.Literal(1)), is_true(ox.Literal(False)), is_true(None)
    (True, True, False, False)
    """
    return text_of(term) in ("true", "1")


def _class(kind: str) -> str:
    """A class by its local name; a class of the records by its prefix too, for a reader is no person of the texts."""
    return f"prov:{kind.removeprefix(terms.PROV)}" if kind.startswith(terms.PROV) else kind.rpartition("#")[2]


def _name(found: tuple[tuple[str, str], ...], classes: set[str]) -> Name:
    usable = [one for one in found if one[1].strip()] or list(found)
    ordered = sorted(usable, key=lambda one: (not one[0].startswith(LANGUAGE), bool(one[0]), *one))
    (language, text), *others = ordered
    if "TimeSpan" in classes:
        others = []
    return Name(text=text, language=language, classes=tuple(sorted(classes)), others=tuple(others))


def _tail(iri: str, base: str) -> str:
    path = path_of(base, iri)
    if path is None:
        return iri
    return unquote(path.rstrip("/").rpartition("/")[2]) or iri
