"""One POST to an endpoint: no redirect is followed, nothing is kept, and every answer is limited in time and size.

The key goes into one header of the request. It is taken out of whatever comes back, so that a server that repeats it
cannot bring it into a message, a reading or the cache. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline import __version__
from dateline.settings import Endpoint

_PIECE = 65_536
_SHORTEST_SECRET = 8
"""A shorter key is a placeholder for a server that asks for none, and may be a word of the document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back: the status, the headers by their names in small letters, the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Its media type in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """That no whole answer came, why, and whether asking again makes sense."""

    why: str
    again: bool


def post(endpoint: Endpoint, path: str, body: bytes, *, seconds: float, largest: int) -> Answer | Silence:
    """The answer to a JSON body sent to a path under the endpoint, whatever its status is."""
    parts = urlsplit(endpoint.url)
    connection = _connection(endpoint, seconds)
    late = _Late(connection)
    timer = threading.Timer(seconds, late.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", parts.path.rstrip("/") + path, body=body, headers=_headers(endpoint))
        return _read(endpoint, connection.getresponse(), largest)
    except ssl.SSLCertVerificationError as wrong:
        return Silence(why=f"its certificate is not accepted: {wrong.verify_message}", again=False)
    except (OSError, http.client.HTTPException, ValueError) as failed:
        if late.came or isinstance(failed, TimeoutError):
            return Silence(why=f"no whole answer within {seconds:g} seconds", again=True)
        why = failed.strerror if isinstance(failed, OSError) and failed.strerror else str(failed)
        return Silence(why=_without_key(endpoint, (why or type(failed).__name__).encode()).decode(), again=True)
    finally:
        timer.cancel()
        connection.close()


class _Late:
    """Ends a connection from another thread when its time is over; whoever reads from it gets an end or an error."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self.came = False

    def cut(self) -> None:
        self.came = True
        held = self._connection.sock
        if held is not None:
            with suppress(OSError):  # it ended by itself at the same moment
                held.shutdown(socket.SHUT_RDWR)


def _connection(endpoint: Endpoint, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(endpoint.url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": f"dateline/{__version__}",
    }
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _read(endpoint: Endpoint, response: http.client.HTTPResponse, largest: int) -> Answer | Silence:
    parts: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE):
        parts.append(piece)
        size += len(piece)
        if size > largest:
            return Silence(why=f"its answer has more than {largest:,} bytes", again=False)
    if response.length:
        return Silence(why="its answer broke off", again=True)
    headers = {name.lower(): value for name, value in response.getheaders()}
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        return Silence(why="its answer is compressed, which was not asked for", again=False)
    return Answer(status=response.status, headers=headers, body=_without_key(endpoint, b"".join(parts)))


def _without_key(endpoint: Endpoint, words: bytes) -> bytes:
    if len(endpoint.key) < _SHORTEST_SECRET:
        return words
    return words.replace(endpoint.key.encode(), b"[key]")
