"""What an answer rests on: the claims that speak of its things, each with its words, its voice and its standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from dateline import resources, terms
from dateline.formats.phrases import phrase
from dateline.questions import load_question
from dateline.web.kept import kept

if TYPE_CHECKING:
    from dateline.web.served import Served

MOST_ROWS = 5_000
"""What the query for the claims of one thing is limited to."""
MOST_PER_ROW = 4
"""How many claims are shown for one row of an answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A claim: what it says, its words, whose they are, and how it is to be taken."""

    claim: str
    subject: str
    predicate: str
    value: str
    polarity: str
    certainty: str
    modality: str
    mode: str
    voice: str
    document: str
    words: tuple[Mapping[str, str], ...]
    plain: bool

    @property
    def standing(self) -> str:
        """How the claim is to be taken, in words."""
        if self.polarity == "negative":
            return f"DENIED by the source{'' if self.certainty == 'certain' else f' ({self.certainty})'}"
        if self.certainty not in ("certain", ""):
            return f"only {self.certainty}, by the source's own words"
        if self.modality not in ("asserted", "presupposed", ""):
            return f"{self.modality}, not asserted"
        return "asserted by the source" if self.modality != "presupposed" else "taken for granted by the source"


def claims_of(served: Served, iri: str) -> tuple[Said, ...]:
    """The claims of which a thing is the subject or the object, in the order of documents and words."""
    return _claims(served, iri)[0]


def are_all(served: Served, iri: str) -> bool:
    """Whether `claims_of` a thing are all that there are; of very many only the first are read."""
    return _claims(served, iri)[1] < MOST_ROWS


@kept(512)
def _claims(served: Served, iri: str) -> tuple[tuple[Said, ...], int]:
    """The claims of a thing, and how many rows they were read from."""
    rows = served.dataset.strings(query_text("claims-of", thing=iri))
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(row["claim"], []).append(row)
    return tuple(_said(of) for of in found.values()), len(rows)


def as_json(said: Said, served: Served) -> dict[str, Any]:
    """A claim for an answer: a sentence of what it says, then everything that it rests on."""
    return {
        "says": " ".join(
            (
                name_of(served, said.subject),
                phrase(said.predicate, denied=said.polarity == "negative"),
                name_of(served, said.value),
            )
        ),
        "standing": said.standing,
        "stated_as_fact": said.plain,
        "voice": said.voice,
        "how": said.mode.replace("-", " "),
        "certainty": said.certainty,
        "words": [one["words"] for one in said.words],
        "spans": [one["span"] for one in said.words],
        "document": said.document,
        "claim": said.claim,
    }


def evidence_for(served: Served, row: Sequence[str]) -> list[dict[str, Any]]:
    """What a row of terms rests on: claims that say of one of them something about another; else where it is named."""
    held = [term for term in dict.fromkeys(row) if term]
    things = [term for term in held if term in served.by_iri][:MOST_PER_ROW]
    claims = {term for term in held if term in served.by_iri and served.by_iri[term].kind == "claim"}
    found: dict[str, Said] = {}
    for thing in things:
        for said in claims_of(served, thing):
            both = said.predicate != terms.ALT_LABEL and {said.subject, said.value} <= set(held)
            if both or said.claim in claims:
                found.setdefault(said.claim, said)
    for claim in claims:
        for said in _itself(served, claim):
            found.setdefault(said.claim, said)
    if found:
        return [as_json(said, served) for said in list(found.values())[:MOST_PER_ROW]]
    return [one for thing in things for one in mentions_of(served, thing, most=1)][:MOST_PER_ROW]


def mentions_of(served: Served, iri: str, *, most: int) -> list[dict[str, Any]]:
    """Words that stand for a thing, with the documents that they stand in."""
    rows = served.dataset.strings(query_text("mentions-of", thing=iri))
    return [
        {
            "named": name_of(served, iri),
            "words": [row["words"]],
            "spans": [row["span"]],
            "document": row["document"],
        }
        for row in rows[:most]
    ]


def name_of(served: Served, term: str) -> str:
    """The label of a resource, or a value as it is."""
    return served.label(term) if term in served.by_iri else term


def query_text(name: str, **given: str) -> str:
    """The SPARQL of one file of `queries/assistants`, its parameters filled in."""
    path = next(path for path in resources.queries("assistants") if path.stem == name)
    return load_question(path).bind(given).text


def _itself(served: Served, claim: str) -> tuple[Said, ...]:
    """A claim by its own IRI."""
    subject = next(
        (
            one.object.value
            for one in served.describe(claim)
            if one.predicate.value == terms.SUBJECT and isinstance(one.object, ox.NamedNode)
        ),
        "",
    )
    return tuple(said for said in claims_of(served, subject) if said.claim == claim) if subject else ()


def _said(rows: Sequence[Mapping[str, str]]) -> Said:
    first = rows[0]
    words: dict[str, Mapping[str, str]] = {row["span"]: row for row in rows}
    voices = dict.fromkeys(row["voiceLabel"] for row in rows if "voiceLabel" in row)
    return Said(
        claim=first["claim"],
        subject=first["subject"],
        predicate=first["property"],
        value=first["value"],
        polarity=_value(first, "polarity"),
        certainty=_value(first, "certainty"),
        modality=_value(first, "modality"),
        mode=_value(first, "mode"),
        voice=", ".join(voices) or "the document",
        document=first["document"],
        words=tuple(words.values()),
        plain=first["plain"] in ("true", "1"),
    )


def _value(row: Mapping[str, str], name: str) -> str:
    return row.get(name, "").removeprefix(terms.VOC)
