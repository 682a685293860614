"""The verb `link`: its words parsed, its table and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.commands import main_group
from dateline.cli.printing import LONGEST_NAME, columns, count
from dateline.errors import UsageError
from dateline.terminal import emit, on_one_line, say

if TYPE_CHECKING:
    from dateline.linking import Linked, Ruling
    from dateline.links.wikidata import WikidataSource

_FORMATS = ("table", "json")


@main_group.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Only show; write nothing.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--online", is_flag=True, help="Ask Wikidata about what the catalogue does not have.")
@click.option("--accept", "accepted", multiple=True, metavar="THING=ITEM", help="Decide that THING is ITEM (Q9248).")
@click.option("--reject", "rejected", multiple=True, metavar="THING=ITEM", help="Decide that THING is not ITEM.")
@click.option("--close", is_flag=True, help="Decide on a close match, not an exact one.")
@click.option("--by", default="", help="Who decides.")
@click.option("--why", default="", help="Why it is so decided.")
@click.option("--date", "day", metavar="DATE", help="The day of the decision (ISO 8601); today, if left out.")
def link(
    paths: tuple[Path, ...],
    dry_run: bool,
    form: str,
    online: bool,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    close: bool,
    by: str,
    why: str,
    day: str | None,
) -> None:
    """Propose matches with Wikidata for every entity and event, or keep a decision about one.

    Proposals are written into the readings, with a confidence and what they rest on; a thing without one gets the
    reason. What a person decided stays, and a second run changes nothing. Published are those that are at least as sure
    as link_at in dateline.toml (0.95), unless a person decides otherwise.

    With --accept and --reject a decision goes to the end of links.yaml instead, with who, when and why.
    """
    from dateline import linking

    rulings = [
        *_rulings(accepted, "accepted", close=close),
        *_rulings(rejected, "rejected", close=close),
    ]
    if rulings:
        if len(paths) > 1 or online or dry_run:
            raise UsageError(
                "a decision goes with one PATH, and with none of --online and --dry-run.", remedy="Give the collection."
            )
        for decision in linking.decide(paths[0], rulings, by=by, why=why, date=day or _today()):
            say(f"{decision.thing}: {decision.relation} {decision.to} {decision.status}")
        return
    if by or why or day or close:
        raise UsageError("--by, --why, --date and --close are of a decision.", remedy="Add --accept THING=ITEM.")
    done: list[Linked] = []
    for path in paths:
        wikidata = _wikidata(path) if online else None
        done.extend(linking.link(path, online=wikidata, dry_run=dry_run))
        for note in wikidata.notes if wikidata else ():
            say(f"Note: {note}", err=True)
    if form == "json":
        emit((json.dumps([_as_json(one) for one in done], ensure_ascii=False, indent=2) + "\n").encode())
        return
    for one in done:
        _tell(one)


def _wikidata(path: Path) -> WikidataSource:
    """Wikidata, or the Wikibase of a collection, as a source of candidates."""
    from dateline.collection import open_collection
    from dateline.links.wikidata import open_source
    from dateline.settings import cache_folder, wikibase

    return open_source(wikibase(open_collection(path).settings), cache=cache_folder() / "wikidata")


def _rulings(given: tuple[str, ...], status: Any, *, close: bool) -> Iterator[Ruling]:
    from dateline.linking import Ruling

    for one in given:
        thing, sign, item = one.partition("=")
        if not sign or not thing.strip() or not item.strip():
            raise UsageError(f"{one!r} does not say which thing is which item.", remedy="Write it as baku=Q9248.")
        yield Ruling(thing=thing.strip(), item=item.strip(), status=status, close=close)


def _today() -> str:
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def _tell(linked: Linked) -> None:
    """A table of what was proposed and of what was not and why."""
    from dateline.links.reasons import DESCRIBED

    rows = list(_rows(linked))
    columns(rows)
    described = sum(one.why == DESCRIBED for one in linked.proposals.abstained)
    if described:
        say(f"Besides, {count(described, 'thing is', 'things are')} described, not named, so no name can be looked up.")
    proposed = len({one.thing for one in linked.proposals.proposed})
    state = "written" if linked.written else "to be written" if linked.is_changed else "nothing changed"
    say(
        f"{linked.document}: {count(proposed, 'thing')} with candidates, "
        f"{len(linked.proposals.abstained)} without; {state}",
        err=True,
    )


def _rows(linked: Linked) -> Iterator[tuple[str, ...]]:
    from dateline.links.reasons import DESCRIBED

    yield ("THING", "CANDIDATE", "CONFIDENCE", "REASON")
    for one in linked.proposals.proposed:
        item = one.candidate.item
        sign = item if one.link.relation == "exactMatch" else f"{item} (close)"
        yield one.thing, sign, f"{one.link.confidence:.2f}", _said(linked, one.thing, one.why)
    for left in linked.proposals.abstained:
        if left.why != DESCRIBED:
            yield left.thing, "-", "-", _said(linked, left.thing, left.why)


def _said(linked: Linked, thing: str, why: str) -> str:
    decided = "; ".join(
        f"{one.status}: {one.relation} {one.to.rpartition('/')[2]} by {one.by}" for one in linked.decided.get(thing, ())
    )
    return on_one_line(f"{why} [{decided}]" if decided else why, 4 * LONGEST_NAME)


def _as_json(linked: Linked) -> dict[str, Any]:
    return {
        "document": linked.document,
        "changed": linked.is_changed,
        "written": linked.written,
        "proposed": [
            {
                "thing": one.thing,
                "relation": one.link.relation,
                "to": one.link.to,
                "label": one.candidate.label,
                "confidence": one.link.confidence,
                "features": dict(one.features),
                "why": one.why,
                "sources": list(one.candidate.sources),
            }
            for one in linked.proposals.proposed
        ],
        "abstained": [
            {"thing": one.thing, "why": one.why, "considered": [candidate.item for candidate in one.considered]}
            for one in linked.proposals.abstained
        ],
        "decided": [
            {"thing": thing, "relation": one.relation, "to": one.to, "status": one.status, "by": one.by}
            for thing, decisions in linked.decided.items()
            for one in decisions
        ],
    }
