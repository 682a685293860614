"""The frame of every page, and how the things on it are written: links, names, values, dates, all of them quoted here.

Everything a template prints passes through `printed`, so no word of a document becomes markup or turns the text around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dateline import terms
from dateline.formats.html_text import class_words
from dateline.formats.phrases import phrase
from dateline.web.addresses import page_of, relative
from dateline.web.kept import kept
from dateline.web.pages.dating import said_date
from dateline.web.pages.names import Name, Names, names_of, text_of
from dateline.web.pages.quoting import data_block, language, made, printed, prose, quoted
from dateline.web.pages.values import meaning
from dateline.web.variants import VARIANTS

if TYPE_CHECKING:
    from dateline.store.results import Term
    from dateline.web.pages.said import Said
    from dateline.web.served import Resource, Served

_QUANTIFIERS = {"approximate": "about ", "at-least": "at least ", "at-most": "at most "}
_PLAIN = ("positive", "certain", "asserted")
_RECORDS = {
    terms.DENOTES: "stands for it",
    terms.ANCHORED_TO: "is counted from it",
    terms.USED: "used it",
    terms.WAS_ASSOCIATED_WITH: "was done by it",
    terms.WAS_ATTRIBUTED_TO: "was decided by it",
    terms.PUBLISHER: "was published by it",
}
_LICENCES = {
    "https://creativecommons.org/publicdomain/zero/1.0": "CC0, public domain",
    "https://creativecommons.org/licenses/by/4.0": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0": "CC BY-SA 4.0",
    "https://opendatacommons.org/licenses/odbl/1-0": "ODbL 1.0",
}
_WEB = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_WIKIDATA = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9][0-9]*)")
SITE = (
    ("browse", "People, places, events"),
    ("timeline", "Timeline"),
    ("map", "Map"),
    ("connections", "Connections"),
    ("questions", "Questions"),
    ("search", "Search"),
    ("downloads", "Data"),
)
"""The pages that every page leads to, in the order of the bar."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A page while it is written: the publication, the path that the page has, and how to write what stands on it.

    `root` is the reference to the root of the site from a page that may stand anywhere, null for one that has a path.
    """

    served: Served
    at: str
    root: str | None = None

    # -------------------------------------------------------------------------------------------------------- links

    def to(self, path: str) -> Markup:
        """The reference to a path of the site, for `href`."""
        return quoted(relative(self.at, path) if self.root is None else self.root + relative("", path))

    def asset(self, name: str) -> Markup:
        """The reference to a file of the site's own, such as `site.css`."""
        return self.to(f"static/{name}")

    def page(self, iri: str) -> str:
        """The path of the page that tells of an IRI; empty if there is none here."""
        known = self.served.by_iri.get(iri)
        return known.page if known else ""

    def thing(self, iri: str, *, words: str = "") -> Markup:
        """A link to what an IRI names, with its name; its name alone where there is no page of it."""
        name = self.name(iri)
        said = Markup("<bdi{}>{}</bdi>").format(language(name.language), prose(words or name.text))
        page = self.page(iri)
        if page:
            here = Markup(' aria-current="page"') if page == self.at else ""
            return Markup('<a href="{}"{}>{}</a>').format(self.to(page), here, said)
        return self.web(iri, said) if _WEB.fullmatch(iri) and iri not in self.names else said

    def web(self, address: str, words: str | Markup = "") -> Markup:
        """A link out of the site; words without a link where the address is none of the web."""
        said = words or address
        if not _WEB.fullmatch(address):
            return said if isinstance(said, Markup) else prose(said)
        item = _WIKIDATA.fullmatch(address)
        if item and not words:
            said = f"Wikidata {item[1]}"
        return Markup('<a class="out" href="{}" rel="noopener external">{}</a>').format(
            quoted(address), said if isinstance(said, Markup) else prose(said)
        )

    def place(self, document: str, begin: int, end: int) -> Markup:
        """The reference to words where they stand, for `href`."""
        page = self.page(document)
        return self.to(f"{page}#char={begin},{end}") if page else Markup("#")

    # -------------------------------------------------------------------------------------------------------- words

    @property
    def names(self) -> Names:
        return names_of(self.served)

    def name(self, iri: str) -> Name:
        return names_of(self.served)[iri]

    def short(self, words: str, most: int = 90) -> Markup:
        """Words of a document, cut at a space if they are long."""
        return prose(words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …")

    def word(self, words: str) -> Markup:
        """Words of ours or of a document, quoted."""
        return prose(words)

    def value(self, said: Said) -> Markup:
        """The object of a claim: a link to a thing, a number with what qualifies it, a date, or words."""
        term = said.object
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        return self.literal(term, predicate=said.predicate, quantifier=said.quantifier)

    def sentence(self, said: Said) -> str:
        """A claim in plain words: subject, phrase, object."""
        term = said.object
        if not isinstance(term, ox.Literal):
            words = self.name(text_of(term)).text
        elif term.datatype.value in (terms.INTEGER, terms.DECIMAL):
            words = _QUANTIFIERS.get(said.quantifier, "") + _number(term.value, said.predicate)
        else:
            words = term.value if term.language else said_date(term.value)
        return f"{self.name(said.subject).text} {said.phrase} {words}"

    def literal(self, term: Term, *, predicate: str = "", quantifier: str = "") -> Markup:
        if not isinstance(term, ox.Literal):
            return self.thing(text_of(term))
        kind, value = term.datatype.value, term.value
        if term.language or kind == terms.STRING:
            return Markup("<q{}><bdi>{}</bdi></q>").format(language(term.language or ""), prose(value))
        if kind in (terms.INTEGER, terms.DECIMAL):
            return Markup("<b>{}</b>").format(prose(_QUANTIFIERS.get(quantifier, "") + _number(value, predicate)))
        return self.date(value)

    def date(self, value: str) -> Markup:
        """A date as a person writes it, with its value beside it where the words do not say all of it."""
        words = prose(said_date(value))
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
            return Markup('<time datetime="{}">{}</time>').format(quoted(value), words)
        beside = (
            Markup(' <code class="edtf" title="EDTF">{}</code>').format(quoted(value)) if words != prose(value) else ""
        )
        return Markup("<span>{}</span>{}").format(words, beside)

    def stance(self, claim: Said) -> Markup:
        """Whose word a claim is, through whom, and how it is put; with a link to the claim's own page."""
        through = Markup(", through {}").format(self.thing(claim.relay)) if claim.relay else Markup("")
        how = [claim.mode, *(one for one in (claim.polarity, claim.certainty, claim.modality) if one not in _PLAIN)]
        how += [claim.inference] if claim.inference not in ("", "literal") else []
        said = Markup("").join(Markup(" · {}").format(meaning(one)[0]) for one in how)
        # Where there are several documents, it matters in which of them a voice is heard.
        if len(_documents(self.served)) > 1 and self.page(claim.document) != self.at:
            said += Markup(" · in {}").format(self.thing(claim.document))
        page = self.page(claim.iri)
        link = (
            Markup(' · <a class="claim-link" href="{}">claim</a>').format(self.to(page))
            if page and page != self.at
            else ""
        )
        return Markup("<b>says</b> {}{}{}{}").format(self.thing(claim.voice), through, said, link)

    def phrase(self, predicate: str) -> str:
        """How a property reads; that of the records too."""
        return _RECORDS.get(predicate) or phrase(predicate)

    def rule(self, shape: str) -> str:
        """The name of a shape as words."""
        return "Remarks on the texts" if shape == "Rule" else class_words(shape).capitalize()

    def is_address(self, value: str) -> bool:
        """Whether a value is an address of the web."""
        return _WEB.fullmatch(value) is not None

    def licence(self, address: str) -> Markup:
        """A licence by the name that people know it by."""
        known = next((words for start, words in _LICENCES.items() if address.startswith(start)), address)
        return self.web(address, known)

    def spoken(self, document: str) -> Markup:
        """The attribute `lang` for words of a document, with a space before it, where they are in another language."""
        return language(_language_of(self.served, document))

    def lang(self, tag: str, *, space: bool = False) -> Markup:
        """The attribute `lang`; with `space`, a space before it."""
        said = language(tag)
        return said if space else made(said.lstrip())

    # ------------------------------------------------------------------------------------------------------- the page

    @cached_property
    def bar(self) -> list[tuple[Markup, str, bool]]:
        """The pages of the bar: reference, words, whether it is this one."""
        documents = _documents(self.served)
        several = [("documents.html", "Documents"), ("differing.html", "Differences")]
        first = [(documents[0].page, "Document")] if len(documents) == 1 else several
        rows = [*(first if documents else []), *((page_of(path), words) for path, words in SITE)]
        return [(self.to(path), words, path == self.at) for path, words in rows]

    def alternates(self, resource: Resource) -> list[tuple[Markup, str, str]]:
        """Where else a resource is described: reference, media type, title."""
        if resource.kind in ("page", "question", "term"):
            return []
        whole = resource.kind in ("dataset", "document")
        return [
            (self.to(page_of(resource.path, one.suffix)), one.media_type, one.title)
            for one in VARIANTS.values()
            if one.name != "html" and (whole or not one.quads)
        ]


def render(template: str, **given: Any) -> bytes:
    """A page from a template."""
    return _environment().get_template(template).render(**given).encode("utf-8", "replace")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "person", "people"), counted(1200, "event")
    ('1 person', '1,200 events')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _number(value: str, predicate: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if predicate == terms.PREDICATES["affectedShare"].iri:
        return f"{number * 100:.4g} %"
    return f"{int(value):,}" if re.fullmatch(r"[+-]?[0-9]{1,30}", value) else value


@kept()
def _documents(served: Served) -> tuple[Resource, ...]:
    return served.documents


@kept(512)
def _language_of(served: Served, document: str) -> str:
    said = (one.object for one in served.describe(document) if one.predicate.value == terms.LANGUAGE)
    return next((text_of(one) for one in said), "")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printed,
    )
    environment.filters["prose"] = prose
    environment.globals.update(counted=counted, data_block=data_block)
    return environment
