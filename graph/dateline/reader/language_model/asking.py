"""Passages to answers: out of the cache or from the endpoint, in halves where an answer would be too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from json import dumps
from typing import Any, Final

from dateline.reader.language_model.answer import data_of
from dateline.reader.language_model.cache import Cache, key_of
from dateline.reader.language_model.chat import Chat, Completion, Failure
from dateline.reader.language_model.cost import Budget, Estimate, Usage, tokens_of
from dateline.reader.language_model.passages import Passage, halves
from dateline.reader.language_model.prompt import PROMPT, messages, schema
from dateline.settings import Endpoint

_SHORTEST: Final = 200
"""Code points; a passage that is shorter is not cut any more."""
_SEEDS: Final = (0, 1)
"""An answer that is no answer is asked for once more, with another seed."""
_CUT_OFF: Final = "length"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A passage with the data of its answer, or with why there is none."""

    passage: Passage
    data: Mapping[str, Any] | None = None
    why: str = ""
    served: str | None = None


@dataclass(kw_only=True, slots=True)
class Questioner:
    """Asks one endpoint for the passages of one text. An answer has at most `answer_tokens`."""

    text: str
    title: str | None
    issued: str | None
    endpoint: Endpoint
    chat: Chat
    cache: Cache
    budget: Budget
    answer_tokens: int
    uncounted: int = field(default=0, init=False)
    """Answers of which the endpoint did not say what they used."""

    def estimate(self, found: Sequence[Passage]) -> Estimate:
        """What asking for these passages takes, without asking."""
        waiting = list(found)
        kept, most = 0, Usage()
        passages = 0
        while waiting:
            passage = waiting.pop()
            known = self._key(passage) in self.cache
            cut = not known and self._cut_mark(passage) in self.cache
            parts = self._parts(passage) if cut else ()
            if parts:
                waiting.extend(parts)
                continue
            passages += 1
            if known or cut:
                kept += 1
            else:
                most += self._most(passage)
        return Estimate(passages=passages, from_cache=kept, most=most, prices=self.endpoint.prices)

    def ask(self, found: Sequence[Passage], *, at_once: int) -> tuple[Asked, ...]:
        """The answers in the order of the text, asked for by `at_once` threads.

        The first is asked for alone, so that the others know how the endpoint wants to be asked. Raises
        `LanguageModelError`; answers that came before it are in the cache.
        """
        if not found:
            return ()
        first = self._ask(found[0])
        pool = ThreadPoolExecutor(max_workers=at_once)
        try:
            rest = list(pool.map(self._ask, found[1:]))
        finally:
            pool.shutdown(cancel_futures=True)
        return tuple(asked for part in (first, *rest) for asked in part)

    def _ask(self, passage: Passage) -> tuple[Asked, ...]:
        key = self._key(passage)
        kept = self.cache.get(key)
        if kept is not None:
            data = data_of(kept.words)
            if data is not None:
                return (Asked(passage=passage, data=data, served=kept.model),)
        elif self._cut_mark(passage) in self.cache:
            return self._in_parts(passage)
        for seed in _SEEDS:
            answer = self._answer(passage, seed)
            if isinstance(answer, Failure) and not answer.too_long:
                return (Asked(passage=passage, why=answer.why),)
            if isinstance(answer, Failure) or answer.finish == _CUT_OFF:
                self.cache.put(self._cut_mark(passage), Completion(words="", finish=_CUT_OFF, usage=None))
                return self._in_parts(passage)
            data = data_of(answer.words)
            if data is not None:
                self.cache.put(key, answer)
                return (Asked(passage=passage, data=data, served=answer.model),)
        return (Asked(passage=passage, why="the model's answer is not JSON of the form that was asked for"),)

    def _in_parts(self, passage: Passage) -> tuple[Asked, ...]:
        parts = self._parts(passage)
        if not parts:
            return (Asked(passage=passage, why="the model's answer was cut off, and the passage is short already"),)
        return tuple(asked for part in parts for asked in self._ask(part))

    def _parts(self, passage: Passage) -> tuple[Passage, ...]:
        return halves(self.text, passage) if passage.end - passage.start > _SHORTEST else ()

    def _answer(self, passage: Passage, seed: int) -> Completion | Failure:
        most = self._most(passage)
        if not self.budget.hold(most):
            return Failure(why="the limit on what may be spent is reached")
        used = Usage()
        try:
            asked = self._messages(passage)
            answer = self.chat.complete(asked, schema=schema(), most=self.answer_tokens, seed=seed)
            if isinstance(answer, Completion):
                if answer.usage is None:
                    self.uncounted += 1
                sent = tokens_of(asked, dumps(schema()))
                used = answer.usage or Usage(sent=sent, received=tokens_of((), answer.words))
            return answer
        finally:
            self.budget.settle(most, used)

    def _most(self, passage: Passage) -> Usage:
        return Usage(sent=tokens_of(self._messages(passage), dumps(schema())), received=self.answer_tokens)

    def _messages(self, passage: Passage) -> list[dict[str, str]]:
        return messages(self.text, passage, title=self.title, issued=self.issued)

    def _key(self, passage: Passage) -> str:
        return key_of(self.endpoint, self._messages(passage), schema(), prompt=PROMPT)

    def _cut_mark(self, passage: Passage) -> str:
        """Under what it is kept that the answer to a passage is longer than it may be."""
        longer = f"{PROMPT}, longer than {self.answer_tokens} tokens"
        return key_of(self.endpoint, self._messages(passage), schema(), prompt=longer)
