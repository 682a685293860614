"""Reading files, in YAML for people and in JSON for programs: parsed, checked against the text, and written."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal, TypeAlias

from dateline.errors import Problem, ReadingError, UsageError, YamlError, shown
from dateline.model import Reading
from dateline.reading.anchors import Anchors
from dateline.reading.compact import SECTIONS, compact, expand
from dateline.reading.draft import draft_of
from dateline.reading.plain import plain_of
from dateline.reading.references import Things, check_references
from dateline.reading.report import Report
from dateline.reading.spans import check_spans
from dateline.reading.statements import check_statements
from dateline.reading.structure import check_structure
from dateline.reading.values import check_members, check_values
from dateline.yaml12 import LARGEST, parse_yaml, render_yaml

Format: TypeAlias = Literal["yaml", "json"]

_LONGEST_NUMBER = 400
"""Digits."""

_HEAD = """\
# What one reader found in one document. In "12:22 Azerbaijan", 12 and 22 are where the words begin and end in the text,
# in characters from 0; words that occur only once may be written without. What is not said is the usual case: a claim
# is in the voice of the publisher, positive, certain and asserted.
"""
_ABOUT = {
    "entities": "# Who and what the text speaks of, and the words that stand for them.\n",
    "times": "# Time expressions, and what they mean.\n",
    "quantities": "# Numbers and amounts.\n",
    "quotations": "# Other sources' words: verbatim (direct), or in paraphrase.\n",
    "events": "# What is presented as happening, and the words that name it.\n",
    "claims": "# What the text says: subject, predicate, object, and the exact words that say it.\n",
    "warnings": "# What a reader or an editor wants to be told.\n",
}
_FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}


def load_reading(path: Path, *, text: str) -> Reading:
    """The reading in a file (`.yaml`, `.yml` or `.json`), checked against the text that its offsets mean.

    Raises `ReadingError` with every problem of the file.
    """
    format_ = _FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise UsageError(f"{path.name!r} is no reading by its name.", remedy="Readings end in .yaml or .json.")
    try:
        if path.stat().st_size > LARGEST:
            raise ReadingError(
                f"it has more than {LARGEST:,} bytes.", (), where=str(path), remedy="Split the document."
            )
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as missing:
        raise ReadingError("there is no such file.", (), where=str(path), remedy="Check the name.") from missing
    except UnicodeDecodeError as wrong:
        what = f"this is not UTF-8: byte {wrong.start} is 0x{wrong.object[wrong.start]:02X}."
        raise ReadingError(what, (), where=str(path), remedy="Save the file as UTF-8.") from wrong
    except OSError as refused:
        raise ReadingError(f"it cannot be read: {refused.strerror}.", (), where=str(path)) from refused
    return parse_reading(source, format=format_, file=str(path), text=text)


def parse_reading(source: str, *, format: Format, file: str, text: str) -> Reading:  # noqa: A002 - the option's name
    """The reading written in `source`, checked against the text that its offsets mean.

    `file` names it in messages. Raises `ReadingError` with every problem: what has the wrong form, what refers to
    nothing, whose words do not stand in the text, what the ontology does not allow.
    """
    if not text:
        raise ReadingError(
            "its text is empty, so nothing in it can be checked.", (), where=file, remedy="Give the text that was read."
        )
    if len(source) > LARGEST:
        raise ReadingError(
            f"it has more than {LARGEST:,} characters.", (), where=file, remedy="Split the document into several."
        )
    report, anchored = Report(file), True
    if format == "yaml":
        try:
            parsed = parse_yaml(source, file=file)
        except YamlError as wrong:
            raise ReadingError(wrong.what, wrong.problems, where=file) from wrong
        report = Report(file, parsed)
        anchors = Anchors(text, report)
        check_members(parsed.data, report)
        data = expand(parsed.data, anchors, report)
        anchored = not anchors.failed
    else:
        data = _json(source, file)
        check_members(data, report)
    broken = check_structure(data, report)
    if broken & {"", "reading", "document", "reader", *SECTIONS}:
        report.raise_any()
    draft = draft_of(data, broken)
    things = Things(draft)
    check_spans(draft, text, report)
    check_values(draft, report)
    check_references(draft, things, report)
    check_statements(draft, things, report, anchored=anchored)
    report.raise_any()
    return draft.reading(file)


def render_reading(reading: Reading, *, format: Format) -> str:  # noqa: A002
    """The file of a reading, in YAML or in JSON; the same reading gives the same bytes.

    Raises `YamlError` for words that no file can carry (half of a surrogate pair).
    """
    plain = plain_of(reading)
    if format == "json":
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    return _yaml(compact(plain))


def _yaml(short: dict[str, Any]) -> str:
    sections = [f"{_ABOUT.get(name, '')}{render_yaml({name: value})}" for name, value in short.items()]
    return "\n".join([_HEAD, *sections])


def _json(source: str, file: str) -> Any:
    """The data of a JSON text; keys given twice are refused, and so are numbers that no file can carry."""
    twice: set[str] = set()

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.update(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return found

    try:
        data = json.loads(source, object_pairs_hook=members, parse_int=_number, parse_constant=_number)
    except json.JSONDecodeError as wrong:
        what = f"this is not JSON: {wrong.msg} in line {wrong.lineno}, column {wrong.colno}."
        raise ReadingError(what, (), where=file, remedy="Check the commas and quotation marks around it.") from wrong
    except RecursionError as deep:
        raise ReadingError("it is nested too deep.", (), where=file, remedy="Flatten it.") from deep
    if twice:
        raise ReadingError(
            "keys are given twice in one mapping.",
            tuple(
                Problem(file=file, what=f"the key {shown(key)} is given twice.", remedy="Keep one.")
                for key in sorted(twice)
            ),
            where=file,
        )
    return data


def _number(digits: str) -> int | float:
    """A number, infinite where it is none or too long to be meant; the structure check then reports it in its place."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER and digits.lstrip("-").isdigit() else float("inf")
