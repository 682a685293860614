"""Which encoding bytes are in, and how that is known."""

from __future__ import annotations

import codecs
import re

from dateline.errors import DocumentError
from dateline.model import EncodingSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
_FEW, _MANY = 0.05, 0.2
_LETTER = re.compile(rb"[\x80-\x84\x86-\x90\x98\x9a-\x9f\xc0-\xff]")
"""What is not a quotation mark, a dash, an ellipsis or a sign in the encodings of Windows."""
_MAC_APOSTROPHE = re.compile(rb"[A-Za-z]\xd5[a-z]|\xd2[A-Z]|[.,?!]\xd3")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB_NAMES = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252"}
"""What these labels mean in practice (https://encoding.spec.whatwg.org/#names-and-labels)."""
_SHORT = 64
"""Bytes; fewer tell a statistical guess nothing."""
_NOT_GUESSED = [
    "utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le",
    "cp037", "cp273", "cp424", "cp500", "cp1026", "cp1140",
]  # fmt: skip
"""Wide encodings show in their zeros, and no document comes in EBCDIC."""
_NOT_CHARSETS = frozenset(
    ("unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape", "utf-7", "idna", "punycode")
)


def to_text(data: bytes, *, declared: str | None = None) -> tuple[str, str, EncodingSource, tuple[str, ...]]:
    r"""The text, the name of its encoding, how that is known, and what a user should be told of it.

    A byte order mark decides, and is not part of the text; then well-formed UTF-8; then what is `declared`; then a
    guess, which is said. No other character is changed. Raises `DocumentError` where the bytes are no text.

    >>> to_text("Bak\u0131".encode())
    ('Bakı', 'utf-8', 'valid', ())
    >>> to_text(b"don\x92t", declared="windows-1252")[:3]
    ('don’t', 'windows-1252', 'declared')
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return _text(data[len(mark) :].decode(name)), name, "byte order mark", ()
            except UnicodeDecodeError as wrong:
                raise DocumentError(
                    f"its byte order mark says {name.upper()}, but byte {wrong.start + len(mark)} does not fit.",
                    remedy="The file is damaged or cut off; get it again.",
                ) from wrong
    known = _known(declared)
    notes: tuple[str, ...] = ()
    if known is not None and known.startswith(("utf-16", "utf-32")) and (wide := _decoded(data, known)) is not None:
        return _text(wide), known, "declared", ()
    if b"\x00" in data:
        return _wide(data)
    if (text := _decoded(data, "utf-8")) is not None:
        if known not in (None, "utf-8") and not text.isascii():
            notes = (f"It declares the encoding {known}, but is well-formed UTF-8 and was read as that.",)
        return _text(text), "utf-8", "valid", notes
    if known is not None and known != "utf-8":
        fitting = _decoded(data, known)
        if fitting is not None:
            return _text(fitting), known, "declared", ()
        notes = (f"It declares the encoding {known}, which its bytes do not fit.",)
    elif known == "utf-8":
        notes = ("It declares UTF-8, but is not.",)
    elif declared:
        notes = (f"It declares an encoding that is not known: {declared[:40]!r}.",)
    likeliest = _guess(data)
    guessed_text = _decoded(data, likeliest) if likeliest else None
    if likeliest is None or guessed_text is None:
        raise DocumentError(
            "it is not text in any encoding that can be recognised.",
            remedy="Convert it to UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW.",
        )
    guessed = f"It is not UTF-8; its encoding was guessed to be {likeliest}. Look at its accents and quotation marks."
    return _text(guessed_text), likeliest, "guessed", (*notes, guessed)


def _known(declared: str | None) -> str | None:
    """The codec of a declared encoding, one that is for text, or null."""
    label = (declared or "").strip().strip("\"'").lower().replace("_", "-")
    try:
        found = codecs.lookup(_WEB_NAMES.get(label, label))
        found.name.encode("ascii")
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    return None if found.name in _NOT_CHARSETS else {"cp1252": "windows-1252"}.get(found.name, found.name)


def _decoded(data: bytes, name: str | None) -> str | None:
    try:
        return data.decode(name or "utf-8")
    except ValueError:  # UnicodeDecodeError, and what codecs for texts like Punycode raise
        return None


def _text(text: str) -> str:
    if len(_CONTROL.findall(text[:_SAMPLE])) > max(3, len(text[:_SAMPLE]) // 50):
        raise DocumentError(
            "this is not text: it is full of control characters.", remedy="Give the document it was made from."
        )
    return text


def _wide(data: bytes) -> tuple[str, str, EncodingSource, tuple[str, ...]]:
    """UTF-16 without a mark shows in where its zeros are: on one side of most pairs of bytes."""
    sample = data[:_SAMPLE]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        others = sample.count(0) - zeros.count(0)
        if zeros and zeros.count(0) > 0.6 * len(zeros) and not others:
            text = _decoded(data, name)
            if text is not None:
                note = f"It has no byte order mark; its encoding was guessed to be {name} from where its zeros are."
                return _text(text), name, "guessed", (note,)
    raise DocumentError(f"this is not text: byte {data.index(0)} is NUL.", remedy="Give the document it was made from.")


def _guess(data: bytes) -> str | None:
    """The likeliest single- or multi-byte encoding.

    In a text that is nearly all ASCII a statistical guess has nothing to go by, and the encoding is nearly always
    that of English Windows; where it is that of a Macintosh, its apostrophes stand between letters.
    """
    high = len(_HIGH.findall(data))
    if high < _MANY * len(data) and _MAC_APOSTROPHE.search(data):
        return "mac-roman"
    few = len(data) < _SHORT or high < _FEW * len(data) or (high < _MANY * len(data) and not _LETTER.search(data))
    if few and _decoded(data, "windows-1252") is not None:
        return "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_exclusion=_NOT_GUESSED).best()
    if best is None:
        return None
    name = str(best.encoding).replace("_", "-")
    return {"cp1252": "windows-1252", "cp1251": "windows-1251"}.get(name, name)
