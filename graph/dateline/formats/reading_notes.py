"""What a reading says, item by item, as HTML: each claim with its words and its voice, each thing with its mentions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dateline import terms
from dateline.formats.html_text import attribute, class_words, day, html, slug
from dateline.formats.phrases import phrase
from dateline.model import Claim, Entity, Event, Link, Reading, Ref, Span, Time
from dateline.policy import is_built
from dateline.terms import is_a

_GROUPS = (
    ("People", "Person"),
    ("Organisations", "Organization"),
    ("Groups", "Group"),
    ("Polities", "Polity"),
    ("Places", "Place"),
    ("Documents", "Document"),
    ("Other things", "Entity"),
)
_QUANTIFIERS = {"approximate": "about ", "at-least": "at least ", "at-most": "at most ", "vague": "some "}


class Notes:
    """The items of a reading as HTML; `publish_at` is the confidence (0 to 1) from which a proposal is published."""

    def __init__(self, reading: Reading, publish_at: float) -> None:
        self.reading, self.publish_at = reading, publish_at
        self.labels: dict[str, str] = {
            **{entity.id: entity.label for entity in reading.entities},
            **{event.id: event.label for event in reading.events},
            **{time.id: time.span.text for time in reading.times},
        }

    def claim(self, claim: Claim) -> str:
        predicate = terms.PREDICATES.get(claim.predicate)
        words = phrase(predicate.iri if predicate else claim.predicate, denied=claim.polarity == "negative")
        standing = self._standing(claim)
        there = f"char={claim.evidence.start},{claim.evidence.end}"
        return (
            f'<li class="claim {manner_of(claim)}">'
            f'<p class="says">{self.thing(claim.subject)} <span class="phrase">{html(words)}</span> '
            f"{self._object(claim)}</p>"
            f'<blockquote><a href="#{there}" dir="auto">{html(claim.evidence.text)}</a></blockquote>'
            f'<p class="voice">{self._voice(claim)} · {standing}</p></li>'
        )

    def _standing(self, claim: Claim) -> str:
        """Where a claim stands, and whether it is published."""
        if claim.status != "proposed":
            return f"<b>{claim.status}</b>" + (f" by {html(claim.by)}" if claim.by else "")
        if is_built(claim, self.publish_at):
            return f"proposed, {claim.confidence:.2f}"
        return f"<b>proposed, {claim.confidence:.2f}</b>: not published below {self.publish_at:.2f}"

    def _voice(self, claim: Claim) -> str:
        """Whose word a claim is, through whom, and how it is put."""
        own = claim.attributed_to in (None, self.reading.document.publisher)
        who = "the document" if own or claim.attributed_to is None else self.thing(claim.attributed_to)
        through = f", through {self.thing(claim.relayed_by)}" if claim.relayed_by else ""
        how = [
            {"direct-quotation": "quoted", "indirect-speech": "reported"}.get(claim.reporting_mode, ""),
            "denied" if claim.polarity == "negative" else "",
            claim.certainty if claim.certainty != "certain" else "",
            {"asserted": "", "evaluative": "a judgement"}.get(claim.modality, claim.modality),
            {"derived": "worked out", "contextual": "from the context"}.get(claim.inference, ""),
        ]
        return " · ".join([f"says {who}{through}", *(one for one in how if one)])

    def _object(self, claim: Claim) -> str:
        said = claim.object
        if isinstance(said, Ref):
            return self.thing(said.id)
        if isinstance(said.value, str):
            predicate = terms.PREDICATES.get(claim.predicate)
            if predicate is not None and terms.LANG_STRING in predicate.values:
                return f'<q dir="auto">{html(said.value)}</q>'
            return f"<b>{html(day(said.value))}</b>" + (
                f" <code>{html(said.value)}</code>" if day(said.value) != said.value else ""
            )
        number = f"{said.value:,}" if not isinstance(said.value, float) else f"{said.value:.4g}"
        if claim.predicate == "affectedShare":
            number = f"{float(said.value) * 100:.4g} %"
        return f"<b>{_QUANTIFIERS.get(claim.quantifier or '', '')}{escape(number)}</b>"

    def thing(self, name: str) -> str:
        return f'<a href="#thing-{attribute(name)}" dir="auto">{html(self.labels.get(name, name))}</a>'

    # --------------------------------------------------------------------------------------------- people and places

    def sections(self) -> list[tuple[str, int, str]]:
        """The lists below the text: title, number of items, HTML."""
        grouped: dict[str, list[Entity]] = {}
        for entity in self.reading.entities:
            title = next(word for word, kind in _GROUPS if kind == "Entity" or _kind_is(entity.type, kind))
            grouped.setdefault(title, []).append(entity)
        rows: list[tuple[str, list[str]]] = [
            (title, [self._entity(entity) for entity in grouped.get(title, [])]) for title, _ in _GROUPS
        ]
        rows.append(("Events", [self._event(event) for event in self.reading.events]))
        rows.append(("Times", [self._time(time) for time in self.reading.times]))
        rows.append(("Warnings", [f'<li dir="auto">{html(warning.text)}</li>' for warning in self.reading.warnings]))
        return [(title, len(items), _list(title, items)) for title, items in rows if items]

    def _entity(self, entity: Entity) -> str:
        spans = [mention.span for mention in entity.mentions]
        return self._item(entity, "" if entity.mentions else "not named in the text", spans)

    def _event(self, event: Event) -> str:
        how = [escape(class_words(event.type)) if event.type != "Event" else ""]
        how += ["denied" if event.polarity == "negative" else "", event.certainty or ""]
        said = " · ".join(one for one in how if one and one != "certain")
        return self._item(event, said, event.triggers)

    def _item(self, thing: Entity | Event, note: str, spans: Sequence[Span]) -> str:
        state = f" · <b>{thing.status}</b>" if thing.status else ""
        note = f'<p class="note">{note}{state}</p>' if note or state else ""
        head = f'<h3 dir="auto">{html(thing.label)}</h3>'
        return f'<li id="thing-{attribute(thing.id)}">{head}{note}{_mentions(spans)}{_links(thing)}</li>'

    def _time(self, time: Time) -> str:
        value = time.edtf or time.value
        said = f"<b>{html(day(value))}</b>" if value else "no value"
        if value and day(value) != value:
            said += f" <code>{html(value)}</code>"
        if time.anchor:
            said += f" · counted from {self.thing(time.anchor)}"
        kind = "" if time.kind == "DATE" else f" · {time.kind.lower()}"
        return (
            f'<li id="thing-{attribute(time.id)}"><h3 dir="auto"><a href="#char={time.span.start},{time.span.end}">'
            f'{html(time.span.text)}</a></h3><p class="note">{said}{kind}</p></li>'
        )


def manner_of(claim: Claim) -> str:
    """How the words of a claim are marked: by whose voice it is and how it is put."""
    return manner_of_claim(
        polarity=claim.polarity,
        certainty=claim.certainty,
        modality=claim.modality,
        reporting_mode=claim.reporting_mode,
    )


def manner_of_claim(*, polarity: str, certainty: str, modality: str, reporting_mode: str) -> str:
    """How a claim with these values is marked.

    >>> manner_of_claim(polarity="positive", certainty="probable", modality="asserted", reporting_mode="own-voice")
    'hedged'
    """
    if polarity == "negative":
        return "denied"
    if modality in ("hedged", "believed", "intended") or certainty != "certain":
        return "hedged"
    if reporting_mode != "own-voice":
        return "quoted" if reporting_mode == "direct-quotation" else "reported"
    return "judged" if modality == "evaluative" else "own"


def _kind_is(kind: str, wanted: str) -> bool:
    return kind in terms.CLASSES and is_a(kind, wanted)


def _list(title: str, items: Sequence[str]) -> str:
    head = f'<h2>{escape(title)} <span class="count">{len(items):,}</span></h2>'
    return "\n".join((f'<section class="things" id="{slug(title)}">{head}', "<ul>", *items, "</ul></section>"))


def _mentions(spans: Sequence[Span]) -> str:
    """The words that stand for a thing, each once, with a link to every place where they stand."""
    places: dict[str, list[Span]] = {}
    for span in spans:
        places.setdefault(span.text, []).append(span)
    said = [
        _link(found[0], html(words))
        + "".join(f"<sup>{_link(one, str(number))}</sup>" for number, one in enumerate(found[1:], 2))
        for words, found in places.items()
    ]
    return f'<p class="mentions" dir="auto">{", ".join(said)}</p>' if said else ""


def _links(thing: Entity | Event) -> str:
    """The items elsewhere that a thing may be, each with how sure that is and why; or why there is none."""
    if not thing.links:
        why = thing.more.get("unlinked", "")
        return f'<p class="note" dir="auto">Not linked: {html(str(why))}.</p>' if why else ""
    return "".join(f'<p class="note" dir="auto">{_match(link)}</p>' for link in thing.links)


def _match(link: Link) -> str:
    name = link.to.rpartition("/")[2] or link.to
    label, why = str(link.more.get("label", "")), str(link.more.get("why", ""))
    words = html(f"{label} ({name})" if label else name)
    there = f'<a href="{attribute(link.to)}">{words}</a>' if link.to.startswith(("http://", "https://")) else words
    kind = "is" if link.relation == "exactMatch" else "is close to"
    standing = f"proposed, {link.confidence:.2f}" if link.status == "proposed" else f"<b>{link.status}</b>"
    # The reason of a program begins with the label and the id, which stand here already.
    told = why.removeprefix(f"{label} ({name}): ")
    return " · ".join([f"{kind} {there}", standing, *([html(told)] if told else [])])


def _link(span: Span, words: str) -> str:
    return f'<a href="#char={span.start},{span.end}">{words}</a>'
