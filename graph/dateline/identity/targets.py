"""What a link may point to."""

from __future__ import annotations

import re

from dateline.errors import IriError, shown
from dateline.iris import require_iri

_WIKIDATA = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityData/)?(Q[1-9][0-9]*).*")
_ENTITIES = "http://www.wikidata.org/entity/"
_WIKIDATA_ENTITY = re.compile(rf"{re.escape(_ENTITIES)}[QPL][1-9][0-9]{{0,11}}")


def what_is_wrong_with_link(to: str) -> tuple[str, str] | None:
    """What is wrong with the target of a link, and what to do about it; null if it can stand.

    >>> what_is_wrong_with_link("https://www.wikidata.org/wiki/Q9248")[1]
    'Write http://www.wikidata.org/entity/Q9248, the IRI of the item itself.'
    >>> what_is_wrong_with_link("http://www.wikidata.org/entity/Q9248")
    >>> what_is_wrong_with_link("http://www.wikidata.org/entity/Q042")[0]
    '“http://www.wikidata.org/entity/Q042” is the IRI of no Wikidata item.'
    """
    try:
        require_iri(to)
    except IriError as wrong:
        return f"{shown(to)} is not an absolute web address that can be linked to.", wrong.remedy
    page = _WIKIDATA.fullmatch(to)
    if page and not _WIKIDATA_ENTITY.fullmatch(to):
        return (
            f"{shown(to)} is a page about a Wikidata item, or another spelling of it.",
            f"Write http://www.wikidata.org/entity/{page[1]}, the IRI of the item itself.",
        )
    if to.startswith(_ENTITIES) and not _WIKIDATA_ENTITY.fullmatch(to):
        return (
            f"{shown(to)} is the IRI of no Wikidata item.",
            "Its end is a capital Q and a number without leading zeros, such as Q9248.",
        )
    return None
