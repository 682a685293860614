"""`Accept` as a list of regular expressions, for servers that do no arithmetic: the first that fits says the suffix.

Media ranges are compared by their quality to one digit after the point; ranges whose qualities begin alike count as
equal, and the order of our table decides. A range speaks for what it fits the closest, and `q=0` excludes, as RFC 9110
has it. The expressions are in the common part of PCRE that Apache and nginx read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.web.variants import Variant, variants_of

_ITEM = r"(?:^|,)\s*"
_END = r"\s*(?:,|$)"
_OTHER = r"\s*(?:;(?!\s*[qQ]\s*=)[^;,]*)*"
_QUALITIES = (r"(?:;\s*[qQ]\s*=\s*1(?:\.0*)?", *(rf";\s*[qQ]\s*=\s*0?\.{digit}[0-9]*" for digit in range(9, 0, -1)))
_LEAST = r";\s*[qQ]\s*=\s*0?\.0[0-9]*[1-9][0-9]*"
NOTHING = r"^\s*$"
"""An `Accept` that says nothing."""


def preferences(kind: str) -> Iterator[tuple[str, Variant]]:
    """The expressions for a kind of resource, each with the variant that a client wants whose `Accept` it fits.

    >>> next(one.name for expression, one in preferences("event") if re.search(expression, "text/turtle"))
    'ttl'
    """
    offered = variants_of(kind)
    for quality in (f"{_QUALITIES[0]})?", *_QUALITIES[1:], _LEAST):
        for one in offered:
            yield _wants(one.media_type, quality), one


def _wants(media_type: str, quality: str) -> str:
    """An `Accept` that likes a media type with a quality: by its name, else by its family, else by `*/*`."""
    exact = re.escape(media_type)
    family = re.escape(media_type.partition("/")[0]) + r"/\*"
    any_type = r"\*(?:/\*)?"
    ways = (
        _said(exact, quality),
        _unsaid(exact) + _said(family, quality),
        _unsaid(exact) + _unsaid(family) + _said(any_type, quality),
    )
    return "^(?:" + "|".join(ways) + ")"


def _said(media_range: str, quality: str) -> str:
    return rf".*{_ITEM}{media_range}{_OTHER}{quality}{_END}"


def _unsaid(media_range: str) -> str:
    return rf"(?!.*{_ITEM}{media_range}\s*(?:[;,]|$))"
