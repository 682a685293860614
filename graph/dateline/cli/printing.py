"""What the commands say: summaries, lists, columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dateline.terminal import on_one_line, say

if TYPE_CHECKING:
    from dateline.pipeline import Published

LONGEST_NAME = 100


def tell(done: Published) -> None:
    """Says what was published and where it lies; what a user should know goes to stderr."""
    for name in done.drafted:
        say(f"Note: {name} had no reading; one was drafted from its text. Correct it, and publish again.", err=True)
    for note in done.collection.notes:
        say(f"Note: {note}", err=True)
    for line in _summary(done):
        say(line)


def _summary(done: Published) -> Iterable[str]:
    yield on_one_line(done.collection.settings.title, LONGEST_NAME)
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
    triples = sum(len(named.graph) for named in done.publication.graphs)
    counts = {level: sum(one.severity == level for one in done.findings) for level in ("warning", "info")}
    yield (
        f"  {triples:,} triples; the checks pass, with {count(counts['warning'], 'warning')} and "
        f"{count(counts['info'], 'note')}"
    )
    if done.findings:
        yield f"    to see them: dateline check {done.collection.folder}"
    yield f"  in {done.folder}/:"
    yield from _aligned((f"    {name}", f"{size:,} bytes") for name, size in done.files.items())


def _voices(document: Any) -> set[str | None]:
    publisher = document.reading.document.publisher
    return {claim.attributed_to or publisher for claim in document.reading.claims if claim.id not in document.left_out}


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def list_questions(name: str | None) -> None:
    from dateline.questions import question, questions

    if name is None:
        columns((one.name, one.summary) for one in questions())
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
