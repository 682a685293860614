"""What stands beside an expression and decides whether it is one: names, nouns, prepositions."""

from __future__ import annotations

from dataclasses import replace

from dateline.reader.times.grammar import Found
from dateline.reader.times.tokens import Tokens

_LEADS = (
    *("in", "by", "since", "to", "from", "between", "of", "before", "after", "during", "over", "about", "and"),
    *("early", "late", "mid", "last", "next", "this", "following", "previous", "every", "having"),
    *("dash", "slash", "comma", "lpar"),
)
"""Classes of words that introduce a date."""


def led_in(tokens: Tokens, at: int) -> bool:
    """Whether the word before introduces a date: `in May`, `by early March`, `April and May`."""
    return any(tokens.has(at - 1, name) for name in _LEADS) or tokens.has(at - 1, "month")


def in_a_name(tokens: Tokens, at: int) -> bool:
    """Whether a capitalised word follows another one that opens no sentence: `the Black March`, `Operation Dawn`."""
    word, before = tokens.word(at)[:1], tokens.word(at - 1)[:1]
    if not word.isupper() or not before.isupper():
        return False
    if not any(tokens.has(at - 1, name) for name in ("capital", "long", "naming_day")):
        return tokens.has(at - 1, "naming")
    gap = tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
    if gap.strip() or "\n" in gap:
        return False
    start = tokens.starts[at - 1]
    ahead = tokens.text[max(0, start - 3) : start].rstrip(" \t\"“'‘(")
    return bool(ahead) and ahead[-1] not in ".!?:;\n"


def heads_a_name(tokens: Tokens, at: int, next_tag: str | None) -> bool:
    """Whether a capitalised word that nothing introduces goes before a proper noun: `the October Revolution`."""
    after = tokens.word(at + 1)
    plain = tokens.has(at + 1, "capital") or tokens.has(at + 1, "once")
    if not (plain and tokens.word(at)[:1].isupper() and after[:1].isupper()):
        return False
    gap = tokens.text[tokens.ends[at] : tokens.starts[at + 1]]
    return bool(gap) and not gap.strip(" ") and (next_tag or "").startswith("NN") and not led_in(tokens, at)


def without_article(found: Found, tokens: Tokens, next_tag: str | None) -> Found:
    """The expression without its "the", where it qualifies the noun that follows: `the [summer] offensive`."""
    follows = tokens.word(found.end)
    noun = (next_tag or "").startswith("NN") and follows.isalpha()
    drop = found.end - found.first > 1 and tokens.has(found.first, "the") and (noun or follows == "'")
    return replace(found, first=found.first + 1) if drop else found
