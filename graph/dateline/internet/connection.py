"""A connection to an address that was looked at first: no private one unless its host was named, and never another.

Proxies of the environment are not used: behind one, the address that is reached could not be known.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import quote, urlsplit, urlunsplit

from dateline.errors import ExchangeError, shown

_SAFE = "/%:@!$&'()*+,;=~-._"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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


class Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext | None, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._context = context
        # Which `Host` leaves the port out.
        self.default_port = 443 if context is not None else 80
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


def connection_to(url: str, *, private_hosts: Collection[str], seconds: float) -> tuple[Connection, str]:
    """A connection for an http(s) address, not opened yet, and what to ask it for.

    Raises `ExchangeError` for what is no plain web address, for a host that is not found, and for one whose address is
    not public and that is none of `private_hosts`.
    """
    try:
        return _connection(url, private_hosts, seconds)
    except (ValueError, UnicodeError) as wrong:
        raise ExchangeError(f"{shown(url)} is not a web address: {wrong}.", where="address") from wrong


def _connection(url: str, private_hosts: Collection[str], seconds: float) -> tuple[Connection, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ExchangeError(f"{shown(url)} is not an http or https address.", where="address")
    if parts.username is not None or parts.password is not None:
        raise ExchangeError("an address with a user name or password is not fetched.", where="address")
    secure = parts.scheme == "https"
    host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    port = parts.port or (443 if secure else 80)
    address = _address(host, port, allowed=parts.hostname in private_hosts, where=url)
    context = ssl.create_default_context() if secure else None
    target = urlunsplit(("", "", quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE + "?"), ""))
    return Connection(host, port, address=address, context=context, seconds=seconds), target


def _address(host: str, port: int, *, allowed: bool, where: str) -> str:
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as unknown:
        raise ExchangeError(
            f"the host {shown(host)} is not found.",
            where=where,
            remedy="Check the address.",
            again=True,
            reached=False,
        ) from unknown
    private = [address for address in found if not is_public(address)]
    if private and not allowed:
        raise ExchangeError(
            f"the host {shown(host)} is at {private[0]}, which is not a public address.",
            where=where,
            remedy="Name the host as one that may be private.",
        )
    return found[0]
