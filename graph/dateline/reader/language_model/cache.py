"""Answers kept on disk, so that what was paid for once costs nothing again.

One JSON file an answer, named by the hash of everything that the answer depends on: the address, the model, the
messages (and with them the prompt, its version, and the passage), the schema. No key goes into either. An answer out of
the cache is held to the text like any other, so a file that somebody changed brings in nothing that the text does not
say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

from dateline.output import write_file
from dateline.reader.language_model.chat import Completion
from dateline.reader.language_model.cost import Usage
from dateline.settings import Endpoint

_VERSION: Final = 1
_LARGEST: Final = 16 * 2**20


def key_of(endpoint: Endpoint, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], *, prompt: str) -> str:
    """The name under which the answer to a request is kept."""
    asked = [_VERSION, endpoint.url, endpoint.model, prompt, list(messages), schema]
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


class Cache:
    """The answers in a folder, which is made when the first one is kept; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()
        self.damaged: list[str] = []

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> Completion | None:
        """The answer that is kept under a key; a file that holds none is named in `damaged` and not used."""
        if self._folder is None:
            return None
        path = self._folder / f"{key}.json"
        try:
            if path.stat().st_size > _LARGEST:
                raise ValueError("it is too large")
            return _completion(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            if path.name not in self.damaged:
                self.damaged.append(path.name)
            return None

    def put(self, key: str, answer: Completion) -> None:
        """Keeps an answer, whole or not at all. Raises `OutputError`."""
        if self._folder is None:
            return
        held = {"version": _VERSION, "words": answer.words, "finish": answer.finish, "model": answer.model}
        used = {"sent": answer.usage.sent, "received": answer.usage.received} if answer.usage else None
        data = (json.dumps({**held, "usage": used}) + "\n").encode()
        with self._lock:
            write_file(self._folder / f"{key}.json", data)


def _completion(data: Any) -> Completion:
    if data["version"] != _VERSION:
        raise ValueError("it is of another version")
    words, finish, model, used = data["words"], data["finish"], data["model"], data["usage"]
    if not isinstance(words, str) or not isinstance(finish, str) or not isinstance(model, str | None):
        raise TypeError("its members are of other types")
    usage = Usage(sent=int(used["sent"]), received=int(used["received"])) if used is not None else None
    return Completion(words=words, finish=finish, usage=usage, model=model)
