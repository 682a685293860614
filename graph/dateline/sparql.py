"""SPARQL as text: its tokens, and the one writer of terms.

The lexer knows just enough of the grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section 19.8) to tell
words, variables and marks from what stands inside comments, strings and IRIs. Nothing here runs a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dateline import terms
from dateline.errors import IriError, QueryError, shown

Kind: TypeAlias = Literal["comment", "iri", "string", "language", "variable", "number", "name", "word", "mark", "space"]

_ESCAPED = r"""\\(?:[tbnrf\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
_LOCAL = r"[\w:-]|%[0-9A-Fa-f]{2}|\\."
# A prefix is given a length, so that a long row of dots costs no more than a long word.
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>
        \"\"\"(?:\"{{0,2}}(?:[^"\\]|{_ESCAPED}))*\"\"\"
      | \'\'\'(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*\'\'\'
      | "(?:[^"\\\r\n]|{_ESCAPED})*"
      | '(?:[^'\\\r\n]|{_ESCAPED})*'
    )
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<variable>[?$]\w+)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>(?:[^\W\d](?:[\w.-]{{0,250}}[\w-])?)?:(?:(?:{_LOCAL})(?:(?:\.|{_LOCAL})*(?:{_LOCAL}))?)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FROM = re.compile(r"(?<![?$\w:])FROM", re.IGNORECASE)
_CODEPOINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_PROLOGUE = {"PREFIX": 2, "BASE": 1, "VERSION": 1}
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]*""")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A piece of a query: what it is, its characters, and where it starts."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(query: str) -> Iterator[Token]:
    """Every token of a query in order; their texts joined are the query.

    A quotation mark that opens no well-formed string is a `mark`.

    >>> [(token.kind, token.text) for token in tokens("ASK{?s a <http://x#y>} # SERVICE") if token.kind != "space"]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('word', 'ASK'), ('mark', '{'), ('variable', '?s'), ('word', 'a'), ('iri', '<http://x#y>'), ('mark', '}'),
     ('comment', '# SERVICE')]
    """
    for match in _TOKEN.finditer(query):
        yield Token(kind=match.lastgroup, text=match.group(), start=match.start())  # type: ignore[arg-type]  # the groups are the kinds


def code(query: str) -> Iterator[Token]:
    """The tokens that mean something: no comments, no white space."""
    return (token for token in tokens(query) if token.kind not in ("space", "comment"))


def form(query: str) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`; raises `QueryError` for an update, or for what is no query at all.

    >>> form("PREFIX x: <http://x/> # select\\nask { x:a x:b x:c }")
    'ASK'
    """
    first = after_prologue(query)
    if first is None:
        raise QueryError("the query is empty.", remedy="Give a SELECT, ASK, CONSTRUCT or DESCRIBE query.")
    word = first.text.upper() if first.kind == "word" else ""
    if word not in _FORMS:
        raise QueryError(
            f"this is not a query: {shown(first.text)} stands where SELECT, ASK, CONSTRUCT or DESCRIBE should.",
            remedy="Updates are not run here." if word else "",
        )
    return word


def after_prologue(text: str) -> Token | None:
    """The first token of a query or update after its `PREFIX` and `BASE` declarations; None where nothing follows.

    >>> after_prologue("PREFIX x: <http://x/> DROP ALL").start
    22
    """
    skip = 0
    for token in code(text):
        if skip:
            skip -= 1
        elif token.kind == "word" and token.text.upper() in _PROLOGUE:
            skip = _PROLOGUE[token.text.upper()]
        else:
            return token
    return None


def readings(query: str) -> tuple[str, ...]:
    r"""The texts an engine may take a query for: as it stands, and with its code point escapes (`\u0053`) resolved.

    SPARQL 1.1 resolves them before it parses (section 19.2), SPARQL 1.2 within strings and IRIs alone.

    >>> readings(r"\u0041SK {}")
    ('\\u0041SK {}', 'ASK {}')
    """
    resolved = _CODEPOINT.sub(_resolve, query)
    return (query,) if resolved == query else (query, resolved)


def _resolve(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def network_clause(query: str, *, update: bool = False) -> str | None:
    """`SERVICE` or `LOAD` where the query could make an engine use the network, else None.

    It errs on the side of refusal: parsers do not demand white space (`trueSERVICEex:a {}`), so a word or a prefix that
    merely contains SERVICE counts, and so does the word anywhere in a text whose quotation marks do not pair up.

    >>> network_clause("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    'SERVICE'
    >>> network_clause('SELECT * { ?s ?p "SERVICE" } # SERVICE')
    """
    for text in readings(query):
        upper = text.upper()
        for word in ("SERVICE", "LOAD") if update else ("SERVICE",):
            if word in upper and _says(text, word):
                return word
    return None


def _says(text: str, word: str) -> bool:
    for token in code(text):
        if token.kind == "mark" and token.text in "\"'\\":
            return True
        if token.kind in ("word", "name") and word in token.text.partition(":")[0].upper():
            return True
    return False


def dataset(query: str) -> tuple[str, ...]:
    """The graphs that `FROM` and `FROM NAMED` name: absolute IRIs, or as written where a prefix is not declared.

    >>> dataset("PREFIX x: <http://x/> SELECT * FROM <http://x/g> FROM NAMED x:y { ?s ?p ?o }")
    ('http://x/g', 'http://x/y')
    """
    if "FROM" not in query.upper() or not _FROM.search(query):
        return ()
    named: list[str] = []
    prefixes: dict[str, str] = {}
    before: list[str] = ["", ""]
    for token in code(query):
        if token.kind == "iri" and before[0] == "PREFIX":
            prefixes[before[1]] = token.text[1:-1]
        elif token.kind in ("iri", "name") and (before[1] == "FROM" or before == ["FROM", "NAMED"]):
            prefix, colon, local = token.text.partition(":")
            known = token.kind == "name" and prefix + colon in prefixes
            named.append(prefixes[prefix + colon] + local if known else token.text.strip("<>"))
        before = [before[1], token.text.upper() if token.kind == "word" else token.text]
    return tuple(named)


def iri(value: str) -> str:
    """An IRI as SPARQL writes it; raises `IriError` for one that is relative or cannot stand between angle brackets.

    >>> iri("https://example.org/e/baku")
    '<https://example.org/e/baku>'
    """
    if not _IRI.fullmatch(value) or _SURROGATE.search(value):
        raise IriError(f"{shown(value)} is not an absolute IRI.", remedy="Give one such as https://example.org/e/baku")
    return f"<{value}>"


def literal(value: str, *, datatype: str | None = None, language: str | None = None) -> str:
    """A literal as SPARQL writes it; whole numbers and decimals are written bare, a plain string has no datatype.

    Raises `QueryError` for text that UTF-8 cannot carry.

    >>> print(literal('say "no"'), literal("1990-01-20", datatype=terms.DATE), literal("5", datatype=terms.INTEGER))
    "say \\"no\\"" "1990-01-20"^^<http://www.w3.org/2001/XMLSchema#date> 5
    """
    if (datatype == terms.INTEGER and _INTEGER.fullmatch(value)) or (
        datatype == terms.DECIMAL and _DECIMAL.fullmatch(value)
    ):
        return value
    if _SURROGATE.search(value):
        raise QueryError("a string holds half of a surrogate pair.", remedy="Give whole characters.")
    quoted = f'"{value.translate(_STRING_ESCAPES)}"'
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise QueryError(f"{shown(language)} is not a language tag.", remedy="Give one such as en or az-Latn.")
        return f"{quoted}@{language}"
    if datatype is None or datatype == terms.STRING:
        return quoted
    return f"{quoted}^^{iri(datatype)}"


def values(variables: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """A block of rows of terms, each written by `iri` or `literal`; None where a variable is unbound.

    >>> values(["a", "b"], [['"x"', None]])
    'VALUES (?a ?b) { ("x" UNDEF) }'
    """
    names = " ".join(f"?{name}" for name in variables)
    written = " ".join("(" + " ".join("UNDEF" if term is None else term for term in row) + ")" for row in rows)
    return f"VALUES ({names}) {{ {written} }}"
