"""Questions answered: of a collection, of any RDF file, or of a SPARQL endpoint, by the same queries.

The dataset is what was published, a graph per document, and the ontology in a graph of its own; a query without `GRAPH`
reads the union of them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline import resources, sparql, terms
from dateline.collection import PUBLISHED, Collection, index_of, is_collection, open_collection
from dateline.errors import DataError, QueryError, QuestionError, UsageError
from dateline.output import recover
from dateline.questions import (
    BoundQuery,
    Question,
    halves,
    load_question,
    named_thing,
    parse_question,
    question,
)
from dateline.settings import Credentials, Wikibase, load_settings, wikibase
from dateline.store import Store, open_disk, open_memory, open_remote
from dateline.store.rdf import SUFFIXES
from dateline.store.results import Result, Row, Table, Truth

if TYPE_CHECKING:
    from dateline.store.engines import Place
    from dateline.store.oxigraph import OxigraphStore

StrPath: TypeAlias = str | Path
DUMP = "graph.nq"
LONGEST_WAIT = 86_400
"""Seconds."""

_ROWS_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """A store to ask, the base of its IRIs if it is known, and what a user should be told about it.

    `wikibase` is the one that it is linked to: its collection's, or Wikidata.
    """

    store: Store
    base: str = ""
    notes: tuple[str, ...] = ()
    wikibase: Wikibase = field(default_factory=wikibase)

    def ask(self, asked: Question, params: Mapping[str, object] | None = None) -> Result:
        """What a question gives here. A parameter that stands for a thing may be its IRI, short name or label."""
        return self.store.query(self.bound(asked, params).text)

    def bound(self, asked: Question, params: Mapping[str, object] | None = None) -> BoundQuery:
        """A question with its parameters, those that stand for things by what is here."""
        return asked.bind(params, resolve=lambda name: named_thing(name, ask=self.strings, base=self.base))

    def strings(self, text: str) -> list[dict[str, str]]:
        found = self.store.query(text)
        if not isinstance(found, Table):
            raise QueryError("a look-up is a SELECT.")
        return found.strings()


def open_dataset(path: StrPath = ".") -> Dataset:
    """The dataset of a collection (as published, else as its readings stand), of a document, or of an RDF file."""
    path = Path(path)
    store = open_memory()
    if path.suffix.lower() in SUFFIXES and path.is_file():
        _load_file(store, path)
        _add_ontology(store)
        return Dataset(store=store)
    if path.is_dir() and is_collection(path):
        recover(path / PUBLISHED)
        index = index_of(path)
        if index is not None:
            settings = load_settings(path)
            store = open_disk(index, read_only=True)
            return Dataset(store=store, base=settings.base, wikibase=wikibase(settings))
    collection = open_collection(path)
    notes = _load(store, collection, published=path.is_dir())
    _add_ontology(store)
    return Dataset(store=store, base=collection.settings.base, notes=notes, wikibase=wikibase(collection.settings))


def open_held(path: StrPath, place: Place) -> Dataset:
    """The dataset of a collection as an engine holds it, to which `dateline push` moved it; `path` gives the settings.

    Raises `SettingsError` where that is no collection, `StoreError` where the engine cannot be reached or holds none of
    its graphs.
    """
    settings = load_settings(Path(path))
    store = place.open()
    found = store.query(f"ASK {{ GRAPH {sparql.iri(settings.base)} {{ ?s ?p ?o }} }}")
    if not (isinstance(found, Truth) and found.value):
        raise place.holds_none_of(settings.base, path)
    return Dataset(store=store, base=settings.base, wikibase=wikibase(settings))


def open_endpoint(url: str, *, timeout: float = 60.0, credentials: Credentials | None = None) -> Dataset:
    """The dataset behind a SPARQL endpoint. `timeout` is in seconds; nothing is sent before something is asked.

    Raises `UsageError` for an endpoint of Wikimedia where no contact is set.
    """
    from dateline.links.wikidata.contact import require_contact, user_agent

    _require_time(timeout)
    known, ours = credentials or Credentials(), wikibase()
    require_contact(ours, url)
    return Dataset(
        store=open_remote(
            url,
            user=known.user or None,
            password=known.password or None,
            token=known.token or None,
            digest=known.digest,
            timeout=timeout,
            agent=user_agent(ours.contact) if ours.contact else None,
        )
    )


def ask_wikidata(
    asked: Question,
    params: Mapping[str, object] | None = None,
    *,
    dataset: Dataset,
    endpoint: str | None = None,
    timeout: float = 60.0,
) -> Result:
    """What a federated question gives: its first half asked here, the other of Wikidata or of the `endpoint`.

    What was found here goes along in parts of a hundred rows, in their order, one after the other; without any nothing
    is sent. The order of the answer is that of the question within each part. Raises `WikibaseServiceError` where the
    endpoint fails, `UsageError` where no contact is set for one of Wikimedia.
    """
    from dateline.links.wikidata import open_endpoint as open_wikidata

    _require_time(timeout)
    if not asked.endpoints:
        raise QuestionError("it asks no other endpoint.", where=asked.name, remedy="Leave --online out.")
    theirs = open_wikidata(dataset.wikibase, url=endpoint, timeout=timeout)
    cut = halves(dataset.bound(asked, params).text, file=asked.name)
    ours = dataset.store.query(cut.ours)
    if not isinstance(ours, Table):
        raise QuestionError("what it asks of the own graph is no SELECT.", where=asked.name)
    rows = sorted(ours.terms(), key=lambda row: [term or "" for term in row])
    found: dict[Row, None] = {}
    variables: tuple[str, ...] = tuple(asked.columns)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = theirs.query(cut.theirs(ours.variables, rows[start : start + _ROWS_AT_ONCE]))
        if not isinstance(part, Table):
            return part
        variables = part.variables
        found |= dict.fromkeys(part.rows)
    return Table(variables, tuple(found))


def _require_time(seconds: float) -> None:
    if not 0 < seconds <= LONGEST_WAIT:
        raise UsageError(f"{seconds:g} is no time to wait.", remedy=f"Give seconds, up to {LONGEST_WAIT:,}.")


def query(name: str, path: StrPath = ".", *, online: bool = False, **params: object) -> Result:
    """What a named question (or the query in a file) gives on a collection, a document or an RDF file.

    `query("casualties", "graph/black-january").python()` is a list of dictionaries. With `online` Wikidata is asked
    too, by a question that does so (`ask_wikidata`).
    """
    asked, dataset = find_question(name), open_dataset(path)
    return ask_wikidata(asked, params, dataset=dataset) if online else dataset.ask(asked, params)


def find_question(name: str) -> Question:
    """The question of that name, or the one in that file. Raises `QuestionError` with what comes near."""
    file = Path(name)
    if file.suffix in (".rq", ".sparql") or "/" in name:
        return load_question(file)
    try:
        return question(name)
    except QuestionError:
        if file.is_file():
            return load_question(file)
        raise


def read_question(text: str, *, file: str) -> Question:
    """A question from the text of a query, with or without a header; `file` names it in messages."""
    if not text.strip():
        raise UsageError("there is no query.", where=file)
    return parse_question(text, file=file)


def _load(store: OxigraphStore, collection: Collection, *, published: bool) -> tuple[str, ...]:
    """Fills the store; says so where the readings had to be compiled because nothing is published."""
    if published and is_collection(collection.folder):
        recover(collection.published)
        dump = collection.published / DUMP
        if dump.is_file():
            _load_file(store, dump)
            return ()
    for named in collection.compile().graphs:
        store.add(named.iri, named.graph)
    return ("This is not published yet; the readings were asked as they stand.",) if published else ()


def _load_file(store: OxigraphStore, path: Path) -> None:
    form = SUFFIXES[path.suffix.lower()]
    try:
        if form in ("nq", "trig", "jsonld"):
            store.load(path.read_bytes(), format=form)
        else:
            store.add(path.resolve().as_uri(), path.read_bytes(), format=form)
    except DataError as wrong:
        raise DataError(
            wrong.what, where=str(path), remedy=wrong.remedy or "Correct the file; dateline check says more of it."
        ) from wrong
    except OSError as refused:
        raise DataError(
            f"the file cannot be read: {refused.strerror}.", where=str(path), remedy="Check your permissions."
        ) from refused


def _add_ontology(store: Store) -> None:
    for file in resources.vocabulary():
        store.add(terms.ONTOLOGY, file.read_bytes(), format="turtle")
