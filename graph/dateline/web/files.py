"""What is sent: bytes with their media type, and the tag that tells them from all others."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cached_property

from dateline.web.held import Buffer, digest
from dateline.web.variants import with_charset

_SMALLEST, _LARGEST = 860, 16 * 2**20
"""In bytes: what is smaller fits a packet as it is, what is larger would hold up others while it is compressed."""
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/n-",
    "image/svg",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class File:
    """A file of the site. `digest` is the SHA-256 of its bytes where it is known already."""

    media_type: str
    data: Buffer = field(repr=False)
    digest: str = ""

    @property
    def content_type(self) -> str:
        """The value of `Content-Type`."""
        return with_charset(self.media_type)

    @cached_property
    def etag(self) -> str:
        """A strong entity tag.

        >>> File(media_type="text/plain", data=b"Baku").etag
        '"130efea232d37b2351e9ed98bdb1ec48"'
        """
        return f'"{(self.digest or digest(self.data))[:32]}"'

    @cached_property
    def compressed(self) -> File | None:
        """The same file under gzip, which is another representation with a tag of its own; null where it gains nothing.

        Neither a name nor a time is in it, so the same file gives the same bytes.
        """
        kind = self.media_type.partition(";")[0]
        if not _SMALLEST <= len(self.data) <= _LARGEST:
            return None
        if not kind.startswith(_COMPRESSIBLE) and not kind.endswith(("+json", "+xml", "/trig", "/wasm")):
            return None
        data = gzip.compress(bytes(self.data), compresslevel=6, mtime=0)
        return File(media_type=self.media_type, data=data) if len(data) < len(self.data) else None
