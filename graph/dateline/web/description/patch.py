"""RDF Patch between two publications: what to delete and what to add, to make one dump of the other.

The format is that of https://afs.github.io/rdf-delta/rdf-patch.html: a header, one transaction, a quad a line. `prev`
and `id` name the two dumps by the hash of their bytes (RFC 6920), so a patch is applied to what it was made for, and
what comes out is what was published. Dumps are N-Quads without blank nodes, sorted, each line once.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from hashlib import sha256

from dateline.errors import DataError
from dateline.formats.nquads import sorted_lines

MEDIA_TYPE = "application/rdf-patch"
_HEADER = re.compile(rb"H (id|prev) <(ni:///sha-256;[A-Za-z0-9_-]{43})> \.")


def rdf_patch(old: bytes, new: bytes) -> bytes:
    """The patch that makes the dump `new` of the dump `old`.

    >>> line = b"<http://x/a> <http://x/b> %b <http://x/g> .\\n"
    >>> print(rdf_patch(line % b'"1"', line % b'"2"').decode().split("\\n", 2)[2], end="")
    TX .
    D <http://x/a> <http://x/b> "1" <http://x/g> .
    A <http://x/a> <http://x/b> "2" <http://x/g> .
    TC .
    """
    before, after = _lines(old), _lines(new)
    return b"".join(
        [
            f"H id <{name_of(new)}> .\nH prev <{name_of(old)}> .\nTX .\n".encode(),
            *(b"D " + line + b"\n" for line in sorted(before - after)),
            *(b"A " + line + b"\n" for line in sorted(after - before)),
            b"TC .\n",
        ]
    )


def apply_patch(patch: bytes, old: bytes) -> bytes:
    """The dump that a patch makes of `old`. Raises `DataError` for another dump, a broken patch, or one cut short."""
    lines = [line for line in patch.split(b"\n") if line]
    header = {found[1]: found[2] for line in lines if (found := _HEADER.fullmatch(line))}
    if header.get(b"prev") != name_of(old).encode():
        raise DataError("this patch is for another dump.", remedy="Apply the patches in order, from the dump you have.")
    held = _lines(old)
    for number, line in enumerate(lines, start=1):
        if line.startswith(b"A "):
            held.add(line[2:])
        elif line.startswith(b"D ") and line[2:] in held:
            held.remove(line[2:])
        elif line not in (b"TX .", b"TC .") and not _HEADER.fullmatch(line):
            raise DataError(f"line {number} of the patch is none.", remedy="Fetch the patch again.")
    new = sorted_lines(b"\n".join(held))
    if header.get(b"id") != name_of(new).encode() or not lines or lines[-1] != b"TC .":
        raise DataError("the patch is not whole.", remedy="Fetch it again.")
    return new


def changes(patch: bytes) -> tuple[int, int]:
    """How many statements a patch adds, and how many it deletes."""
    lines = patch.split(b"\n")
    return sum(line.startswith(b"A ") for line in lines), sum(line.startswith(b"D ") for line in lines)


def name_of(dump: bytes) -> str:
    """The name of a dump by its hash (RFC 6920).

    >>> name_of(b"")
    'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    return name_of_hash(sha256(dump).hexdigest())


def name_of_hash(digest: str) -> str:
    """The same, of a dump whose SHA-256 is known."""
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def _lines(dump: bytes) -> set[bytes]:
    return set(filter(None, dump.split(b"\n")))
