"""Documents: bytes to text, one module a format.

source, fetch     where the bytes come from: a file, a stream, the web
kinds             which format they are in
plain … pdf       one module a format, each with `extract(data, *, charset) -> Extract`
worker, child     the formats other than plain text are read in a process of their own, bounded in time and memory
opening, folder   all of it put together: `open_document`, `open_folder`
language          which language a text is in
text              the texts of a collection, which are UTF-8 and never guessed
"""

from __future__ import annotations

from dateline.documents.folder import Opened, Refused, open_folder
from dateline.documents.language import language_of, require_english
from dateline.documents.opening import open_document
from dateline.documents.text import decode, read_text

__all__ = [
    "Opened",
    "Refused",
    "decode",
    "language_of",
    "open_document",
    "open_folder",
    "read_text",
    "require_english",
]
