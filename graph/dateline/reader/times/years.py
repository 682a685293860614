"""Years, decades and centuries, of our era and before Christ."""

from __future__ import annotations

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.neighbours import led_in
from dateline.reader.times.points import century_of, decade_of, point, timex_year


def full_year(two_digits: int, context: Context) -> int:
    """The year that ends in two digits and is nearest to the one last spoken of, or to the document's own."""
    near = context.then.year if context.then else 1990
    return min(range(two_digits, 2200, 100), key=lambda year: abs(year - near))


def _bare_year(hit: Hit, context: Context) -> list[Found]:
    year = int(hit.word("year"))
    if not (hit.has("pre") or hit.has("named")) and not _is_year(hit, context, year):
        return []
    return plain_date(hit, timex_year(year))


def _is_year(hit: Hit, context: Context, year: int) -> bool:
    """Whether four digits are a year, not a count (`1500 men`), a price or a number in a series."""
    tokens, at = hit.tokens, hit.span("year")[0]
    if any(tokens.has(at - 1, name) for name in ("numbered", "money", "percent", "plus")):
        return False
    if any(tokens.has(at - 1, name) for name in ("than", "least", "most")) and not tokens.has(at + 1, "possessive"):
        return False
    if any(tokens.has(at + 1, name) for name in ("units", "unit", "percent", "scale", "money")):
        return False
    if tokens.has(at + 1, "int") and not tokens.has(at + 1, "yyyy"):
        return False
    if context.issued and year > context.issued.year + 150:
        return False
    led = led_in(tokens, at) or any(tokens.has(at - 1, name) for name in ("season", "feast", "the", "possessive"))
    if not led and tokens.has(at + 1, "other"):
        tag, word = context.tag_at(at + 1), tokens.word(at + 1)
        if tag == "NNS" or (tag is None and word.endswith("s") and not word.endswith("ss")):
            return False
    if tokens.has(at - 1, "about") and tokens.has(at + 1, "other"):
        return False
    return year >= 1400 or led or tokens.has(at - 1, "capital")


def _year_range(hit: Hit, context: Context) -> list[Found]:
    """`1939-45`: the second year has the century of the first."""
    year, last = int(hit.word("year")), int(hit.word("two"))
    if last <= year % 100 or not _is_year(hit, context, year):
        return []
    at = hit.span("two")[0]
    first = Found(first=hit.first, end=hit.span("year")[0] + 1, kind="DATE", value=timex_year(year), mod=hit.mod)
    return [first, Found(first=at, end=hit.end, kind="DATE", value=timex_year(year - year % 100 + last))]


def _half(hit: Hit, year: int) -> str:
    return f"{timex_year(year)}-H{1 if 'first' in hit.words('halfyear') or 'former' in hit.words('halfyear') else 2}"


def plain_date(hit: Hit, value: str | None, reference: str = "absolute", anchor: str | None = None) -> list[Found]:
    mod = hit.mod
    if hit.has("halfyear") and value and len(value) == 4:
        value, mod = _half(hit, int(value)), None
    return [Found(first=hit.first, end=hit.end, kind="DATE", value=value, mod=mod, reference=reference, anchor=anchor)]


def _apostrophe_year(hit: Hit, context: Context) -> list[Found]:
    return plain_date(hit, timex_year(full_year(int(hit.word("apostrophe")[1:]), context)), "underspecified", "last")


def _decade(hit: Hit, context: Context) -> list[Found]:
    digits = "".join(letter for letter in hit.word("decade") if letter.isdecimal())
    if len(digits) == 4 and 1000 <= int(digits) <= 2190:
        return plain_date(hit, digits[:3])
    if len(digits) == 2:
        return plain_date(hit, decade_of(full_year(int(digits), context)), "underspecified")
    return []


def _named_decade(hit: Hit, context: Context) -> list[Found]:
    return plain_date(hit, decade_of(full_year(lexicon().decades[hit.word("name")], context)), "underspecified")


def _century(hit: Hit, context: Context) -> list[Found]:
    number = lexicon().ordinals.get(hit.word("number")) or int("0" + hit.word("number").rstrip("stndrh"))
    if not 1 <= number <= 40:
        return []
    return plain_date(hit, century_of(51 - number * 100 if hit.has("bc") else number * 100 - 99))


def _before_christ(hit: Hit, context: Context) -> list[Found]:
    digits = hit.word("years").replace(",", "")
    if hit.has("decade"):
        digits = "".join(letter for letter in hit.word("decade") if letter.isdecimal())
    if not digits.isdecimal() or not 1 <= int(digits) <= 9999:
        return []
    year = 1 - int(digits)
    if hit.has("decade"):
        return plain_date(hit, decade_of(year))
    if hit.has("season"):
        return plain_date(hit, f"{timex_year(year)}-{lexicon().seasons[hit.word('season')]}")
    found = point(year, hit.month, hit.day)
    return plain_date(hit, found.timex) if found else []


def _bare_before_christ(hit: Hit, context: Context) -> list[Found]:
    """`in 490` where the text counts its years before Christ: a year, unless a noun makes it a count."""
    if not context.before_christ:
        return []
    after = context.tag_at(hit.end) if any(hit.tokens.has(hit.end, name) for name in ("other", "capital")) else "."
    if after is None or after.startswith(("NN", "JJ", "CD")):
        return []
    return _before_christ(hit, context)


def _christian(hit: Hit, context: Context) -> list[Found]:
    digits = hit.word("years")
    return plain_date(hit, timex_year(int(digits))) if digits.isdecimal() and 1 <= int(digits) <= 2199 else []


_CENTURY = "(?P<number>ORDINAL_DIGITS|ORDINAL_DAY|ORDINAL)DASH?CENTURIES(?:(?P<bc>BC)|AD)?"

RULES = (
    Rule("year", "(?P<about>ABOUT DOT?)?{pre}?(?P<named>THE YEARS)?(?P<year>YYYY)(?:AD)?", _bare_year),
    Rule("years", "{pre}?(?P<year>YYYY)(?:DASH|SLASH)(?P<two>TWO)", _year_range),
    Rule("short year", "(?<=IN|BY|OF|TO|THE|FROM|SINCE)(?P<apostrophe>APOSTROPHE)", _apostrophe_year),
    Rule("decade", "{about}?{pre}?THE?(?P<decade>DECADE)", _decade),
    Rule("named decade", "{pre}?THE (?:MID DASH?)?(?P<name>DECADES)", _named_decade),
    Rule(
        "century and century",
        "{pre}?THE?(?P<number>ORDINAL_DAY|ORDINAL)(?=(?:AND|TO|DASH)THE?(?:ORDINAL_DAY|ORDINAL)DASH?CENTURIES)",
        _century,
    ),
    Rule("century", "{pre}?THE?" + _CENTURY, _century),
    Rule(
        "years before Christ",
        "(?P<about>ABOUT DOT?)?{pre}?(?:{mon}(?:(?P<day>DAY)COMMA?)?OF?)?(?P<years>INT)BC",
        _before_christ,
    ),
    Rule("season before Christ", "{pre}?THE?(?P<season>SEASON)OF?(?P<years>INT)BC", _before_christ),
    Rule("decade before Christ", "{pre}?THE?(?P<decade>DECADE)BC", _before_christ),
    Rule("range before Christ", "(?P<years>INT)(?=(?:DASH|TO|AND)INT BC)", _before_christ),
    Rule(
        "bare years before Christ",
        "(?:(?<=IN|BY|TO|SINCE|FROM|BETWEEN|AFTER|BEFORE|OF|AND)|{mon}|(?P<season>SEASON)OF)(?P<years>SHORT)",
        _bare_before_christ,
    ),
    Rule("AD year", "{about}?AD(?P<years>INT)", _christian),
    Rule("year AD", "{about}?(?P<years>INT)AD", _christian),
)
