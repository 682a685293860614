"""Words that refer to a time without naming one: `today`, `now`, `recently`, `at the time`, `since then`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import STOP, Found, Hit, Rule, related, with_part
from dateline.reader.times.points import Point, edtf_of, moved


def _deictic_day(hit: Hit, context: Context) -> list[Found]:
    shift = {"yesterday": -1, "tomorrow": 1}.get(hit.word("name"), 0)
    if not shift and not hit.has("part") and _means_nowadays(hit, context):
        anchor = "issued" if context.issued else None
        year = Point(year=context.issued.year).timex if context.issued else None
        (found,) = related(hit, "PRESENT_REF", anchor, reference="deictic")
        return [replace(found, edtf=edtf_of(year))]
    if context.now is None:
        return related(hit, "PRESENT_REF" if not shift else None, None, reference="deictic")
    day = moved(context.now, shift, "D")
    if hit.word("name") == "tonight" and day:
        day += "TNI"
    return related(hit, with_part(hit, day), "issued", reference="deictic")


def _means_nowadays(hit: Hit, context: Context) -> bool:
    """Whether `today` is these days, not this day: in a story of the past, or right before a present tense."""
    if hit.word("name") != "today":
        return False
    return context.narrative or (context.tag_at(hit.end) in ("VBP", "VBZ") and not _opens(hit))


def _opens(hit: Hit) -> bool:
    """Whether the hit stands in the first sentences of the text, where news says when it happened."""
    return hit.tokens.starts[hit.first] < 250


def _ref(value: str) -> Callable[[Hit, Context], list[Found]]:
    def meaning(hit: Hit, context: Context) -> list[Found]:
        return related(hit, value, None, reference="deictic")

    return meaning


def _now(hit: Hit, context: Context) -> list[Found]:
    if hit.tokens.has(hit.end, "dash") and not context.narrative:
        return []
    return related(hit, "PRESENT_REF", None, reference="deictic")


def _story(value: str) -> Callable[[Hit, Context], list[Found]]:
    """What adjectives mean that place their noun in time (`former`), which only stories of the past are read for."""

    def meaning(hit: Hit, context: Context) -> list[Found]:
        if not context.narrative or _stands_alone(hit, context):
            return []
        return related(hit, value, None, reference="deictic")

    return meaning


def _stands_alone(hit: Hit, context: Context) -> bool:
    """`the former` of two; `present` and `current` that qualify nothing."""
    tokens = hit.tokens
    if tokens.has(hit.end - 1, "future"):
        return False
    tag = context.tag_at(hit.end)
    if tag is not None:
        return not tag.startswith(("NN", "JJ", "CD", "VBG", "VBN", "RB", "DT")) or tag == "DT"
    return not (tokens.has(hit.end, "other") or tokens.has(hit.end, "capital"))


def _that_time(hit: Hit, context: Context) -> list[Found]:
    """`at the time`, `by this time`, `during that period`: in the past of the story, or now."""
    if hit.has("period"):
        return related(hit, None, context.then_name)
    return related(hit, "PRESENT_REF" if "this" in hit.words("which") else "PAST_REF", context.then_name)


def _same_time(hit: Hit, context: Context) -> list[Found]:
    """`at the same time`: a time in a story; in the news it mostly means "also"."""
    return related(hit, None, context.then_name) if context.narrative else []


def _that_date(hit: Hit, context: Context) -> list[Found]:
    return related(hit, context.last_day.timex, "last") if context.last_day else []


def _these_days(hit: Hit, context: Context) -> list[Found]:
    return [] if hit.tokens.has(hit.first - 1, "during") else related(hit, "PRESENT_REF", None, reference="deictic")


def _since_then(hit: Hit, context: Context) -> list[Found]:
    """`since then`: from the time last spoken of to the document's date."""
    edtf = None
    if context.last and context.issued and context.last.year > 0:
        begin, end = context.last.timex, context.issued.timex
        edtf = f"{begin}/{end}" if begin[: len(end)] <= end[: len(begin)] else None
    return [
        Found(first=hit.first, end=hit.end, kind="DATE", value=None, reference="relative", anchor="last", edtf=edtf)
    ]


def _day_of_series(hit: Hit, context: Context) -> list[Found]:
    """`the second day`, `the final day`: a day, but which one the words alone do not say."""
    return related(hit, None, context.then_name)


RULES = (
    Rule("today", "(?:EARLIER|LATER|LATE)?(?P<name>TODAY|YESTERDAY|TOMORROW|TONIGHT)(?P<part>DAYPART)?", _deictic_day),
    Rule("now", "(?<!FROM)RIGHT?NOW", _now),
    Rule("presently", "PRESENTLY", _ref("PRESENT_REF")),
    Rule("recently", "MORE?RECENTLY(?!OTHER(?:EARLY|LATE|YYYY))", _ref("PAST_REF")),
    Rule("the past", "THE PAST(?=COMMA|DOT|AND|BREAK|IN|$)", _ref("PAST_REF")),
    Rule("the future", "THE FUTURE", _ref("FUTURE_REF")),
    Rule("present day", "THE?MODERN DASH?DAY_UNIT|THE TIME BEING", _ref("PRESENT_REF")),
    Rule("former", "FORMER", _story("PAST_REF")),
    Rule("recent", "RECENT", _story("PAST_REF")),
    Rule("current", "CURRENT", _story("PRESENT_REF")),
    Rule("future", "FUTURE", _story("FUTURE_REF")),
    Rule("that time", "(?<=AT)(?P<which>THE|THIS|THAT)TIME", _that_time),
    Rule("by that time", "(?<=BY|DURING|FROM|SINCE|TO|AT)(?P<which>THIS|THAT)TIME", _that_time),
    Rule("that period", "(?P<which>THIS|THAT|THE SAME)(?P<period>PERIOD)", _that_time),
    Rule("the same time", "(?<=AT)THE SAME TIME", _same_time),
    Rule("by the time", "(?<=BY|OF)THE TIME", _same_time),
    Rule("that date", "(?P<which>THIS|THAT)DATE_WORD", _that_date),
    Rule("to date", f"(?<=TO)DATE_WORD{STOP}", _ref("PRESENT_REF")),
    Rule("these days", "THESE DAYS", _these_days),
    Rule("day of a series", "THE(?:ORDINAL|ONLY)DAY_UNIT", _day_of_series),
    Rule("since then", "SINCE THEN", _since_then),
)
