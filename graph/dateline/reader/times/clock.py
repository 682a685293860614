"""Times of day: clock times with their zone, and parts of the day with or without their date."""

from __future__ import annotations

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule, pattern
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.neighbours import in_a_name
from dateline.reader.times.points import Point, point, point_of
from dateline.reader.times.relative import nearest_weekday

_NEARBY = 40
"""Tokens; a time of day belongs to a date spoken of no further back than this."""

_DATE_AHEAD = (
    "(?:COMMA|ON|LPAR){0,3}(?:WDAY COMMA?)?THE?(?:{mon}(?P<day>DAY|ORDINAL_DAY)|{day}OF?{mon})(?:COMMA?(?P<year>YYYY))?"
)
_WEEKDAY_AHEAD = "(?:LOCAL TIME)?(?:COMMA|ON)?(?P<name>WDAY)"


def _clock(hit: Hit, context: Context) -> list[Found]:
    time = _time_of(hit)
    if time is None:
        return []
    zone = _zone(hit)
    return [_on_its_day(hit, context, time + zone)]


def _time_of(hit: Hit) -> str | None:
    parts = hit.word("clock").replace(".", ":").split(":")
    if len(parts[0]) == 4 and parts[0].isdecimal():
        parts = [parts[0][:2], parts[0][2:]]
    if not all(part.isdecimal() for part in parts):
        number = hit.number("clock")
        parts = [str(int(number))] if number is not None else ["99"]
    hour, minutes = int(parts[0]), parts[1] if len(parts) > 1 else "00"
    half = hit.word("meridiem").replace(".", "").replace(" ", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minutes}" if hour <= 24 - (minutes != "00") else None


def _zone(hit: Hit) -> str:
    zone, offset = hit.word("zone"), hit.word("offset").replace(" ", "")
    if zone in ("utc", "gmt") and not offset:
        return "Z"
    digits = offset.lstrip("+-−–").rstrip(")")
    if zone in ("utc", "gmt") and digits.isdecimal() and int(digits) <= 14:
        return f"{'+' if offset[0] == '+' else '-'}{int(digits):02d}:00"
    return ""


def _day_of(hit: Hit, context: Context) -> tuple[Point | None, str | None]:
    """The day that a time of day belongs to: of a date right after it, of one not long before, or the document's."""
    ahead = pattern(_DATE_AHEAD).match(hit.tokens.codes, hit.end)
    if ahead:
        date = Hit(hit.tokens, ahead)
        month = date.month
        day = date.day
        if month and day:
            year = int(date.word("year")) if date.has("year") else context.year_of(month, day, hit.end)[0]
            found = point(year, month, day) if year is not None else None
            return found, "last" if found else None
    weekday = pattern(_WEEKDAY_AHEAD).match(hit.tokens.codes, hit.end)
    if weekday and context.issued and context.issued.date and not context.narrative:
        target = lexicon().weekdays[Hit(hit.tokens, weekday).word("name")]
        ahead_of = context.tense_at(hit.first) == "future"
        return point_of(nearest_weekday(target, context.issued.date, set(), ahead=ahead_of)), "issued"
    if context.last_day and hit.first - context.last_at <= _NEARBY:
        return context.last_day, "last"
    if context.issued and not context.narrative:
        return context.issued, "issued"
    return (context.last_day, "last") if context.narrative and context.last_day else (None, None)


def _on_its_day(hit: Hit, context: Context, time: str) -> Found:
    day, anchor = _day_of(hit, context)
    value = f"{day.timex if day and day.day else 'XXXX-XX-XX'}T{time}"
    return Found(
        first=hit.first, end=hit.end, kind="TIME", value=value, mod=hit.mod, reference="relative", anchor=anchor
    )


def _part(hit: Hit, context: Context) -> list[Found]:
    word, at = hit.words("part")[0], hit.span("part")[0]
    if (word == "overnight" and hit.tokens.has(hit.end, "dash")) or in_a_name(hit.tokens, at):
        return []
    code = lexicon().parts_of_day.get(word) or lexicon().parts_of_day[word.removesuffix("s")]
    if (
        hit.has("the")
        or hit.tokens.has(hit.first - 1, "by")
        or word in ("noon", "midnight", "midday", "overnight", "dawn", "dusk")
    ):
        return [_on_its_day(hit, context, code)]
    return [
        Found(
            first=hit.first,
            end=hit.end,
            kind="TIME",
            value=f"XXXX-XX-XXT{code}",
            mod=hit.mod,
            reference="underspecified",
        )
    ]


def _part_of_date(hit: Hit, context: Context) -> list[Found]:
    """`the night of April 18, 1775`: the part of the day that its date names."""
    month, day = hit.month, hit.day
    if month is None or day is None:
        return []
    year, anchor = (int(hit.word("year")), None) if hit.has("year") else context.year_of(month, day, hit.first)
    found = point(year, month, day) if year is not None else None
    if found is None:
        return []
    code = lexicon().parts_of_day[hit.words("part")[0].removesuffix("s")]
    value = f"{found.timex}T{code}"
    return [Found(first=hit.first, end=hit.end, kind="TIME", value=value, mod=hit.mod, anchor=anchor)]


_ZONE = r"(?:LPAR?(?P<zone>ZONE)(?P<offset>(?:PLUS|DASH)DAY)?RPAR?)"
_PRE = "(?P<pre>(?:THE?VERY?(?:EARLY|LATE)|MID DASH?|LATE IN|EARLY IN))"
_YEAR = "(?:COMMA?(?P<year>YYYY))?"
_PART = "(?:THE|WDAY)?(?P<part>DAYPART)HOUR_NOUN?"

RULES = (
    Rule("clock", f"{{about}}?(?P<clock>CLOCK)(?:HOURS|HOUR_NOUN|(?P<meridiem>MERIDIEM))?{_ZONE}?", _clock),
    Rule("hour", f"{{about}}?(?P<clock>INT|NUMWORD)(?:OCLOCK|(?P<meridiem>MERIDIEM)){_ZONE}?", _clock),
    Rule("military time", "{about}?(?P<clock>INT)(?P<zone>ZONE)", _clock),
    Rule("part of day", f"{_PRE}?(?:(?P<the>THE)|NUMWORD)?(?P<part>DAYPART)(?:HOURS|HOUR_NOUN)?", _part),
    Rule("part of a day month", f"{_PRE}?{_PART}OF(?:WDAY COMMA?)?THE?{{day}}OF?{{mon}}{_YEAR}", _part_of_date),
    Rule("part of a month day", f"{_PRE}?{_PART}OF(?:WDAY COMMA?)?{{mon}}{{day}}{_YEAR}", _part_of_date),
    Rule("day and part", f"{{mon}}{{day}}{_YEAR}COMMA?(?:IN THE)?(?P<part>DAYPART)", _part_of_date),
)
