"""What there is to say of a publication as a dataset: one record, from which every form is written.

Every number is counted by a query of `queries/description`, every size and hash taken of the bytes that are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from dateline import resources, terms
from dateline.questions import load_question
from dateline.web.description.releases import Release, releases_of
from dateline.web.kept import kept

if TYPE_CHECKING:
    from dateline.web.files import File
    from dateline.web.served import Resource, Served

SHORTEST, LONGEST = 50, 5_000
"""How many characters the description of a dataset has for those who index it."""
_EXAMPLES, _NAMED, _LONGEST_KEYWORD = 3, 5, 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A class with its instances, or a property with its statements, counted."""

    iri: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How large the dataset is: distinct triples, and what they are made of."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[Part, ...]
    properties: tuple[Part, ...]
    links: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """A file in which the dataset, or a part of it, can be had. `path` is below the root of the site."""

    path: str
    title: str
    media_type: str
    bytes: int
    sha256: str
    compressed: str = ""
    whole: bool = True

    @property
    def fragment(self) -> str:
        """What names it within a description.

        >>> Distribution(path="dump/0f/claims.csv", title="", media_type="text/csv", bytes=1, sha256="").fragment
        'distribution-claims-csv'
        """
        name = self.path.removeprefix("dump/").partition("/")[2] or "graph." + self.path.partition(".")[2]
        return "distribution-" + name.replace(".", "-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """A publication as a dataset. `iri` is the base of its IRIs; `at` the address of the site, ending in a slash;
    `services` is whether a server answers there.
    """

    iri: str
    at: str
    title: str
    text: str
    license: str
    publisher: str
    publisher_url: str
    contact: str
    version: str
    services: bool
    released: str | None
    languages: tuple[str, ...]
    keywords: tuple[str, ...]
    counts: Counts
    period: tuple[str, str] | None
    documents: tuple[str, ...]
    examples: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    releases: tuple[Release, ...]

    @property
    def publisher_iri(self) -> str:
        """The IRI of the publisher, as the graph has it."""
        return self.iri + "agent/publisher"

    @property
    def endpoint(self) -> str:
        """Where the dataset answers SPARQL."""
        return self.at + "sparql"


def describe(served: Served, dumps: Mapping[str, File]) -> Description:
    """The record of a publication; `dumps` are its files by the paths at which they never change."""
    settings = served.settings
    counts = _counts(served)
    publisher = settings.publisher
    releases = releases_of(served.folder)
    return Description(
        iri=served.base,
        at=served.at if served.at.endswith("/") else served.at + "/",
        title=settings.title,
        text=_text(served, counts),
        license=settings.license,
        publisher=publisher.name if publisher else settings.title,
        publisher_url=(publisher.url or "") if publisher else "",
        contact=settings.contact,
        version=served.version,
        services=served.services,
        released=served.released or _released(releases, served.version),
        languages=tuple(row["language"] for row in served.dataset.strings(_query("languages"))),
        keywords=tuple(dict.fromkeys([*_names(served), *_KEYWORDS])),
        counts=counts,
        period=_period(served),
        documents=tuple(one.label for one in served.documents),
        examples=tuple(one.iri for one in _telling(served)[:_EXAMPLES]),
        distributions=tuple(_distribution(path, file) for path, file in dumps.items()),
        releases=releases,
    )


_KEYWORDS = ("linked data", "knowledge graph", "provenance")


def _counts(served: Served) -> Counts:
    ask = served.dataset.strings
    [whole] = ask(_query("counts"))
    [typed] = ask(_query("entities"))
    properties = tuple(Part(iri=row["property"], count=int(row["triples"])) for row in ask(_query("properties")))
    return Counts(
        triples=sum(one.count for one in properties),
        entities=int(typed["entities"]),
        subjects=int(whole["subjects"]),
        objects=int(whole["objects"]),
        classes=tuple(Part(iri=row["class"], count=int(row["entities"])) for row in ask(_query("classes"))),
        properties=properties,
        links=tuple(Part(iri=row["property"], count=int(row["triples"])) for row in ask(_query("links"))),
    )


def _text(served: Served, counts: Counts) -> str:
    """What the settings say of it, else a few sentences of what is in it; long enough and short enough for indexes."""
    given = served.settings.description
    classes = {part.iri: part.count for part in counts.classes}
    documents, claims = len(served.documents), classes.get(terms.CLAIM, 0)
    events, things = len(served.paths_of("event")), len(served.paths_of("thing"))
    say = "says" if documents == 1 else "say"
    made = (
        f"{served.settings.title}: what {_count(documents, 'document')} {say}, as linked data. "
        f"{_count(counts.triples, 'statement')} about {_count(events, 'event')} and {_count(things, 'thing')}; "
        f"each of {_count(claims, 'claim')} shows the exact words that make it and the voice that says them."
    )
    text = given if len(given) >= SHORTEST else f"{given} {made}".strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _period(served: Served) -> tuple[str, str] | None:
    [row] = served.dataset.strings(_query("period"))
    return (row["first"], row["last"]) if "first" in row and "last" in row else None


def _released(releases: tuple[Release, ...], version: str) -> str | None:
    """The last day on which this version was released, null if it never was."""
    return next((one.day for one in reversed(releases) if one.version == version), None)


@kept()
def _telling(served: Served) -> tuple[Resource, ...]:
    """The events and things of which most is said, for those who want an example or a keyword."""
    rows = sorted(served.dataset.strings(_query("telling")), key=lambda row: (-int(row["statements"]), row["thing"]))
    told = (served.by_iri.get(row["thing"]) for row in rows)
    ranked = (one for one in told if one is not None and one.kind in ("event", "thing"))
    most = max(_EXAMPLES, _NAMED)
    return tuple(islice(ranked, most)) or served.documents[:most]


def _names(served: Served) -> list[str]:
    """What the things are called of which most is said, in one line each."""
    names = (" ".join(one.label.split()) for one in _telling(served)[:_NAMED])
    return [name for name in names if len(name) <= _LONGEST_KEYWORD]


def _distribution(path: str, file: File) -> Distribution:
    compressed = "application/gzip" if path.endswith(".gz") else ""
    name = path.removesuffix(".gz")
    form = next((row for suffix, row in _FORMS.items() if name.endswith(suffix)), None)
    return Distribution(
        path=path,
        title=(form[1] if form else name.rpartition("/")[2]) + (", compressed" if compressed else ""),
        media_type=form[0] if form else file.media_type,
        bytes=len(file.data),
        sha256=file.digest or sha256(bytes(file.data)).hexdigest(),
        compressed=compressed,
        whole=name.endswith((".ttl", ".jsonld", ".nq", ".trig"))
        and not name.endswith(("report.ttl", ".schema.jsonld")),
    )


_FORMS: Mapping[str, tuple[str, str]] = {
    "report.ttl": ("text/turtle", "What the shapes say of it"),
    ".schema.jsonld": ("application/ld+json", "Events, people and places in the terms of schema.org"),
    ".framed.json": ("application/ld+json", "A tree for each event, thing and document"),
    ".ttl": ("text/turtle", "The whole graph as Turtle"),
    ".jsonld": ("application/ld+json", "The whole graph as JSON-LD"),
    ".nq": ("application/n-quads", "The whole dataset as N-Quads, a graph for each document"),
    ".trig": ("application/trig", "The whole dataset as TriG, a graph for each document"),
    "claims.csv": ("text/csv", "A table of the claims, with their words and voices"),
    "entities.csv": ("text/csv", "A table of people, organisations and places"),
    "events.csv": ("text/csv", "A table of the events"),
    "times.csv": ("text/csv", "A table of the times"),
}


def _query(name: str) -> str:
    path = next(path for path in resources.queries("description") if path.stem == name)
    return load_question(path).text
