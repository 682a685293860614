"""Who asks, and how to reach them: Wikimedia wants both of every program.

https://meta.wikimedia.org/wiki/User-Agent_policy
"""

from __future__ import annotations

import platform
from typing import Final
from urllib.parse import urlsplit

from dateline import __version__
from dateline.errors import UsageError
from dateline.settings import Wikibase

_HOME: Final = "https://w3id.org/dateline/"


def user_agent(contact: str) -> str:
    """Who asks, as the User-Agent policy of Wikimedia wants it: the program, a page, a contact, the library.

    >>> user_agent("ann@example.org").startswith("Dateline/")
    True
    """
    reach = f"{_HOME}; {contact}" if contact else _HOME
    return f"Dateline/{__version__} ({reach}) Python-http.client/{platform.python_version()}"


def require_contact(wikibase: Wikibase, url: str) -> None:
    """Raises `UsageError` where a host of Wikimedia is to be asked and no contact is set."""
    host = urlsplit(url).hostname or ""
    if wikibase.wants_contact(host):
        raise UsageError(
            f"{host} asks every program for a contact, and none is set.",
            remedy='Set DATELINE_WIKIBASE_CONTACT=you@example.org, or contact = "…" under [wikibase] in dateline.toml.',
        )
