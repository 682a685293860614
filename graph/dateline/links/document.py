"""What a reading tells of its things that bears on who or what they are: names, years, roles, neighbours.

Everything is read off the reading and the text once, so that every candidate is weighed against the same facts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.links.catalogue.names import key_of
from dateline.model import Claim, Entity, Event, Reading, Ref, Span
from dateline.terms import is_a

_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])|\n+")
_YEAR = re.compile(r"(?:^|[/\[{,.])(-?[0-9]{4})(?![0-9])")
_ACTING = frozenset({"orderedBy", "addressee"})
_RULING = ("CommunicationEvent", "MilitaryOperation", "PoliticalEvent", "RestrictionEvent", "ViolentEvent")
_LYING = frozenset({"tookPlaceIn", "locatedIn", "capitalOf"})
_TIMED = frozenset({"time", "startDate", "endDate"})
_BETWEEN_HEADS = re.compile(r"(\w[\w-]*) ?/ ?(\w[\w-]*)( .+)")
_MOST_NAMES = 6
_NEAR = 20

_SPORT = re.compile(
    r"\b(?:match|goals?|scored|cup|league|championships?|tournament|striker|midfielder|defender|goalkeeper|coach|stadium"
    r"|half-?time|penalty|semi-?finals?|quarter-?finals?|fixture|football|soccer|basketball|cricket|rugby|hockey|baseball"
    r"|tennis|olympics?|medal|referee|innings|wickets?|kick-?off)\b",
    re.IGNORECASE,
)
_SPORTING = 6
"""A text with so many different words of sport tells of teams, which have the names of states and cities."""

_BY_PREPOSITION = re.compile(r"\b(?:in|from|to|of|at|near|across|throughout|around|within)(?: the)? $")


@dataclass(frozen=True, kw_only=True, slots=True)
class Roles:
    """How a thing is used: how often as those who rule (they order, speak, are told), as one that does other things,
    as where something happens; and whether it plays.
    """

    acts: int = 0
    does: int = 0
    lies: int = 0
    plays: bool = False


class DocumentFacts:
    """The facts of one reading; each is looked up when it is asked for."""

    def __init__(self, reading: Reading, text: str) -> None:
        self.reading = reading
        self.text = text
        self.starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text) + 1]
        self.times = {time.id: _years(time.edtf) for time in reading.times}
        self._years_at: dict[int, list[int]] = defaultdict(list)
        for time in reading.times:
            self._years_at[self._sentence(time.span.start)].extend(self.times[time.id])
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in reading.claims:
            if claim.status != "rejected":
                for name in {
                    claim.subject,
                    claim.object.id if isinstance(claim.object, Ref) else "",
                    claim.attributed_to,
                }:
                    self._claims[name or ""].append(claim)
        self.is_of_sport = len({word.lower() for word in _SPORT.findall(text)}) >= _SPORTING
        self._types = {event.id: event.type for event in reading.events}
        self.named: Mapping[str, frozenset[str]] = self._named()

    def _named(self) -> dict[str, frozenset[str]]:
        """The ids of the things that bear each name of the document."""
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self.reading.entities:
            for name in names_of(entity):
                found[key_of(name)].add(entity.id)
        return {key: frozenset(ids) for key, ids in found.items() if key}

    def _sentence(self, offset: int) -> int:
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= offset else (low, middle)
        return low

    def years_near(self, spans: tuple[Span, ...]) -> tuple[int, ...]:
        """The years that are named in the sentences of some spans."""
        sentences = {self._sentence(span.start) for span in spans}
        return tuple(sorted({year for one in sentences for year in self._years_at.get(one, ())}))

    def years_of(self, event: Event) -> tuple[int, ...]:
        """The years that the claims give an event; empty where they give none."""
        return tuple(sorted({year for claim in self._claims[event.id] for year in self._years_in(claim, event.id)}))

    def _years_in(self, claim: Claim, name: str) -> Iterator[int]:
        if claim.subject != name or claim.predicate not in _TIMED or claim.polarity != "positive":
            return
        if isinstance(claim.object, Ref):
            yield from self.times.get(claim.object.id, ())
        else:
            yield from _years(str(claim.object.value))

    def roles(self, entity: Entity) -> Roles:
        """How the claims use an entity, and how the words after its name do."""
        acts = does = lies = 0
        for claim in self._claims[entity.id]:
            is_object = isinstance(claim.object, Ref) and claim.object.id == entity.id
            if claim.attributed_to == entity.id or (is_object and self._is_ruling(claim)):
                acts += 1
            elif is_object and claim.predicate == "agent":
                does += 1
            elif (is_object and claim.predicate in _LYING) or claim.predicate == "capitalOf":
                lies += 1
        names = [mention.span for mention in entity.mentions if mention.form == "name"]
        acts = max(acts, sum(acts_as_authority(self.text, span.end) for span in names))
        plays = self.is_of_sport and not all(
            _BY_PREPOSITION.search(self.text, max(0, span.start - _NEAR), span.start) for span in names
        )
        return Roles(acts=acts, does=does, lies=lies, plays=plays)

    def _is_ruling(self, claim: Claim) -> bool:
        """Whether the object of a claim does in it what those do who rule."""
        if claim.predicate != "agent":
            return claim.predicate in _ACTING
        type_ = self._types.get(claim.subject)
        return type_ is not None and any(is_a(type_, one) for one in _RULING)

    def is_placed(self, entity: Entity, places: tuple[str, ...]) -> bool:
        """Whether the text says behind a name in which of some places the thing lies: "Cambridge, Massachusetts"."""
        keys = {key_of(place) for place in places}
        behind = (_PLACE_BEHIND.match(self.text, mention.span.end) for mention in entity.mentions)
        return any(found is not None and keys & _beginnings(found[1]) for found in behind)

    def names(self, places: tuple[str, ...], *, apart: str) -> tuple[str, ...]:
        """Those of some places that the document names by another thing than `apart`."""
        return tuple(place for place in places if self.named.get(key_of(place), frozenset()) - {apart})


_PLACE_BEHIND = re.compile(r"(?:, | \(|, in |, the capital of | in )(?:the )?((?:[A-Z][\w.’'-]*(?: of)? ?){1,4})")


def _beginnings(words: str) -> frozenset[str]:
    """The keys of the first word, of the first two, and so on."""
    parts = words.split()
    return frozenset(key_of(" ".join(parts[:number])) for number in range(1, len(parts) + 1))


_AUTHORITY = re.compile(
    r"(?:’s|'s)?,? (?:(?:has|had|have|also|then|now|repeatedly|immediately|later|quickly) ){0,2}"
    r"(?:accus|agree|announc|approv|argu|ask|back|boycott|call|claim|condemn|condon|confirm|declar|demand|deni|deny|deploy|"
    r"decid|dispatch|expel|fear|hail|hop|impos|insist|invit|lift|offer|order|pledg|promis|propos|protest|react|recogni[sz]|refus|reject|respond|ratif|retaliat|"
    r"said|say|seek|sought|send|sent|sign|state[ds]|support|suspend|threaten|told|tell|urg|veto|vow|want|warn|welcom|withdrew)"
    r"(?:e|ed|es|d|s|ies|ied|ing)?\b"
)


def acts_as_authority(text: str, after: int) -> bool:
    """Whether the words after a place's name are the deed of those who rule there: "Moscow ordered troops".

    >>> acts_as_authority("Moscow ordered troops to Baku.", 6), acts_as_authority("Moscow is cold.", 6)
    (True, False)
    """
    return _AUTHORITY.match(text, after) is not None


def names_of(entity: Entity) -> tuple[str, ...]:
    """The names of an entity: its label, then the other words that name it; none if it is only described."""
    named = [mention.span.text for mention in entity.mentions if mention.form == "name"]
    if not named:
        return ()
    return tuple(dict.fromkeys((entity.label, *named)))[:_MOST_NAMES]


def names_of_event(event: Event) -> tuple[str, ...]:
    """The names that an event may have: its label, each way to read it, and the words that name it.

    >>> from dateline.model import Event
    >>> names_of_event(Event(id="e", type="Event", label="breakup / collapse of the Soviet Union", triggers=()))
    ('breakup / collapse of the Soviet Union', 'breakup of the Soviet Union', 'collapse of the Soviet Union')
    """
    heads = _BETWEEN_HEADS.fullmatch(event.label)
    ways = (heads[1] + heads[3], heads[2] + heads[3]) if heads else ()
    words = (span.text for span in event.triggers if " " in span.text)
    return tuple(dict.fromkeys((event.label, *ways, *words)))[:_MOST_NAMES]


def _years(edtf: str | None) -> tuple[int, ...]:
    """The years, astronomically counted, with which the dates of an EDTF value begin.

    >>> _years("1990-01-20"), _years("1990~/1991-10"), _years("-0499"), _years("../2012"), _years("R/P1D"), _years(None)
    ((1990,), (1990, 1991), (-499,), (2012,), (), ())
    """
    return tuple(int(year) for year in _YEAR.findall(edtf or ""))
