"""Looking at a site: over HTTP, or in the folder that holds its files."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from dateline.errors import ExchangeError, UsageError, shown
from dateline.internet.connection import connection_to
from dateline.web.addresses import is_safe, normal
from dateline.web.media_types import media_type_of

SECONDS, LARGEST = 30.0, 64 * 2**20
"""What one answer may take: seconds, and bytes."""
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What came back: status, headers by their names in small letters, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """Its media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def lists(self, header: str) -> frozenset[str]:
        """The members of a header that is a list, in small letters."""
        return frozenset(one.strip().lower() for one in self.headers.get(header, "").split(",") if one.strip())


class Place(Protocol):
    """Where a site is. `is_http` says that there are requests and headers, not only files."""

    name: str
    is_http: bool

    def get(self, path: str, headers: Mapping[str, str] = _NONE, *, method: str = "GET", body: bytes = b"") -> Seen:
        """What is at a path below the root, with its query if it has one; a 404 where nothing is."""
        ...


class Address:
    """A site behind a URL. Answers to plain GETs are remembered."""

    is_http = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise UsageError(
                f"{shown(url)} is no address of a site.", remedy="Give one such as https://example.org/kg/"
            )
        self.name = url if url.endswith("/") else url + "/"
        self._host = parts.hostname
        self._kept: dict[str, Seen] = {}

    def get(self, path: str, headers: Mapping[str, str] = _NONE, *, method: str = "GET", body: bytes = b"") -> Seen:
        """See `Place`. Raises `ExchangeError` where no answer comes; no redirect is followed."""
        plain = method == "GET" and not headers
        if plain and path in self._kept:
            return self._kept[path]
        seen = self._request(self.name + path, {"Accept-Encoding": "identity", **headers}, method, body)
        if plain:
            self._kept[path] = seen
        return seen

    def path_of(self, location: str, at: str) -> str | None:
        """The path below the root that a `Location` or a link means; null if it leads away."""
        whole = urljoin(self.name + at, location)
        return whole.removeprefix(self.name) if whole.startswith(self.name) else None

    def _request(self, url: str, headers: Mapping[str, str], method: str, body: bytes) -> Seen:
        connection, target = connection_to(url, private_hosts=(self._host,), seconds=SECONDS)
        late = threading.Timer(SECONDS, connection.cut)
        late.daemon = True
        late.start()
        try:
            connection.request(method, target, body=body or None, headers=dict(headers))
            with connection.getresponse() as response:
                data = response.read(LARGEST + 1)
                if len(data) > LARGEST:
                    raise ExchangeError(f"it has more than {LARGEST:,} bytes.", where=url)
                found = {name.lower(): value for name, value in response.getheaders()}
                return Seen(status=response.status, headers=found, body=data)
        except ssl.SSLCertVerificationError as wrong:
            raise ExchangeError(f"its certificate is not accepted: {wrong.verify_message}.", where=url) from wrong
        except (OSError, http.client.HTTPException, ValueError) as failed:
            why = failed.strerror if isinstance(failed, OSError) and failed.strerror else str(failed) or "no answer"
            raise ExchangeError(f"it could not be had: {why}.", where=url, remedy="Is the site there?") from failed
        finally:
            late.cancel()
            connection.close()


class Folder:
    """A site as files, as a plain host would send them."""

    is_http = False

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._root = path

    def get(self, path: str, headers: Mapping[str, str] = _NONE, *, method: str = "GET", body: bytes = b"") -> Seen:
        """See `Place`: the file at a path, an `index.html` in it, or nothing."""
        plain = path.partition("?")[0].partition("#")[0]
        for name in (plain or "index.html", f"{plain.rstrip('/')}/index.html"):
            if not is_safe(normal(name)):
                continue
            for spelling in (name, unquote(name)):
                file = self._root / spelling
                if file.is_file() and file.resolve().is_relative_to(self._root.resolve()):
                    return Seen(status=200, headers={"content-type": media_type_of(spelling)}, body=file.read_bytes())
        return Seen(status=404, headers={})

    def path_of(self, location: str, at: str) -> str | None:
        """The path below the root that a link means; null if it leads away."""
        root = "http://site.invalid/"
        whole = urljoin(root + at, location)
        return whole.removeprefix(root) if whole.startswith(root) else None


def place_of(given: str) -> Address | Folder:
    """The site at a URL or in a folder. Raises `UsageError` for what is neither."""
    if given.startswith(("https://", "http://")):
        return Address(given)
    folder = Path(given)
    if not (folder / "index.html").is_file():
        raise UsageError(
            "this is neither the address of a site nor a folder that holds one.",
            where=given,
            remedy="Give the URL where it is served, or the folder that dateline site wrote.",
        )
    return Folder(folder)
