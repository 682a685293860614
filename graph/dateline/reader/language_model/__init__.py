"""The second, optional reader: a language model behind any OpenAI-compatible endpoint, held to the text.

A model is asked for quotes, and only for quotes. What happens to its answer, in order:

    passages     the text in stretches that share no character; nothing is found twice
    asking       each passage out of the cache, or from the endpoint (chat, transport, patience), within a budget (cost)
    answer       the items, in the form that was asked for (prompt)
    anchoring    every quote in one place of its passage, word for word, or the item is dropped
    things       entities, events and times of the whole text, none with a word that the text does not have
    speech       whose words are whose, by the rules' reading of cues and quotation marks
    claims       what fits the ontology; numbers and dates are computed from the words by the rules (values)
    hearing      no claim said more plainly than the rules hear it: what is denied, hedged or reported stays so
    report       everything that was dropped or changed, with the reason; what was not read; what it cost

Its claims are proposed. Nothing that a document contains is an instruction here: the worst that words in it can do is
to make the model quote other words of the same passage.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.internet.patience import Clock, Patience
from dateline.reader.language_model.cost import Estimate, Limit, Usage
from dateline.reader.language_model.options import Options

if TYPE_CHECKING:
    from dateline.reader.language_model.draft import ModelReading
    from dateline.settings import Endpoint

__all__ = ["Clock", "Estimate", "Limit", "Options", "Patience", "Usage", "read_with_model"]


def _say_nothing(_: Estimate) -> None:
    """What is done with an estimate that nobody asked for."""


def read_with_model(
    text: str,
    *,
    id: str,  # noqa: A002 - the name that the reading file has for it
    endpoint: Endpoint,
    issued: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    cache: Path | None = None,
    options: Options | None = None,
    before: Callable[[Estimate], object] = _say_nothing,
    clock: Clock | None = None,
) -> ModelReading:
    """A draft reading of an English text by a language model, with a report of what became of all that it said.

    `issued` (ISO 8601), `title` and `publisher` are what is known of the document beside its text. `cache` is a folder
    for answers: a second run with the same text, model and prompt asks for nothing and gives the same reading. `before`
    is called with the estimate of the cost before anything is sent, and stops it by raising. The text goes to the
    endpoint and nowhere else. Raises `LanguageModelError` where the endpoint does not work, `UsageError` where the
    limit is too low to begin, `MissingExtraError` where the rules' spaCy pipeline is not installed.
    """
    from dateline.reader.language_model.draft import draft

    return draft(
        text,
        id=id,
        endpoint=endpoint,
        issued=issued,
        title=title,
        publisher=publisher,
        cache=cache,
        options=options or Options(),
        before=before,
        clock=clock or Clock(),
    )
