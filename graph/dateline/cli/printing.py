"""What the commands say: summaries, lists, columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dateline.terminal import on_one_line, on_terminal, say

if TYPE_CHECKING:
    from dateline.archive import Documents, Progress
    from dateline.published import Published

LONGEST_NAME = 100
_MOST_NAMED = 20
_MOST_SAMPLED = 5
_WIDTH = 100


class ProgressLine:
    """One line on a terminal that tells how far a long work is; silent in a pipe, and gone when the work is done."""

    def __init__(self) -> None:
        self._shown = False

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, now: Progress) -> None:
        """Writes the line anew."""
        if now.total < 2 or not on_terminal(sys.stderr):
            return
        self._shown = True
        left = str(timedelta(seconds=round(now.left)))
        words = f"{now.done:,} of {now.total:,} documents, {now.rate:.1f} a second, {left} left: {now.document}"
        sys.stderr.write(f"\r\x1b[K{on_one_line(words, _WIDTH)}")
        sys.stderr.flush()


def tell(done: Published, *, explain: bool = False) -> None:
    """Says what was published and where it lies; what a user should know goes to stderr."""
    for name in done.drafted[:_MOST_NAMED]:
        say(f"Note: {name} had no reading; one was drafted from its text. Correct it, and publish again.", err=True)
    if len(done.drafted) > _MOST_NAMED:
        say(f"Note: {len(done.drafted) - _MOST_NAMED:,} more documents had no reading; drafts were made.", err=True)
    for note in done.collection.notes[:_MOST_NAMED]:
        say(f"Note: {note}", err=True)
    if done.documents is not None:
        _tell_of_documents(done.documents, explain=explain)
    for line in _summary(done):
        say(line)


def _tell_of_documents(documents: Documents, *, explain: bool) -> None:
    from dateline.archive import PARTS

    reasons = {"new": "it is new", "shard": "its shard was lost"} | {
        name: f"{words} changed" for name, words in PARTS.items()
    }
    for document, why in documents.why.items() if explain else ():
        say(f"{on_one_line(document, LONGEST_NAME)}: {', '.join(reasons[one] for one in why)}")
    for document in documents.removed if explain else ():
        say(f"{on_one_line(document, LONGEST_NAME)}: it is no more")
    for document, reason in documents.refused.items():
        say(f"dateline: {on_one_line(document, LONGEST_NAME)} is left out: {reason}", err=True)


def _summary(done: Published) -> Iterable[str]:
    yield on_one_line(done.collection.settings.title, LONGEST_NAME)
    yield from _of_documents(done.documents) if done.documents is not None else _of_readings(done)
    if done.sample is not None and done.sample.documents:
        named = ", ".join(done.sample.documents[:_MOST_SAMPLED])
        more = " and others" if len(done.sample.documents) > _MOST_SAMPLED else ""
        yield f"  pySHACL too looked at {len(done.sample.documents)} of the {done.sample.of:,} documents: {named}{more}"
    if done.unchanged:
        yield f"  nothing has changed; what is published stays as it was in {done.folder}/"
        return
    yield from _of_identity(done)
    found = done.found
    yield (
        f"  {_triples(done):,} triples; the checks pass, with {count(found['warning'], 'warning')} and "
        f"{count(found['info'], 'note')}"
    )
    if any(found.values()):
        yield f"    to see them: dateline check {done.collection.folder}"
    yield f"  in {done.folder}/:"
    shown = list(done.files.items())[:_MOST_NAMED]
    yield from _aligned((f"    {name}", f"{size:,} bytes") for name, size in shown)
    if len(done.files) > _MOST_NAMED:
        rest = sum(done.files.values()) - sum(size for _, size in shown)
        yield f"    … and {len(done.files) - _MOST_NAMED:,} more, {rest:,} bytes"


def _of_identity(done: Published) -> Iterable[str]:
    """How many things the documents share, and whether more may be one, where looking for that costs little."""
    from dateline.identifying import proposed_in, shared_things

    if done.documents is None or done.compiled is None:
        return
    found = proposed_in(done.collection)
    more = sum(not one.is_known for one in found.merges) + len(found.proposals)
    yield (
        f"  {count(shared_things(done.collection.identity), 'thing')} shared by several documents"
        + (f"; {more:,} more may be: dateline identify {done.collection.folder}" if more else "")
    )


def _of_documents(documents: Documents) -> Iterable[str]:
    total, done, refused = documents.totals, len(documents.why), len(documents.refused)
    yield f"  {count(documents.number, 'document')}: {done} done now, {documents.number - done} as they were"
    if refused:
        yield f"  {count(refused, 'document')} left out"
    yield (
        f"  {count(total['entities'], 'entity', 'entities')}, {count(total['events'], 'event')}, "
        f"{count(total['claims'], 'claim')}"
    )
    direct, withheld = total["claims"] - total["withheld"], total["withheld"]
    yield f"    {direct:,} of them also as direct statements; {withheld:,} as claims only"
    if total["left_out"]:
        yield f"    {total['left_out']} left out: rejected, or proposed with too low a confidence"


def _of_readings(done: Published) -> Iterable[str]:
    for document in done.publication.documents:
        reading = document.reading
        built = len(reading.claims) - len(document.left_out)
        yield (
            f"  {on_one_line(reading.document.id, LONGEST_NAME)}: "
            f"{count(len(reading.entities), 'entity', 'entities')}, {count(len(reading.events), 'event')}, "
            f"{count(built, 'claim')} in {count(len(_voices(document)), 'voice')}"
        )
        withheld = len(document.withheld)
        yield f"    {built - withheld} of them also as direct statements; {withheld} as claims only"
        if document.left_out:
            least = done.collection.settings.publish_at
            yield f"    {len(document.left_out)} left out: rejected, or proposed with a confidence below {least:g}"
            yield f"      to see them: dateline export {done.collection.folder} --to pages -o pages"


def _triples(done: Published) -> int:
    if done.compiled is not None:
        return sum(len(named.graph) for named in done.compiled.graphs)
    return done.documents.totals["quads"] if done.documents else 0


def _voices(document: Any) -> set[str | None]:
    publisher = document.reading.document.publisher
    return {claim.attributed_to or publisher for claim in document.reading.claims if claim.id not in document.left_out}


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def list_questions(name: str | None) -> None:
    from dateline.questions import collection_questions, question, questions, wikidata_questions

    if name is None:
        columns((one.name, one.summary) for one in questions())
        say("\nOf what several documents say:")
        columns((one.name, one.summary) for one in collection_questions())
        say("\nAsked of Wikidata too, with --online:")
        columns((one.name, one.summary) for one in wikidata_questions())
        return
    asked = question(name)
    say(asked.summary)
    if asked.description:
        say(asked.description)
    columns(
        (
            f"--param {one.name}=…",
            one.type,
            "required" if one.required else "optional",
            one.label,
            f"for example {one.example}" if one.example is not None else "",
        )
        for one in asked.parameters
    )


def columns(rows: Iterable[tuple[str, ...]]) -> None:
    for line in _aligned(rows):
        say(line)


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    table = list(rows)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))] if table else []
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
