"""The protocol: chat completions with structured output, in whichever dialect of it the endpoint understands.

A server that refuses a parameter is asked again without it: a JSON Schema, then any JSON object, then plain words;
`max_completion_tokens` for `max_tokens`; no seed; no temperature. What was refused once is not sent again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, Literal, NoReturn

from dateline.errors import LanguageModelError, shown
from dateline.internet.patience import Clock, Patience, asked_for
from dateline.reader.language_model.cost import Usage
from dateline.reader.language_model.transport import Answer, Silence, post
from dateline.settings import Endpoint

PATH: Final = "/chat/completions"
_PASSING: Final = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
_REFUSING: Final = frozenset((400, 415, 422, 501))
_SPENT: Final = frozenset(("insufficient_quota", "billing_hard_limit_reached", "billing_not_active"))
_TOO_LONG: Final = ("context length", "context_length", "context window", "maximum context", "prompt is too long")
_MOST_TOKENS: Final = 2**40
_REMEDIES: Final = {
    401: "Check DATELINE_LLM_KEY.",
    402: "Check the account there.",
    403: "Check DATELINE_LLM_KEY, and what it allows.",
    404: "Check DATELINE_LLM_URL and DATELINE_LLM_MODEL.",
    405: "Check DATELINE_LLM_URL.",
    429: "Wait, and read again; answers that are in the cache are not asked for twice.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """An answer: its words, why the model stopped, the tokens it says it used, and the name it gives itself."""

    words: str
    finish: str
    usage: Usage | None
    model: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """That one request brought no usable answer, though the endpoint works; `too_long` if less may be asked at once."""

    why: str
    too_long: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """Which of the protocol's parameters an endpoint takes."""

    format: Literal["json_schema", "json_object", "words"] = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    seed: bool = True
    temperature: bool = True

    def without(self, said: str) -> Dialect | None:
        """The dialect that leaves out what a refusal speaks of, else the next plainer format; null if there is none.

        >>> Dialect().without("Unsupported parameter: 'seed'").seed
        False
        >>> Dialect(format="words").without("no") is None
        True
        """
        words = said.lower()
        if "max_completion_tokens" in words and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in words and self.temperature:
            return replace(self, temperature=False)
        if "seed" in words and self.seed:
            return replace(self, seed=False)
        if self.format == "json_schema":
            return replace(self, format="json_object")
        return replace(self, format="words") if self.format == "json_object" else None


class Chat:
    """Asks one endpoint, from one thread or several; `seconds` bounds all of its requests and pauses together."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        patience: Patience,
        clock: Clock,
        largest: int,
        seconds: float | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._patience = patience
        self._clock = clock
        self._largest = largest
        self._seconds = seconds
        self._deadline = None if seconds is None else clock.elapsed() + seconds
        self._dialect = Dialect()
        self._lock = Lock()
        self.requests = 0

    def complete(
        self, messages: Sequence[Mapping[str, str]], *, schema: Mapping[str, Any], most: int, seed: int
    ) -> Completion | Failure:
        """The answer to some messages, of at most `most` tokens.

        Raises `LanguageModelError` where the endpoint cannot be reached, does not let us in, or speaks something else,
        and where it is still overloaded or out of order after the last attempt.
        """
        attempt = 0
        while True:
            with self._lock:
                dialect = self._dialect
                self.requests += 1
            body = _body(self._endpoint.model, messages, dialect, schema=schema, most=most, seed=seed)
            answer = post(self._endpoint, PATH, body, seconds=self._time_left(), largest=self._largest)
            if isinstance(answer, Answer) and 200 <= answer.status < 300:
                read = self._read(answer)
                if not isinstance(read, Silence):
                    return read
                answer = read
            elif isinstance(answer, Answer) and answer.status in _REFUSING:
                said = _said(answer)
                if _is_too_long(said):
                    return Failure(why="it is too long for the model", too_long=True)
                self._give_way(dialect, answer, said)
                continue
            elif isinstance(answer, Answer) and answer.status == 413:
                return Failure(why="it is too long for the endpoint", too_long=True)
            elif isinstance(answer, Answer) and (answer.status not in _PASSING or _code(_said(answer)) in _SPENT):
                self._refused(answer)
            if isinstance(answer, Silence) and not answer.again:
                return Failure(why=answer.why)
            self._wait(attempt, answer)
            attempt += 1

    def _time_left(self) -> float:
        if self._deadline is None:
            return self._endpoint.timeout
        left = self._deadline - self._clock.elapsed()
        if left <= 0:
            self._late()
        return min(self._endpoint.timeout, left)

    def _late(self) -> NoReturn:
        raise LanguageModelError(
            f"the language model was not done within {self._seconds:g} seconds.",
            where=self._endpoint.url,
            remedy="Read again, with more time; answers that are in the cache are not asked for twice.",
        )

    def _wait(self, attempt: int, answer: Answer | Silence) -> None:
        asked = asked_for(answer.headers.get("retry-after"), self._clock) if isinstance(answer, Answer) else None
        pause = self._patience.wait(attempt, asked, self._clock)
        if pause is None:
            if isinstance(answer, Answer):
                self._refused(answer)
            raise LanguageModelError(
                f"the language model does not answer: {answer.why}.",
                where=self._endpoint.url,
                remedy="Check that it runs and the address, or allow more time (DATELINE_LLM_TIMEOUT).",
            )
        if self._deadline is not None and self._clock.elapsed() + pause >= self._deadline:
            self._late()
        self._clock.pause(pause)

    def _give_way(self, used: Dialect, answer: Answer, said: Mapping[str, str]) -> None:
        with self._lock:
            if self._dialect is not used:
                return
            plainer = used.without(f"{said['param']} {said['message']}")
            if plainer is not None:
                self._dialect = plainer
                return
        self._refused(answer)

    def _refused(self, answer: Answer) -> NoReturn:
        said = _said(answer)["message"]
        words = f" It says: {shown(said, most=300)}." if said else ""
        if 300 <= answer.status < 400:
            words = f" It points to {shown(answer.headers.get('location', ''), most=200)}, which is not followed."
        raise LanguageModelError(
            f"the language model's endpoint answers {answer.status}.{words}",
            where=self._endpoint.url,
            remedy=_REMEDIES.get(answer.status, "Check DATELINE_LLM_URL and DATELINE_LLM_MODEL."),
        )

    def _read(self, answer: Answer) -> Completion | Failure | Silence:
        kind = answer.media_type
        if kind and kind not in ("application/json", "text/json") and not kind.endswith("+json"):
            what = "a stream, which was not asked for" if kind == "text/event-stream" else shown(kind)
            raise LanguageModelError(
                f"what answers there sends {what}, not JSON.",
                where=self._endpoint.url,
                remedy="Check DATELINE_LLM_URL: it usually ends in /v1.",
            )
        try:
            data = json.loads(answer.body.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
            return Silence(why="its answer is not JSON", again=True)
        return completion_of(data)


def completion_of(data: Any) -> Completion | Failure:
    """The completion in an answer of the protocol, or why there is none.

    >>> completion_of({"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}).words
    '{}'
    >>> completion_of({"choices": []}).why
    'the answer has no words'
    """
    choices = data.get("choices") if isinstance(data, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        said = _words(data.get("error")) if isinstance(data, dict) else ""
        return Failure(why=f"the endpoint says {shown(said)}" if said else "the answer has no words")
    if message.get("refusal"):
        return Failure(why="the model declines to read it")
    words = _content(message.get("content"))
    finish = first.get("finish_reason")
    if finish == "content_filter":
        return Failure(why="the endpoint's filter holds the answer back")
    if not words.strip() and finish != "length":
        return Failure(why="the answer has no words")
    model = data.get("model")
    return Completion(
        words=words,
        finish=finish if isinstance(finish, str) else "",
        usage=_usage(data.get("usage")),
        model=model if isinstance(model, str) else None,
    )


def _content(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return ""


def _usage(data: Any) -> Usage | None:
    if not isinstance(data, dict):
        return None
    counts = [data.get(name) for name in ("prompt_tokens", "completion_tokens")]
    sent, received = (one if type(one) is int and 0 <= one < _MOST_TOKENS else None for one in counts)
    return None if sent is None or received is None else Usage(sent=sent, received=received)


def _body(
    model: str,
    messages: Sequence[Mapping[str, str]],
    dialect: Dialect,
    *,
    schema: Mapping[str, Any],
    most: int,
    seed: int,
) -> bytes:
    asked: dict[str, Any] = {"model": model, "messages": messages, "stream": False, dialect.limit: most}
    if dialect.temperature:
        asked["temperature"] = 0
    if dialect.seed:
        asked["seed"] = seed
    if dialect.format == "json_schema":
        named = {"name": "reading", "strict": True, "schema": schema}
        asked["response_format"] = {"type": "json_schema", "json_schema": named}
    elif dialect.format == "json_object":
        asked["response_format"] = {"type": "json_object"}
    if dialect.format != "json_schema":
        told = f"{messages[0]['content']}\n\nThe answer has this JSON Schema:\n{json.dumps(schema)}"
        asked["messages"] = [{**messages[0], "content": told}, *messages[1:]]
    return json.dumps(asked).encode()


def _said(answer: Answer) -> dict[str, str]:
    """The words, code and parameter of an error, each empty where it has none."""
    try:
        data = json.loads(answer.body[:100_000].decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return {"message": " ".join(answer.body[:300].decode("utf-8", "replace").split()), "code": "", "param": ""}
    error = data.get("error", data) if isinstance(data, dict) else data
    held = error if isinstance(error, dict) else {}
    return {
        "message": _words(error),
        "code": held["code"] if isinstance(held.get("code"), str) else "",
        "param": held["param"] if isinstance(held.get("param"), str) else "",
    }


def _words(error: Any) -> str:
    if isinstance(error, dict):
        error = error.get("message", error.get("detail", ""))
    if isinstance(error, str):
        return error
    return json.dumps(error)[:300] if error else ""


def _code(said: Mapping[str, str]) -> str:
    return said["code"]


def _is_too_long(said: Mapping[str, str]) -> bool:
    words = f"{said['code']} {said['message']}".lower()
    return any(one in words for one in _TOO_LONG)
