"""What the answers speak of, as entities, events and times of the whole text, each with the words that stand for it.

Nothing of a model's own wording is kept: an entity is labelled with its first name in the text, an event with the
model's label only if that is made of words of the passage. What a time means is computed by the rules of the reader.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dateline.errors import shown
from dateline.model import Entity, Event, Form, Mention, Span, Time
from dateline.reader.cast import RESERVED, slug_of
from dateline.reader.language_model.anchoring import Anchors
from dateline.reader.language_model.answer import Quote, Said, SaidEntity, SaidEvent, SaidTime
from dateline.reader.language_model.passages import Passage
from dateline.reader.language_model.report import Kind, Ledger
from dateline.reader.stance import PLAIN, Stance

_LONGEST_NAME: Final = 160
_LONGEST_LABEL: Final = 80
_WORD: Final = re.compile(r"\w+")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SMALL: Final = frozenset(
    ("a", "against", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One passage with what was said of it."""

    passage: Passage
    said: Said
    ledger: Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Things:
    """What all answers speak of; `ids` maps, for each answer in turn, its ids to those of the things."""

    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    times: tuple[Time, ...]
    ids: tuple[Mapping[str, str], ...]


@dataclass(eq=False, slots=True)
class _Thing:
    """An entity or an event in the making."""

    kind: str
    label: str = ""
    mentions: dict[tuple[int, int], Mention] = field(default_factory=dict)

    @property
    def first(self) -> tuple[int, int]:
        return min(self.mentions)

    @property
    def ordered(self) -> tuple[Mention, ...]:
        return tuple(self.mentions[place] for place in sorted(self.mentions))


def things_of(
    text: str,
    answers: Sequence[Answered],
    *,
    times: Sequence[Time],
    same: Callable[[Span], str | None],
    stance: Callable[[Span], Stance],
) -> Things:
    """The things of all answers, in the order of the text.

    Things of two passages are one if they are of one class and share a name, or if `same` gives one key for the words
    of both, and if only one thing of either passage does. `times` are those that the rules found; `stance` is how
    surely the text says what some words of it name.
    """
    entities, events = _Gathered(same), _Gathered(same)
    dated: list[dict[str, str]] = []
    for number, answer in enumerate(answers):
        anchors = Anchors(text, answer.passage)
        entities.add(number, _entities(answer, anchors))
        events.add(number, _events(answer, anchors))
        dated.append(dict(_times(answer, anchors, times)))
    taken = {time.id for time in times}
    named = [(_name_of(_label_of(one)), one) for one in entities.things]
    made: dict[int, str] = {id(one): _free(name, taken) for name, one in named}
    called = [(f"ev_{slug_of(_label_of(one)) or 'event'}", one) for one in events.things]
    made |= {id(one): _free(name, taken) for name, one in called}
    return Things(
        entities=tuple(
            Entity(id=made[id(one)], type=one.kind, label=_label_of(one), mentions=one.ordered)
            for one in entities.things
        ),
        events=tuple(_event(one, made[id(one)], stance) for one in events.things),
        times=_with_anchors({name for names in dated for name in names.values()}, times),
        ids=tuple(
            {
                name: made[id(one)]
                for gathered in (entities, events)
                for name, one in gathered.of.get(number, {}).items()
            }
            | dated[number]
            for number in range(len(answers))
        ),
    )


class _Gathered:
    """Things of one sort as the passages bring them, those that are one joined."""

    def __init__(self, same: Callable[[Span], str | None]) -> None:
        self._same = same
        self._all: list[_Thing] = []
        self._by_key: dict[tuple[str, str], list[_Thing]] = defaultdict(list)
        self.of: dict[int, dict[str, _Thing]] = {}

    @property
    def things(self) -> list[_Thing]:
        """All of them in the order in which the text first speaks of them."""
        return sorted(self._all, key=lambda one: (one.first, one.kind))

    def add(self, number: int, found: Iterable[tuple[str, _Thing]]) -> None:
        """Adds what one passage speaks of, by the ids that its answer gives."""
        known = dict(found)
        earlier = {name: self._earlier(thing) for name, thing in known.items()}
        claimed: dict[int, int] = defaultdict(int)
        for one in earlier.values():
            if one is not None:
                claimed[id(one)] += 1
        self.of[number] = {}
        for name, thing in known.items():
            one = earlier[name]
            if one is None or claimed[id(one)] > 1:
                self._all.append(thing)
                self.of[number][name] = thing
            else:
                one.mentions |= thing.mentions
                self.of[number][name] = one
        for thing in self.of[number].values():
            for key in self._keys(thing):
                if thing not in self._by_key[key]:
                    self._by_key[key].append(thing)

    def _earlier(self, thing: _Thing) -> _Thing | None:
        """The one thing of the passages before that it is, if there is exactly one."""
        found = {id(one): one for key in self._keys(thing) for one in self._by_key.get(key, ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def _keys(self, thing: _Thing) -> Iterator[tuple[str, str]]:
        for mention in thing.mentions.values():
            if mention.form == "name":
                yield thing.kind, "name " + " ".join(mention.span.text.casefold().split())
                same = self._same(mention.span)
                if same is not None:
                    yield thing.kind, f"same {same}"


def _entities(answer: Answered, anchors: Anchors) -> Iterator[tuple[str, _Thing]]:
    for said in answer.said.entities:
        thing = _Thing(kind=said.type)
        for mention in said.mentions:
            span = _anchored(mention.quote, anchors, "mention", answer.ledger)
            if span is not None:
                thing.mentions.setdefault((span.start, span.end), Mention(span=span, form=mention.form))
        if any(mention.form != "pronoun" for mention in thing.mentions.values()):
            yield said.id, thing
        else:
            answer.ledger.drop("entity", _words(said), "no name and no description of it stands in the passage.")


def _events(answer: Answered, anchors: Anchors) -> Iterator[tuple[str, _Thing]]:
    spoken = {word.casefold() for word in _WORD.findall(anchors.passage)}
    for said in answer.said.events:
        thing = _Thing(kind=said.type, label=_own_label(said.label, spoken))
        for quote in said.triggers:
            span = _anchored(quote, anchors, "trigger", answer.ledger)
            if span is not None:
                form: Form = "name" if _is_name(span.text) else "description"
                thing.mentions.setdefault((span.start, span.end), Mention(span=span, form=form))
        if thing.mentions:
            yield said.id, thing
        else:
            answer.ledger.drop("event", _words(said), "no words for it stand in the passage.")


def _times(answer: Answered, anchors: Anchors, times: Sequence[Time]) -> Iterator[tuple[str, str]]:
    for said in answer.said.times:
        span = _anchored(said.quote, anchors, "time", answer.ledger)
        if span is None:
            continue
        found = [time for time in times if time.span.start < span.end and span.start < time.span.end]
        if len(found) == 1:
            yield said.id, found[0].id
        else:
            how = "several time expressions" if found else "no time expression"
            answer.ledger.drop("time", _words(said), f"the rules see {how} in its words.")


def _anchored(quote: Quote, anchors: Anchors, kind: Kind, ledger: Ledger) -> Span | None:
    found = anchors.find(quote, longest=_LONGEST_NAME)
    if isinstance(found, Span):
        return found
    ledger.drop(kind, quote.words, found)
    return None


def _words(said: SaidEntity | SaidEvent | SaidTime) -> str:
    if isinstance(said, SaidTime):
        return said.quote.words
    quotes = [mention.quote for mention in said.mentions] if isinstance(said, SaidEntity) else said.triggers
    return quotes[0].words if quotes else said.id


def _own_label(label: str, spoken: set[str]) -> str:
    """A label that is made of words of the passage and of small ones, else nothing."""
    words = {word.casefold() for word in _WORD.findall(label)}
    plain = " ".join(label.split())
    if not words or len(plain) > _LONGEST_LABEL or _UNSEEN.search(plain):
        return ""
    return plain if words <= spoken | _SMALL and words - _SMALL else ""


def _is_name(words: str) -> bool:
    """Whether some words are a name by their capitals.

    >>> _is_name("the Siege of Halden"), _is_name("Invasion"), _is_name("the siege")
    (True, False, False)
    """
    weighty = [word for word in _WORD.findall(words) if word.casefold() not in _SMALL]
    return len(weighty) > 1 and all(word[0].isupper() for word in weighty)


def _label_of(thing: _Thing) -> str:
    names = [mention.span.text for mention in thing.ordered if mention.form == "name"]
    others = [mention.span.text for mention in thing.ordered if mention.form == "description"]
    words = thing.label or (names or others)[0]
    return " ".join(_UNSEEN.sub(" ", words).split()) or "thing"


def _event(thing: _Thing, name: str, stance: Callable[[Span], Stance]) -> Event:
    triggers = tuple(mention.span for mention in thing.ordered)
    found = [stance(span) for span in triggers]
    best = next((one for one in found if one.polarity == "negative"), None)
    best = best or next((one for one in found if one.is_fact), found[0] if found else PLAIN)
    return Event(
        id=name,
        type=thing.kind,
        label=_label_of(thing),
        triggers=triggers,
        polarity=best.polarity,
        certainty=best.certainty,
    )


def _name_of(label: str) -> str:
    """An id for an entity that is none of an event or a time.

    >>> _name_of("Anna Berg"), _name_of("T1"), _name_of("?")
    ('anna_berg', 'entity_t1', 'thing')
    """
    name = slug_of(label) or "thing"
    return f"entity_{name}" if RESERVED.fullmatch(name) else name


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}_{count}"
    taken.add(found)
    return found


def _with_anchors(wanted: set[str], times: Sequence[Time]) -> tuple[Time, ...]:
    """The times that are wanted, with those that they count from."""
    known = {time.id: time for time in times}
    waiting = sorted(wanted)
    while waiting:
        anchor = known[waiting.pop()].anchor
        if anchor is not None and anchor not in wanted:
            wanted.add(anchor)
            waiting.append(anchor)
    return tuple(time for time in times if time.id in wanted)


def unknown(name: str) -> str:
    """What is said of an id that nothing has, or that was dropped."""
    return f"nothing that was kept has the id {shown(name)}."
