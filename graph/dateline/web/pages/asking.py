"""The pages of questions: each with its parameters as a form, its answer, and the SPARQL that asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from markupsafe import Markup

from dateline import terms
from dateline.errors import DatelineError
from dateline.formats.html_text import class_words
from dateline.formats.phrases import phrase
from dateline.questions import Question, collection_questions, questions
from dateline.store.results import Row, Table
from dateline.web.addresses import relative
from dateline.web.pages.dating import Extent, extent
from dateline.web.pages.differing import has_several
from dateline.web.pages.drawing import Row as Line
from dateline.web.pages.drawing import timeline
from dateline.web.pages.land import Marker, world_map
from dateline.web.pages.names import text_of
from dateline.web.pages.places import points
from dateline.web.pages.quoting import prose
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.values import every_meaning, meaning

if TYPE_CHECKING:
    from dateline.questions import Parameter
    from dateline.store.results import Term
    from dateline.web.served import Resource, Served

MOST_ROWS = 200
"""How many rows of an answer a page shows; the file of it has all."""
MOST_CHOICES = 400
"""How many things a form offers by name; where there are more, it takes an address."""
LARGEST_IN_A_BROWSER = 24 * 2**20
"""How large a dump a browser is offered to search by itself, in bytes."""
_WHOLE = frozenset({terms.INTEGER, terms.DECIMAL})
_DAYS = frozenset({terms.DATE, terms.YEAR_MONTH, terms.YEAR, terms.EDTF_DATATYPE})
_CLASS_WORDS = {"Organization": "organisation", "TimeSpan": "time", "SourceDocument": "source document"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column as people see it: its heading, and where its term and its label stand in a row.

    Words in a column that `is_ours` are the question's own, and stand without quotation marks.
    """

    name: str
    heading: str
    at: int
    label: int | None
    is_ours: bool = False


def questions_of(served: Served) -> tuple[Question, ...]:
    """The questions that have a page: those about what is said, and where there are several documents those about what
    they say of the same things.
    """
    return (*questions(), *across(served))


def across(served: Served) -> tuple[Question, ...]:
    """The questions about what several documents say of the same things; none where there is one document."""
    return collection_questions() if has_several(served) else ()


def questions_page(frame: Frame, resource: Resource) -> bytes:
    """Every question, by who asks it."""
    users: dict[str, list[Question]] = {}
    for one in questions():
        users.setdefault(f"For the {one.users[0]}" if one.users else "For anybody", []).append(one)
    if several := across(frame.served):
        users["About what several documents say"] = [*several]
    return render("questions.html", frame=frame, resource=resource, title="Questions", users=users)


def question_page(frame: Frame, resource: Resource) -> bytes:
    """One question: its form, its answer where nothing is asked for, its SPARQL."""
    asked = next(one for one in questions_of(frame.served) if one.name == resource.path.rpartition("/")[2])
    answer, problem = _answer(frame, asked)
    columns = _columns(answer, asked) if answer else []
    rows = answer.rows[:MOST_ROWS] if answer else ()
    return render(
        "question.html",
        frame=frame,
        resource=resource,
        title=asked.summary,
        question=asked,
        fields=[_field(frame, one) for one in asked.parameters],
        table=[[cell(frame, row, column) for column in columns] for row in rows],
        columns=columns,
        total=len(answer.rows) if answer else 0,
        problem=problem,
        chart=_chart(rows, columns),
        line=_line(rows, columns),
        map=_map(frame, rows, columns),
        config=_config(frame, asked),
    )


def query_page(frame: Frame, resource: Resource) -> bytes:
    """The page for queries of one's own."""
    asked = questions_of(frame.served)
    return render(
        "query.html",
        frame=frame,
        resource=resource,
        title="Ask in SPARQL",
        questions=[(one, f"questions/{one.name}") for one in asked],
        texts={one.name: one.text for one in asked},
        config=_config(frame),
        example=_EXAMPLE,
        known=_known(),
    )


_EXAMPLE = """\
PREFIX dl: <https://w3id.org/dateline/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# What is said of which event, by whom, and in which words?
SELECT ?event ?eventLabel ?voice ?voiceLabel ?words
WHERE {
  ?claim a dl:Claim ; rdf:subject ?event ;
    dl:attributedTo ?voice ; dl:evidence/nif:anchorOf ?words .
  ?event skos:prefLabel ?eventLabel .
  ?voice skos:prefLabel ?voiceLabel .
}
ORDER BY STR(?eventLabel) STR(?words)
LIMIT 100
"""


def _answer(frame: Frame, asked: Question) -> tuple[Table | None, str]:
    """The answer with every parameter left open, or why there is none."""
    missing = [one.label for one in asked.parameters if one.required and one.default is None]
    if missing:
        return None, f"This question needs to know: {', '.join(missing)}."
    try:
        found = frame.served.dataset.ask(asked)
    except DatelineError as error:
        return None, str(error)
    return (found, "") if isinstance(found, Table) else (None, "")


def _columns(answer: Table, asked: Question) -> list[Column]:
    """The columns that are shown: a thing and its label are one."""
    places = {name: place for place, name in enumerate(answer.variables)}
    return [
        Column(
            name=name,
            heading=asked.columns.get(name) or asked.columns.get(f"{name}Label") or class_words(name).capitalize(),
            at=place,
            label=places.get(f"{name}Label"),
            is_ours=name in asked.ours,
        )
        for name, place in places.items()
        if not (name.endswith("Label") and name.removesuffix("Label") in places)
    ]


def cell(frame: Frame, row: Row, column: Column) -> Markup:
    """What stands in a column of a row."""
    term = row[column.at]
    if term is None:
        return Markup("")
    if isinstance(term, ox.NamedNode):
        label = text_of(row[column.label]) if column.label is not None else ""
        return _named(frame, term.value, label)
    return prose(term.value) if column.is_ours and isinstance(term, ox.Literal) else frame.literal(term)


def _named(frame: Frame, iri: str, label: str) -> Markup:
    """An IRI in a table: a thing by its name, a term of ours by its words."""
    if iri.startswith(terms.VOC):
        return frame.word(meaning(iri.removeprefix(terms.VOC))[0])
    name = iri.removeprefix(terms.DL)
    if name != iri:
        is_class = name in terms.CLASSES
        words = _CLASS_WORDS.get(name, class_words(name)) if is_class else phrase(iri)
        return Markup('<a href="{}">{}</a>').format(frame.to(f"ontology.html#{name}"), frame.word(words))
    if not label and "/claim/" in iri and frame.page(iri):
        return frame.thing(iri, words="the claim")
    return frame.thing(iri, words=label)


def _field(frame: Frame, parameter: Parameter) -> Mapping[str, Any]:
    """A parameter as a field of a form; `choices` are pairs of value and words, in groups."""
    choices: dict[str, list[tuple[str, str]]] = {}
    if parameter.type == "thing":
        named = [(iri, name) for iri, name in frame.names.items() if name.is_a("Entity") or name.is_a("Document")]
        if len(named) <= MOST_CHOICES:
            for iri, name in named:
                choices.setdefault(name.kind, []).append((iri, name.text))
    elif parameter.type == "class":
        choices[""] = [(terms.DL + one, _CLASS_WORDS.get(one, class_words(one))) for one in terms.CLASSES]
    elif parameter.type == "property":
        choices[""] = [(one.iri, class_words(one.name)) for one in terms.PREDICATES.values()]
    default = parameter.default or ""
    if choices and default and "://" not in default:
        default = terms.DL + default.removeprefix("dl:")
    return {"parameter": parameter, "choices": dict(sorted(choices.items())), "default": default}


def _config(frame: Frame, asked: Question | None = None) -> Mapping[str, Any]:
    """What the script of the page needs to know to ask, here or at a server."""
    dump = frame.served.files.get("graph.nq")
    size = len(dump) if dump is not None else 0
    return {
        "endpoint": relative(frame.at, "sparql"),
        "dump": relative(frame.at, "graph.nq"),
        "ontology": [relative(frame.at, name) for name in ("ontology.ttl", "values.ttl")],
        "graph": terms.ONTOLOGY,
        "worker": relative(frame.at, "static/oxigraph-worker.js"),
        "land": relative(frame.at, "static/vendor/world-atlas/land-110m.json"),
        "size": size,
        "largest": LARGEST_IN_A_BROWSER,
        "base": frame.served.base,
        "root": relative(frame.at, ""),
        "terms": relative(frame.at, "ontology.html"),
        "pieces": list(asked.pieces) if asked else [],
        "types": {one.name: one.type for one in asked.parameters} if asked else {},
        "columns": dict(asked.columns) if asked else {},
        "prefixes": dict(terms.PREFIXES),
        "words": _vocabulary(),
    }


@cache
def _known() -> Mapping[str, Sequence[str]]:
    """The classes and properties that a graph of ours can have, by IRI: what the editor completes."""
    spaces = tuple(terms.PREFIXES.values())
    named = {
        one for one in vars(terms).values() if isinstance(one, str) and one.startswith(spaces) and one not in spaces
    }
    named |= {terms.DL + name for name in terms.CLASSES} | {one.iri for one in terms.PREDICATES.values()}
    local = {
        iri: iri.replace("/", "#").rpartition("#")[2] for iri in named if not iri.startswith((terms.VOC, terms.XSD))
    }
    return {
        "classes": sorted(iri for iri, name in local.items() if name[:1].isupper()),
        "properties": sorted(iri for iri, name in local.items() if name[:1].islower()),
    }


@cache
def _vocabulary() -> Mapping[str, str]:
    """How the terms of the ontology read, by IRI."""
    classes = {terms.DL + name: _CLASS_WORDS.get(name, class_words(name)) for name in terms.CLASSES}
    properties = {one.iri: phrase(one.iri) for one in terms.PREDICATES.values()}
    return classes | properties | {terms.VOC + value: words for value, words in every_meaning().items()}


# ----------------------------------------------------------------------------------------------------- drawings


def _chart(rows: Sequence[Row], columns: Sequence[Column]) -> list[tuple[str, float, str]]:
    """Bars, where a column counts: words, share of the longest in percent, number; none where nothing is counted."""
    numbers = [column for column in columns if rows and all(_is(row[column.at], _WHOLE) for row in rows)]
    if not numbers or len(rows) < 2 or len(rows) > 40:
        return []
    column = numbers[-1]
    values = [float(text_of(row[column.at])) for row in rows]
    longest = max(values)
    if longest <= 0 or min(values) < 0:
        return []
    named = [one for one in columns if one is not column]
    words = [" · ".join([said for one in named if (said := _words(row, one))][:3])[:120] for row in rows]
    return [
        (said, value / longest * 100, text_of(row[column.at]))
        for said, value, row in zip(words, values, rows, strict=True)
    ]


def _line(rows: Sequence[Row], columns: Sequence[Column]) -> Markup:
    """A timeline, where a column holds days and they are not all one."""
    dated = next((one for one in columns if any(_is(row[one.at], _DAYS) for row in rows)), None)
    if dated is None or len(rows) < 2:
        return Markup("")
    named = next((one for one in columns if one.label is not None), columns[0])
    lines: dict[tuple[str, str], Line] = {}
    for row in rows[:60]:
        value = text_of(row[dated.at])
        days = extent(value) if value else None
        if days is not None:
            lines.setdefault((_words(row, named), value), Line(label=_words(row, named), extent=days))
    if len({line.extent.earliest for line in lines.values()}) < 2:
        return Markup("")
    ordered = sorted(lines.values(), key=lambda one: (_first(one.extent), one.label))
    return timeline(ordered, title="The same as a timeline")


def _map(frame: Frame, rows: Sequence[Row], columns: Sequence[Column]) -> Markup:
    """A map, where a column holds places whose coordinates are known."""
    known = points(frame.served)
    counts: dict[str, int] = {}
    for row in rows:
        for column in columns:
            iri = text_of(row[column.at])
            if iri in known:
                counts[iri] = counts.get(iri, 0) + 1
    if not counts:
        return Markup("")
    markers = [
        Marker(
            point=known[iri],
            label=frame.name(iri).text,
            count=count,
            link=relative(frame.at, frame.page(iri)) if frame.page(iri) else "",
        )
        for iri, count in sorted(counts.items())
    ]
    return world_map(markers, title="The places of the answer")


def _words(row: Row, column: Column) -> str:
    if column.label is not None and row[column.label] is not None:
        return text_of(row[column.label])
    value = text_of(row[column.at])
    if value.startswith(terms.VOC):
        return meaning(value.removeprefix(terms.VOC))[0]
    name = value.removeprefix(terms.DL)
    if name == value:
        return value
    return _CLASS_WORDS.get(name, class_words(name)) if name in terms.CLASSES else phrase(value)


def _is(term: Term | None, kinds: frozenset[str]) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in kinds


def _first(days: Extent) -> date:
    return days.earliest or days.latest or date.max
