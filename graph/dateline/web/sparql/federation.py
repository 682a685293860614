"""Other endpoints that a query may ask, where whoever runs this one has named them; else there are none.

The workers stay off the network. What stands in a `SERVICE` clause is sent to the endpoint by this process, and the
clause is replaced by the rows that come back, as `VALUES`: by SPARQL's own semantics a clause is evaluated by itself
and then joined. A query in which the engine still sees a clause after that is refused by the worker like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from dateline import __version__, sparql
from dateline.errors import ExchangeError, IriError, QueryError, UsageError, shown
from dateline.internet.exchange import exchange
from dateline.settings.texts import is_address
from dateline.sparql import Token
from dateline.web.sparql.refusal import Refusal

MOST_CLAUSES, MOST_ROWS, LARGEST = 4, 10_000, 8 * 2**20
_NAME = re.compile(r"\w+")
_HEADERS = {
    "Accept": "application/sparql-results+json",
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": f"dateline/{__version__}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A `SERVICE` clause: where it stands in the query, whom it asks, and what, as a query of its own."""

    start: int
    end: int
    endpoint: str
    query: str
    silent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """The endpoints that queries may ask, by their exact addresses, and how long each may take.

    An address that is not public is refused unless its host is one of `private_hosts`.
    """

    endpoints: tuple[str, ...] = ()
    private_hosts: tuple[str, ...] = ()
    seconds: float = 10.0

    @staticmethod
    def of(urls: Iterable[str]) -> Services:
        """The endpoints at these addresses, near or far: who names one vouches for its host. Raises `UsageError`.

        >>> Services.of(["http://localhost:7878/query"]).private_hosts
        ('localhost',)
        """
        endpoints = tuple(dict.fromkeys(urls))
        for url in endpoints:
            if not is_address(url):
                raise UsageError(
                    f"{shown(url)} is no http or https address.", remedy="Give one without a name, a query or a #."
                )
        hosts = dict.fromkeys(urlsplit(url).hostname or "" for url in endpoints)
        return Services(endpoints=endpoints, private_hosts=tuple(hosts))

    def answered(self, query: str) -> str:
        """The query with what the endpoints say in the place of their clauses. Raises `Refusal`.

        A clause that asks anybody else is left as it is.
        """
        found = clauses(query) if self.endpoints else ()
        if not found or any(clause.endpoint not in self.endpoints for clause in found):
            return query
        if len(found) > MOST_CLAUSES:
            raise Refusal(403, f"A query may ask {MOST_CLAUSES} other endpoints, and this asks {len(found)}.")
        return replaced(query, found, [self._rows(clause) for clause in found])

    def _rows(self, clause: Clause) -> str:
        try:
            answer = exchange(
                clause.endpoint,
                headers=_HEADERS,
                body=urlencode({"query": clause.query}).encode(),
                private_hosts=self.private_hosts,
                seconds=self.seconds,
                largest=LARGEST,
            )
            if answer.status != 200:
                raise ExchangeError(f"it answers {answer.status} {answer.reason}.", where=clause.endpoint)
            return values(answer.body)
        except (ExchangeError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as failed:
            if clause.silent:
                return "{}"
            why = failed.what if isinstance(failed, ExchangeError) else "what it says are no results."
            raise Refusal(502, f"The endpoint <{clause.endpoint}> gave no answer: {why}") from failed


def clauses(query: str) -> tuple[Clause, ...]:
    """The clauses of a query that ask a constant address, as far as its tokens tell; none within another.

    >>> [(one.endpoint, one.query) for one in clauses("SELECT ?x { SERVICE <http://x/q> { ?x a ?y } }")]
    [('http://x/q', 'SELECT * WHERE { ?x a ?y } LIMIT 10001')]
    """
    code = list(sparql.code(query))
    first = sparql.after_prologue(query)
    prologue = query[: first.start] if first is not None else ""
    return tuple(_clauses(query, code, prologue))


def _clauses(query: str, code: Sequence[Token], prologue: str) -> Iterator[Clause]:
    place = 0
    while place < len(code):
        token = code[place]
        place += 1
        if token.kind != "word" or token.text.upper() != "SERVICE":
            continue
        silent = place < len(code) and code[place].text.upper() == "SILENT"
        place += silent
        end = _end_of_group(code, place + 1)
        if end is None or code[place].kind != "iri":
            continue
        group = query[code[place + 1].start : code[end].end]
        yield Clause(
            start=token.start,
            end=code[end].end,
            endpoint=code[place].text[1:-1],
            query=f"{prologue}SELECT * WHERE {group} LIMIT {MOST_ROWS + 1}",
            silent=bool(silent),
        )
        place = end + 1


def _end_of_group(code: Sequence[Token], place: int) -> int | None:
    depth = 0
    for number in range(place, len(code)):
        if code[number].kind == "mark":
            depth += {"{": 1, "}": -1}.get(code[number].text, 0)
        if depth == 0:
            return number if number > place else None
    return None


def replaced(query: str, found: Collection[Clause], rows: Sequence[str]) -> str:
    """The query with rows in the places of the clauses, each in a group of its own."""
    pieces: list[str] = []
    last = 0
    for clause, text in zip(found, rows, strict=True):
        pieces += [query[last : clause.start], " { ", text, " } "]
        last = clause.end
    return "".join([*pieces, query[last:]])


def values(body: bytes) -> str:
    """Results in JSON as `VALUES`. Raises `Refusal` for what it cannot carry, and what `json` raises.

    >>> values(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "a"}}, {}]}}')
    'VALUES (?x) { ("a") (UNDEF) }'
    """
    said = json.loads(body)
    names, rows = said["head"]["vars"], said["results"]["bindings"]
    if len(rows) > MOST_ROWS:
        raise Refusal(403, f"The other endpoint gives more than {MOST_ROWS:,} rows.", remedy="Ask it for less.")
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError(names)
    lines = (f"({' '.join(_term(row.get(name)) for name in names)})" for row in rows)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


def _term(said: Any) -> str:
    if said is None:
        return "UNDEF"
    kind, value = said["type"], said["value"]
    if kind in ("bnode", "triple"):
        raise Refusal(
            403,
            "The other endpoint gives a blank node or a triple, which cannot be passed on.",
            remedy="Select what has an address.",
        )
    try:
        if kind == "uri":
            return sparql.iri(value)
        return sparql.literal(value, datatype=said.get("datatype"), language=said.get("xml:lang"))
    except (IriError, QueryError) as wrong:
        raise ValueError(value) from wrong
