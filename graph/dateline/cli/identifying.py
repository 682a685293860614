"""The verb `identify`: its words parsed, its table and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.commands import main_group
from dateline.cli.printing import LONGEST_NAME, columns, count
from dateline.errors import UsageError
from dateline.terminal import emit, on_one_line, say

if TYPE_CHECKING:
    from dateline.identifying import Identified
    from dateline.merging import EventPair, Pair

_FORMATS = ("table", "json")
_MOST_SHOWN = 50
_FEW = 3


@main_group.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show; write nothing.")
@click.option("--events", is_flag=True, help="Show events that may be one, too.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--accept", "accepted", multiple=True, metavar="ONE=OTHER", help="Decide that things are one.")
@click.option("--apart", "apart", multiple=True, metavar="ONE=OTHER", help="Decide that things are not one.")
@click.option("--by", default="", help="Who decides.")
@click.option("--why", default="", help="Why it is so decided.")
@click.option("--date", "day", metavar="DATE", help="The day of the decision (ISO 8601); today, if left out.")
def identify(
    path: Path,
    dry_run: bool,
    events: bool,
    form: str,
    accepted: tuple[str, ...],
    apart: tuple[str, ...],
    by: str,
    why: str,
    day: str | None,
) -> None:
    """Find which things of a collection's documents are one, or keep a decision about it.

    Things are one by a match that is decided or sure, or by a name with what stands around it; never by a name where
    kinds, times or places speak against it. What is at least as sure as merge_at in dateline.toml (0.95) is written to
    identity.yaml, with who and why; delete an entry, and it is undone. The rest is only shown. What a person wrote
    there stays, and a second run changes nothing.

    With --accept and --apart a decision is written instead, with who, when and why. A thing is called by its slug, or
    as document/id; what is kept apart stays so for ever. Events are made one only so.
    """
    from dateline import identifying

    if accepted or apart:
        if dry_run or events:
            raise UsageError("a decision goes with none of --dry-run and --events.", remedy="Leave them out.")
        one, two = [_things(words) for words in accepted], [_things(words) for words in apart]
        signed = {"by": by, "why": why, "date": day or _today()}
        for slug, names in zip(identifying.accept(path, one, **signed) if one else (), one, strict=True):
            say(f"{slug}: {' and '.join(names)} are one")
        for called in identifying.keep_apart(path, two, **signed) if two else ():
            say(f"{' and '.join(called)} are kept apart")
        return
    if by or why or day:
        raise UsageError("--by, --why and --date are of a decision.", remedy="Add --accept ONE=OTHER, or --apart.")
    done = identifying.identify(path, dry_run=dry_run, events=events)
    for document, reason in done.passed_over[:_MOST_SHOWN]:
        say(f"Note: {on_one_line(document, LONGEST_NAME)} is passed over: {reason}", err=True)
    if form == "json":
        emit((json.dumps(_as_json(done), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        _tell(done, path, events=events)


def _things(words: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in words.split("="))
    if len(found) < 2 or not all(found):
        raise UsageError(f"{words!r} does not name two things.", remedy="Write it as report-1990/baku=baku.")
    return found


def _today() -> str:
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def _tell(done: Identified, path: Path, *, events: bool) -> None:
    merges = done.merges
    columns(_merged(done))
    if merges.proposals:
        say("" if merges.merges else "Nothing is sure enough to be written.")
        say("Perhaps one, for you to decide (--accept ONE=OTHER, --apart ONE=OTHER):")
        columns(_proposed(done))
        _say_more(len(merges.proposals), path)
    if merges.left_out:
        say("\nLeft as they are:")
        columns(
            (on_one_line(one.thing, LONGEST_NAME), on_one_line(one.why, 2 * LONGEST_NAME))
            for one in merges.left_out[:_MOST_SHOWN]
        )
        _say_more(len(merges.left_out), path)
    if events:
        _tell_events(done.events, path)
    state = "written" if done.written else "to be written" if done.is_changed else "nothing new to write"
    if done.gone:
        say(f"{count(len(done.gone), 'member')} that no document has any more: taken out", err=True)
    say(
        f"{count(merges.things, 'thing')} in {count(merges.documents, 'document')}: "
        f"{count(sum(not one.is_known for one in merges.merges), 'new shared thing')}, "
        f"{count(sum(one.is_known for one in merges.merges), 'thing')} with more members, "
        f"{len(merges.proposals)} proposed; {state}",
        err=True,
    )


def _merged(done: Identified) -> Iterator[tuple[str, ...]]:
    if not done.merges.merges:
        return
    yield ("THING", "MEMBERS", "CONFIDENCE", "WHY")
    for one in done.merges.merges:
        members = ", ".join(one.members[:_FEW]) + (f" and {len(one.members) - _FEW} more" if one.members[_FEW:] else "")
        why = one.pairs[0].agreement.why if one.pairs else ""
        named = f"+ {members}" if one.is_known else members
        yield one.slug, on_one_line(named, LONGEST_NAME), f"{one.confidence:.2f}", on_one_line(why, 2 * LONGEST_NAME)


def _proposed(done: Identified) -> Iterator[tuple[str, ...]]:
    yield ("ONE", "OTHER", "CONFIDENCE", "WHY")
    for one in done.merges.proposals[:_MOST_SHOWN]:
        why = on_one_line(one.pair.agreement.why, 2 * LONGEST_NAME)
        ends = (on_one_line(name, LONGEST_NAME) for name in (one.one, one.other))
        yield *ends, f"{one.pair.agreement.confidence:.2f}", why


def _tell_events(events: Sequence[EventPair], path: Path) -> None:
    say("\nEvents that may be one; only a person makes them so (--accept ONE=OTHER):" if events else "\nNo two events.")
    for pair in events[:_MOST_SHOWN]:
        say(f"  {pair.agreement.confidence:.2f}  {on_one_line(pair.agreement.why, 2 * LONGEST_NAME)}")
        for event in (pair.one, pair.other):
            say(f"    {on_one_line(event.member, LONGEST_NAME)}: {on_one_line(event.label, LONGEST_NAME)}")
            say(f"      “{on_one_line(event.words, 2 * LONGEST_NAME)}”")
    _say_more(len(events), path)


def _say_more(number: int, path: Path) -> None:
    if number > _MOST_SHOWN:
        say(f"… and {number - _MOST_SHOWN:,} more: dateline identify {path} --dry-run --format json")


def _as_json(done: Identified) -> dict[str, Any]:
    merges = done.merges
    return {
        "documents": merges.documents,
        "things": merges.things,
        "written": done.written,
        "merged": [
            {
                "thing": one.slug,
                "label": one.label,
                "known": one.is_known,
                "members": list(one.members),
                "confidence": one.confidence,
                "pairs": [_pair(pair) for pair in one.pairs],
            }
            for one in merges.merges
        ],
        "proposed": [
            {"one": one.one, "other": one.other, "labels": list(one.labels), **_pair(one.pair)}
            for one in merges.proposals
        ],
        "leftOut": [{"thing": one.thing, "label": one.label, "why": one.why} for one in merges.left_out],
        "events": [
            {
                "events": [
                    {"thing": event.member, "type": event.type, "label": event.label, "words": event.words}
                    for event in (pair.one, pair.other)
                ],
                "confidence": pair.agreement.confidence,
                "features": dict(pair.agreement.features),
                "why": pair.agreement.why,
            }
            for pair in done.events
        ],
        "gone": list(done.gone),
        "passedOver": [{"document": document, "why": why} for document, why in done.passed_over],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "between": [pair.one, pair.other],
        "confidence": pair.agreement.confidence,
        "features": dict(pair.agreement.features),
        "why": pair.agreement.why,
    }
