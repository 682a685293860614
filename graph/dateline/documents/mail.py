"""E-mail (RFC 5322, MIME) to the text of its best part."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr

from dateline import __version__
from dateline.documents.charset import to_text
from dateline.documents.extract import Extract, day_of, one_line
from dateline.documents.markup import text_of
from dateline.errors import DocumentError
from dateline.model import EncodingSource

_MOST_SHOWN = 20
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def extract(data: bytes, *, charset: str | None = None) -> Extract:  # every part names its own encoding
    """The text of a message: its plain part, else its HTML part; subject, day and sender as title, issued, publisher.

    Attachments are named in the notes and not read. Raises `DocumentError` where it is encrypted or has no text.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    if message.get_content_type() in _SEALED:
        raise DocumentError("this message is encrypted.", remedy="Decrypt it, then save its text to a file.")
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise DocumentError("this message has no text of its own.", remedy=_advice(_attachments(message)))
    text, encoding, how, notes = _text(part)
    told = [*notes, *_told(message, part)]
    sender = _header(message, "From")
    return Extract(
        text=text,
        extractor=f"dateline {__version__}",
        encoding=encoding,
        encoding_source=how,
        title=one_line(_header(message, "Subject")),
        issued=day_of(_header(message, "Date")),
        publisher=one_line(_sender(sender)) if sender else None,
        language=one_line(_header(message, "Content-Language"), most=35),
        notes=tuple(told),
    )


def _text(part: MIMEPart) -> tuple[str, str, EncodingSource, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset()
    text, encoding, how, notes = to_text(content, declared=declared)
    if part.get_content_subtype() == "html":
        return text_of(text), encoding, how, (*notes, "Its only text is HTML, which was read by its tags.")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text, encoding, how, notes


def _unflowed(text: str, *, delete_space: bool = False) -> str:
    r"""Text whose lines end in a space where they were only wrapped (RFC 3676), with those lines joined.

    >>> _unflowed("The storm \r\nreached us.\r\n-- \r\nAnn\r\n")
    'The storm reached us.\n-- \nAnn\n'
    """
    paragraphs: list[list[str]] = []
    open_depth: int | None = None
    for line in re.split(r"\r?\n", text):
        unquoted = line.lstrip(">")
        depth, words = len(line) - len(unquoted), unquoted.removeprefix(" ")
        signature = words == "-- "
        if open_depth != depth or signature:
            paragraphs.append([f"{'>' * depth} " if depth else ""])
        flows = words.endswith(" ") and not signature
        paragraphs[-1].append(words[:-1] if flows and delete_space else words)
        open_depth = depth if flows else None
    return "\n".join("".join(parts) for parts in paragraphs)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
        return None if value is None else str(value)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The standard library's parser of structured headers raises these on malformed ones (python/cpython#81587).
        return None


def _sender(header: str) -> str:
    """The name of a sender, or the address where there is no name.

    >>> _sender('"Ann Lee" <ann@example.org>'), _sender("ann@example.org")
    ('Ann Lee', 'ann@example.org')
    """
    name, address = parseaddr(header)
    return name or address


def _attachments(message: EmailMessage) -> list[str]:
    return [one_line(part.get_filename()) or part.get_content_type() for part in message.iter_attachments()]


def _told(message: EmailMessage, body: MIMEPart) -> list[str]:
    names = _attachments(message) if message.is_multipart() and body is not message else []
    if not names:
        return []
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return [f"Not read: its attachments {', '.join(names[:_MOST_SHOWN])}{more}."]


def _advice(names: list[str]) -> str:
    return (
        f"Save its attachments and give those: {', '.join(names[:_MOST_SHOWN])}."
        if names
        else "There is nothing to read."
    )
