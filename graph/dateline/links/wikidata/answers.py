"""What an answer is before anything is known of its data: JSON, a refusal, or that the service is busy."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from dateline.errors import WikibaseServiceError
from dateline.internet.exchange import Answer

PASSING: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Statuses after which it makes sense to ask again."""

NOT_LET_IN: Final = frozenset((401, 403))
_PASSING_CODES: Final = frozenset(("maxlag", "ratelimited", "readonly"))


class NotThereError(WikibaseServiceError):
    """There is nothing at an address: 404 or 410."""


def parse(body: bytes, url: str) -> Any:
    """The data of a body in JSON that can be written again. Raises `WikibaseServiceError`."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_number)
        # Halves of surrogate pairs can be spelt in JSON, and can be written nowhere.
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as wrong:
        why = "it nests too deep" if isinstance(wrong, RecursionError) else str(wrong)[:120]
        raise WikibaseServiceError(
            f"its answer is not JSON: {why}.", where=bare(url), remedy="Check that this is the address of the service."
        ) from wrong
    return data


def busy_code(data: Any) -> str | None:
    """The code with which the API of MediaWiki says, under status 200, that it is busy."""
    error = data.get("error") if isinstance(data, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and code in _PASSING_CODES else None


def refusal(answer: Answer, url: str) -> WikibaseServiceError:
    """What an answer with a status that is no success comes to."""
    says = f"it answers {answer.status} {answer.reason}".rstrip() + "."
    if answer.status in (404, 410):
        return NotThereError(says, where=bare(url))
    remedies = {
        401: "It lets only some people in.",
        403: "It does not let this program in: see that your contact is right, and its rules for robots.",
    }
    return WikibaseServiceError(says, where=bare(url), remedy=remedies.get(answer.status, "Check the address."))


def bare(url: str) -> str:
    """An address without what is asked there, for messages."""
    return url.partition("?")[0]


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
