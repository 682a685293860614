"""A document from the web: one GET at a time to an address that was looked at first, nothing sent but the request.

Proxies of the environment are not used: behind one, the address that is reached could not be known.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from dateline import __version__
from dateline.documents.source import LARGEST_SOURCE, Source
from dateline.errors import FetchError, shown

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_PIECE = 65_536
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.5"
_SAFE = "/%:@!$&'()*+,;=~-._"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch(
    url: str,
    *,
    private_hosts: Collection[str] = (),
    seconds: float = 60.0,
    largest: int = LARGEST_SOURCE,
    today: date | None = None,
) -> Source:
    """What stands at an http(s) address, with the address after redirects and the day in UTC.

    A host whose address is not public is refused unless it is one of `private_hosts`. `seconds` bounds each request
    as a whole. Raises `FetchError`.
    """
    day = today or datetime.now(UTC).date()
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        found = _get(at, private_hosts=private_hosts, seconds=seconds, largest=largest)
        if isinstance(found, str):
            at = found
            continue
        data, media_type = found
        path = PurePosixPath(unquote(urlsplit(at).path))
        name = path.name or urlsplit(at).hostname or "document"
        return Source(data=data, name=name, where=url, media_type=media_type, url=at, retrieved=day.isoformat())
    raise FetchError(f"it redirects more than {MOST_REDIRECTS} times.", where=url, remedy="Give the last address.")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, also one inside an IPv6 address.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False, False)
    """
    found: _Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(str(inside))
    return found.is_global and not found.is_multicast


def _get(url: str, *, private_hosts: Collection[str], seconds: float, largest: int) -> tuple[bytes, str | None] | str:
    """The bytes and the media type of a response, or where it redirects to."""
    try:
        connection, target = _connection(url, private_hosts, seconds)
    except (ValueError, UnicodeError) as wrong:
        raise FetchError(f"{shown(url)} is not a web address: {wrong}.", where="address") from wrong
    late = threading.Timer(seconds, connection.cut)
    late.daemon = True
    late.start()
    try:
        connection.request("GET", target, headers=_HEADERS)
        with connection.getresponse() as response:
            if response.status in _REDIRECTS and (location := response.getheader("Location")):
                return urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
            _require_good(response, url=url, largest=largest)
            return _body(response, url=url, largest=largest), response.getheader("Content-Type")
    except (OSError, http.client.HTTPException, ValueError) as failed:
        if connection.was_cut:
            raise FetchError(
                f"it did not arrive within {seconds:g} seconds.", where=url, remedy="Try again, or save it to a file."
            ) from failed
        why = failed.strerror if isinstance(failed, OSError) and failed.strerror else str(failed) or "no answer"
        raise FetchError(f"it could not be had: {why}.", where=url, remedy="Check the address.") from failed
    finally:
        late.cancel()
        connection.close()


_HEADERS = {"User-Agent": f"dateline/{__version__}", "Accept": _ACCEPT, "Accept-Encoding": "gzip, identity;q=0.5"}


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext | None, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._context = context
        self.was_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Ends the connection from another thread; whoever reads from it gets an end or an error."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):  # it ended by itself at the same moment
                self.sock.shutdown(socket.SHUT_RDWR)


def _connection(url: str, private_hosts: Collection[str], seconds: float) -> tuple[_Connection, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{shown(url)} is not an http or https address.", where="address")
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a user name or password is not fetched.", where="address")
    secure = parts.scheme == "https"
    host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    port = parts.port or (443 if secure else 80)
    address = _address(host, port, allowed=parts.hostname in private_hosts, where=url)
    context = ssl.create_default_context() if secure else None
    target = urlunsplit(("", "", quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE + "?"), ""))
    return _Connection(host, port, address=address, context=context, seconds=seconds), target


def _address(host: str, port: int, *, allowed: bool, where: str) -> str:
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as unknown:
        raise FetchError(f"the host {shown(host)} is not found.", where=where, remedy="Check the address.") from unknown
    private = [address for address in found if not is_public(address)]
    if private and not allowed:
        raise FetchError(
            f"the host {shown(host)} is at {private[0]}, which is not a public address.",
            where=where,
            remedy="Name the host as one that may be private, or save the document to a file.",
        )
    return found[0]


def _require_good(response: http.client.HTTPResponse, *, url: str, largest: int) -> None:
    if response.status != 200:
        raise FetchError(
            f"the server answers {response.status} {response.reason}.", where=url, remedy="Look at it in a browser."
        )
    if response.length is not None and response.length > largest:
        raise FetchError(f"it has more than {largest:,} bytes.", where=url, remedy="Save the part you need to a file.")


def _body(response: http.client.HTTPResponse, *, url: str, largest: int) -> bytes:
    """All of the body, unpacked, and never more than `largest` bytes of it."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise FetchError(f"it comes in the coding {shown(coding)}, which was not asked for.", where=url)
    unpacking = zlib.decompressobj(wbits=31) if coding != "identity" else None
    parts: list[bytes] = []
    size = 0
    while piece := response.read(_PIECE):
        try:
            unpacked = piece if unpacking is None else unpacking.decompress(piece, largest + 1 - size)
        except zlib.error as damaged:
            raise FetchError("its compression is damaged.", where=url, remedy="Try again.") from damaged
        parts.append(unpacked)
        size += len(unpacked)
        if size > largest:
            raise FetchError(f"it has more than {largest:,} bytes.", where=url, remedy="Save the part you need.")
    if response.length or (unpacking is not None and not unpacking.eof):
        raise FetchError("it broke off before its end.", where=url, remedy="Try again.")
    return b"".join(parts)
