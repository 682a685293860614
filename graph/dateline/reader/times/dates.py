"""Dates of the calendar: days, months, seasons, years, decades and centuries, with or without what they leave out."""

from __future__ import annotations

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule, day_number, pattern
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.neighbours import heads_a_name, in_a_name, led_in, without_article
from dateline.reader.times.points import Point, point, timex_year
from dateline.reader.times.years import full_year, plain_date

_LATER_YEAR = (
    "(?:DASH|SLASH|TO|AND|COMMA AND?) THE? (?:{pre})?"
    "(?:{mon}(?:(?:DAY|ORDINAL_DAY)(?:(?:DASH|TO|AND)(?:DAY|ORDINAL_DAY))?)?COMMA?(?P<year>YYYY)"
    "|(?:DAY|ORDINAL_DAY)OF?{mon}COMMA?(?P<year>YYYY)|(?P<season>SEASON)OF?(?P<year>YYYY))"
)


def _year(hit: Hit, context: Context, month: int, day: int | None) -> tuple[int | None, str | None]:
    """The year of a date: as written, as a later date that it is joined with has it, or from the context."""
    if hit.has("year"):
        return int(hit.word("year")), None
    if hit.has("apostrophe"):
        return full_year(int(hit.word("apostrophe")[1:]), context), None
    if hit.has("that_year"):
        origin = context.now if "this" in hit.words("that_year") else context.then
        return (origin.year if origin else None), "last"
    joined = pattern(_LATER_YEAR).match(hit.tokens.codes, hit.end)
    if joined:
        later = Hit(hit.tokens, joined)
        year = int(later.word("year"))
        last_month = later.month
        return (year - 1 if last_month and last_month < month else year), None
    return context.year_of(month, day, hit.first)


def _dated(
    hit: Hit, context: Context, day: int | None, *, first: int | None = None, end: int | None = None
) -> Found | None:
    month = hit.month
    if month is None:
        return None
    year, anchor = _year(hit, context, month, day)
    first, end = hit.first if first is None else first, hit.end if end is None else end
    if year is None:
        value = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
        return Found(first=first, end=end, kind="DATE", value=value, mod=hit.mod, reference="underspecified")
    if (month, day) == (2, 29) and anchor:
        year = _leap_year_near(year)
    found = point(year, month, day)
    if found is None:
        return None
    reference = "underspecified" if anchor else "absolute"
    return Found(first=first, end=end, kind="DATE", value=found.timex, mod=hit.mod, reference=reference, anchor=anchor)


def _leap_year_near(year: int) -> int:
    return min(range(year - 4, year + 5), key=lambda near: (point(near, 2, 29) is None, abs(near - year)))


def _day(hit: Hit, context: Context) -> list[Found]:
    found = _dated(hit, context, hit.day)
    return [without_article(found, hit.tokens, context.tag_at(found.end))] if found else []


def _day_alone(hit: Hit, context: Context) -> list[Found]:
    """`on the 20th`: a day of the month last spoken of, or of the document's."""
    tag = context.tag_at(hit.end)
    if tag is None or tag.startswith(("NN", "JJ", "CD")):
        return []
    origin, anchor = (context.then, context.then_name) if context.narrative else (context.now, "issued")
    if origin is None or origin.month is None:
        return []
    found = point(origin.year, origin.month, hit.day)
    return plain_date(hit, found.timex, "underspecified", anchor) if found else []


def _two_days(hit: Hit, context: Context) -> list[Found]:
    """`July 1-3, 1863` and `the 28 and 29 August`: two dates that share their month."""
    one, two = day_number(hit.word("one")), day_number(hit.word("two"))
    middle = hit.span("head")[1]
    second = hit.span("tail")[0]
    found = [_dated(hit, context, one, end=middle), _dated(hit, context, two, first=second)]
    return [item for item in found if item]


def _month(hit: Hit, context: Context) -> list[Found]:
    bare = hit.end - hit.first == 1
    if bare and not _is_month(hit, context):
        return []
    if hit.has("which"):
        return _chosen_month(hit, context)
    if hit.has("mabbr") and not hit.has("year") and not hit.has("pre"):
        return []
    found = _dated(hit, context, None)
    return [found] if found else []


def _chosen_month(hit: Hit, context: Context) -> list[Found]:
    """`last April`, `the following June`: the nearest of that name on one side."""
    words, month = set(hit.words("which")), hit.month
    back = bool(words & {"last", "previous", "preceding", "past", "prior"})
    told = bool(words & {"previous", "preceding", "following", "subsequent", "same", "that", "the"})
    origin = context.then if told or context.narrative else context.now
    if origin is None or month is None:
        return []
    year = origin.year
    if back:
        year -= month >= (origin.month or 13)
    elif not words & {"same", "this", "that"}:
        year += month <= (origin.month or 0)
    anchor = context.then_name if told or context.narrative else "issued"
    return plain_date(hit, Point(year=year, month=month).timex, "relative", anchor)


def _is_month(hit: Hit, context: Context) -> bool:
    """Whether a month's name alone is a date: not a word, not part of a name (`Black March`, `June Smith`)."""
    tokens, at = hit.tokens, hit.first
    tag = context.tag_at(at)
    if tag is not None and tag[:1] in "MV" and not led_in(hit.tokens, hit.first):
        return False
    after = tokens.word(at + 1)
    if in_a_name(tokens, at) or (not context.narrative and heads_a_name(tokens, at, context.tag_at(at + 1))):
        return False
    if not tokens.has(at, "unsure_month"):
        return True
    if led_in(hit.tokens, hit.first):
        return True
    noun = tag == "NNP" and (context.tag_at(at + 1) or "").startswith("NN")
    return bool(after) and not tokens.has(at + 1, "capital") and (noun or not after[0].islower())


def _season(hit: Hit, context: Context) -> list[Found]:
    word = hit.word("season")
    if word == "fall" and not (hit.has("year") or hit.has("which") or _is_autumn(hit, context)):
        return []
    at = hit.span("season")[0]
    if (word == "spring" and (context.tag_at(at) or "N")[0] == "V") or in_a_name(hit.tokens, at):
        return []
    if not (context.narrative or hit.has("year")) and heads_a_name(hit.tokens, at, context.tag_at(at + 1)):
        return []
    code, anchor = lexicon().seasons[word], None
    if hit.has("year"):
        year: int | None = int(hit.word("year"))
    elif hit.has("that_year") or not (joined := pattern(_LATER_YEAR).match(hit.tokens.codes, hit.end)):
        year, anchor = _season_year(hit, context, code)
    else:
        later = Hit(hit.tokens, joined)
        year = int(later.word("year"))
    value = f"{timex_year(year)}-{code}" if year is not None else f"XXXX-{code}"
    found = plain_date(hit, value, "underspecified" if anchor else "absolute", anchor)
    return [without_article(item, hit.tokens, context.tag_at(item.end)) for item in found]


def _is_autumn(hit: Hit, context: Context) -> bool:
    """Whether `fall` is the season: never as a verb, and not in `the fall of Troy`."""
    at = hit.span("season")[0]
    if (context.tag_at(at) or "N")[0] != "N" or hit.tokens.has(at + 1, "of"):
        return False
    if (context.tag_at(at) or "")[:2] == (context.tag_at(at + 1) or "")[:2] == "NN":
        return True
    return hit.tokens.has(at - 1, "the") and any(hit.tokens.has(at + 1, name) for name in ("and", "comma", "dot"))


_MIDDLE = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}


def _season_year(hit: Hit, context: Context, code: str) -> tuple[int | None, str | None]:
    words = set(hit.words("which"))
    told = context.narrative or bool(words & {"previous", "preceding", "following", "that", "same", "subsequent"})
    origin, anchor = (context.then, context.then_name) if told else (context.now, "issued")
    if origin is None:
        return None, None
    month = (_MIDDLE[code] - 1) % 12 + 1
    if words & {"last", "previous", "preceding", "past"}:
        return origin.year - (month >= (origin.month or 13)), anchor
    if words & {"next", "following", "coming", "subsequent", "upcoming"}:
        return origin.year + (month <= (origin.month or 0)), anchor
    if words & {"this", "that", "same"} or hit.has("that_year"):
        return origin.year, anchor
    return context.year_of(month, None, hit.first)


_WHICH = "(?P<which>THE?(?:THIS|THAT SAME?|SAME|LAST|PAST|NEXT|COMING|FOLLOWING|PREVIOUS))"

RULES = (
    Rule("day of the month", "(?<=ON|BY|TO)THE(?P<day>ORDINAL_DAY)(?!ORDINAL|DASH|OF|CENTURIES|AND|UNIT)", _day_alone),
    Rule("month day", "{weekday}?{mon}{day}{in_year}?", _day),
    Rule("day month", "{weekday}?THE? {day}OF?{mon}{in_year}?", _day),
    Rule("ordinal word of month", "THE (?P<day>ORDINAL)OF{mon}{in_year}?", _day),
    Rule(
        "month day and day",
        "(?P<head>{mon}(?P<one>DAY|ORDINAL_DAY))(?:DASH|TO|AND)THE?(?P<tail>(?P<two>DAY|ORDINAL_DAY)(?!OF?(?:MONTH|MABBR)){in_year}?)",
        _two_days,
    ),
    Rule(
        "day and day month",
        "(?P<head>THE?(?P<one>DAY|ORDINAL_DAY))(?:DASH|TO|AND)(?P<tail>THE?(?P<two>DAY|ORDINAL_DAY)OF?{mon}{in_year}?)",
        _two_days,
    ),
    Rule("month of year", "{about}?{pre}?{mon}(?:COMMA?OF?(?P<year>YYYY)|{in_year})", _month),
    Rule("month", "{pre}?(?P<month>MONTH)", _month),
    Rule("chosen month", f"{_WHICH}(?P<month>MONTH)", _month),
    Rule(
        "season",
        "{pre}?(?:THE|" + _WHICH + ")?(?P<season>SEASON)(?:OF?(?P<year>YYYY)|OF(?P<that_year>(?:THAT|THE SAME)YEARS))?",
        _season,
    ),
    Rule("year season", "(?P<year>YYYY)(?P<season>SEASON)", _season),
)
