"""HTTP to one SPARQL endpoint: credentials go to its own host alone, every answer has a limit in time and size."""

from __future__ import annotations

import base64
import contextlib
import http.client
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPMessage
from ipaddress import ip_address
from typing import IO, Any, Literal, TypeAlias
from urllib.parse import SplitResult, urlsplit, urlunsplit

from dateline import __version__
from dateline.errors import QueryError, StoreBusyError, StoreError, StoreTimeoutError, UsageError

Scheme: TypeAlias = Literal["basic", "digest", "bearer"]

USER_AGENT = f"dateline/{__version__}"
LARGEST_ANSWER = 256 * 2**20
_REDIRECTS = 5
_CHUNK = 2**16
_MARKUP = re.compile(r"<[^<>]*>|[\x00-\x20\x7f-\x9f]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """Who asks: a name and password (`basic`, `digest`), or a token (`bearer`). Secrets are not shown."""

    scheme: Scheme
    user: str = ""
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the endpoint sent: status, media type without parameters, headers in lower case, and the whole body."""

    status: int
    media_type: str
    headers: dict[str, str]
    body: bytes


class Transport:
    """Sends requests to one host. `timeout` is seconds, for connecting and for the whole of an answer."""

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        timeout: float,
        largest: int = LARGEST_ANSWER,
        agent: str = USER_AGENT,
    ) -> None:
        self.url, inside = without_credentials(url)
        self.timeout = timeout
        self.largest = largest
        self.agent = agent
        self._origin = _origin(self.url)
        handlers: list[urllib.request.BaseHandler] = [_SameHost(self._origin)]
        if _is_loopback(urlsplit(self.url).hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._probing = urllib.request.build_opener(*handlers)
        self._digest, authorising = _authorisation(self.url, self._origin, credentials or inside)
        self._opener = urllib.request.build_opener(*handlers, *authorising)

    def send(self, request: urllib.request.Request, *, missing_ok: bool = False) -> Answer:
        """The answer to a request; raises `StoreError` or `QueryError` for everything but success.

        With `missing_ok` the status 404 is an answer too.
        """
        request.add_header("User-Agent", self.agent)
        deadline = time.monotonic() + self.timeout
        try:
            if self._digest is not None and request.data is not None:
                self._authorise(request, self._digest)
            with contextlib.closing(self._opener.open(request, timeout=self.timeout)) as response:
                body = self._read(response, deadline)
                headers = {name.lower(): value for name, value in response.headers.items()}
                if len(body) < int(headers.get("content-length", "0")):
                    raise http.client.IncompleteRead(b"")
                kind = headers.get("content-type", "").partition(";")[0].strip().lower()
                return Answer(status=response.status, media_type=kind, headers=headers, body=body)
        except urllib.error.HTTPError as error:
            if error.code == 404 and missing_ok:
                error.close()
                return Answer(status=404, media_type="", headers={}, body=b"")
            raise self._refused(error) from None
        except urllib.error.URLError as error:
            raise self._unreachable(error.reason) from None
        except TimeoutError:
            raise self.timed_out() from None
        except http.client.IncompleteRead:
            raise StoreTimeoutError("the answer breaks off.", where=self.url, remedy=_SLOW) from None
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise self._unreachable(error) from None

    def timed_out(self) -> StoreTimeoutError:
        """That the endpoint took too long."""
        return StoreTimeoutError(f"no whole answer within {self.timeout:g} seconds.", where=self.url, remedy=_SLOW)

    def _authorise(self, request: urllib.request.Request, digest: _Digest) -> None:
        """Asks for the server's challenge before a body is sent: servers refuse, and hang up, in the middle of one."""
        probe = urllib.request.Request(request.full_url, headers={"User-Agent": self.agent})  # noqa: S310 - http or https
        try:
            self._probing.open(probe, timeout=self.timeout).close()
        except urllib.error.HTTPError as error:
            with contextlib.closing(error):
                challenge = error.headers.get("WWW-Authenticate", "")
            if error.code == 401 and challenge.lower().startswith("digest "):
                digest.answer(request, challenge)

    def _read(self, response: Any, deadline: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self.largest:
                raise StoreError(
                    f"the answer is larger than {self.largest:,} bytes.",
                    where=self.url,
                    remedy="Ask for less: add a LIMIT.",
                )
            if time.monotonic() > deadline:
                raise self.timed_out()
        return b"".join(chunks)

    def _refused(self, error: urllib.error.HTTPError) -> StoreError | QueryError:
        with contextlib.closing(error):
            try:
                said = elided(error.read(4096))
            except (OSError, http.client.HTTPException):
                said = ""
        words = f" It says: {said}" if said else ""
        if error.code in (401, 403, 407):
            return StoreError(
                f"the endpoint does not let us in ({error.code}).",
                where=self.url,
                remedy="Check the name and password, or token.",
            )
        if error.code == 400:
            return QueryError(f"the endpoint refuses the request (400).{words}", remedy=f"It went to {self.url}")
        if error.code in (408, 504):
            return self.timed_out()
        if error.code in (429, 503):
            return StoreBusyError(
                f"the endpoint answers {error.code}.{words}",
                retry_after=error.headers.get("Retry-After"),
                where=self.url,
                remedy="Wait, and ask again.",
            )
        remedies = {
            404: "Check the address: nothing answers there.",
            405: "Check the address: what answers there does something else.",
            413: "Send less at once.",
            414: "Send less at once.",
        }
        return StoreError(
            f"the endpoint answers {error.code}.{words}",
            where=self.url,
            remedy=remedies.get(error.code, "Its own log says more."),
        )

    def _unreachable(self, reason: object) -> StoreError:
        if isinstance(reason, StoreError):
            return reason
        if isinstance(reason, TimeoutError):
            return self.timed_out()
        why = (isinstance(reason, OSError) and reason.strerror) or str(reason)
        said = elided(why.encode(errors="replace"))
        return StoreError(
            f"the endpoint cannot be reached: {said}.", where=self.url, remedy="Start it, or check the address."
        )


_SLOW = "Ask for less, or allow more time."


def elided(said: bytes) -> str:
    """An engine's own words as one short line: markup and control characters out, at most 300 characters.

    >>> elided(b"<h1>Error</h1>\\n  line 3")
    'Error line 3'
    """
    text = " ".join(_MARKUP.sub(" ", said.decode("utf-8", errors="replace")).split())
    return text if len(text) <= 300 else text[:300] + "…"


def without_credentials(url: str) -> tuple[str, Credentials | None]:
    """An http or https URL without the name and password it may carry, and those.

    >>> without_credentials("https://me:secret@example.org/sparql")
    ('https://example.org/sparql', Credentials(scheme='basic', user='me'))
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, SplitResult("", "", "", "", "")
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\x00-\x20\x7f]", url):
        raise UsageError(
            "the endpoint's address is no http or https URL.", remedy="Give one such as http://localhost:7878/query"
        )
    bare = f"[{host}]" if ":" in host else host
    clean = urlunsplit(parts._replace(netloc=bare if port is None else f"{bare}:{port}", fragment=""))
    if parts.username is None:
        return clean, None
    from urllib.parse import unquote

    return clean, Credentials(scheme="basic", user=unquote(parts.username), secret=unquote(parts.password or ""))


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the host, or from http to https on it; a request with a body only where it is kept."""

    max_redirections = _REDIRECTS

    def __init__(self, origin: tuple[str, str, int]) -> None:
        self._origin = origin

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        target, _ = without_credentials(newurl)
        scheme, host, port = _origin(target)
        upgrade = scheme == "https" and self._origin[:2] == ("http", host)
        body_lost = req.get_method() not in ("GET", "HEAD") and code not in (307, 308)
        if body_lost or not (upgrade or (scheme, host, port) == self._origin):
            fp.close()
            raise urllib.error.URLError(
                StoreError(f"the endpoint redirects to {target}", remedy="Give that address if you trust it.")
            )
        return urllib.request.Request(  # noqa: S310 - the scheme was checked
            target, data=req.data, headers=dict(req.headers), method=req.get_method()
        )


class _Authorise(urllib.request.BaseHandler):
    """Puts a header on requests to one host and no other."""

    def __init__(self, host: str, value: str) -> None:
        self._host = host
        self._value = value

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if urlsplit(request.full_url).hostname == self._host:
            request.add_unredirected_header("Authorization", self._value)
        return request

    https_request = http_request


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication (RFC 7616) that can also answer a challenge before it is put to the request itself."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> Any:
        try:
            return super().http_error_401(req, fp, code, msg, headers)
        finally:
            self.reset_retry_count()  # which it leaves out where the answer is an error, such as 404

    def answer(self, request: urllib.request.Request, challenge: str) -> None:
        """Puts the answer to a `WWW-Authenticate` header on a request."""
        given = urllib.request.parse_keqv_list(urllib.request.parse_http_list(challenge.partition(" ")[2]))
        answer = self.get_authorization(request, given)
        if answer:
            request.add_unredirected_header(self.auth_header, f"Digest {answer}")


def _authorisation(
    url: str, origin: tuple[str, str, int], credentials: Credentials | None
) -> tuple[_Digest | None, list[urllib.request.BaseHandler]]:
    """What authorises requests: the handlers, and among them the one for digests if there is one."""
    if credentials is None:
        return None, []
    if re.search(r"[\x00-\x1f\x7f]", credentials.user + credentials.secret):
        raise UsageError("a name, password or token has a line break or another control character in it.")
    if credentials.scheme != "basic" and not (credentials.user + credentials.secret).isascii():
        raise UsageError(f"{credentials.scheme} authentication carries ASCII alone, and here are other characters.")
    if credentials.scheme == "digest":
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        root = urlunsplit(urlsplit(url)._replace(path="/", query=""))
        passwords.add_password(None, root, credentials.user, credentials.secret)
        digest = _Digest(passwords)
        return digest, [digest]
    if credentials.scheme == "bearer":
        return None, [_Authorise(origin[1], f"Bearer {credentials.secret}")]
    pair = f"{credentials.user}:{credentials.secret}".encode()
    return None, [_Authorise(origin[1], f"Basic {base64.b64encode(pair).decode()}")]
