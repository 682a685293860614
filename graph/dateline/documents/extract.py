"""What a format's module finds in a document's bytes, before the document has a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from dateline.model import EncodingSource

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{2,}.*)?", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """The text of a document and what its format says of it; the members are those of `model.Document`."""

    text: str
    extractor: str = ""
    encoding: str | None = None
    encoding_source: EncodingSource | None = None
    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


def one_line(words: str | None, *, most: int = 500) -> str | None:
    r"""The words with single spaces between them, or null where there are none or too many to be a name or a title.

    >>> one_line(" Storm\n hits  Port "), one_line(" \n"), one_line("x" * 501)
    ('Storm hits Port', None, None)
    """
    line = " ".join((words or "").split())
    return line if line and len(line) <= most else None


def day_of(written: str | None) -> str | None:
    """The day, month or year that a date in metadata names (ISO 8601, its compact form, or RFC 5322), or null.

    >>> day_of("2019-05-04T10:00:00Z"), day_of("2019-05"), day_of("20190504"), day_of("2019-02-30")
    ('2019-05-04', '2019-05', '2019-05-04', None)
    >>> day_of("Sat, 4 May 2019 23:30:00 -0500"), day_of("last week")
    ('2019-05-04', None)
    """
    text = (written or "").strip()[:100]
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if found is None:
            return parsedate_to_datetime(text).date().isoformat()
        year, month, day = found.groups()
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # what the parser of RFC 5322 raises for other texts
        return None
    return whole[: 10 if day else 7 if month else 4]
