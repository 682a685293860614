"""What a thing of several documents is called: a label that most of them have, and a slug that stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from unicodedata import combining, normalize

from dateline.identity import RESERVED
from dateline.iris import digest
from dateline.merging.names import telling, titles_in
from dateline.merging.profile import Profile

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?!\w)")
_LEFT_OUT = re.compile(r"[’'ʻʼ`´]")
_LONGEST = 80


def label_of(members: Sequence[Profile]) -> str:
    """The label that most members have; of several, one without a title that tells most, then the longest.

    It does not depend on the order of the members.
    """
    counts = Counter(one.label for one in members)
    order = {"full": 0, "word": 1, "short": 2, "common": 3}
    return min(counts, key=lambda name: (-counts[name], len(titles_in(name)), order[telling(name)], -len(name), name))


def plain_slug(label: str) -> str:
    """The label in small letters, digits and hyphens; empty if nothing of it can be written so.

    >>> plain_slug("São Tomé"), plain_slug("The U.S. Court of the Queen’s Bench"), plain_slug("Баку")
    ('sao-tome', 'us-court-of-the-queens-bench', '')
    """
    spelt = normalize("NFKD", normalize("NFKD", label).casefold())
    spelt = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), spelt)
    plain = "".join(one for one in _LEFT_OUT.sub("", spelt) if not combining(one))
    return _NOT_PLAIN.sub("-", plain).strip("-").removeprefix("the-")[:_LONGEST].strip("-")


def slugs_of(labelled: Sequence[tuple[str, Iterable[str]]], taken: Collection[str]) -> list[str]:
    """A slug for each label with the members it stands for; where two would be one, all of them get a hash of theirs.

    >>> slugs_of([("Baku", ["a/baku"]), ("Moscow", ["a/moscow"])], taken={"moscow"})
    ['baku', 'moscow-2f331109']
    """
    plain = [plain_slug(label) for label, _ in labelled]
    counts = Counter(plain)
    made: list[str] = []
    for slug, (_, members) in zip(plain, labelled, strict=True):
        is_free = slug and counts[slug] == 1 and slug not in taken and slug not in RESERVED
        made.append(slug if is_free else f"{slug or 'thing'}-{digest(*sorted(members))[:8]}")
    return made
