"""What a text says of its entities beside events: offices, capitals, other names, publishers, and its judgements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.model import Entity, Mention, Ref, Span, Time, Value
from dateline.reader.cast import Cast
from dateline.reader.claims import Statement
from dateline.reader.dates import inference, moments
from dateline.reader.happenings import Happenings
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.syntax import after, is_passive, lemma, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_PUBLISHING = ("publish", "release", "issue", "print")
_LONGEST_JUDGEMENT = 120


@dataclass(frozen=True, slots=True)
class Published:
    """A document that the text mentions, who published it, and the words that say so."""

    document: str
    publisher: str
    start: int
    end: int


def find_publishers(parsed: Parsed, cast: Cast) -> tuple[Published, ...]:
    """The documents that the text mentions with their publishers: "a report published by X", "X's report"."""
    found: dict[str, Published] = {}
    for token in parsed.tokens():
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        document = cast.of(token)
        if document is None or cast.kind(document) != "Document" or document in found:
            continue
        for source, last in _publishers(token):
            publisher = cast.of(source)
            if publisher is not None and cast.kind(publisher) in ("Organization", "Polity"):
                start = min(offset(token), offset(source))
                found[document] = Published(document, publisher, start, max(end(token), end(source), end(last)))
                break
    return tuple(found.values())


def _publishers(document: Token) -> Iterator[tuple[Token, Token]]:
    for child in document.children:
        if child.dep_ == "acl" and lemma(child) in _PUBLISHING:
            for _, noun in after(child, "by"):
                yield noun, child
        elif child.dep_ == "poss":
            yield child, document
    for _, noun in after(document, "by", "from"):
        yield noun, document


def find_relations(
    parsed: Parsed, cast: Cast, found: Happenings, publishers: Sequence[Published]
) -> Iterator[Statement]:
    """The statements of a text about its entities, in no particular order."""
    for one in publishers:
        yield Statement(
            subject=one.document,
            predicate="publisher",
            object=Ref(id=one.publisher),
            start=one.start,
            end=one.end,
            place=one.start,
            pattern="relations:publisher",
        )
    for token in parsed.tokens():
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _capital(parsed, cast, token)
            yield from _member(parsed, cast, token)
            yield from _among(parsed, cast, token)
            yield from _judged(parsed, cast, token, found)
            yield from _share(parsed, cast, token, found)
        elif token.pos_ == "VERB" and lemma(token) in words("frames", "naming verbs"):
            yield from _named(parsed, cast, token, found)


def find_issues(parsed: Parsed, cast: Cast, times: Sequence[Time]) -> Iterator[Statement]:
    """ "The Courier on 3 May quoted": an issue of the paper, its date and its publisher, as a document of its own."""
    for time in times:
        value = next((value for name, value in moments(time.edtf or "") if name == "startDate"), None)
        tokens = parsed.tokens_in(time.span.start, time.span.end)
        if value is None or not tokens:
            continue
        preposition = next((one.head for one in tokens if one.head not in tokens), tokens[0])
        paper = preposition.head
        if preposition.lower_ not in ("on", "of") or paper.pos_ != "PROPN" or not is_saying(paper.head):
            continue
        publisher = cast.of(paper)
        if publisher is None or cast.kind(publisher) != "Organization" or paper.dep_ != "nsubj":
            continue
        start, stop = cast.words(paper).start, time.span.end
        words_ = parsed.text[start:stop]
        document = cast.free(words_)
        span = Span(start=start, end=stop, text=words_)
        mention = Mention(span=span, form="description")
        cast.put_aside(Entity(id=document, type="Document", label=" ".join(words_.split()), mentions=(mention,)))
        for predicate, said in (("issued", value), ("publisher", Ref(id=publisher))):
            yield Statement(
                subject=document,
                predicate=predicate,
                object=said,
                start=start,
                end=max(stop, end(paper.head)),
                place=start,
                pattern="relations:issue",
                inference=inference(time) if predicate == "issued" else "literal",
            )


def is_saying(verb: Token) -> bool:
    """Whether a verb passes on what others say."""
    return verb.pos_ == "VERB" and lemma(verb) in words("cues", "relaying verbs")


def _statement(
    parsed: Parsed, subject: str, predicate: str, value: Ref | Value, tokens: Sequence[Token], pattern: str
) -> Statement:
    start, stop = min(offset(one) for one in tokens), max(end(one) for one in tokens)
    return Statement(
        subject=subject,
        predicate=predicate,
        object=value,
        start=start,
        end=stop,
        place=start,
        pattern=f"relations:{pattern}",
    )


def _capital(parsed: Parsed, cast: Cast, token: Token) -> Iterator[Statement]:
    if lemma(token) != "capital":
        return
    holders = [child for child in token.children if child.dep_ == "poss"] or [noun for _, noun in after(token, "of")]
    cities = [child for child in token.children if child.dep_ == "appos" and child.pos_ == "PROPN"]
    if token.dep_ in ("appos", "compound", "nmod") and token.head.pos_ == "PROPN":
        cities.append(token.head)
        holders = holders or [child for child in token.head.children if child.dep_ == "poss"]
    if token.dep_ == "attr":
        cities += [one.token for one in subjects(token.head)]
    for city in cities:
        for holder in holders:
            one, other = cast.of(city), cast.of(holder)
            if one and other and one != other and cast.is_a(one, "Place") and cast.kind(other) == "Polity":
                yield _statement(parsed, one, "capitalOf", Ref(id=other), (city, holder, token), "capital")


def _member(parsed: Parsed, cast: Cast, token: Token) -> Iterator[Statement]:
    if lemma(token) not in words("frames", "member nouns"):
        return
    persons = [child for child in token.children if child.dep_ == "appos"]
    if token.dep_ in ("appos", "compound", "nmod") and token.head.pos_ in ("PROPN", "NOUN"):
        persons.append(token.head)
    persons = persons or [token]
    bodies = [child for child in token.children if child.dep_ in ("poss", "compound", "nmod") and child.pos_ == "PROPN"]
    bodies += [noun for _, noun in after(token, "of", "at", "for", "from", "with")]
    for person in persons:
        one = cast.of(person)
        if one is None or not cast.is_a(one, "Agent") or cast.kind(one) in ("Organization", "Polity"):
            continue
        for body in bodies:
            other = cast.of(body)
            if other is not None and other != one and cast.kind(other) == "Organization":
                yield _statement(parsed, one, "memberOf", Ref(id=other), (person, body, token), "member")


def _among(parsed: Parsed, cast: Cast, token: Token) -> Iterator[Statement]:
    """ "X was the first among the Y": X is one of Y; "Y of X": groups of polities belong to the whole."""
    one = cast.of(token)
    if one is None:
        return
    if token.dep_ in ("nsubj", "nsubjpass") and token.head.pos_ == "AUX":
        for child in token.head.children:
            if child.dep_ in ("attr", "acomp"):
                for preposition, noun in after(child, "among", "of"):
                    other = cast.of(noun)
                    if preposition.lower_ == "of" and lemma(child) not in ("one", "member", "part", "first"):
                        continue
                    if other and other != one and cast.kind(other) in ("Group", "Organization"):
                        yield _statement(parsed, one, "memberOf", Ref(id=other), (token, noun, child), "among")
    if cast.kind(one) == "Group" and lemma(token) in ("republic", "member", "state", "province", "country", "nation"):
        for _, noun in after(token, "of"):
            other = cast.of(noun)
            if other and other != one and cast.kind(other) in ("Polity", "Organization"):
                yield _statement(parsed, one, "memberOf", Ref(id=other), (token, noun), "among")


def _judged(parsed: Parsed, cast: Cast, token: Token, found: Happenings) -> Iterator[Statement]:
    judging = [
        child
        for child in token.children
        if child.dep_ == "amod" and child.lower_ in words("hedges", "judging adjectives")
    ]
    event = found.of.get(offset(token))
    if not judging and not (event in found.resumed and lemma(token) in words("hedges", "judging nouns")):
        return
    entity = cast.of(token)
    event, top = _ranked(token, found) or (event, token)
    if event is not None:
        whole = _noun_phrase(parsed, token)
        if whole is not None:
            start, stop = min(whole[0], offset(top)), whole[1]
            value = Value(value=" ".join(parsed.text[start:stop].split()), datatype="rdf:langString")
            yield Statement(
                subject=event,
                predicate="characterizedAs",
                object=value,
                start=start,
                end=stop,
                place=offset(token),
                pattern="relations:judgement-event",
            )
    elif entity is not None:
        for child in judging:
            value = Value(value=parsed.words(child), datatype="rdf:langString")
            yield _statement(parsed, entity, "characterizedAs", value, (child, token), "judgement-entity")


def _ranked(token: Token, found: Happenings) -> tuple[str, Token] | None:
    """In "among the worst floods was that of 1953" what is judged is the other side of the verb."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ != "among" or preposition.head.pos_ != "AUX":
        return None
    for child in preposition.head.children:
        event = found.of.get(offset(child))
        if child.dep_ in ("nsubj", "attr") and event is not None:
            return event, preposition
    return None


def _noun_phrase(parsed: Parsed, token: Token) -> tuple[int, int] | None:
    top = token
    if token.dep_ == "pobj" and token.head.lower_ in ("of", "among") and token.head.head.lower_ == "one":
        top = token.head.head
    kept = [
        one
        for one in top.subtree
        if not any(above.dep_ in ("relcl", "appos", "acl") for above in _within(one, top)) and not one.is_punct
    ]
    start, stop = min(offset(one) for one in kept), max(end(one) for one in kept)
    return (start, stop) if stop - start <= _LONGEST_JUDGEMENT else None


def _within(one: Token, top: Token) -> Iterator[Token]:
    while one is not top and one.i != top.i:
        yield one
        one = one.head


def _named(parsed: Parsed, cast: Cast, verb: Token, found: Happenings) -> Iterator[Statement]:
    if not is_passive(verb):
        return
    holders = [one.token for one in subjects(verb) if one.passive]
    names = [child for child in verb.children if child.dep_ == "oprd"]
    names += [noun for _, noun in after(verb, "as")]
    for name in names:
        if name.pos_ != "PROPN":
            continue
        for holder in holders:
            subject = found.of.get(offset(name)) or found.of.get(offset(holder)) or cast.of(holder)
            if subject is None:
                continue
            words_ = [name, *(child for child in name.children if child.dep_ in ("compound", "amod", "nmod", "flat"))]
            start, stop = min(offset(one) for one in words_), max(end(one) for one in words_)
            value = Value(value=" ".join(parsed.text[start:stop].split()), datatype="rdf:langString")
            yield _statement(parsed, subject, "altLabel", value, (holder, verb, *words_), "name")


def _share(parsed: Parsed, cast: Cast, token: Token, found: Happenings) -> Iterator[Statement]:
    """ "20 percent of X" as what an event affects."""
    if lemma(token) not in ("percent", "%", "cent") or token.dep_ != "pobj" or token.head.lower_ != "of":
        return
    event = found.of.get(offset(token.head.head))
    numbers = [child for child in token.children if child.dep_ == "nummod"]
    if event is None or not numbers:
        return
    try:
        share = float(numbers[0].text.replace(",", "")) / 100
    except ValueError:
        return
    for preposition, land in after(token, "of"):
        owner = next((child for child in land.children if child.dep_ == "poss"), None)
        holder = cast.of(owner) if owner is not None else None
        if (
            holder is not None
            and lemma(land) in ("territory", "land", "area", "country")
            and cast.is_a(holder, "Place")
        ):
            place = cast.add(token, "Place", through=land)
            parts = (numbers[0], token, land)
            yield _statement(parsed, event, "tookPlaceIn", Ref(id=place), (token.head.head, *parts), "share")
            yield _statement(parsed, event, "affected", Ref(id=holder), (token.head.head, *parts), "share")
            yield _statement(parsed, place, "locatedIn", Ref(id=holder), (*parts, preposition), "share")
    if 0 <= share <= 1:
        value = Value(value=round(share, 6), datatype="xsd:decimal")
        yield _statement(parsed, event, "affectedShare", value, (numbers[0], token, token.head.head), "share")
