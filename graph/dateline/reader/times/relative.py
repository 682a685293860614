"""Times that count from another: `last week`, `the next day`, `on Tuesday`, `22 years ago`, `20 months later`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import STOP, Found, Hit, Rule, related, with_part
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.neighbours import heads_a_name, in_a_name
from dateline.reader.times.points import Point, edtf_of, moved, timex_year

_BACK = frozenset(("last", "previous", "preceding", "prior", "past"))
_AHEAD = frozenset(("next", "following", "subsequent", "ensuing", "coming", "upcoming", "forthcoming"))
_TOLD = frozenset(("previous", "preceding", "prior", "following", "subsequent", "ensuing", "that", "those", "same"))


def _weekday(hit: Hit, context: Context) -> list[Found]:
    if hit.has("wabbr") or _is_named(hit, context):
        return []
    target = lexicon().weekdays[hit.word("name").removesuffix("s")]
    words = set(hit.words("which"))
    told = context.narrative or bool(words & _TOLD)
    origin = (context.last_day if told else None) or (None if context.narrative else context.issued)
    start = origin.date if origin else None
    if start is None:
        return related(hit, with_part(hit, f"XXXX-WXX-{target}"), None)
    day = nearest_weekday(target, start, words, ahead=told or context.tense_at(hit.first) == "future")
    anchor = "last" if told else "issued"
    return related(hit, with_part(hit, day), anchor, reference="deictic" if not told else "relative")


def nearest_weekday(target: int, start: date, words: set[str], *, ahead: bool) -> str | None:
    """The day of the week nearest to a day, that day included: ahead or back, unless the words say which.

    >>> wednesday = date(2015, 6, 17)
    >>> nearest_weekday(2, wednesday, set(), ahead=False), nearest_weekday(3, wednesday, {"next"}, ahead=False)
    ('2015-06-16', '2015-06-24')
    """
    behind, further = (start.isoweekday() - target) % 7, (target - start.isoweekday()) % 7
    if words & _BACK:
        return _shifted(start, -(behind or 7))
    if words & _AHEAD:
        return _shifted(start, further or 7)
    return _shifted(start, further if ahead else -behind)


def _shifted(start: date, days: int) -> str | None:
    try:
        return (start + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _is_named(hit: Hit, context: Context) -> bool:
    """Whether a week day is part of a name: `Bloody Sunday`, `the Sunday Herald`, but not `On Sunday`."""
    tokens, at = hit.tokens, hit.first
    if hit.has("which"):
        return False
    if tokens.has(at - 1, "the") and hit.end - at == 1 and heads_a_name(tokens, at, context.tag_at(at + 1)):
        return True
    return tokens.has(at - 1, "naming_day") and tokens.word(at - 1)[:1].isupper()


def _unit_in_relation(hit: Hit, context: Context) -> list[Found]:
    """`this week`, `last month`, `the previous year`, `that same day`, `the end of the year`."""
    words, unit = set(hit.words("which")), lexicon().units[hit.word("name")]
    if unit in ("S", "M", "H") and hit.word("name").startswith(("sec", "min", "hour")):
        return []
    article = "the" in words
    told = context.narrative or bool(words & _TOLD) or (article and bool(words & _AHEAD))
    if article and words & {"last"} and not hit.has("pre") and unit in ("W", "M", "Y") and not hit.has("of"):
        told = context.narrative
    origin, anchor = (context.then, context.then_name) if told else (context.now, "issued")
    if origin is None:
        return related(hit, None, None)
    shift = -1 if words & _BACK else (1 if words & _AHEAD else 0)
    value = with_part(hit, _counted(origin, shift, unit))
    if hit.has("halfyear") and value and unit == "Y":
        half = 1 if set(hit.words("halfyear")) & {"first", "former"} else 2
        return [
            Found(
                first=hit.first, end=hit.end, kind="DATE", value=f"{value}-H{half}", reference="relative", anchor=anchor
            )
        ]
    return related(hit, value, anchor)


def _counted(origin: Point, count: float, unit: str) -> str | None:
    """The value `count` units from a point; where the point is too coarse for the unit, with unspecified digits."""
    found = moved(origin, count, unit)
    if found is not None:
        return found
    if unit == "D":
        return origin.timex + "-XX" * (2 if origin.month is None else 1)
    if unit == "M":
        return timex_year(origin.year) + "-XX"
    return None


def _day_beside(hit: Hit, context: Context) -> list[Found]:
    """`the day before`, `the year after`."""
    origin = context.then
    if origin is None:
        return []
    shift = -1 if hit.has("back") else 1
    return related(hit, _counted(origin, shift, lexicon().units[hit.word("name")]), context.then_name)


def _counted_from(hit: Hit, context: Context) -> list[Found]:
    """`22 years ago`, `20 months later`, `two weeks earlier`, `ten days from now`."""
    unit = lexicon().units[hit.word("unit")]
    minutes = unit == "M" and hit.word("unit").startswith("minute")
    back, told = hit.has("back"), context.narrative or not set(hit.words("way")) & {"ago", "now", "hence"}
    origin, anchor = (context.then, context.then_name) if told else (context.now, "issued")
    if not hit.has("number"):
        return related(hit, "PAST_REF" if back else "FUTURE_REF", anchor)
    if (
        told
        and unit in ("D", "W", "F")
        and context.last_day
        and context.last
        and _within(context.last_day, context.last)
    ):
        origin = context.last_day
    number = hit.number("number") or 1
    if origin is None or number > 10**7:
        return related(hit, None, anchor)
    if unit in ("H", "S") or minutes:
        return related(hit, _hours_away(origin, -number if back else number, unit, minutes), anchor)
    value = _counted(origin, -number if back else number, unit)
    return [replace(found, edtf=edtf_of(value, about=unit not in ("D", "W"))) for found in related(hit, value, anchor)]


def _one_ago(hit: Hit, context: Context) -> list[Found]:
    """`the year-ago quarter`: one unit back."""
    return related(hit, _counted(context.now, -1, lexicon().units[hit.word("unit")]), "issued") if context.now else []


def _recent(hit: Hit, context: Context) -> list[Found]:
    return related(hit, "PAST_REF", None, reference="deictic")


def _the_unit(hit: Hit, context: Context) -> list[Found]:
    """`for the year`, `during the day`: the one that is spoken of, in the news mostly that of the document."""
    tag = context.tag_at(hit.end)
    noun = tag is None or tag.startswith(("NN", "W", "JJ", "IN", "CD"))
    if noun and (hit.tokens.has(hit.end, "other") or hit.tokens.has(hit.end, "capital")):
        return []
    origin, anchor = (context.then, context.then_name) if context.narrative else (context.now, "issued")
    return related(hit, _counted(origin, 0, lexicon().units[hit.word("name")]), anchor) if origin else []


def _within(day: Point, of: Point) -> bool:
    return day.year == of.year and of.month in (None, day.month)


def _hours_away(origin: Point, number: float, unit: str, minutes: bool) -> str | None:
    start = origin.date
    if start is None or unit == "S" or minutes or abs(number) < 12:
        return origin.timex if start else None
    return _shifted(start, round(number / 24))


def _quarter(hit: Hit, context: Context) -> list[Found]:
    number = lexicon().ordinals.get(hit.word("number")) or int("".join(filter(str.isdecimal, hit.word("number"))) or 0)
    if not 1 <= number <= 4:
        return []
    if hit.has("year"):
        return related(hit, f"{hit.word('year')}-Q{number}", None, reference="absolute")
    origin = context.then if context.narrative else context.now
    if origin is None:
        return []
    year = origin.year
    words = set(hit.words("which"))
    if words & {"last", "previous"}:
        year -= 1
    elif words & {"next", "following", "coming"}:
        year += 1
    elif not words and origin.month is not None and context.tense_at(hit.first) != "future":
        year -= (origin.month - 1) // 3 + 1 < number
    return related(hit, f"{timex_year(year)}-Q{number}", "issued")


def _fiscal_year(hit: Hit, context: Context) -> list[Found]:
    if hit.has("year"):
        return related(hit, "FY" + hit.word("year"), None, reference="absolute")
    origin = context.now
    if origin is None:
        return []
    words = set(hit.words("which"))
    shift = -1 if words & _BACK else (1 if words & _AHEAD else 0)
    return related(hit, "FY" + timex_year(origin.year + shift), "issued")


def _weekend(hit: Hit, context: Context) -> list[Found]:
    """`the weekend`: the last one, unless the tense is the future."""
    origin, anchor = (context.then, context.then_name) if context.narrative else (context.now, "issued")
    day = origin.date if origin else None
    if origin is None or day is None:
        return related(hit, None, None)
    back = day.isoweekday() < 6 and context.tense_at(hit.first) != "future"
    return related(hit, moved(origin, -1 if back else 0, "WE"), anchor)


def _feast(hit: Hit, context: Context) -> list[Found]:
    if in_a_name(hit.tokens, hit.first):
        return []
    fixed = lexicon().feasts[" ".join(hit.word("name").replace("\xa0", " ").split())]
    year: int | None = int(hit.word("year")) if hit.has("year") else None
    anchor = None
    if not fixed:
        return related(hit, timex_year(year) if year else None, None)
    month, day = (int(part) for part in fixed.split("-"))
    if year is None:
        year, anchor = context.year_of(month, day, hit.first)
    if year is None:
        return related(hit, with_part(hit, f"XXXX-{fixed}"), None)
    return related(hit, with_part(hit, f"{timex_year(year)}-{fixed}"), anchor)


def _part_in_relation(hit: Hit, context: Context) -> list[Found]:
    """`this morning`, `last night`, `that evening`, `early the next morning`."""
    words = set(hit.words("which"))
    told = context.narrative or bool(words & _TOLD) or ("the" in words and bool(words & _AHEAD))
    origin, anchor = (context.last_day or context.then, context.then_name) if told else (context.now, "issued")
    if origin is None:
        return related(hit, None, None, kind="TIME")
    shift = -1 if words & _BACK else (1 if words & _AHEAD else 0)
    return related(hit, with_part(hit, _counted(origin, shift, "D")), anchor)


_RELATIONS = "THIS|THAT SAME?|SAME|LAST|NEXT|COMING|FOLLOWING|PREVIOUS"
_WHICH = f"(?P<which>THE?(?:{_RELATIONS}))"
_PRE = "(?P<pre>EARLY|LATE)"
_PART = "(?P<part>DAYPART)"
_NUMBER = "(?P<number>{number}|AN|ANOTHER|HALF AN?)"
_BACKWARDS = f"(?P<back>AGO|EARLIER|PREVIOUSLY|BEFORE{STOP})"
_WAY = f"(?P<way>{_BACKWARDS}|FROM NOW|HENCE|LATER|AFTER(?:THIS|THAT)?{STOP})"

RULES = (
    Rule("year-ago", "AN?(?P<unit>UNIT)HYPHEN(?P<back>AGO|EARLIER)", _one_ago),
    Rule(
        "the unit",
        "(?<=FOR|OF|ON|IN|BY|DURING)THE(?P<name>PERIOD_UNIT)(?!HYPHEN|OF|BEFORE|AFTER|FOLLOWING|CAPITAL)",
        _the_unit,
    ),
    Rule("recent units", "(?:THE)?RECENT(?P<unit>UNITS)", _recent),
    Rule("week day", f"{_PRE}?(?:{_WHICH})?(?P<name>WDAY){_PART}?", _weekday),
    Rule("unit in relation", f"{_WHICH}(?P<name>UNIT)(?!HYPHEN)", _unit_in_relation),
    Rule(
        "same period of a unit",
        "THE?SAME(?:PERIOD|QUARTER|TIME|PERIOD_UNIT)(?:OF|IN)?(?P<which>THE?(?:LAST|PREVIOUS|THIS|NEXT))(?P<name>UNIT)",
        _unit_in_relation,
    ),
    Rule("part of a unit", "{pre}" + f"(?P<which>THE?(?:{_RELATIONS})|THE)(?P<name>UNIT)(?!HYPHEN)", _unit_in_relation),
    Rule("part of day in relation", f"{_PRE}?IN?{_WHICH}{_PART}", _part_in_relation),
    Rule("day beside", "THE(?P<name>UNIT)(?:(?P<back>BEFORE)|AFTER|FOLLOWING)", _day_beside),
    Rule(
        "counted from",
        "{about}?" + f"(?:{_NUMBER}DASH?WHOLE{{0,3}}|AN?SEVERAL OF?WHOLE{{0,3}}|SOME)?(?P<unit>UNIT|UNITS){_WAY}",
        _counted_from,
    ),
    Rule(
        "quarter",
        f"(?:{_WHICH}|THE)?FISCAL?(?P<number>ORDINAL|ORDINAL_DAY)FISCAL?DASH?QUARTER(?:OF?FISCAL?(?P<year>YYYY))?",
        _quarter,
    ),
    Rule("short quarter", "(?P<number>QUARTERS)OF?(?P<year>YYYY)?", _quarter),
    Rule("fiscal year", "{pre}?" + f"(?:{_WHICH}|THE)?FISCAL YEARS(?P<year>YYYY)?", _fiscal_year),
    Rule("fiscal", "FISCAL(?P<year>YYYY)", _fiscal_year),
    Rule("unit's end", "(?P<name>UNIT)(?:POSSESSIVE|HYPHEN)(?P<pre>END)", _unit_in_relation),
    Rule("weekend", "THE WEEKEND", _weekend),
    Rule("feast", f"(?P<name>FEAST)(?:COMMA?(?P<year>YYYY))?{_PART}?", _feast),
)
