"""Which representation a client likes best, by its `Accept` (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import mimeparse

from dateline.web.variants import Variant

_RANGE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^",])+')
_MOST_RANGES = 100
"""Of an `Accept` with more, the rest is not looked at."""


def choose(accept: str | None, offered: Sequence[Variant]) -> Variant | None:
    """The representation that a client likes best of those offered, the earlier of two it likes alike; null for none.

    >>> from dateline.web.variants import VARIANTS
    >>> choose("text/turtle;q=0.8, application/ld+json", tuple(VARIANTS.values())).name
    'jsonld'
    >>> choose("image/png", tuple(VARIANTS.values())) is None
    True
    """
    best = best_of(accept, [one.media_type for one in offered])
    return next((one for one in offered if one.media_type == best), None)


def best_of(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that a client likes best of those offered, the earlier of two it likes alike; null for none.

    No `Accept`, or one without a media range in it, likes everything. A range speaks for what it fits the closest, so
    `text/html;q=0, */*` is everything but HTML.

    >>> best_of("text/html;q=0, */*", ["text/html", "text/turtle"])
    'text/turtle'
    """
    ranges = list(_ranges(accept or ""))
    if not ranges:
        return offered[0] if offered else None
    liked = [(mimeparse.quality_parsed(media_type, ranges), media_type) for media_type in offered]
    quality, best = max(liked, key=lambda one: one[0], default=(0, None))
    return best if quality > 0 else None


def _ranges(accept: str) -> Iterable[tuple[str, str, dict[str, str]]]:
    for _, found in zip(range(_MOST_RANGES), _RANGE.finditer(accept), strict=False):
        text = found[0].strip()
        try:
            kind, subtype, parameters = mimeparse.parse_media_range(text)
        except mimeparse.MimeTypeParseException:
            continue
        yield kind.lower(), subtype.lower(), parameters
