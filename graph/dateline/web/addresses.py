"""From IRIs to addresses and back. An address is a path below the root of the site, without a slash in front.

A path is written as it appears in a URL: what is not ASCII, and what a path cannot hold, is percent-encoded; what the
IRI has encoded stays encoded. Two spellings of one URL (RFC 3986, 6.2.2) have one path.
"""

from __future__ import annotations

import re
from posixpath import dirname
from urllib.parse import unquote_to_bytes

_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_RUN = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%")
_KEPT_AFTER = _KEPT | frozenset("?")


def path_of(base: str, iri: str) -> str | None:
    """The path of an IRI under `base`, with its fragment if it has one; null for an IRI that is not under it.

    >>> path_of("https://example.org/kg/", "https://example.org/kg/doc/d#char=1,2")
    'doc/d#char=1,2'
    >>> path_of("https://example.org/kg/", "https://example.org/kg/e/Bakı"), path_of("https://x.org/", "https://y.org/")
    ('e/Bak%C4%B1', None)
    """
    if not iri.startswith(base):
        return None
    path, mark, fragment = iri[len(base) :].partition("#")
    return normal(path) + (mark + _encoded(fragment, _KEPT_AFTER) if mark else "")


def iri_of(base: str, path: str) -> str:
    """The IRI of a path: what is encoded of no need, because an IRI holds it, is decoded.

    >>> iri_of("https://example.org/kg/", "e/Bak%C4%B1%2F%20x")
    'https://example.org/kg/e/Bakı%2F%20x'
    """
    return base + _RUN.sub(_decoded, path)


def normal(path: str) -> str:
    """A path in its one spelling: encodings in capitals, none that is not needed.

    >>> normal("e/%62aku%2fx"), normal("e/a b"), normal("e/100%")
    ('e/baku%2Fx', 'e/a%20b', 'e/100%25')
    """
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    return _encoded(_ENCODED.sub(_plain, whole), _KEPT)


def relative(from_path: str, to_path: str) -> str:
    """The reference that leads from one path to another, wherever the root of the site is, also in a folder.

    >>> relative("e/baku.html", "doc/d.html#char=1,2"), relative("index.html", "e/baku.html"), relative("e/x.html", "")
    ('../doc/d.html#char=1,2', 'e/baku.html', '../')
    """
    path, mark, rest = to_path.partition("#")
    here, there = from_path.partition("#")[0].split("/")[:-1], path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    made = "../" * (len(here) - shared) + "/".join(there[shared:])
    first = made.partition("/")[0]
    if not first or ":" in first:
        made = "./" + made
    return made + mark + rest


def page_of(path: str, suffix: str = ".html") -> str:
    """Where the page (or, by `suffix`, another representation) of what is at a path lies.

    >>> page_of("e/baku"), page_of("e/baku", ".ttl"), page_of(""), page_of("questions/")
    ('e/baku.html', 'e/baku.ttl', 'index.html', 'questions/index.html')
    """
    return f"{path}index{suffix}" if not path or path.endswith("/") else f"{path}{suffix}"


def is_safe(path: str) -> bool:
    r"""Whether a path is one that a site can have: no empty or dotted step, nothing that leaves the root.

    >>> is_safe("e/baku"), is_safe("e/../x"), is_safe("/etc"), is_safe("e/%2e%2e/x"), is_safe("e\\x")
    (True, False, False, False, False)
    """
    steps = path.split("/")
    if any(step in (".", "..") or (not step and place < len(steps) - 1) for place, step in enumerate(steps)):
        return False
    return normal(path) == path


def folder_of(path: str) -> str:
    """The folder that a path is in, without a slash at its end; the root is empty."""
    return dirname(path)


def _plain(found: re.Match[str]) -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else found[0].upper()


def _encoded(text: str, kept: frozenset[str]) -> str:
    return "".join(
        character if character in kept else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
        for character in text
    )


def _decoded(found: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return text if text.isprintable() else found[0]
