"""The documents of a collection held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from dateline import terms
from dateline.accounts.asking import rows_of, said, shared
from dateline.accounts.judging import verdict_of
from dateline.accounts.model import Account, Accounts, Alone, Quoting, Topic, Verdict
from dateline.questions import question
from dateline.store import Store

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_MOST_ASKED = 200
"""Things that are asked about one by one; of more, all claims are read at once."""
_ORDER = {one.iri: place for place, one in enumerate(terms.PREDICATES.values())}


def held_together(store: Store, *, title: str, documents: int) -> Accounts:
    """What the documents of a publication say of the same things.

    `store` holds it with the ontology; `documents` is how many it has. Topics stand thing by thing, what differs first.
    """
    accounts = _claims(store)
    values = {(one.subject, one.predicate, one.object, words): one.value for one in accounts for words in one.words}
    alone = (
        Alone(
            subject=row["event"],
            subject_label=row["eventLabel"],
            predicate=row["predicate"],
            value=values.get(
                (row["event"], row["predicate"], row["value"], row["quote"]), row.get("valueLabel") or row["value"]
            ),
            publisher=row["publisherLabel"],
            words=row["quote"],
        )
        for row in rows_of(store, question("one-publisher"))
    )
    quoting = (
        Quoting(
            publisher=row["publisherLabel"],
            voice=row["voiceLabel"],
            manner=row["manner"].removeprefix(terms.VOC).replace("-", " "),
            claims=int(row["claims"]),
            documents=int(row["documents"]),
        )
        for row in rows_of(store, question("who-quotes-whom"))
    )
    return Accounts(
        title=title, documents=documents, topics=topics(accounts), alone=tuple(alone), quoting=tuple(quoting)
    )


def differing(store: Store) -> tuple[Topic, ...]:
    """Of what documents say of the same things that on which they do not agree, as `held_together` has it."""
    return tuple(one for one in topics(_claims(store)) if one.verdict != "agree")


def topics(accounts: Iterable[Account]) -> tuple[Topic, ...]:
    """What the accounts are of, where those of several documents tell something together."""
    grouped: dict[tuple[str, str], list[Account]] = {}
    for one in accounts:
        grouped.setdefault((one.subject, one.predicate), []).append(one)
    found = []
    for (subject, predicate), group in grouped.items():
        judged = verdict_of(group) if len({one.document for one in group}) > 1 else None
        if judged is not None:
            label = group[0].subject_label
            ordered = sorted(group, key=lambda one: (one.document, one.begin, one.claim))
            found.append(
                Topic(
                    subject=subject,
                    subject_label=label,
                    predicate=predicate,
                    verdict=judged[0],
                    why=judged[1],
                    accounts=tuple(ordered),
                )
            )
    worst: dict[str, int] = {}
    for topic in found:
        rank = _VERDICTS.index(topic.verdict)
        worst[topic.subject] = min(rank, worst.get(topic.subject, rank))
    return tuple(sorted(found, key=lambda one: (worst[one.subject], *_place(one))))


def _place(topic: Topic) -> tuple[str, str, int, int, str]:
    """Where a topic stands: thing by thing, and of a thing what differs first."""
    return (
        topic.subject_label.casefold(),
        topic.subject,
        _VERDICTS.index(topic.verdict),
        _ORDER.get(topic.predicate, len(_ORDER)),
        topic.predicate,
    )


def _claims(store: Store) -> Sequence[Account]:
    """The claims about everything of which several documents speak."""
    things = shared(store)
    if len(things) > _MOST_ASKED:
        wanted = set(things)
        return [one for one in said(store) if one.subject in wanted]
    return [one for thing in things for one in said(store, subject=thing)]
