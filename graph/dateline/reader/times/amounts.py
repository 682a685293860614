"""Durations (`two and a half years`, `several weeks`, `41-year`) and sets of times (`every year`, `15 a year`)."""

from __future__ import annotations

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.neighbours import without_article
from dateline.reader.times.numbers import number_of

_LESS_THAN_A_DAY = ("second", "minute", "hour")


def period(number: float | None, unit: str) -> str:
    """The TIMEX3 value of a number of units; X where the number is not said.

    >>> period(2.5, "years"), period(30, "minutes"), period(None, "week"), period(1, "fortnight")
    ('P2.5Y', 'PT30M', 'PXW', 'P2W')
    """
    code = lexicon().units[unit]
    if code == "F":
        code, number = "W", None if number is None else number * 2
    if code == "Q":
        code, number = "M", None if number is None else number * 3
    count = "X" if number is None else f"{number:.10g}" if number < 10**9 else str(int(number))
    return f"P{'T' if unit.startswith(_LESS_THAN_A_DAY) else ''}{count}{code}"


def _lasting(hit: Hit, number: float | None, *, first: int | None = None) -> list[Found]:
    first = hit.first if first is None else first
    value = period(number, hit.word("unit"))
    return [Found(first=first, end=hit.end, kind="DURATION", value=value, mod=hit.mod, reference="duration")]


def _counted(hit: Hit, context: Context) -> list[Found]:
    number = hit.number("number")
    if number is None or _is_no_time(hit) or not _may_count(hit, context):
        return []
    return [without_article(found, hit.tokens, context.tag_at(hit.end)) for found in _lasting(hit, number)]


def _may_count(hit: Hit, context: Context) -> bool:
    """Whether the number counts the unit: not in `2018 day five`, and an adjective between must be one."""
    tokens, first = hit.tokens, hit.span("number")[0]
    if tokens.has(first, "yyyy") and tokens.has(first + 1, "unit"):
        return False
    if not hit.has("adjective"):
        return True
    tag = context.tag_at(hit.span("adjective")[0])
    return tag is not None and tag.startswith(("JJ", "VB"))


def _is_no_time(hit: Hit) -> bool:
    """`second` is a unit only in the plural or after a hyphen, and `three quarters` is mostly a share."""
    at = hit.span("unit")[0]
    if hit.tokens.has(at, "quarters_of"):
        return not (hit.has("relation") or hit.has("stress"))
    return hit.tokens.has(at, "not_long") and not hit.has("dash") and hit.number("number") != 1


def _one(hit: Hit, context: Context) -> list[Found]:
    if hit.tokens.has(hit.end - 1, "not_long"):
        return []
    before = hit.first - 1
    counted = any(hit.tokens.has(before, name) for name in ("int", "numword", "once", "percent", "units"))
    goods = hit.tokens.has(before, "other") and any(hit.tokens.has(before - 1, name) for name in ("int", "scale"))
    if (counted or goods) and hit.word("an") != "another":
        return _every(hit, 1)
    return _lasting(hit, 1.5 if hit.has("half") else 1)


def _half(hit: Hit, context: Context) -> list[Found]:
    return [] if hit.tokens.has(hit.end - 1, "not_long") else _lasting(hit, 0.5)


def _vague(hit: Hit, context: Context) -> list[Found]:
    if hit.tokens.has(hit.end - 1, "quarters_of"):
        return []
    if hit.word("unit") == "weekends":
        return [Found(first=hit.first, end=hit.end, kind="SET", value="XXXX-WXX-WE", reference="set")]
    return [without_article(found, hit.tokens, context.tag_at(hit.end)) for found in _lasting(hit, None)]


def _long(hit: Hit, context: Context) -> list[Found]:
    return _lasting(hit, None if hit.tokens.has(hit.span("unit")[0], "units") else 1)


def _two(hit: Hit, context: Context) -> list[Found]:
    """`twelve to eighteen months`: two durations, the first of which leaves its unit out."""
    one, two = number_of(hit.words("one")), hit.number("number")
    if one is None or two is None or one >= two:
        return []
    start, end = hit.span("one")
    value = period(one, hit.word("unit"))
    first = Found(first=start, end=end, kind="DURATION", value=value, mod=hit.mod, reference="duration")
    return [first, *_lasting(hit, two, first=hit.span("number")[0])]


def _every(hit: Hit, number: float | None) -> list[Found]:
    value = period(number, hit.word("unit"))
    return [Found(first=hit.first, end=hit.end, kind="SET", value=value, mod=None, reference="set")]


def _each(hit: Hit, context: Context) -> list[Found]:
    number = 2 if hit.has("other") else hit.number("number") or 1
    if hit.has("unit"):
        return _every(hit, number)
    part = lexicon().parts_of_day.get(hit.word("part"))
    season = lexicon().seasons.get(hit.word("season"))
    day = lexicon().weekdays.get(hit.word("name").removesuffix("s"))
    month = lexicon().months.get(hit.word("month"))
    value = (
        f"XXXX-XX-XXT{part}"
        if part
        else f"XXXX-{season}"
        if season
        else f"XXXX-WXX-{day}"
        if day
        else f"XXXX-{month:02d}"
    )
    return [Found(first=hit.first, end=hit.end, kind="SET", value=value, reference="set")]


def _often(hit: Hit, context: Context) -> list[Found]:
    code = lexicon().adverbs[hit.word("name")]
    if hit.word("name") in ("annual", "quarterly"):
        return []
    value = {"H": "PT1H", "F": "P2W", "Q": "P3M"}.get(code, f"P1{code}")
    return [Found(first=hit.first, end=hit.end, kind="SET", value=value, reference="set")]


_DET = "(?:(?P<relation>THE?(?:LAST|PAST|NEXT|COMING|FOLLOWING|PREVIOUS|ONLY|ORDINAL|SAME)|THIS|THAT)|THE|ANOTHER)"
_UNIT = "(?P<unit>UNIT|UNITS)"
_UNITS = "(?P<unit>UNITS)"
_STRESS = "(?P<stress>(?:WHOLE|MORE|LONG|ALTERNATE){1,3})?"
_NUMBER = "(?P<number>{number})"
_AGE = "(?:OLD|OF AGE)"

RULES = (
    Rule(
        "number of units",
        f"{{about}}?{_DET}?{_NUMBER}{_STRESS}(?:LAST|PAST|PREVIOUS|FOLLOWING)?(?:{_UNIT}{_AGE}?|(?P<unit>UNIT)LONG)",
        _counted,
    ),
    Rule("number of adjective units", f"{{about}}?{_NUMBER}(?P<adjective>OTHER){_UNITS}", _counted),
    Rule(
        "first units of a date",
        f"THE(?:LAST|ONLY|ORDINAL){_NUMBER}{_UNITS}OF(?:{{mon}}(?:COMMA?OF?YYYY)?|YYYY)",
        _counted,
    ),
    Rule("number-unit", f"{{about}}?{_NUMBER}(?P<dash>DASH){_UNIT}(?:DASH(?:OLD|LONG))?", _counted),
    Rule("number to number units", f"{{about}}?(?P<one>{{number}})(?:DASH|TO|AND){_NUMBER}DASH?{_UNIT}{_AGE}?", _two),
    Rule("a unit", f"{{about}}?(?P<an>AN|ANOTHER){_STRESS}(?P<unit>UNIT)(?!HYPHEN)(?P<half>AND AN HALF)?", _one),
    Rule("half a unit", "{about}?(?:HALF AN|AN?HALF DASH?)(?P<unit>UNIT)", _half),
    Rule("past unit", "(?:THE|THIS)PAST(?P<unit>UNIT)", _long),
    Rule("last decade", "THE LAST(?P<unit>DECADE_UNIT)", _long),
    Rule("several units", f"{{about}}?(?:{_DET}|AN)?(?:SEVERAL|MORE|SEVERAL MORE|SOME)OF?{_STRESS}{_UNITS}", _vague),
    Rule("units", f"{_DET}?{_UNITS}", _vague),
    Rule("unit of", "THE(?:LAST|ONLY|ORDINAL)(?P<unit>LONG_UNIT)(?=OF)", _long),
    Rule("unit of a month", "THE(?:LAST|ONLY|ORDINAL)(?P<unit>LONG_UNIT)OF(?:{mon}(?:COMMA?OF?YYYY)?|YYYY)", _long),
    Rule("unit-long", "(?P<unit>UNIT|UNITS)DASH(?:LONG|OLD)", _long),
    Rule("every unit", f"EVERY(?P<other>ALTERNATE)?(?P<number>{{number}})?{_UNIT}", _each),
    Rule("every day", "EVERY(?:(?P<part>DAYPART)|(?P<season>SEASON)|(?P<name>WDAY)|(?P<month>MONTH))", _each),
    Rule("week days", "(?P<name>WDAYS)", _each),
    Rule("per unit", "PER(?P<unit>UNIT)", _each),
    Rule("often", "(?P<name>OFTEN)", _often),
)
