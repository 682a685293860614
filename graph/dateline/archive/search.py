"""Words found in a collection: in its texts, in what it quotes, and in what its things are called.

A large publication has a full-text index beside its store, an SQLite file with the rows of a document for each shard; a
new version is made of the last one by what changed, and readers keep theirs. What a small one has published is looked
through in memory, and so is what an engine elsewhere gives as likely: SPARQL has no full-text index. Only what is
published can be found: with `publish_text = "quotes"` that is the quoted words.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import pyoxigraph as ox

from dateline import sparql, terms
from dateline.answers import open_held
from dateline.collection import PUBLISHED, index_of, open_collection
from dateline.errors import DataError, StoreError, StoreTimeoutError, UsageError, shown
from dateline.formats.marked_text import blocks
from dateline.formats.nquads import graph_lines
from dateline.output import recover

if TYPE_CHECKING:
    from dateline.answers import Dataset
    from dateline.store.engines import Place

Kind: TypeAlias = Literal["name", "text", "quote"]
FILE = "search.sqlite"
MOST_WORDS = 32
LONGEST_QUERY = 1000
"""Characters."""

MOST_LIKELY = 5_000
"""Places that are looked through of what an engine elsewhere holds: names, texts, or quoted words."""

_SCHEMA = """
CREATE TABLE passage (
  id INTEGER PRIMARY KEY, document TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, start INTEGER NOT NULL,
  words TEXT NOT NULL
);
CREATE INDEX passage_by_document ON passage (document);
CREATE VIRTUAL TABLE found USING fts5 (
  words, content = 'passage', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
"""
_FORGET = (
    "INSERT INTO found (found, rowid, words) SELECT 'delete', id, words FROM passage WHERE document = ?",
    "DELETE FROM passage WHERE document = ?",
)
_ASK = """
SELECT document, kind, about, start, passage.words, highlight(found, 0, char(2), char(3))
FROM found JOIN passage ON passage.id = found.rowid
WHERE found MATCH ? ORDER BY bm25(found), document, start, about, kind
"""
_STEPS = 10_000
"""Steps of SQLite between two looks at the clock."""
_OPEN, _CLOSE = "\x02", "\x03"
_MARKED = re.compile("\x02([^\x03]*)\x03")
_AROUND = 60
_ASKED = re.compile(r'"([^"]*)"|(\S+)')
_LETTER = re.compile(r"\w")
_WORD = re.compile(r"\w+")
_PATTERNS: Mapping[Kind, str] = MappingProxyType(
    {
        "name": (
            f"GRAPH ?document {{ ?about ?called ?words }} VALUES ?called {{ <{terms.PREF_LABEL}> <{terms.TITLE}> }}"
        ),
        "text": f"GRAPH ?document {{ ?about <{terms.IS_STRING}> ?words }}",
        "quote": (
            f"GRAPH ?document {{ ?about <{terms.ANCHOR_OF}> ?words ; <{terms.BEGIN_INDEX}> ?start }} "
            f"FILTER NOT EXISTS {{ GRAPH ?document {{ ?whole <{terms.IS_STRING}> ?text }} }}"
        ),
    }
)
_UNFIT = re.compile("[\x00\x02\x03\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A place where the words stand: in the text of a document, in words quoted from it, or in the name of a thing.

    `document` is the document's IRI, `about` that of the thing or span, `offset` the code point of the text where they
    begin (null for a name), there where most of them stand nearest to each other, `snippet` the words with some of what
    stands around them.
    """

    document: str
    kind: Kind
    about: str
    offset: int | None
    snippet: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Words of a document that can be found, and where they stand."""

    document: str
    kind: Kind
    about: str
    start: int
    words: str


def search(folder: Path | str, words: str, limit: int = 20, *, place: Place | None = None) -> tuple[Hit, ...]:
    """The places where all the words stand near each other, the best first.

    Words in double quotes are a phrase; a word that ends in `*` is a beginning. Case and accents do not matter, and
    nothing else in the words means anything. With a `place` the engine there is asked: accents matter to it, and the
    order is that among what it found. Raises `UsageError` where there is no word among them, or, at an engine, where
    more than `MOST_LIKELY` places have them.
    """
    asked = _match(words)
    folder = Path(folder)
    if place is not None:
        return _found([_likely(open_held(folder, place), words)], asked, limit)
    index = index_of(folder)
    there = index.with_name(FILE) if index is not None else None
    if there is not None and there.is_file():
        with _explained(there), closing(_read_only(there)) as connection:
            return _hits(connection, asked, limit)
    return _found(_of_small(folder), asked, limit)


def _found(parts: Iterable[Iterable[Passage]], asked: str, limit: int) -> tuple[Hit, ...]:
    """The first hits among passages that have no index yet."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        for part in parts:
            _put(connection, part)
        return _hits(connection, asked, limit)


def search_index(file: Path, words: str, limit: int = 20, *, seconds: float) -> tuple[Hit, ...]:
    """The same in an index that is known, for at most so many seconds.

    Raises `UsageError` where there is no word among the words, and `StoreTimeoutError` where they take longer.
    """
    asked = _match(words)
    with _explained(file), closing(_read_only(file)) as connection:
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            return _hits(connection, asked, limit)
        except sqlite3.OperationalError as ended:
            if ended.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise StoreTimeoutError(
                f"nothing after {seconds:g} seconds, so the search was ended.", remedy="Give rarer words."
            ) from ended


def fill(file: Path, shards: Iterable[Path | bytes]) -> None:
    """Makes the index of these shards, files of N-Quads or their bytes."""
    with _explained(file), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # the file is nobody's until it is whole
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        for shard in shards:
            given = {"input": shard} if isinstance(shard, bytes) else {"path": str(shard)}
            _put(connection, passages(ox.parse(**given, format=ox.RdfFormat.N_QUADS)))
        connection.execute("COMMIT")


def change(old: Path, new: Path, changed: Mapping[str, Path | None]) -> None:
    """Makes the index `new` of the one before: for each document its shard now, or null where there is none."""
    with _explained(new):
        shutil.copyfile(old, new)
        with closing(sqlite3.connect(new, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            for document, shard in sorted(changed.items()):
                for forget in _FORGET:
                    connection.execute(forget, (document,))
                if shard is not None:
                    _put(connection, passages(ox.parse(path=str(shard), format=ox.RdfFormat.N_QUADS)))
            connection.execute("COMMIT")


def passages(quads: Iterable[ox.Quad]) -> list[Passage]:
    """What can be found of the graphs of documents: names, texts by their paragraphs, and words of texts not published.

    >>> document, thing = ox.NamedNode("http://x/d"), ox.NamedNode("http://x/t")
    >>> name = ox.Quad(thing, ox.NamedNode(terms.PREF_LABEL), ox.Literal("Baku"), document)
    >>> passages([name])
    [Passage(document='http://x/d', kind='name', about='http://x/t', start=0, words='Baku')]
    """
    found: list[Passage] = []
    quoted: dict[tuple[str, str], dict[str, str]] = {}
    whole: set[str] = set()
    for quad in quads:
        document, about, words = quad.graph_name, quad.subject, quad.object
        if not isinstance(document, ox.NamedNode) or not isinstance(about, ox.NamedNode):
            continue
        if not isinstance(words, ox.Literal):
            continue
        home, predicate = document.value, quad.predicate.value
        if predicate in (terms.PREF_LABEL, terms.TITLE):
            found.append(Passage(document=home, kind="name", about=about.value, start=0, words=words.value))
        elif predicate == terms.IS_STRING:
            whole.add(home)
            found.extend(
                Passage(document=home, kind="text", about=about.value, start=start, words=words.value[start:end])
                for start, end in blocks(words.value)
            )
        elif predicate in (terms.ANCHOR_OF, terms.BEGIN_INDEX):
            quoted.setdefault((home, about.value), {})[predicate] = words.value
    found.extend(
        Passage(
            document=home,
            kind="quote",
            about=span,
            start=int(said.get(terms.BEGIN_INDEX, "0")),
            words=said[terms.ANCHOR_OF],
        )
        for (home, span), said in quoted.items()
        if home not in whole and terms.ANCHOR_OF in said
    )
    return sorted(found, key=lambda one: (one.document, one.kind, one.start, one.about, one.words))


def _put(connection: sqlite3.Connection, found: Iterable[Passage]) -> None:
    for one in found:
        words = _UNFIT.sub(" ", one.words)
        row = connection.execute(
            "INSERT INTO passage (document, kind, about, start, words) VALUES (?, ?, ?, ?, ?)",
            (one.document, one.kind, one.about, one.start, words),
        )
        connection.execute("INSERT INTO found (rowid, words) VALUES (?, ?)", (row.lastrowid, words))


def _of_small(folder: Path) -> Iterator[list[Passage]]:
    """The passages of what a collection has published, or of its readings where there is nothing."""
    published = folder / PUBLISHED
    if folder.is_dir():
        recover(published)
    files = sorted(published.rglob("*.nq"))
    for file in files:
        try:
            yield passages(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))
        except (OSError, SyntaxError) as wrong:
            raise DataError(f"it cannot be read: {wrong}.", where=str(file), remedy="Publish again.") from wrong
    if not files:
        for named in open_collection(folder).compile().graphs:
            yield passages(ox.parse(graph_lines(named), format=ox.RdfFormat.N_QUADS))


def _likely(dataset: Dataset, words: str) -> Iterator[Passage]:
    """The passages of an engine in which all the words stand, as pieces of text; what they mean is seen here."""
    wanted = sorted({word.lower() for word in _WORD.findall(_UNFIT.sub(" ", words))})
    there = " && ".join(f"CONTAINS(LCASE(STR(?words)), {sparql.literal(word)})" for word in wanted)
    ours = f"STRSTARTS(STR(?document), {sparql.literal(dataset.base)})"
    for kind, pattern in _PATTERNS.items():
        rows = dataset.strings(
            f"SELECT ?document ?about ?words ?start {{ {pattern} FILTER({ours} && {there}) }} LIMIT {MOST_LIKELY + 1}"
        )
        if len(rows) > MOST_LIKELY:
            raise UsageError(
                f"more than {MOST_LIKELY:,} places have {shown(words)}.", remedy="Give more words, or rarer ones."
            )
        for row in rows:
            document, about, said = row["document"], row["about"], row["words"]
            stretches = blocks(said) if kind == "text" else [(0, len(said))]
            for begin, end in stretches:
                start = begin + int(row.get("start") or 0)
                yield Passage(document=document, kind=kind, about=about, start=start, words=said[begin:end])


def _match(words: str) -> str:
    """What the index is asked: each word and phrase in quotation marks, so that nothing in them is a sign of its own.

    >>> _match('Black "20 January" sold* NOT(')
    '"Black" "20 January" "sold"* "NOT("'
    """
    if len(words) > LONGEST_QUERY:
        raise UsageError(f"that is more than {LONGEST_QUERY:,} characters to search for.", remedy="Give a few words.")
    asked = []
    for found in _ASKED.finditer(_UNFIT.sub(" ", words)):
        phrase = found[1] if found[1] is not None else found[2].replace('"', "")
        if _LETTER.search(phrase):
            begins = found[1] is None and phrase.endswith("*")
            asked.append(f'"{phrase.removesuffix("*")}"{"*" if begins else ""}')
    if not asked:
        raise UsageError(f"there is no word in {shown(words)}.", remedy="Give the words to search for.")
    if len(asked) > MOST_WORDS:
        raise UsageError(f"that is more than {MOST_WORDS} words to search for.", remedy="Give a few of them.")
    return " ".join(asked)


def _hits(connection: sqlite3.Connection, asked: str, limit: int) -> tuple[Hit, ...]:
    """The first hits; the name that a thing has in many documents is one of them."""
    found: list[Hit] = []
    names: set[tuple[str, str]] = set()
    for row in connection.execute(_ASK, (asked,)):
        hit = _hit(*row)
        if hit.kind == "name" and (hit.about, hit.snippet) in names:
            continue
        names.add((hit.about, hit.snippet))
        found.append(hit)
        if len(found) == limit:
            break
    return tuple(found)


def _hit(document: str, kind: str, about: str, start: int, words: str, marked: str) -> Hit:
    at, stop = _nearest(marked)
    return Hit(
        document=document,
        kind=cast("Kind", kind),
        about=about,
        offset=None if kind == "name" else start + at,
        snippet=_around(words, at, stop),
    )


def _nearest(marked: str) -> tuple[int, int]:
    """The stretch in which most different words are marked, of these the shortest, and of these the first.

    Its begin and end are those of the text without the marks; no stretch is longer than what a snippet shows beside a
    word.

    >>> _nearest(f"The {_OPEN}Soviet{_CLOSE} Empire sent {_OPEN}Soviet{_CLOSE} {_OPEN}troops{_CLOSE}.")
    (23, 36)
    """
    best: tuple[int, int, int] = (0, 0, 0)
    latest: dict[str, int] = {}  # where each word of the stretch that ends here was last, in this order
    for number, found in enumerate(_MARKED.finditer(marked)):
        start = found.start() - 2 * number
        stop, word = start + len(found[1]), found[1].casefold()
        latest.pop(word, None)
        latest[word] = start
        while (begin := next(iter(latest.values()))) + _AROUND < stop and len(latest) > 1:
            del latest[next(iter(latest))]
        best = max(best, (len(latest), begin - stop, -begin))
    _, less, before = best
    return -before, -before - less


def _around(words: str, start: int, stop: int) -> str:
    """The words from `start` to `stop` with what stands around them, cut between words where there is a space."""
    first, last = max(0, start - _AROUND), min(len(words), stop + _AROUND)
    if first:
        first = words.find(" ", first, start) + 1 or first
    if last < len(words):
        last = max(words.rfind(" ", stop, last), stop) if " " in words[stop:last] else last
    return f"{'…' if first else ''}{' '.join(words[first:last].split())}{'…' if last < len(words) else ''}"


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as wrong:
        raise StoreError(
            f"the full-text index cannot be used: {wrong}.",
            where=str(file),
            remedy="If the disk is full, free some space. Otherwise delete the folder .dateline/index, and publish.",
        ) from wrong
