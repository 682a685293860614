"""What a store holds as accounts: the claims, with the names of everything in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from dateline import resources, terms
from dateline.accounts.model import Account
from dateline.errors import QueryError, QuestionError
from dateline.questions import Question, load_question
from dateline.store import Store
from dateline.store.results import Table, Term

_LANGUAGE = "en"
"""The language of the labels that are preferred."""


def said(store: Store, *, subject: str | None = None) -> tuple[Account, ...]:
    """Every claim of a publication, or those about one thing, in the order of documents and words."""
    asked = _query("said").bind({"subject": subject} if subject else {})
    found: dict[str, list[dict[str, Term]]] = {}
    for row in _rows(store, asked.text):
        found.setdefault(_text(row, "claim"), []).append(row)
    made = (_account(claim, rows) for claim, rows in found.items())
    return tuple(sorted(made, key=lambda one: (one.document, one.begin, one.claim)))


def shared(store: Store) -> tuple[str, ...]:
    """The things of which more than one document says something, by IRI."""
    asked = _query("spoken-of-by-several").bind({})
    return tuple(sorted(_text(row, "subject") for row in _rows(store, asked.text)))


def rows_of(store: Store, asked: Question) -> list[dict[str, str]]:
    """The rows of a named question that is asked of everything, each once: of several labels one is taken."""
    found: dict[tuple[tuple[str, str], ...], dict[str, list[Term]]] = {}
    for row in _rows(store, asked.bind({}).text):
        key = tuple((name, str(term)) for name, term in sorted(row.items()) if not name.endswith("Label"))
        labels = found.setdefault(key, {})
        for name, term in row.items():
            labels.setdefault(name, []).append(term)
    return [{name: _best(terms_) for name, terms_ in labels.items()} for labels in found.values()]


@cache
def _query(name: str) -> Question:
    for file in resources.queries("accounts"):
        if file.stem == name:
            return load_question(file)
    raise QuestionError(f"there is no query {name!r} for accounts.", where="queries/accounts")


def _rows(store: Store, text: str) -> Iterator[dict[str, Term]]:
    found = store.query(text)
    if not isinstance(found, Table):
        raise QueryError("a query for accounts is a SELECT.")
    for row in found.rows:
        yield {name: term for name, term in zip(found.variables, row, strict=True) if term is not None}


def _account(claim: str, rows: list[dict[str, Term]]) -> Account:
    """One claim from its rows, which differ in their words and in the labels that a thing has."""
    first = rows[0]
    places = sorted({(int(_text(row, "begin")), _text(row, "span"), _text(row, "words")) for row in rows})

    def listed(name: str) -> str:
        return _text(first, name).removeprefix(terms.VOC)

    def label(name: str) -> str:
        return _best(row[name] for row in rows if name in row)

    return Account(
        claim=claim,
        subject=_text(first, "subject"),
        subject_label=label("subjectLabel") or _tail(_text(first, "subject")),
        predicate=_text(first, "predicate"),
        object=_text(first, "object"),
        label=label("objectLabel") or (_tail(_text(first, "object")) if _is_iri(first["object"]) else ""),
        voice=_text(first, "voice"),
        voice_label=label("voiceLabel") or _tail(_text(first, "voice")),
        relay=label("relayLabel"),
        polarity=listed("polarity"),
        certainty=listed("certainty"),
        modality=listed("modality"),
        mode=listed("mode"),
        quantifier=listed("quantifier"),
        document=_text(first, "document"),
        title=label("title") or _tail(_text(first, "document")),
        publisher=label("publisherLabel"),
        begin=places[0][0],
        spans=tuple(span for _, span, _ in places),
        words=tuple(words for _, _, words in places),
    )


def _best(found: Iterable[Term]) -> str:
    """Of several labels the one in English, else the first of the alphabet; empty for none."""
    ordered = sorted(found, key=lambda one: (not _is_english(one), str(one)))
    return _of(ordered[0]) if ordered else ""


def _is_english(term: Term) -> bool:
    return isinstance(term, ox.Literal) and term.language == _LANGUAGE


def _is_iri(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)


def _text(row: dict[str, Term], name: str) -> str:
    term = row.get(name)
    return "" if term is None else _of(term)


def _of(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _tail(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri
