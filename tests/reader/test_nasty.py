"""Texts as the world has them: each gives a reading that holds, in bounded time, whatever it is made of."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from dateline.reader import read
from dateline.reading import parse_reading, render_reading

SECONDS = 20

STORY = (
    "HARBOUR CITY, 4 May 2011 — Police said on Tuesday that at least 12 people were killed and about 40 wounded when a "
    "ferry sank off Port Ellen. “We heard a bang and ran,” a witness told the Morning Herald. The mayor, Ann Oakes, "
    "denied that anyone had been warned. According to the coast guard, the ship may have been overloaded."
)
SHAPES: dict[str, str] = {
    "a story": STORY,
    "one word": "Flood",
    "one letter": "x",
    "a full stop": ".",
    "only digits": "1990 12 31 000",
    "only punctuation": "?!… — “” ‘’ () [] {} /// ---",
    "a headline": "Twelve Dead as Ferry Sinks Off Port Ellen; Mayor Denies Warning",
    "a list": "- Ann Oakes, mayor\n- Port Ellen\n* 12 dead\n* 40 wounded\n1. ferry\n2. harbour\n",
    "a table": "Town\tDead\tWounded\nPort Ellen\t12\t40\nHarbour City\t0\t3\n",
    "a transcript": "Q. Who ordered it?\nA. I cannot say.\nQ. When?\nA. On 4 May 2011, or the day after.\n",
    "broken lines": STORY.replace(" ", "\n"),
    "wrapped and hyphenated": "The pas-\nsengers of the fer-\nry were res-\ncued on 4 May\n2011 by the coast\nguard.",
    "OCR noise": "P0lice sa1d 0n Tuesd4y th@t at ]east 12 pe0ple w3re ki||ed. Tlie rnayor den1ed it.",
    "mixed languages": STORY + " La alcaldesa negó todo. Полиция сообщила о погибших. 警方说有十二人死亡。",
    "right to left": "قالت الشرطة إن اثني عشر شخصا قتلوا. " + STORY,
    "mark-up left in": "<p>" + STORY + "</p><script>alert('x')</script> &amp; &#8220;quoted&#8221;",
    "quotes never closed": "“She said “he said ‘they denied that “it sank on 4 May 2011 in Port Ellen",
    "brackets never closed": "The ferry (which (as the owner (a firm) said (on Tuesday sank.",
    "one sentence without end": " and ".join([STORY.rstrip(".")] * 6),
    "an address": "To: editor@example.org\nSee https://example.org/a?b=c#d or call +44 20 7946 0000 on 04/05/2011.\n",
}


def _soup(text: str) -> str:
    words = text.split()
    random.Random(7).shuffle(words)  # noqa: S311
    return " ".join(words)


DISTORTIONS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "with CRLF": lambda text: text.replace("\n", "\r\n") + "\r\n",
    "with odd spaces": lambda text: text.replace(" ", "\u00a0\u2009 \u200b"),
    "with control characters": lambda text: text.replace(" ", " \x0c", 3).replace("e", "e\x07", 2),
    "as word soup": _soup,
    "many times": lambda text: "\n\n".join([text] * 8),
    "on one line": lambda text: text.replace("\n", " ") * 3,
    "without spaces": lambda text: text.replace(" ", ""),
}


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("distortion", DISTORTIONS)
@pytest.mark.parametrize("shape", SHAPES)
def test_it_gives_a_reading_that_holds(shape: str, distortion: str) -> None:
    text = DISTORTIONS[distortion](SHAPES[shape])
    with _at_most(SECONDS):
        reading = read(text, id="nasty")
    again = parse_reading(render_reading(reading, format="json"), format="json", file="nasty.json", text=text)
    assert again == reading


def test_there_are_two_hundred_of_them() -> None:
    assert len(SHAPES) * len(DISTORTIONS) == 200
