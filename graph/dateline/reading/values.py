"""Whether the single values of a reading hold: classes, labels, dates, addresses, names of members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from dateline import terms
from dateline.edtf import bounds, is_day
from dateline.errors import IriError, shown
from dateline.iris import require_iri
from dateline.model import DocumentRecord, Time, Value
from dateline.reading.draft import Draft, Placed
from dateline.reading.members import MEMBERS
from dateline.reading.report import Report, suggestion
from dateline.terms import is_a

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DOCUMENT_ID = re.compile(r"\w[\w.~-]{0,119}")
_ALIKE = 0.88
"""How alike a further member must be to a known one to be taken for a misspelling of it."""


def check_values(draft: Draft, report: Report) -> None:
    """Reports classes that the ontology does not have, labels without words, dates that are none, and the like."""
    _check_document(draft.document, report)
    for entity in draft.entities:
        _check_class(entity.item.type, f"{entity.path}.type", report, event=False)
    for event in draft.events:
        _check_class(event.item.type, f"{event.path}.type", report, event=True)
    for time in draft.times:
        _check_time(time, report)
    for path, words in _labels(draft):
        found = _CONTROL.search(words)
        if found:
            report.add(path, f"{shown(words)} holds the control character U+{ord(found[0]):04X}.", "Delete it.")
        elif not words.strip():
            report.add(path, "it has no words.", "Write some.")


def _labels(draft: Draft) -> Iterator[tuple[str, str]]:
    """What people read that is not cut from the text."""
    yield "reader.name", draft.reader.name
    if draft.document.title is not None:
        yield "document.title", draft.document.title
    for entity in draft.entities:
        yield f"{entity.path}.label", entity.item.label
    for event in draft.events:
        yield f"{event.path}.label", event.item.label
    for claim in draft.claims:
        if isinstance(claim.item.object, Value) and claim.item.object.datatype == "rdf:langString":
            yield f"{claim.path}.object", str(claim.item.object.value)
        if claim.item.by is not None:
            yield f"{claim.path}.by", claim.item.by
    for warning in draft.warnings:
        yield f"{warning.path}.text", warning.item.text


def _check_class(name: str, path: str, report: Report, *, event: bool) -> None:
    if name not in terms.CLASSES or name == "TimeSpan":
        fitting = [known for known in terms.CLASSES if is_a(known, "Event") == event and known != "TimeSpan"]
        report.add(
            path,
            f"the ontology has no class {shown(name)} for {'an event' if event else 'an entity'}.",
            suggestion(name, fitting, f"There are: {', '.join(fitting)}."),
        )
    elif is_a(name, "Event") != event:
        what = "is no class of events" if event else "is a class of events"
        report.add(
            path, f"{name} {what}.", f"Move the item to {'entities' if event else 'events'}, or correct the class."
        )


def _check_document(record: DocumentRecord, report: Report) -> None:
    if not _DOCUMENT_ID.fullmatch(record.id):
        report.add(
            "document.id",
            f"{shown(record.id)} cannot name a document.",
            "Use up to 120 letters, digits and . - only: the name of its file without the suffix.",
        )
    if record.issued is not None:
        _check_edtf(record.issued, "document.issued", report)
    if record.retrieved is not None and not is_day(record.retrieved):
        report.add("document.retrieved", f"{shown(record.retrieved)} is not a day.", 'Write it as "2012-01-20".')
    if record.language is not None and not _LANGUAGE.fullmatch(record.language):
        report.add("document.language", f"{shown(record.language)} is not a language tag.", "Write one such as en.")
    if record.source_sha256 is not None and not _SHA256.fullmatch(record.source_sha256):
        report.add(
            "document.sourceSha256",
            f"{shown(record.source_sha256)} is not a SHA-256.",
            "It has 64 hexadecimal digits in small letters.",
        )
    if record.url is not None:
        try:
            require_iri(record.url)
        except IriError as wrong:
            report.add("document.url", f"{shown(record.url)} is not an absolute web address.", wrong.remedy)


def _check_edtf(value: str, path: str, report: Report) -> bool:
    try:
        bounds(value)
    except ValueError:
        report.add(
            path,
            f"{shown(value)} is not a date.",
            'Write it as "1990-01-20", "1990-01" or "1990", or in EDTF: "1990-01~", "1990/1991".',
        )
        return False
    return True


def _check_time(placed: Placed[Time], report: Report) -> None:
    time, path = placed.item, placed.path
    if time.edtf is not None:
        _check_edtf(time.edtf, f"{path}.edtf", report)
    days = True
    for name, day in (("earliest", time.earliest), ("latest", time.latest)):
        if day is not None and not is_day(day):
            report.add(f"{path}.{name}", f"{shown(day)} is not a day.", 'Write it as "2012-01-20".')
            days = False
    if days and time.earliest and time.latest and time.earliest > time.latest:
        report.add(f"{path}.latest", f"{time.latest} is before the earliest day, {time.earliest}.", "Exchange them.")


def check_members(data: Any, report: Report) -> None:
    """Reports further members whose names look like misspellings of known ones; a wrong name would be overlooked.

    It looks at the file as it is written, before what is usual is filled in.
    """
    if not isinstance(data, dict):
        return
    _check_names(data, "", "reading", report)
    for kind in ("document", "reader"):
        if isinstance(data.get(kind), dict):
            _check_names(data[kind], kind, kind, report)
    for kind in ("entities", "times", "quantities", "quotations", "events", "claims", "warnings"):
        items = data.get(kind)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, dict):
                continue
            path = f"{kind}[{number}]"
            _check_names(item, path, kind, report)
            for inside in ("mentions", "links"):
                parts = item.get(inside)
                for place, part in enumerate(parts if isinstance(parts, list) else ()):
                    if isinstance(part, dict):
                        _check_names(part, f"{path}.{inside}[{place}]", inside, report)


def _check_names(given: Mapping[str, Any], path: str, kind: str, report: Report) -> None:
    for name in given:
        if name in MEMBERS[kind]:
            continue
        meant = next((known for known in MEMBERS[kind] if known not in given and _misspelt(name, known)), None)
        if meant:
            report.add(
                f"{path}.{name}" if path else name,
                f"{shown(name)} looks like a misspelling of {meant}.",
                f"Write {meant}; a further member needs a name of its own.",
            )


@lru_cache(maxsize=4096)
def _misspelt(name: str, known: str) -> bool:
    """Whether a name is another one written differently or with a slip.

    >>> _misspelt("relayed_by", "relayedBy"), _misspelt("polarty", "polarity"), _misspelt("labels", "label")
    (True, True, False)
    """
    one, other = (re.sub(r"[_\W]", "", word).casefold() for word in (name, known))
    if one == other:
        return True
    if len(name) > 40 or one == other + "s" or other == one + "s" or min(len(one), len(other)) < 5:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
