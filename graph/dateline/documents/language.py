"""Which language a text is in, told offline from its letters (py3langid, 140 languages; Lui and Baldwin 2012)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from dateline.errors import NotEnglishError, shown

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
"""The tag of a language that cannot be told (ISO 639-2)."""
SURE = 0.7
"""From this confidence on a text in another language is not read as English."""
_WINDOW = 600
_WINDOWS = 60
_LEAST = 20
_NEAR_ENGLISH = frozenset(("en", "sco", "pcm"))


def language_of(text: str) -> tuple[str, float]:
    """The language that most of a text is in (ISO 639) and how sure that is, from 0 to 1.

    The confidence is the share of the text that is in that language, each stretch weighted with its own: so half
    English and half French gives about a half. Where there are too few letters it is `und` with 0.

    >>> language_of("The storm reached the town on Friday evening and killed four people, the mayor said.")[0]
    'en'
    >>> language_of("La tempête a atteint la ville vendredi soir et a tué quatre personnes.")[0]
    'fr'
    >>> language_of("12 000")
    ('und', 0.0)
    """
    shares: Counter[str] = Counter()
    whole = 0
    for window in _windows(text):
        letters = sum(character.isalpha() for character in window)
        if letters < 3:
            continue
        language, confidence = _identifier().classify(window.lower() if _shouts(window, letters) else window)
        shares[language] += int(1_000_000 * float(confidence) * letters)
        whole += 1_000_000 * letters
    if not whole:
        return UNKNOWN, 0.0
    language, share = min(shares.items(), key=lambda one: (-one[1], one[0]))
    return language, round(share / whole, 4)


def require_english(text: str, *, where: str = "") -> None:
    """Raises `NotEnglishError` where a text is surely in another language; a text too short to tell passes."""
    language, confidence = language_of(text)
    if language in _NEAR_ENGLISH or language == UNKNOWN or confidence < SURE:
        return
    if sum(character.isalpha() for character in text[:1000]) < _LEAST:
        return
    raise NotEnglishError(
        f"this looks like {shown(language)} ({confidence:.0%} sure), and only English is read.",
        language=language,
        confidence=confidence,
        where=where,
        remedy="If it is English all the same, read it with --any-language (any_language=True).",
    )


def _windows(text: str) -> list[str]:
    """Stretches of a text: all of it, or as many as are enough, evenly spread."""
    if len(text) <= _WINDOW * _WINDOWS:
        return [text[at : at + _WINDOW] for at in range(0, len(text), _WINDOW)]
    step = (len(text) - _WINDOW) / (_WINDOWS - 1)
    return [text[int(at * step) : int(at * step) + _WINDOW] for at in range(_WINDOWS)]


def _shouts(window: str, letters: int) -> bool:
    return sum(character.isupper() for character in window) > 0.6 * letters


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
