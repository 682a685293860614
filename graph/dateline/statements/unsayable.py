"""Claims that are not drafted: why, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import shown
from dateline.model import Ref
from dateline.statements.claims import Said
from dateline.statements.mapping import Row
from dateline.statements.model import Reason, Unsaid
from dateline.statements.references import one_line
from dateline.statements.things import Thing

_PLAINER: Mapping[str, str] = MappingProxyType(
    {
        "it is evaluative": "it is a judgement",
        "it is believed": "it is what somebody believes",
        "it is intended": "it is what somebody intends",
        "it is an inference laid on a verbatim quotation": "the words that are quoted do not say it, the context does",
    }
)
"""What the policy says of a claim, in the words of people who do not know our values."""

_LONGEST_LABEL = 200
"""How many characters of a label a reason shows."""


class Unsayable(Exception):  # noqa: N818  # no error: the answer to a claim that Wikidata has no way to say
    """Why a claim is not drafted."""

    def __init__(self, reason: Reason, why: str, remedy: str = "") -> None:
        self.reason, self.why, self.remedy = reason, why, remedy
        super().__init__(why)


def not_plain(said: Said) -> Unsayable:
    """Why a claim that is withheld is no statement."""
    why = _PLAINER.get(said.withheld, said.withheld)
    return Unsayable(_reason(said), f"{why}, and only what is plainly said becomes a statement")


def no_row(name: str, rows: tuple[Row, ...]) -> Unsayable:
    """Why a predicate has no verified property; `rows` are those of the mapping."""
    if not rows:
        return Unsayable("no property", f"no property of Wikidata is known for {name}", _NO_PROPERTY.get(name, ""))
    return Unsayable(
        "unverified property",
        f"{rows[0].pid}, which may fit “{name}”, was not verified",
        "Look it up on Wikidata; it is written once ontology/wikidata.tsv marks it verified.",
    )


def _reason(said: Said) -> Reason:
    claim = said.claim
    if claim.polarity != "positive":
        return "denied"
    if claim.modality not in ("asserted", "presupposed"):
        return "not asserted"
    return "not certain" if claim.certainty != "certain" else "withheld"


def unsaid_of(said: Said, why: Unsayable) -> Unsaid:
    """The entry of a claim in the list of what cannot be said."""
    value = said.claim.object
    label = said.object.label if said.object else "" if isinstance(value, Ref) else str(value.value)
    return Unsaid(
        claim=said.iri,
        document=said.document,
        subject=said.subject.iri,
        subject_label=one_line(said.subject.label),
        predicate=said.claim.predicate,
        value_label=one_line(label),
        voice=said.voice.words,
        words=said.words,
        reason=why.reason,
        why=_sentence(why.why),
        remedy=why.remedy,
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}{'' if words.endswith('.') else '.'}" if words else ""


_NO_PROPERTY: Mapping[str, str] = MappingProxyType(
    {
        "altLabel": "A name is no statement. If people use it, add it to the item as an alias.",
        "characterizedAs": "What something is called by one side is no statement of Wikidata.",
    }
)


def no_item(thing: Thing, reason: Reason) -> Unsayable:
    """Why nothing can be said of or with a thing: it is linked to no item, to a close one, or to several."""
    label = shown(one_line(thing.label), most=_LONGEST_LABEL)
    if len(thing.exact) > 1:
        return Unsayable(
            reason,
            f"{label} is linked to several items as the same: {', '.join(thing.exact)}",
            "Keep one exactMatch in links.yaml.",
        )
    if thing.close:
        which = " and to ".join(thing.close)
        remedy = (
            f"If it is {thing.close[0]} itself, decide an exactMatch in links.yaml"
            if len(thing.close) == 1
            else "Decide in links.yaml which of them it is"
        )
        return Unsayable(
            reason,
            f"{label} is only close to {which}, which is not the same",
            f"{remedy}; if it is now one and now another, make two things of it in the reading.",
        )
    return Unsayable(
        reason, f"{label} is linked to no item", "If Wikidata has an item for it, decide an exactMatch in links.yaml."
    )
