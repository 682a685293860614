"""RDF 1.1 Turtle as an edition to read: headed sections, the words of a claim above it, one thing to a paragraph.

Specification: https://www.w3.org/TR/turtle/. The writers of TriG and RDF 1.2 Turtle build on this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import iris, terms
from dateline.formats.edition import union
from dateline.formats.nodes import Leaf, Node, Term, followed

if TYPE_CHECKING:
    from dateline.graph import Publication

_INDENT = "    "
_WIDTH = 116
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_RELATIVE = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*(?:#[A-Za-z0-9._~,=-]*)?")
_BARE = {
    terms.INTEGER: re.compile(r"[+-]?[0-9]+"),
    terms.DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    terms.BOOLEAN: re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_UNSAFE = re.compile(
    '[\\\\"\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\uffff]'
)
_NOT_IN_A_COMMENT = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]+"
)
_LONGEST_COMMENT = 1_000

_ROWS = {
    predicate: row
    for row, predicates in enumerate(
        (
            (terms.SUBJECT, terms.PREDICATE, terms.OBJECT),
            (terms.ASSERTED_IN, terms.ATTRIBUTED_TO, terms.RELAYED_BY, terms.CUE),
            (terms.EVIDENCE, terms.PREDICATE_TEXT),
            (
                terms.POLARITY,
                terms.CERTAINTY,
                terms.MODALITY,
                terms.REPORTING_MODE,
                terms.INFERENCE,
                terms.QUANTIFIER,
                terms.TIME_SCOPE,
            ),
            (terms.CONFIDENCE, terms.WAS_GENERATED_BY, terms.WAS_ATTRIBUTED_TO),
            (terms.REFERENCE_CONTEXT, terms.BEGIN_INDEX, terms.END_INDEX),
            (terms.ANCHOR_OF, terms.DENOTES),
            (terms.EDTF, terms.EARLIEST, terms.LATEST, terms.ANCHORED_TO),
        )
    )
    for predicate in predicates
}


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.ttl`: everything that is published, every triple once."""
    leaf = union(publication)
    names = Names.of(publication, leaf)
    return {"graph.ttl": written([*preamble(publication), *names.header(), *sections(leaf, names)])}


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """How IRIs are written: relative to `base`, by prefix, or in full."""

    base: str
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, publication: Publication, *leaves: Leaf) -> Names:
        """The names of a publication: its things as `e:`, everything else of its own relative to its base.

        `e:` are the things of the collection, or, where the only document has none but its own, those.
        """
        base = publication.settings.base
        things = iris.thing(base, "")
        shared = any(node.iri.startswith(things) for leaf in leaves for node in leaf.nodes)
        if not shared and len(publication.documents) == 1:
            things = iris.own(publication.documents[0].document, "")
        return cls(base=base, prefixes={**terms.PREFIXES, "e": things})

    def header(self) -> list[str]:
        """The declarations."""
        width = max(map(len, self.prefixes), default=0) + 1
        declared = (f"@prefix {prefix + ':':<{width}} <{iri}> ." for prefix, iri in self.prefixes.items())
        return [f"@base <{self.base}> .", *declared]

    def iri(self, iri: str) -> str:
        """An IRI.

        >>> names = Names(base="https://example.org/kg/", prefixes={"dl": "https://w3id.org/dateline/ns#"})
        >>> names.iri("https://w3id.org/dateline/ns#Claim"), names.iri("https://example.org/kg/doc/d#char=1,2")
        ('dl:Claim', '<doc/d#char=1,2>')
        """
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        for prefix, namespace in self.prefixes.items():
            if namespace == iri[:cut] and _LOCAL.fullmatch(iri, cut):
                return f"{prefix}:{iri[cut:]}"
        if iri.startswith(self.base):
            rest = iri[len(self.base) :]
            if not rest or _RELATIVE.fullmatch(rest):
                return f"<{rest}>"
        return f"<{iri}>"

    def predicate(self, iri: str) -> str:
        """An IRI where a predicate stands."""
        return "a" if iri == terms.TYPE else self.iri(iri)

    def term(self, term: Term) -> str:
        """An IRI, a literal, or (RDF 1.2) a triple term."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.Literal):
            return self.literal(term)
        if isinstance(term, ox.BlankNode):
            return str(term)
        return f"<<( {self.term(term.subject)} {self.term(term.predicate)} {self.term(term.object)} )>>"

    def literal(self, literal: ox.Literal) -> str:
        """A literal; numbers and truth values bare where Turtle reads them back as the same term."""
        if literal.language:
            return f"{quoted(literal.value)}@{literal.language}"
        datatype = literal.datatype.value
        if datatype == terms.STRING:
            return quoted(literal.value)
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{quoted(literal.value)}^^{self.iri(datatype)}"


def quoted(text: str) -> str:
    """A text as a Turtle string on one line, so that no editor or checkout can change a line end inside it.

    What cannot be seen (controls, directional marks, line separators, joiners) is written as an escape.

    >>> print(quoted('He said "no"\\u202e\\n'))
    "He said \\"no\\"\\u202E\\n"
    """
    return f'"{_UNSAFE.sub(_escaped, text)}"'


def comment(text: str) -> str:
    """A text as comment, wrapped; nothing in it can end the comment or hide what follows.

    >>> comment("one\\ntwo")
    '# one two'
    """
    plain = _NOT_IN_A_COMMENT.sub(" ", text).strip()
    shown = plain if len(plain) <= _LONGEST_COMMENT else f"{plain[: _LONGEST_COMMENT - 1]}…"
    return "\n".join(wrap(shown, _WIDTH, initial_indent="# ", subsequent_indent="#   ")) or "#"


def preamble(publication: Publication) -> list[str]:
    """What a reader who opens the file should know, as comments."""
    return [
        comment(publication.settings.title),
        "#",
        "# Each claim names the words that say it (dl:evidence) and the voice that says them (dl:attributedTo).",
        f"# The terms are explained at {terms.ONTOLOGY}",
        "",
    ]


def written(lines: Iterable[str]) -> bytes:
    """Lines as a file."""
    return "".join(f"{line}\n" for line in lines).encode()


def sections(leaf: Leaf, names: Names) -> Iterator[str]:
    """The lines of a graph: a heading for each section, a paragraph for each node."""
    nodes = {node.iri: node for node in leaf.nodes}
    for section in leaf.sections:
        yield from ("", "", f"# {section.title}")
        compact = all(terms.TEXT_SPAN in node.types for node in section.nodes)
        for place, node in enumerate(section.nodes):
            if not compact or place == 0:
                yield ""
            if terms.CLAIM in node.types:
                yield comment(_said(node, nodes))
            yield from _paragraph(node, names)


def _said(claim: Node, nodes: Mapping[str, Node]) -> str:
    """Whose word a claim is, and the words."""
    voices = (node.value(terms.PREF_LABEL) for node in followed(claim, terms.ATTRIBUTED_TO, nodes))
    words = (f"“{node.value(terms.ANCHOR_OF)}”" for node in followed(claim, terms.EVIDENCE, nodes))
    return f"{', '.join(voices)}: {' … '.join(words)}"


def _paragraph(node: Node, names: Names) -> Iterator[str]:
    """The lines of a node: statements that belong together share one as far as it reaches."""
    lines: list[str] = []
    before: int | None = None
    for said in node.statements:
        row = _ROWS.get(said.predicate.value)
        statement = f"{names.predicate(said.predicate.value)} {', '.join(map(names.term, said.objects))}"
        if not lines:
            lines.append(f"{names.iri(node.iri)} {statement}")
        elif row is not None and row == before and len(_INDENT) + len(lines[-1]) + len(statement) < _WIDTH:
            lines[-1] += f" ; {statement}"
        else:
            lines.append(statement)
        before = row
    for number, line in enumerate(lines):
        yield f"{_INDENT if number else ''}{line} {'.' if number == len(lines) - 1 else ';'}"


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
