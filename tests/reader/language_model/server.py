"""A server on this machine that speaks the protocol of chat completions, well or badly, as a test wants it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import dateline.reader.language_model as lm
from dateline.reader.language_model import Clock, Options
from dateline.reader.language_model.draft import ModelReading
from dateline.settings import Endpoint, Prices

KEY = "sk-s3cret-0123456789"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is sent back; `cut` ends the connection after so many bytes of the body, `hold` waits for the test's end."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    kind: str = "application/json"
    cut: int | None = None
    hold: bool = False


def answer(data: Any, *, finish: str = "stop", used: tuple[int, int] | None = (1000, 200)) -> Reply:
    """A completion whose words are some data in JSON, or these words."""
    words = data if isinstance(data, str) else json.dumps(data)
    whole: dict[str, Any] = {
        "id": "x",
        "model": "large-1-2026",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": finish}],
    }
    if used is not None:
        whole["usage"] = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
    return Reply(body=json.dumps(whole).encode())


def error(status: int, message: str, *, code: str | None = None, **headers: str) -> Reply:
    """A refusal in the protocol's own form."""
    told = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}
    return Reply(status=status, body=json.dumps(told).encode(), headers=headers)


Script = Callable[[Mapping[str, Any]], Reply]


@dataclass
class Model:
    """A running server: what it was sent, and how to name it to the reader."""

    port: int
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def endpoint(self, *, key: str = KEY, timeout: float = 20.0, prices: Prices | None = None) -> Endpoint:
        """This server as the reader's endpoint."""
        url = f"http://127.0.0.1:{self.port}/v1"
        return Endpoint(url=url, model="large-1", key=key, timeout=timeout, prices=prices)

    def passages(self) -> list[str]:
        """The passages that it was asked for, in order."""
        return [passage_of(request) for request in self.requests]


def passage_of(request: Mapping[str, Any]) -> str:
    """The words between the two lines that mark the passage of a request."""
    asked: str = request["messages"][-1]["content"]
    lines = asked.splitlines(keepends=True)
    first, last = (at for at, line in enumerate(lines) if line == lines[-1])
    return "".join(lines[first + 1 : last]).removesuffix("\n")


@contextmanager
def serving(*replies: Reply, by: Script | None = None) -> Iterator[Model]:
    """A server that gives these replies in order, the last one for ever, or what `by` makes of each request."""
    script, ended = list(replies), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with model.lock:
                model.requests.append(request)
                model.keys.append(self.headers["Authorization"])
                model.paths.append(self.path)
                reply = by(request) if by else script[min(len(model.requests), len(script)) - 1]
            if reply.hold:
                ended.wait(30)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class has
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Clients that hang up are part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    model = Model(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


@dataclass
class Pauses:
    """A clock that does not wait: it notes the pauses, and lets that much time go by."""

    made: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """The clock for the reader; chance always gives a half."""
        return Clock(now=lambda: 1000.0, elapsed=lambda: sum(self.made), pause=self.made.append, chance=lambda: 0.5)


def read(model: Model, text: str, *, endpoint: Endpoint | None = None, **given: Any) -> ModelReading:
    """The reading of a text by a server, without any real pause."""
    given.setdefault("clock", Pauses().clock)
    return lm.read_with_model(text, id="d", endpoint=endpoint or model.endpoint(), **given)


def options(**given: Any) -> Options:
    """Options that ask one passage after the other, so that replies come in order."""
    return Options(**({"at_once": 1} | given))


def quote(words: str, within: str | None = None) -> dict[str, str | None]:
    """A quote in the form that is asked for."""
    return {"quote": words, "within": within}


def entity(name: str, kind: str, *mentions: str | tuple[str, str], within: str | None = None) -> dict[str, Any]:
    """An entity in the form that is asked for; a mention is words, or words and their form."""
    pairs = [one if isinstance(one, tuple) else (one, "name") for one in mentions]
    return {"id": name, "type": kind, "mentions": [quote(words, within) | {"form": form} for words, form in pairs]}


def event(name: str, kind: str, *triggers: str, label: str = "") -> dict[str, Any]:
    """An event in the form that is asked for."""
    return {"id": name, "type": kind, "label": label, "triggers": [quote(words) for words in triggers]}


def claim(subject: str, predicate: str, said: str, evidence: str, **given: Any) -> dict[str, Any]:
    """A claim in the form that is asked for: positive, certain and asserted unless told otherwise."""
    usual = {
        "subject": subject,
        "predicate": predicate,
        "object": said,
        "value": None,
        "evidence": quote(evidence),
        "relation": None,
        "attributed_to": None,
        "relayed_by": None,
        "polarity": "positive",
        "certainty": "certain",
        "modality": "asserted",
    }
    return usual | given


def worth(subject: str, predicate: str, words: str, evidence: str, **given: Any) -> dict[str, Any]:
    """A claim whose object is words."""
    return claim(subject, predicate, "", evidence, object=None, value=words, **given)


def items(
    entities: Sequence[Any] = (),
    events: Sequence[Any] = (),
    times: Sequence[Any] = (),
    quotations: Sequence[Any] = (),
    claims: Sequence[Any] = (),
) -> dict[str, Any]:
    """An answer in the form that is asked for."""
    return {
        "entities": list(entities),
        "events": list(events),
        "times": list(times),
        "quotations": list(quotations),
        "claims": list(claims),
    }
