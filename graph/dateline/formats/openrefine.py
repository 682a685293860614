"""A table for OpenRefine and the schema that makes statements of it, for review before an upload.

`openrefine.tsv` has a row for each reference of each statement; the columns whose name begins with "for you" are for
reading. `openrefine-schema.json` is imported under Extensions, Wikidata. A cell is matched once OpenRefine was told so:
on each column of items, Reconcile, Use values as identifiers. The schema is in the older form (`itemDocuments`), which
every version reads. Specification: the classes Wb…Expr of OpenRefine's Wikibase extension.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.formats.json_text import dumped
from dateline.formats.statement_review import review, value_words
from dateline.formats.tables import guarded
from dateline.settings.wikibases import CONCEPTS
from dateline.statements import Draft, Drafts, drafts_of, wikidata_mapping
from dateline.wikibase import ItemId, Monolingual, Quantity, Reference, Snak, SomeValue, Text, Time
from dateline.wikibase.model import CENTURY, DAY, DECADE, JULIAN, MONTH, YEAR

if TYPE_CHECKING:
    from dateline.graph import Publication

TABLE, SCHEMA, REVIEW = "openrefine.tsv", "openrefine-schema.json", "openrefine-review.md"
_API = "https://www.wikidata.org/w/api.php"
_READING = (
    "for you: item",
    "for you: property",
    "for you: value",
    "for you: words",
    "for you: voice",
    "for you: notes",
)
_SUBJECT = "item"
_LANGUAGE = " language"
_SPECIAL = re.compile(r"#(?:SOME|NO)VALUE#")
_SUFFIXES = {DECADE: "D", CENTURY: "C", CENTURY - 1: "M"}


def render(publication: Publication) -> Mapping[str, bytes]:
    """`openrefine.tsv`, `openrefine-schema.json`, and the review of what they say and do not say."""
    return render_drafts(drafts_of(publication))


def render_drafts(drafts: Drafts) -> Mapping[str, bytes]:
    """The same of drafts."""
    lost = {draft: why for draft in drafts.drafts if (why := next(_why_not(draft), ""))}
    written = [draft for draft in drafts.drafts if draft not in lost]
    columns = _columns(written)
    return {
        TABLE: _table((*_READING, *columns), (row for draft in written for row in _rows(draft))),
        SCHEMA: dumped(_schema(written)),
        REVIEW: review(drafts, form=f"a table for OpenRefine ({TABLE} with {SCHEMA})", use=_use(written), lost=lost),
    }


def _use(drafts: Sequence[Draft]) -> str:
    """How to come from the table to statements: the columns of items are matched by hand, once."""
    columns = {_SUBJECT: None}
    for draft in drafts:
        statement, main = draft.statement, draft.statement.main.property
        snaks = [(main, statement.main), *((f"{main} {snak.property}", snak) for snak in statement.qualifiers)]
        snaks += [(f"source {snak.property}", snak) for each in statement.references for snak in each.snaks]
        columns |= {name: None for name, snak in snaks if snak.datatype == "wikibase-item"}
    return (
        f"open `{TABLE}` as a project; on each of the columns {', '.join(columns)} choose Reconcile, Use values as "
        f"identifiers; then choose Extensions, Wikidata, Import schema, and give it `{SCHEMA}`."
    )


def _why_not(draft: Draft) -> Iterator[str]:
    if not draft.item.startswith("Q"):
        yield "a row cannot make an item: reconcile it in OpenRefine as new, or take another format"
    statement = draft.statement
    for group in (statement.qualifiers, *(each.snaks for each in statement.references)):
        if len({snak.property for snak in group}) < len(group):
            yield "the table has one column for each qualifier and source, and this has two of a kind"
    for snak in (statement.main, *statement.qualifiers, *(each for one in statement.references for each in one.snaks)):
        match snak.value:
            case Text(text=words) | Monolingual(text=words):
                if guarded(words) != words:
                    yield f"{snak.property}: a spreadsheet would run the text as a formula"
                if _SPECIAL.fullmatch(words):
                    yield f"{snak.property}: OpenRefine would take the text for no text"
            case Time(precision=precision):
                if precision not in (DAY, MONTH, YEAR, *_SUFFIXES):
                    yield f"{snak.property}: OpenRefine has no date of that precision"
            case Quantity(unit=unit, lower=lower, upper=upper):
                if unit or lower is not None or upper is not None:
                    yield f"{snak.property}: the table has no units or bounds"
            case ItemId() | SomeValue():
                pass
            case _:
                yield f"{snak.property}: the table has no such value"


def _columns(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """The columns in the order of first use: the item, then each property, qualifier and source."""
    found = {_SUBJECT: None}
    for draft in drafts:
        for row in _rows(draft):
            found.update(dict.fromkeys(name for name in row if not name.startswith("for you")))
    return tuple(found)


def _rows(draft: Draft) -> Iterator[Mapping[str, str]]:
    """A row for each reference, or one where there is none."""
    statement = draft.statement
    main = statement.main.property
    same = {
        "for you: item": guarded(draft.subject_label),
        "for you: property": wikidata_mapping().label(main),
        "for you: value": guarded(draft.value_label),
        "for you: words": guarded(" | ".join(draft.words)),
        "for you: voice": guarded(" | ".join(dict.fromkeys(draft.voices))),
        "for you: notes": guarded(" ".join(draft.notes)),
        _SUBJECT: draft.item,
        **_cells(main, statement.main),
    }
    for snak in statement.qualifiers:
        same |= _cells(f"{main} {snak.property}", snak)
    for reference in statement.references or (Reference(snaks=()),):
        row = dict(same)
        for snak in reference.snaks:
            row |= _cells(f"source {snak.property}", snak)
        yield row


def _cells(column: str, snak: Snak) -> Mapping[str, str]:
    match snak.value:
        case Monolingual(text=words, language=language):
            return {column: words, f"{column}{_LANGUAGE}": language}
        case Time():
            return {column: _date(snak.value)}
        case SomeValue():
            return {column: "#SOMEVALUE#"}
        case value:
            return {column: value_words(value)}


def _date(time: Time) -> str:
    """A date as OpenRefine reads it.

    >>> _date(Time(time="+1990-01-00T00:00:00Z", precision=10)), _date(Time(time="+1980-00-00T00:00:00Z", precision=8))
    ('1990-01', '1980D')
    """
    day = time.time.removeprefix("+").partition("T")[0]
    short = day if time.precision >= DAY else day[:-3] if time.precision == MONTH else day[:-6]
    calendar = f"_{JULIAN.removeprefix(CONCEPTS)}" if time.calendar == JULIAN else ""
    return f"{short}{_SUFFIXES.get(time.precision, '')}{calendar}"


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return file.getvalue().encode()


def _schema(drafts: Sequence[Draft]) -> Mapping[str, Any]:
    groups: dict[str, dict[str, dict[str, Snak]]] = {}
    mains: dict[str, Snak] = {}
    for draft in drafts:
        main = draft.statement.main
        mains.setdefault(main.property, main)
        group = groups.setdefault(main.property, {"qualifiers": {}, "references": {}})
        for snak in draft.statement.qualifiers:
            group["qualifiers"].setdefault(snak.property, snak)
        for reference in draft.statement.references:
            for snak in reference.snaks:
                group["references"].setdefault(snak.property, snak)
    statements = [
        {
            "property": _property(mains[pid]),
            "statements": [
                {
                    "value": _variable(pid, mains[pid]),
                    "qualifiers": [_snak(f"{pid} {name}", snak) for name, snak in group["qualifiers"].items()],
                    "references": [
                        {"snaks": [_snak(f"source {name}", snak) for name, snak in group["references"].items()]}
                    ]
                    if group["references"]
                    else [],
                    "mode": "add_or_merge",
                    "mergingStrategy": {"type": "qualifiers", "valueMatcher": {"type": "strict"}, "pids": []},
                }
            ],
        }
        for pid, group in groups.items()
    ]
    documents = [
        {
            "subject": {"type": "wbitemvariable", "columnName": _SUBJECT},
            "nameDescs": [],
            "statementGroups": statements,
        }
    ]
    return {
        "itemDocuments": documents if statements else [],
        "siteIri": CONCEPTS,
        "mediaWikiApiEndpoint": _API,
    }


def _property(snak: Snak) -> Mapping[str, str]:
    label = wikidata_mapping().label(snak.property)
    return {"type": "wbpropconstant", "pid": snak.property, "label": label, "datatype": snak.datatype}


def _snak(column: str, snak: Snak) -> Mapping[str, Any]:
    return {"prop": _property(snak), "value": _variable(column, snak)}


def _variable(column: str, snak: Snak) -> Mapping[str, Any]:
    """The expression that reads a value of that property from its column."""
    match snak.datatype:
        case "wikibase-item":
            return {"type": "wbitemvariable", "columnName": column}
        case "time":
            return {"type": "wbdatevariable", "columnName": column}
        case "quantity":
            return {"type": "wbquantityexpr", "amount": {"type": "wbstringvariable", "columnName": column}}
        case "monolingualtext":
            return {
                "type": "wbmonolingualexpr",
                "language": {"type": "wblanguagevariable", "columnName": f"{column}{_LANGUAGE}"},
                "value": {"type": "wbstringvariable", "columnName": column},
            }
        case _:
            return {"type": "wbstringvariable", "columnName": column}
