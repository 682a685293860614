"""The ontology as one HTML page to read: the words, one sentence worked through, and every term with its example.

All of it comes from the folder `ontology/`; the order of the page is the order of its Turtle files.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import resources, terms

if TYPE_CHECKING:
    from rdflib import Graph

_OWL = "http://www.w3.org/2002/07/owl#"
_CLASS = _OWL + "Class"
_ALL_DISJOINT = _OWL + "AllDisjointClasses"
_MEMBERS = _OWL + "members"
_ANNOTATION_PROPERTY = _OWL + "AnnotationProperty"
_DISJOINT = _OWL + "disjointWith"
_VERSION = _OWL + "versionInfo"
_LABEL = terms.RDFS + "label"
_DOMAIN = terms.RDFS + "domain"
_RANGE = terms.RDFS + "range"
_SUBCLASS = terms.RDFS + "subClassOf"
_SUBPROPERTY = terms.RDFS + "subPropertyOf"
_CONCEPT = terms.SKOS + "Concept"
_SCHEME = terms.SKOS + "ConceptScheme"
_MODIFIED = terms.DCTERMS + "modified"
_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"

_CHAPTERS = ("Words", "One sentence, from text to triple")
_LEADS_TO = (
    ("From", _DOMAIN),
    ("To", _RANGE),
    ("Values", terms.RDFS + "seeAlso"),
    ("Values", terms.SKOS + "hasTopConcept"),
    ("Close to", terms.CLOSE_MATCH),
    ("Related to", terms.SKOS + "relatedMatch"),
)

_BANNER = re.compile(r"^#{20,}\n((?:#.*\n)+?)#{20,}\n", re.MULTILINE)
_INTRODUCED = re.compile(r"^([a-z]+:[A-Za-z-]+) a ", re.MULTILINE)
_EXAMPLE = re.compile(r"“(.+?)” ⟶ (.+? \.)(?: \((.+)\))?", re.DOTALL)
_NAMED = re.compile(r"\b(?:dl|voc|prov|skos|rdf|rdfs|owl|xsd):[A-Za-z-]+[A-Za-z]")
_CHAPTER = re.compile(r"^## (.+)\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a Turtle file: its title, what it says of itself, and the terms it introduces, in the file's order."""

    title: str
    note: str
    terms: tuple[str, ...]


def sections(source: str) -> tuple[Section, ...]:
    """The parts of a Turtle file that stand between banners of `#`; parts that introduce no term are left out.

    >>> bar = "#" * 40
    >>> sections(f"{bar}\\n# Numbers\\n# None is negative.\\n{bar}\\ndl:deathCount a owl:DatatypeProperty .\\n")
    (Section(title='Numbers', note='None is negative.', terms=('dl:deathCount',)),)
    """
    _, *pieces = _BANNER.split(source)
    found = []
    for banner, body in zip(pieces[::2], pieces[1::2], strict=True):
        title, *note = (line.removeprefix("#").strip() for line in banner.splitlines())
        introduced = tuple(_INTRODUCED.findall(body))
        if introduced:
            found.append(Section(title=title, note=" ".join(note).strip(), terms=introduced))
    return tuple(found)


def chapters(markdown: str) -> Mapping[str, str]:
    """The parts of a Markdown text that stand under headings of the second level, by heading.

    >>> dict(chapters("# T\\n\\n## Words\\n\\nclaim\\n"))
    {'Words': '\\nclaim\\n'}
    """
    _, *pieces = _CHAPTER.split(markdown)
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def render_ontology() -> str:
    """One HTML page: self-contained, light and dark, without script. Every term has the anchor that its IRI names.

    `dl:Agent` and `dl:agent` differ by case only, so each term has a second anchor (`class-Agent`, `property-agent`)
    that does not rely on case; the page itself links to those.
    """
    return _Page().html()


def ontology_parts() -> tuple[str, str]:
    """The title of that page and the body of it, for a page that has a style of its own."""
    page = _Page()
    return page.title, "\n".join(page.body())


class _Page:
    """The page while it is written, with the graph of everything it says."""

    def __init__(self) -> None:
        from rdflib import Graph

        self.graph: Graph = Graph()
        for name in ("dateline.ttl", "values.ttl", "alignments.ttl"):
            self.graph.parse(resources.ontology(name), format="turtle")
        self.sections = tuple(
            section
            for name in ("dateline.ttl", "values.ttl")
            for section in sections(resources.ontology(name).read_text("utf-8"))
        )
        listed = [name for section in self.sections for name in section.terms]
        self.order = {str(self.graph.namespace_manager.expand_curie(name)): place for place, name in enumerate(listed)}
        self.chapters = chapters(resources.ontology("README.md").read_text("utf-8"))
        with resources.ontology("wikidata.tsv").open(encoding="utf-8", newline="") as table:
            self.wikidata = {row["pid"]: row["label"] for row in csv.DictReader(table, delimiter="\t")}

        self.title = self._text(terms.ONTOLOGY, terms.TITLE)
        self.description = " ".join(self._text(terms.ONTOLOGY, terms.DESCRIPTION).split())

    def html(self) -> str:
        lines = (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(self.title)}</title>",
            f'<meta name="description" content="{escape(self.description)}">',
            f'<link rel="canonical" href="{escape(terms.ONTOLOGY)}">',
            f"<style>\n{Path(__file__).with_suffix('.css').read_text('utf-8')}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#main">To the text</a>',
            *self.body(),
            "</body>",
            "</html>",
        )
        return "\n".join(lines) + "\n"

    def body(self) -> tuple[str, ...]:
        """The page below its skip link."""
        return (
            "<header>",
            f"<h1>{escape(self.title)}</h1>",
            f"<p>{escape(self.description)}</p>",
            _facts(
                (
                    ("Namespace", _code(terms.DL)),
                    ("Prefix", _code("dl")),
                    ("Version", escape(self._text(terms.ONTOLOGY, _VERSION))),
                    ("Last changed", escape(self._text(terms.ONTOLOGY, _MODIFIED))),
                    ("Licence", _link(self._text(terms.ONTOLOGY, terms.LICENSE), "CC0 1.0")),
                )
            ),
            "</header>",
            self._contents(),
            '<main id="main">',
            *(self._chapter(name) for name in _CHAPTERS),
            *(self._section(section) for section in self.sections),
            "</main>",
        )

    def _contents(self) -> str:
        """The list of everything, beside the page or above it."""
        rows = [f'<li><a href="#{_slug(name)}">{escape(name)}</a></li>' for name in _CHAPTERS]
        for section in self.sections:
            names = " ".join(f'<a href="#{_anchor(name)}">{escape(_local(name))}</a>' for name in section.terms)
            rows.append(f'<li><a href="#{_slug(section.title)}">{escape(section.title)}</a>\n<p>{names}</p></li>')
        return '<nav aria-label="Contents">\n<ol>\n' + "\n".join(rows) + "\n</ol>\n</nav>"

    def _chapter(self, name: str) -> str:
        from markdown_it import MarkdownIt

        markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
        body = markdown.render(self.chapters[name])
        return f'<section class="chapter" id="{_slug(name)}">\n<h2>{escape(name)}</h2>\n{body}</section>'

    def _section(self, section: Section) -> str:
        note = f'<p class="note">{_prose(section.note)}</p>' if section.note else ""
        entries = "\n".join(self._entry(name) for name in section.terms)
        return f'<section id="{_slug(section.title)}">\n<h2>{escape(section.title)}</h2>\n{note}\n{entries}\n</section>'

    def _entry(self, name: str) -> str:
        """One term: what it is called, what it means, its example; beside it, how it hangs together with the rest."""
        iri = str(self.graph.namespace_manager.expand_curie(name))
        label = self._text(iri, _LABEL) or self._text(iri, terms.PREF_LABEL) or _local(name)
        exact = _local(name) if iri.startswith(terms.DL) else _anchor(name)
        second = f' id="{escape(_anchor(name))}"' if exact != _anchor(name) else ""
        parts = [f'<h3 id="{escape(exact)}"><a href="#{escape(exact)}">{escape(label)}</a> {_code(name)}</h3>']
        definition, note = self._text(iri, terms.SKOS + "definition"), self._text(iri, terms.SKOS + "scopeNote")
        if definition:
            parts.append(f"<p>{_prose(definition)}</p>")
        if note:
            parts.append(f'<p class="note">{_prose(note)}</p>')
        parts.append(_example(self._text(iri, terms.SKOS + "example")))
        return f"<article{second}>\n<div>\n{''.join(parts)}\n</div>\n{_facts(self._apparatus(iri))}\n</article>"

    def _apparatus(self, iri: str) -> Iterable[tuple[str, str]]:
        """How a term hangs together with the rest: pairs of a word and its HTML."""
        yield "Kind", escape(self._kind(iri))
        phrase, denied = self._text(iri, terms.PHRASE), self._text(iri, terms.NEGATED_PHRASE)
        if phrase:
            yield "Reads", f"<q>{escape(phrase)}</q>"
        if denied:
            yield "Denied", f"<q>{escape(denied)}</q>"
        above = self._objects(iri, _SUBCLASS) | self._objects(iri, _SUBPROPERTY)
        below = self._subjects(iri, _SUBCLASS) | self._subjects(iri, _SUBPROPERTY)
        for word, others in (
            ("Under", above),
            ("Over", below),
            ("Never a", self._disjoint(iri)),
            ("Subject of", self._subjects(iri, _DOMAIN)),
            ("Object of", self._subjects(iri, _RANGE)),
            *((word, self._objects(iri, predicate)) for word, predicate in _LEADS_TO),
        ):
            if others:
                yield word, ", ".join(self._reference(other) for other in sorted(others, key=self._place))
        status = self._text(iri, _STATUS)
        if status:
            yield "Status", escape(status)

    def _place(self, iri: str) -> tuple[int, str]:
        """Where a term stands among others: ours in the order of the files, then everybody else's by IRI."""
        return self.order.get(iri, len(self.order)), iri

    def _kind(self, iri: str) -> str:
        kinds = self._objects(iri, terms.TYPE)
        named = {
            _CLASS: "class",
            _ANNOTATION_PROPERTY: "annotation",
            _SCHEME: "value list",
            _CONCEPT: "value",
        }
        words = [word for kind, word in named.items() if kind in kinds] or ["property"]
        if terms.CLAIMABLE_PROPERTY in kinds:
            words.append("claimable")
        if self._text(iri, terms.SINGLE_VALUED) == "true":
            words.append("single-valued")
        return ", ".join(words)

    def _disjoint(self, iri: str) -> set[str]:
        """The classes that share no member with this one, said of the pair or of a whole list."""
        from rdflib import RDF, URIRef
        from rdflib.collection import Collection

        found = self._objects(iri, _DISJOINT) | self._subjects(iri, _DISJOINT)
        for group in self.graph.subjects(RDF.type, URIRef(_ALL_DISJOINT)):
            for members in self.graph.objects(group, URIRef(_MEMBERS)):
                listed = {str(member) for member in Collection(self.graph, members)}
                if iri in listed:
                    found |= listed - {iri}
        return found

    def _reference(self, iri: str) -> str:
        """A link to a term: to its place on this page if it is ours; with its label where the IRI alone says little."""
        name = self.graph.namespace_manager.normalizeUri(iri)
        if iri.startswith((terms.DL, terms.VOC)):
            return f'<a href="#{_anchor(name)}">{escape(_local(name))}</a>'
        label = self.wikidata.get(_local(name), "") if name.startswith("wd:") else ""
        return _link(iri, name) + (f" ({escape(label)})" if label else "")

    def _objects(self, iri: str, predicate: str) -> set[str]:
        from rdflib import URIRef

        return {str(other) for other in self.graph.objects(URIRef(iri), URIRef(predicate)) if isinstance(other, URIRef)}

    def _subjects(self, iri: str, predicate: str) -> set[str]:
        from rdflib import URIRef

        found = self.graph.subjects(URIRef(predicate), URIRef(iri))
        return {str(other) for other in found if isinstance(other, URIRef)}

    def _text(self, iri: str, predicate: str) -> str:
        from rdflib import URIRef

        return str(self.graph.value(URIRef(iri), URIRef(predicate)) or "")


def _example(example: str) -> str:
    """The words of a document and the triple they give, or what stands in their place; empty if there is no example."""
    found = _EXAMPLE.fullmatch(example)
    if found:
        words, triple, remark = found.groups()
        aside = f' <span class="note">{escape(remark)}</span>' if remark else ""
        gives = f'<p class="gives"><span aria-hidden="true">⟶</span> {_code(triple)}{aside}</p>'
        return f"<blockquote><p>“{escape(words)}”</p>{gives}</blockquote>"
    if example.startswith("“"):
        return f"<blockquote><p>{escape(example)}</p></blockquote>"
    return f'<p class="note">{escape(example)}</p>' if example else ""


def _prose(text: str) -> str:
    """Text as HTML, the terms it names as code, ours as links to their places on the page."""
    pieces: list[str] = []
    end = 0
    for found in _NAMED.finditer(text):
        name = found[0]
        code = f'<a href="#{_anchor(name)}">{_code(name)}</a>' if name.startswith("dl:") else _code(name)
        pieces += (escape(text[end : found.start()]), code)
        end = found.end()
    return "".join((*pieces, escape(text[end:])))


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    lines = "\n".join(f"<div><dt>{escape(word)}</dt><dd>{html}</dd></div>" for word, html in rows)
    return f'<dl class="facts">\n{lines}\n</dl>'


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _link(iri: str, text: str) -> str:
    return f'<a href="{escape(iri)}" rel="noopener">{escape(text)}</a>'


def _local(name: str) -> str:
    return name.partition(":")[2]


def _anchor(name: str) -> str:
    """An anchor for a prefixed name that tells terms apart by more than case.

    >>> _anchor("dl:Agent"), _anchor("dl:agent"), _anchor("voc:Polarity"), _anchor("voc:own-voice")
    ('class-Agent', 'property-agent', 'list-Polarity', 'value-own-voice')
    """
    prefix, _, local = name.partition(":")
    kinds = {"dl": ("class", "property"), "voc": ("list", "value")}
    return f"{kinds.get(prefix, (prefix, prefix))[local[:1].islower()]}-{local}"


def _slug(title: str) -> str:
    """The anchor of a title.

    >>> _slug("Classes: documents and their words")
    'classes-documents-and-their-words'
    """
    return "-".join(re.findall(r"[a-z]+", title.lower()))
