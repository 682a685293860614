"""Whether a query or an update uses the network, decided by the grammar of the engine itself.

A lexer of ours would have to agree with the engine's on every text, and texts can be made on which two lexers differ
(`FILTER(?a<?b#>…`). So the engine parses the query once more with another word wherever these letters stand: as part of
a string, an IRI, a comment or a name the word does no harm; in the place of the keyword it is no SPARQL.
"""

from __future__ import annotations

import re
from itertools import product

import pyoxigraph as ox

from dateline import sparql

_SERVICE = re.compile("SERVICE", re.IGNORECASE | re.ASCII)
_LOAD = re.compile("LOAD", re.IGNORECASE | re.ASCII)


def calls_service(query: str) -> bool:
    """Whether a query has a `SERVICE` clause, or would have one for an engine that resolves its code points first.

    A query that is no SPARQL for another reason may be said to have one. It is not asked of any data.

    >>> calls_service("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"), calls_service('ASK { ?service ?p "service" }')
    (True, False)
    """
    readings = sparql.readings(query)
    if not any(_SERVICE.search(text) for text in readings):
        return False
    return any(not _parses_without(text, _SERVICE) for text in readings)


def reaches_out(update: str) -> str | None:
    """`SERVICE` or `LOAD`, where an update has such a clause as `calls_service` says of a query; else null.

    >>> reaches_out("LOAD <http://x/>"), reaches_out('INSERT DATA { <http://x/a> <http://x/p> "load" }')
    ('LOAD', None)
    """
    for name, word in (("SERVICE", _SERVICE), ("LOAD", _LOAD)):
        for text in sparql.readings(update):
            if word.search(text) and not _parses_without(text, word, update=True):
                return name
    return None


def _parses_without(query: str, word: re.Pattern[str], *, update: bool = False) -> bool:
    absent = _absent(query)

    # Small and capital letters stay apart, since names that differ in them are different names.
    def other(found: re.Match[str]) -> str:
        return "".join(new.upper() if old.isupper() else new for old, new in zip(found[0], absent, strict=False))

    store, text = ox.Store(), word.sub(other, query)
    try:
        if update:
            store.update(text)
        else:
            store.query(text)
    except SyntaxError:
        return False
    except (ValueError, RuntimeError, OSError):
        return True
    return True


def _absent(text: str) -> str:
    """A word as long, that does not stand in the text, so that no name in it can have been chosen to fit it.

    >>> _absent("ASK { ?qqqqqqq ?p ?o }")
    'qqqqqqa'
    """
    lowered = text.lower()
    words = ("".join(("q", "q", *letters)) for letters in product("qabcdefghijklmnoprstuvwxyz", repeat=5))
    return next(word for word in words if word not in lowered)
