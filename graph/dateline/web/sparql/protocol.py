"""The three ways in which SPARQL 1.1 Protocol sends a query (https://www.w3.org/TR/sparql11-protocol/#query-operation).

A request is taken apart once, and decoded once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from dateline.web.negotiate import best_of
from dateline.web.sparql.formats import Choice, accepted, named, named_as_page, offered
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.refusal import Refusal

ALLOWED = "GET, HEAD, POST, OPTIONS"
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
HTML = "text/html"
_READ_ONLY = "This endpoint only answers queries; it changes nothing."
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query as it was sent: its text, the graphs it is restricted to, and what its answer may be sent as.

    `page` is whether a page is liked better than any of these.
    """

    query: str
    choice: Choice
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    page: bool = False


def most_body(limits: Limits) -> int:
    """How many bytes of a body are read: a form writes three for one."""
    return limits.query_bytes * 3 + 10_000


def asked(
    method: str,
    query_string: bytes,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    limits: Limits,
    pages: bool = False,
) -> Asked | None:
    """What a request asks; null for a GET without a query. Raises `Refusal`.

    `headers` are by their names in small letters; with `pages`, an answer can be sent as one.

    >>> asked("GET", b"query=ASK%20%7B%7D&default-graph-uri=urn:a", {}, limits=Limits()).default_graphs
    ('urn:a',)
    """
    parameters = _decoded(query_string)
    if method == "POST":
        kind, _, rest = headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        _require_utf8(rest)
        if kind == FORM:
            parameters += _decoded(body)
        elif kind == DIRECT:
            parameters.append(("query", _text(body)))
        elif kind == UPDATE:
            raise Refusal(403, _READ_ONLY)
        else:
            raise Refusal(
                415,
                f"A query is not sent as {kind or 'nothing in particular'}.",
                remedy=f"Send it as {DIRECT}, or in a form as {FORM}.",
                headers={"Accept-Post": f"{DIRECT}, {FORM}"},
            )
    if any(name == "update" for name, _ in parameters):
        raise Refusal(403, _READ_ONLY, remedy="Send a query, as the parameter query.")
    queries = [value for name, value in parameters if name == "query"]
    if not queries and method != "POST":
        return None
    if len(queries) != 1:
        what = "There is no query." if not queries else f"There are {len(queries)} queries."
        raise Refusal(400, what, remedy="Send exactly one, as the parameter query.")
    length = len(queries[0].encode())
    if length > limits.query_bytes:
        raise Refusal(
            413,
            f"The query is {length:,} bytes long; this endpoint reads {limits.query_bytes:,}.",
            remedy="Shorten it, or ask in several queries.",
        )
    formats = [value for name, value in parameters if name == "format"]
    page = pages and not formats and best_of(headers.get("accept"), (*offered(), HTML)) == HTML
    return Asked(
        query=queries[0],
        choice=named_as_page() if page else _choice(headers.get("accept"), formats),
        page=page,
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
    )


def _choice(accept: str | None, formats: list[str]) -> Choice:
    """What may be sent, for each shape: the first of the formats named that carries it, else what `Accept` says.

    Clients name formats before they know what a query gives, and SPARQLWrapper several of them.
    """
    values = [value for one in formats for value in one.split(",") if value]
    known = [choice for choice in map(named, values) if choice is not None]
    if values and not known:
        raise Refusal(
            400, "There is no such format.", remedy="There are json, xml, csv, tsv; turtle, jsonld, nt, rdfxml."
        )
    found = accepted(accept)
    for choice in reversed(known):
        found = Choice(
            names={**found.names, **choice.names}, content_types={**found.content_types, **choice.content_types}
        )
    if not found.names:
        raise unacceptable()
    return found


def unacceptable(kinds: tuple[str, ...] | None = None) -> Refusal:
    """That an answer cannot be sent as the client wants it, with what it can be sent as."""
    return Refusal(
        406, "The answer cannot be sent like this.", remedy=f"It can be sent as {', '.join(kinds or offered())}."
    )


def _graphs(parameters: list[tuple[str, str]], which: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for name, value in parameters if name == which))


def _decoded(text: bytes) -> list[tuple[str, str]]:
    if not text:
        return []
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refusal(400, "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Refusal(400, f"There are more than {_MOST_PARAMETERS:,} parameters.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"The query is not UTF-8: byte {error.start} is 0x{body[error.start]:02X}.") from None


def _require_utf8(parameters: str) -> None:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refusal(415, "A query is UTF-8.", remedy="Send it in that encoding.")
