"""How many requests a client may make: a bucket of tokens for each, filled at a steady rate."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil

_MOST_CLIENTS = 20_000
"""How many clients are remembered; who was not seen for the longest time is forgotten first, and starts anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """So many requests a second in the long run, and so many at once. None a second means no limit."""

    per_second: float
    at_once: int


class Rates:
    """The buckets of all clients. `now` is in seconds, of a clock that only goes forward."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> int:
        """In how many seconds the client may ask again; 0 if it may now, which is counted.

        >>> rates = Rates(Rate(per_second=1, at_once=2))
        >>> [rates.wait("203.0.113.7", 0.0) for _ in range(3)], rates.wait("203.0.113.7", 1.0)
        ([0, 0, 1], 0)
        """
        if not self.rate.per_second:
            return 0
        name = neighbourhood(client)
        left, since = self._buckets.pop(name, (float(self.rate.at_once), now))
        left = min(self.rate.at_once, left + (now - since) * self.rate.per_second)
        allowed = left >= 1
        self._buckets[name] = (left - 1 if allowed else left, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, ceil((1 - left) / self.rate.per_second))


def neighbourhood(client: str) -> str:
    """What counts as one client: an address, or in IPv6 the network that one subscriber gets.

    >>> neighbourhood("2001:db8:1:2:3::4"), neighbourhood("203.0.113.7")
    ('2001:db8:1:2::/64', '203.0.113.7')
    """
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return str(ip_network(f"{client}/64", strict=False)) if address.version == 6 else client


def is_near(client: str) -> bool:
    """Whether a client is this machine or one of a private network; what is no address came through a local socket.

    >>> is_near("127.0.0.1"), is_near("10.0.0.8"), is_near("8.8.8.8"), is_near("2001:4860:4860::8888"), is_near("")
    (True, True, False, False, True)
    """
    try:
        return ip_address(client).is_private
    except ValueError:
        return True
