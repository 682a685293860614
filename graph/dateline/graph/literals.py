"""Values as RDF literals, in the canonical form that every engine keeps."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from rdflib import Literal, URIRef

from dateline import terms
from dateline.edtf import bounds
from dateline.model import Value

_PLAIN_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DATATYPE_OF = {"day": terms.DATE, "month": terms.YEAR_MONTH, "year": terms.YEAR}


def literal_of(given: Value, predicate: terms.Predicate, language: str) -> Literal:
    """The literal of a claim's value, in the canonical form of the datatype that the predicate has."""
    if terms.LANG_STRING in predicate.values:
        return Literal(str(given.value), lang=language)
    if terms.DATE in predicate.values:
        return date_literal(str(given.value))
    number = Decimal(str(given.value))
    if terms.INTEGER in predicate.values:
        if number != number.to_integral_value():
            raise ValueError(f"{given.value!r} is not a whole number")
        return integer(int(number))
    return decimal(number)


def date_literal(edtf: str) -> Literal:
    """A date at the precision it has: `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`, and EDTF for everything less plain.

    >>> date_literal("1990-01").datatype.rpartition("#")[2], date_literal("1990~").datatype.rpartition("/")[2]
    ('gYearMonth', 'EDTF')
    """
    precision = bounds(edtf).precision
    datatype = (
        _DATATYPE_OF[precision] if _PLAIN_DATE.fullmatch(edtf) and precision in _DATATYPE_OF else terms.EDTF_DATATYPE
    )
    return Literal(edtf, datatype=URIRef(datatype), normalize=False)


@lru_cache(maxsize=8192)
def integer(number: int) -> Literal:
    return Literal(str(number), datatype=URIRef(terms.INTEGER))


@lru_cache(maxsize=1024)
def decimal(number: Decimal | float) -> Literal:
    """A decimal in canonical form, as every engine writes it.

    >>> str(decimal(0.50)), str(decimal(1.0)), str(decimal(1e-7))
    ('0.5', '1', '0.0000001')
    """
    text = f"{Decimal(str(number)):f}"
    return Literal(
        text.rstrip("0").rstrip(".") if "." in text else text, datatype=URIRef(terms.DECIMAL), normalize=False
    )
