"""One request and its whole answer, whatever its status is: no redirect is followed, no cookie kept."""

from __future__ import annotations

import http.client
import ssl
import threading
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urljoin

from dateline.errors import ExchangeError, shown
from dateline.internet.connection import connection_to

_REDIRECTS = (301, 302, 303, 307, 308)
_PIECE = 65_536
_MOST_OF_A_REFUSAL = 4096
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back: status, reason, headers by their names in small letters, and the body unpacked.

    Of an answer that is no success, the body is its beginning.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Its media type in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def redirect(self, url: str) -> str | None:
        """Where it sends whoever asked for `url`, or null. Raises `ExchangeError` for what is no address.

        >>> Answer(status=303, reason="", headers={"location": "/b"}, body=b"").redirect("https://example.org/a")
        'https://example.org/b'
        """
        location = self.headers.get("location")
        if self.status not in _REDIRECTS or not location:
            return None
        try:
            return urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        except ValueError as wrong:
            raise ExchangeError(f"it redirects to {shown(location)}, which is no address.", where=url) from wrong


def exchange(
    url: str,
    *,
    headers: Mapping[str, str] = _NO_HEADERS,
    body: bytes | None = None,
    private_hosts: Collection[str] = (),
    seconds: float,
    largest: int,
) -> Answer:
    """The answer to a GET, or to a POST where there is a `body`.

    `seconds` bounds all of it, `largest` the bytes of the body unpacked. Raises `ExchangeError` where no whole answer
    came.
    """
    connection, target = connection_to(url, private_hosts=private_hosts, seconds=seconds)
    late = threading.Timer(seconds, connection.cut)
    late.daemon = True
    late.start()
    try:
        asked = {"Accept-Encoding": "gzip, identity;q=0.5"} | dict(headers)
        connection.request("GET" if body is None else "POST", target, body=body, headers=asked)
        with connection.getresponse() as response:
            read = _body if response.status == 200 else _beginning
            return Answer(
                status=response.status,
                reason=plain(response.reason),
                headers={name.lower(): value for name, value in response.getheaders()},
                body=read(response, url=url, largest=largest),
            )
    except ssl.SSLCertVerificationError as wrong:
        raise ExchangeError(f"its certificate is not accepted: {wrong.verify_message}.", where=url) from wrong
    except (OSError, http.client.HTTPException, ValueError) as failed:
        if connection.was_cut or isinstance(failed, TimeoutError):
            raise ExchangeError(
                f"it did not arrive within {seconds:g} seconds.", where=url, remedy="Try again.", again=True
            ) from failed
        why = failed.strerror if isinstance(failed, OSError) and failed.strerror else str(failed) or "no answer"
        raise ExchangeError(
            f"it could not be had: {why}.",
            where=url,
            remedy="Check the address.",
            again=True,
            reached=connection.sock is not None,
        ) from failed
    finally:
        late.cancel()
        connection.close()


def plain(reason: str) -> str:
    """A server's own words for a status as they may stand in a message: visible ASCII, at most 60 characters.

    >>> plain("Not\\x1b[31m Found ")
    'Not[31m Found'
    """
    return "".join(one for one in reason if " " <= one <= "~")[:60].strip()


def _beginning(response: http.client.HTTPResponse, *, url: str, largest: int) -> bytes:
    return response.read(min(_MOST_OF_A_REFUSAL, largest))


def _body(response: http.client.HTTPResponse, *, url: str, largest: int) -> bytes:
    """All of the body, unpacked, and never more than `largest` bytes of it."""
    if response.length is not None and response.length > largest:
        raise _too_large(url, largest)
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ExchangeError(f"it comes in the coding {shown(coding)}, which was not asked for.", where=url)
    unpacking = zlib.decompressobj(wbits=31) if coding != "identity" else None
    parts: list[bytes] = []
    size = 0
    while piece := response.read(_PIECE):
        try:
            unpacked = piece if unpacking is None else unpacking.decompress(piece, largest + 1 - size)
        except zlib.error as damaged:
            raise ExchangeError("its compression is damaged.", where=url, remedy="Try again.", again=True) from damaged
        parts.append(unpacked)
        size += len(unpacked)
        if size > largest:
            raise _too_large(url, largest)
    if response.length or (unpacking is not None and not unpacking.eof):
        raise ExchangeError("it broke off before its end.", where=url, remedy="Try again.", again=True)
    return b"".join(parts)


def _too_large(url: str, largest: int) -> ExchangeError:
    return ExchangeError(f"it has more than {largest:,} bytes.", where=url, remedy="Ask for less.")
