"""A request that is not answered with what it asked for: its status, and a body that says what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

PROBLEM = "application/problem+json"


class Refusal(Exception):  # noqa: N818 - it is what the endpoint says, not what went wrong in it
    """Why a request is not answered: the HTTP status, one sentence of what, one of what to do, more headers."""

    def __init__(
        self, status: int, what: str, *, remedy: str = "", headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__(status, what, remedy)
        self.status = status
        self.what = what
        self.remedy = remedy
        self.headers = headers

    def render(self, accept: str | None) -> tuple[str, bytes]:
        """Its content type and body: a problem (RFC 9457) for clients that speak JSON, else plain text.

        >>> Refusal(413, "It is too long.", remedy="Shorten it.").render("text/csv")
        ('text/plain; charset=utf-8', b'413 Request Entity Too Large\\nIt is too long. Shorten it.\\n')
        """
        title = HTTPStatus(self.status).phrase
        detail = " ".join(part for part in (self.what, self.remedy) if part)
        if "json" in (accept or "").lower():
            said = {"type": "about:blank", "title": title, "status": self.status, "detail": detail}
            return PROBLEM, (json.dumps(said, ensure_ascii=False) + "\n").encode()
        return "text/plain; charset=utf-8", f"{self.status} {title}\n{detail}\n".encode()


def later(status: int, what: str, *, seconds: int, remedy: str = "") -> Refusal:
    """A refusal that is over in so many seconds."""
    return Refusal(status, what, remedy=remedy, headers={"Retry-After": str(max(1, seconds))})
