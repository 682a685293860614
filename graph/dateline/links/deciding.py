"""Decisions on links, added to the end of `links.yaml`: every byte of what stands there stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from dateline.edtf import is_day
from dateline.errors import IdentityError, UsageError, shown
from dateline.identity import LINKS_FILE, Decision, Identity, parse_identity, what_is_wrong_with_link
from dateline.model import Reading
from dateline.settings.wikibases import CONCEPTS
from dateline.yaml12 import Quoted, render_yaml

_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_ID = re.compile(r"[A-Za-z]{1,2}[0-9]+")


def target(words: str, *, concepts: str = CONCEPTS) -> str:
    """The IRI of what a thing is linked to: of an item by its id, or as it is. Raises `UsageError`.

    `concepts` is how the IRIs of items begin in the Wikibase of the collection.

    >>> target("Q9248"), target("http://www.wikidata.org/entity/Q9248")
    ('http://www.wikidata.org/entity/Q9248', 'http://www.wikidata.org/entity/Q9248')
    """
    if _ITEM.fullmatch(words):
        return concepts + words
    last = words.rpartition("/")[2].rpartition(":")[2] if "wikidata.org/" in words else words
    if re.fullmatch(r"[PL][1-9][0-9]*", last):
        what = "property" if last.startswith("P") else "lexeme"
        raise UsageError(
            f"{shown(words)} is a {what}, not an item.", remedy="A thing is linked to an item, such as Q9248."
        )
    if _ID.fullmatch(words) or "://" not in words:
        raise UsageError(f"{shown(words)} is not the id of an item.", remedy="Write it as Q9248, or a whole address.")
    if any(words.startswith(base) and not _ITEM.fullmatch(words.removeprefix(base)) for base in (CONCEPTS, concepts)):
        raise UsageError(
            f"{shown(words)} ends in no id of an item.",
            remedy="An id is a Q with a number that begins with no 0: Q9248.",
        )
    wrong = what_is_wrong_with_link(words)
    if wrong:
        raise UsageError(wrong[0], remedy=wrong[1])
    return words


def thing_called(words: str, readings: Iterable[Reading], identity: Identity) -> str:
    """The name of a thing as `links.yaml` has it: a slug of the collection, or document/id.

    `words` may be either, or an id that only one document has. Raises `UsageError` where there is none, or several.
    """
    members = [
        f"{reading.document.id}/{name}"
        for reading in readings
        for name in (*(one.id for one in reading.entities), *(one.id for one in reading.events))
    ]
    slugs = set(identity.things.values())
    if words in slugs:
        return words
    met = [member for member in members if words in (member, member.partition("/")[2])]
    if len(met) > 1:
        raise UsageError(f"{len(met)} documents have {shown(words)}.", remedy=f"Write one of: {', '.join(met[:5])}.")
    if not met:
        ids = {member.partition("/")[2]: member for member in members}
        near = get_close_matches(words, [*slugs, *members[:2_000], *list(ids)[:2_000]], n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Write a slug of identity.yaml, or document/id."
        raise UsageError(f"nothing here is called {shown(words)}.", remedy=remedy)
    return identity.things.get(met[0], met[0])


def with_decisions(
    links: str, decisions: Iterable[Decision], *, identity: str, readings: Iterable[Reading], folder: Path
) -> str:
    """The text of `links.yaml` with decisions behind what stands there; `identity` is the text of `identity.yaml`.

    Raises `IdentityError` if what stands there does not hold, or would not with them: decided twice, accepted and
    rejected, two exact matches of one thing, a thing that no reading has.
    """
    files = {"file": str(folder / "identity.yaml"), "links_file": str(folder / LINKS_FILE)}
    parse_identity(identity, links, **files)
    end = "\r\n" if "\r\n" in links else "\n"
    added = render_yaml([_members(one) for one in decisions]).replace("\n", end)
    made = links + (end if links and not links.endswith("\n") else "") + added
    together = parse_identity(identity, made, **files)
    problems = together.check_against(readings)
    if problems:
        raise IdentityError("these decisions name what no reading has.", problems)
    return made


def _members(decision: Decision) -> dict[str, object]:
    if not is_day(decision.date):
        raise UsageError(f"{shown(decision.date)} is not a day.", remedy="Write it as 2012-01-20.")
    for name, value in (("--by", decision.by), ("--why", decision.why)):
        if not value.strip():
            raise UsageError(f"{name} is missing: a decision says who made it, and why.", remedy=f'Add {name} "…".')
    return {
        "thing": decision.thing,
        decision.relation: Quoted(decision.to),
        "status": decision.status,
        "by": decision.by,
        "date": Quoted(decision.date),
        "why": decision.why,
    }
