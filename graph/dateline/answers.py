"""Questions answered: of a collection, of any RDF file, or of a SPARQL endpoint, by the same queries.

The dataset is what was published, a graph per document, and the ontology in a graph of its own; a query without `GRAPH`
reads the union of them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline import resources, terms
from dateline.collection import Collection, is_collection, open_collection
from dateline.errors import DataError, QueryError, QuestionError, UsageError
from dateline.output import recover
from dateline.questions import Question, load_question, named_thing, parse_question, question
from dateline.settings import Credentials
from dateline.store import Store, open_memory, open_remote
from dateline.store.rdf import SUFFIXES
from dateline.store.results import Result, Table

if TYPE_CHECKING:
    from dateline.store.oxigraph import OxigraphStore

StrPath: TypeAlias = str | Path
DUMP = "graph.nq"
LONGEST_WAIT = 86_400
"""Seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """A store to ask, the base of its IRIs if it is known, and what a user should be told about it."""

    store: Store
    base: str = ""
    notes: tuple[str, ...] = ()

    def ask(self, asked: Question, params: Mapping[str, object] | None = None) -> Result:
        """What a question gives here. A parameter that stands for a thing may be its IRI, short name or label."""
        bound = asked.bind(params, resolve=lambda name: named_thing(name, ask=self.strings, base=self.base))
        return self.store.query(bound.text)

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
    collection = open_collection(path)
    notes = _load(store, collection, published=path.is_dir())
    _add_ontology(store)
    return Dataset(store=store, base=collection.settings.base, notes=notes)


def open_endpoint(url: str, *, timeout: float = 60.0, credentials: Credentials | None = None) -> Dataset:
    """The dataset behind a SPARQL endpoint. `timeout` is in seconds; nothing is sent before something is asked."""
    if not 0 < timeout <= LONGEST_WAIT:
        raise UsageError(f"{timeout:g} is no time to wait.", remedy=f"Give seconds, up to {LONGEST_WAIT:,}.")
    known = credentials or Credentials()
    return Dataset(
        store=open_remote(
            url,
            user=known.user or None,
            password=known.password or None,
            token=known.token or None,
            digest=known.digest,
            timeout=timeout,
        )
    )


def query(name: str, path: StrPath = ".", **params: object) -> Result:
    """What a named question (or the query in a file) gives on a collection, a document or an RDF file.

    `query("casualties", "graph/black-january").python()` is a list of dictionaries.
    """
    return open_dataset(path).ask(find_question(name), params)


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
    for name in ("dateline.ttl", "values.ttl"):
        store.add(terms.ONTOLOGY, resources.ontology(name).read_bytes(), format="turtle")
