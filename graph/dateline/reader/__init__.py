"""The reader: a document to a draft reading, by rules over a spaCy parse.

`read` is all that the rest of the package needs. What it does, in order:

    parse        paragraphs, sentences, tokens, with their places
    entities     who and what is spoken of, and every mention of it
    times        time expressions with their values; quantities with theirs
    quotations   whose words are whose, verbatim or in paraphrase
    events       what is said to happen; roles, dates, counts (happenings), chains of mentions
    connections  what led to what; relations: what is said of the entities
    voice        how surely each thing is said
    claims       all of it as claims, each with its words, its voice and a confidence
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.model import Reading

__all__ = ["read"]


def read(
    text: str,
    *,
    id: str,  # noqa: A002 - the name that the reading file has for it
    issued: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    model: str | None = None,
) -> Reading:
    """A draft reading of an English text: every claim proposed, with its words, its voice and a confidence.

    Deterministic and offline. `issued` (ISO 8601), `title` and `publisher` are what is known of the document beside its
    text; `model` names another installed spaCy pipeline than the default one. Every span is cut from the text. Raises
    `MissingExtraError` where spaCy or the pipeline is not installed.
    """
    from dateline.reader.draft import draft

    return draft(text, id=id, issued=issued, title=title, publisher=publisher, model=model)
