"""The one place that mints IRIs: (base, document, id) to an IRI, the same one every time.

`base` ends in a slash. A thing of the collection is `{base}e/{slug}`; a document's own `{base}doc/{doc}/e/{id}`; a
document `{base}doc/{doc}`; its span `…#char=b,e` (RFC 5147); a claim `{base}doc/{doc}/claim/{16 hex}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import urlsplit

from dateline.errors import IriError

_FORBIDDEN = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NO_CHARACTER = re.compile(
    r"[\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 15))
    + r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_STRUCTURE = re.compile(
    r"https?://(?:[^/?#@\[\]]*@)?(?:\[[^/?#@\[\]]*\]|[^/?#@:\[\]]*)(?::[0-9]*)?(?:[/?][^#\[\]]*)?(?:#[^#\[\]]*)?",
    re.IGNORECASE,
)
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}")
_NOT_IN_A_SLUG = re.compile(r"[^\w.~-]+")
_LONGEST_SLUG = 120


def digest(*parts: str) -> str:
    """16 hexadecimal digits of SHA-256 over the parts, each told from its neighbours.

    >>> digest("a", "bc") != digest("ab", "c")
    True
    """
    return sha256("\x1f".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]


def require_iri(text: str, *, where: str = "") -> str:
    """The same text, if it is an absolute http(s) IRI that can stand in any RDF format (RFC 3987).

    >>> require_iri("http://www.wikidata.org/entity/Q9248")
    'http://www.wikidata.org/entity/Q9248'
    >>> require_iri("http://x.org/a b")
    Traceback (most recent call last):
        ...
    dateline.errors.IriError: 'http://x.org/a b' is not a usable IRI: it contains U+0020. Percent-encode it as %20.
    """
    found = _FORBIDDEN.search(text) or _NO_CHARACTER.search(text)
    if found:
        character = found[0]
        encoded = "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
        shown = text if len(text) <= 200 else text[:200] + "…"
        raise IriError(
            f"{shown!r} is not a usable IRI: it contains U+{ord(character):04X}.",
            where=where,
            remedy=f"Percent-encode it as {encoded}.",
        )
    loose = _LOOSE_PERCENT.search(text)
    if loose:
        raise IriError(
            f"{text[:200]!r} is not a usable IRI: {loose[0]!r} encodes nothing.",
            where=where,
            remedy="After a percent sign come two hexadecimal digits; the sign itself is %25.",
        )
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as wrong:
        raise IriError(f"{text[:200]!r} is not a usable IRI: {wrong}.", where=where) from wrong
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise IriError(
            f"{text[:200]!r} is not an absolute web address.", where=where, remedy="It begins with https:// or http://."
        )
    if not _STRUCTURE.fullmatch(text):
        raise IriError(
            f"{text[:200]!r} is not a usable IRI: a bracket, a number sign or an @ stands where none can.",
            where=where,
            remedy="Percent-encode them: [ as %5B, ] as %5D, # as %23, @ as %40.",
        )
    return text


def require_base(text: str, *, where: str = "") -> str:
    """The same text, if data IRIs can be minted under it: an http(s) IRI ending in a slash, no query or fragment.

    >>> require_base("https://example.org/kg")
    Traceback (most recent call last):
        ...
    dateline.errors.IriError: the base 'https://example.org/kg' does not end in a slash. Write 'https://example.org/kg/'.
    """
    require_iri(text, where=where)
    parts = urlsplit(text)
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise IriError(f"the base {text!r} has a query or a fragment.", where=where, remedy="Leave it out.")
    if not text.endswith("/"):
        raise IriError(f"the base {text!r} does not end in a slash.", where=where, remedy=f"Write {text + '/'!r}.")
    if parts.username is not None or parts.password is not None:
        raise IriError(
            "the base holds a user name or a password, and everybody reads it.", where=where, remedy="Leave them out."
        )
    if any(step in (".", "..") for step in parts.path.split("/")):
        raise IriError(
            f"the base {text!r} has a step . or .., which readers of RDF resolve away.",
            where=where,
            remedy="Write the path that it leads to.",
        )
    return text


def slug(identifier: str) -> str:
    """The last part of an IRI for an id: `_` becomes `-`; what else cannot stand there is replaced and a hash added.

    >>> slug("ev_black_january"), slug("Baku")
    ('ev-black-january', 'Baku')
    >>> slug("a b").startswith("a-b-"), slug("a b") != slug("a/b")
    (True, True)
    """
    plain = identifier.replace("_", "-")
    safe = _NOT_IN_A_SLUG.sub("-", normalize("NFC", plain)).strip("-.")[:_LONGEST_SLUG]
    if safe == plain and safe:
        return safe
    return f"{safe or 'id'}-{digest(identifier)[:8]}"


def slugs(identifiers: Iterable[str]) -> Mapping[str, str]:
    """Each id with a slug of its own; ids whose slugs clash get a short hash of the id, never a counter.

    >>> made = slugs(["a_b", "a-b", "c"])
    >>> made["c"], made["a_b"] != made["a-b"]
    ('c', True)
    """
    known = list(dict.fromkeys(identifiers))
    by_slug: dict[str, list[str]] = {}
    for identifier in known:
        by_slug.setdefault(slug(identifier).casefold(), []).append(identifier)
    taken = {plain for plain, same in by_slug.items() if len(same) == 1}
    made: dict[str, str] = {}
    for same in by_slug.values():
        for identifier in same:
            made[identifier] = slug(identifier) if len(same) == 1 else _hashed(identifier, taken)
    return made


def _hashed(identifier: str, taken: set[str]) -> str:
    """A slug with a hash, as long as it takes to be no other id's."""
    for key in (digest(identifier)[:8], digest(identifier), digest(identifier, identifier)):
        name = f"{slug(identifier)}-{key}"
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise IriError(f"{identifier!r} cannot be told from other ids.", remedy="Give it another id.")


def thing(base: str, name: str) -> str:
    """A thing of the collection.

    >>> thing("https://example.org/kg/", "baku")
    'https://example.org/kg/e/baku'
    """
    return f"{base}e/{name}"


def document(base: str, name: str) -> str:
    """A document.

    >>> document("https://example.org/kg/", "statement-2012")
    'https://example.org/kg/doc/statement-2012'
    """
    return f"{base}doc/{slug(name)}"


def own(document_iri: str, name: str) -> str:
    """A thing that only one document speaks of, by its slug."""
    return f"{document_iri}/e/{name}"


def time(document_iri: str, name: str) -> str:
    """A time of a document, by its slug."""
    return f"{document_iri}/time/{name}"


def span(document_iri: str, start: int, end: int) -> str:
    """A stretch of a document's text (RFC 5147).

    >>> span("https://example.org/kg/doc/d", 517, 540)
    'https://example.org/kg/doc/d#char=517,540'
    """
    return f"{document_iri}#char={start},{end}"


def claim(document_iri: str, key: str) -> str:
    """A claim of a document, by the hash of what makes it itself."""
    return f"{document_iri}/claim/{key}"


def voice(document_iri: str) -> str:
    """The voice of a document whose publisher is unknown."""
    return f"{document_iri}/voice"


def run(base: str, key: str) -> str:
    """A run of a reader, by the hash of what it is a function of."""
    return f"{base}run/{key}"


def build(base: str, key: str) -> str:
    """A build of a graph from a reading."""
    return f"{base}run/build-{key}"


def agent(base: str, name: str) -> str:
    """Who made a record: a program, a person, a publisher."""
    return f"{base}agent/{slug(name)}"
