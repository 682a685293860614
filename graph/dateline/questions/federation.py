"""A federated query in two halves, so that it can be asked without an engine that federates.

The query selects from our graph in a subselect that comes first, and asks the other endpoint in a `SERVICE` beside it.
An engine that holds our graph runs it as it stands. Else the subselect is asked of our graph by itself, and its rows
go, as `VALUES` in its place, with the rest to the other endpoint: the same text, without the word SERVICE. Then only
what was found goes over the network, whatever the engine; some engines ask for everything and join at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline import sparql
from dateline.errors import QuestionError
from dateline.sparql import Token

_FORM = "Write WHERE { { SELECT … } SERVICE <…> { … } }, with what is asked of the own graph in the SELECT."


@dataclass(frozen=True, kw_only=True, slots=True)
class Halves:
    """What to ask our graph (`ours`), and the rest of the query, cut where the rows of that stand."""

    ours: str
    before: str
    after: str

    def theirs(self, variables: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
        """What to ask the other endpoint about some rows of terms, as SPARQL writes them; None where unbound."""
        return f"{self.before}{sparql.values(variables, rows)}{self.after}"


def halves(query: str, *, file: str) -> Halves:
    """The halves of a query whose parameters are bound; raises `QuestionError` for one that has another form.

    >>> cut = halves("SELECT * { { SELECT ?a { ?a ?b ?c } } SERVICE <http://x/> { ?a ?p ?o } }", file="x.rq")
    >>> cut.ours
    'SELECT ?a { ?a ?b ?c }'
    >>> cut.theirs(["a"], [["<http://x/a>"]])
    'SELECT * { VALUES (?a) { (<http://x/a>) }  ?a ?p ?o  }'
    """
    tokens = list(sparql.code(query))
    closing = _closing(tokens)
    opening = next((place for place, token in enumerate(tokens) if token.text == "{"), None)
    first = None if opening is None else opening + 1
    if first is None or first not in closing or tokens[first + 1].text.upper() != "SELECT":
        raise QuestionError("it does not begin with what is asked of the own graph.", where=file, remedy=_FORM)
    start = sparql.after_prologue(query)
    prologue = query[: start.start] if start else ""
    last = closing[first]
    inside = query[tokens[first].end : tokens[last].start].strip()
    services = list(_services(tokens, closing, last + 1))
    if not services:
        raise QuestionError("it asks no other endpoint.", where=file, remedy=_FORM)
    after: list[str] = []
    at = tokens[last].end
    for word, brace in services:
        after += [query[at : tokens[word].start], query[tokens[brace].end : tokens[closing[brace]].start]]
        at = tokens[closing[brace]].end
    rest = "".join((*after, query[at:]))
    return Halves(ours=prologue + inside, before=query[: tokens[first].start], after=rest)


def _closing(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each brace that opens is closed, by their places in the tokens."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "mark" and token.text == "{":
            open_.append(place)
        elif token.kind == "mark" and token.text == "}" and open_:
            found[open_.pop()] = place
    return found


def _services(tokens: Sequence[Token], closing: dict[int, int], start: int) -> Iterable[tuple[int, int]]:
    """The places of each SERVICE beside the subselect, and of the brace that opens its group."""
    place = start
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "word" and token.text.upper() == "SERVICE":
            brace = next((one for one in range(place, len(tokens)) if tokens[one].text == "{"), None)
            if brace is None or brace not in closing:
                return
            yield place, brace
            place = closing[brace] + 1
        elif place in closing:
            place = closing[place] + 1
        else:
            place += 1
