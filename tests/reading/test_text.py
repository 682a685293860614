"""A text that is not the one that was read is told from what happened to it; a span from what stands at its offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.drift import drift_of
from tests.reading.small import TEXT, broken, read, said_of, small, span

RICH = (
    "\u00c9mile\u2019s caf\u00e9 in Port\u00a0Ellis \U0001f600\n\n"
    "\u201cQuiet\u2026 then shots,\u201d \u00c9mile said.\n"
    "Port\u00a0Ellis slept. Ten were hurt on 6 May 1921.\n"
)


def rich() -> dict[str, Any]:
    """A reading of `RICH` with spans before and after everything that can be changed in it."""
    data = small()
    for section in ("entities", "times", "quantities", "quotations", "events", "claims"):
        data[section] = []
    data["warnings"] = []
    data["document"] = {"id": "cafe", "sha256": sha256(RICH.encode()).hexdigest(), "length": len(RICH)}
    words = ["\u00c9mile", "caf\u00e9", "Quiet\u2026 then shots", "slept", "Ten", "hurt", "6 May 1921"]
    data["entities"] = [
        {
            "id": f"e{number}",
            "type": "Person",
            "label": "x",
            "mentions": [{**span(one, text=RICH), "form": "name"}],
        }
        for number, one in enumerate(words)
    ]
    return data


def recorded(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def moved(data: Any, change: Callable[[int], int]) -> Any:
    for entity in data["entities"]:
        for mention in entity["mentions"]:
            mention["start"], mention["end"] = change(mention["start"]), change(mention["end"])
    return data


def test_the_rich_reading_holds() -> None:
    assert len(read(rich(), RICH).entities) == 7


CHANGES: list[tuple[str, Callable[[str], str]]] = [
    ("its line ends were converted from LF to CRLF", lambda text: text.replace("\n", "\r\n")),
    ("its line ends were converted from LF to CR", lambda text: text.replace("\n", "\r")),
    ("it was normalised to NFD", lambda text: normalize("NFD", text)),
    ("a line end was added after its last line", lambda text: text + "\n"),
    ("the line end after its last line was removed", lambda text: text.removesuffix("\n")),
    ("a byte order mark was added to its beginning", lambda text: "\ufeff" + text),
    ("a no-break space (U+00A0) at offset 20 was replaced with a space", lambda text: text.replace("\xa0", " ", 1)),
    ("a no-break space (U+00A0) was removed at offset 20", lambda text: text.replace("\xa0", "", 1)),
    ("a space was added at offset 5", lambda text: text[:5] + " " + text[5:]),
    ("soft hyphens (U+00AD) were added", lambda text: text[:2] + "\xad" + text[2:]),
    ("its UTF-8 was taken for Windows-1252 and saved again", lambda text: text[:6].encode().decode("cp1252")),
    (
        "its line ends were converted from LF to CRLF, and a line end was added after its last line",
        lambda text: text.replace("\n", "\r\n") + "\r\n",
    ),
]


@pytest.mark.parametrize(("what", "change"), CHANGES)
def test_what_happened_to_a_text_is_named(what: str, change: Callable[[str], str]) -> None:
    original = RICH[:6] if "Windows-1252" in what else RICH
    drift = drift_of(change(original), recorded(original))
    assert drift is not None
    assert drift.what == what
    assert drift.original == original


@pytest.mark.parametrize(
    ("what", "original", "text"),
    [
        ("it was normalised to NFC", "e\u0301", "\u00e9"),
        ("its line ends were converted from CRLF to LF", "a\r\nb\r\n", "a\nb\n"),
        ("its spaces were replaced with no-break spaces (U+00A0)", "a b c d", "a\u00a0b\u00a0c\u00a0d"),
        ("its quotation marks and dashes were made typographic", '"It\'s" - so...', "“It’s” – so…"),
        ("a byte order mark was removed from its beginning", "\ufeffab", "ab"),
        ("white space was added around it", "ab", "  ab \n\n"),
        ("white space at the ends of its lines was added", "a\nb", "a \nb\t"),
    ],
)
def test_what_happened_before_is_named_too(what: str, original: str, text: str) -> None:
    drift = drift_of(text, recorded(original))
    assert drift is not None
    assert (drift.what, drift.original) == (what, original)


def test_another_text_is_none_of_the_usual_changes() -> None:
    assert drift_of("Something else", recorded(RICH)) is None


@given(st.text(st.sampled_from("a\u00e9\u00a0 \n\r\t“”…\ufeff"), min_size=1, max_size=30))
def test_a_drift_always_gives_back_the_text_that_was_recorded(text: str) -> None:
    for _, change in CHANGES[:8]:
        changed = change(text)
        drift = drift_of(changed, recorded(text))
        assert drift is None or recorded(drift.original) == recorded(text)


@pytest.mark.parametrize(("what", "change"), [one for one in CHANGES if "Windows" not in one[0]])
def test_a_changed_text_is_one_problem_that_says_why_and_not_one_for_every_span(
    what: str, change: Callable[[str], str]
) -> None:
    [found] = said_of(rich(), change(RICH))
    assert found.startswith("r.json: document.sha256: the text is not the one that was read: " + what)
    assert "Restore the text as it was" in found


def test_a_span_that_never_fitted_is_reported_beside_the_changed_text() -> None:
    data = rich()
    data["entities"][3]["mentions"][0]["text"] = "slapt"
    found = said_of(data, RICH.replace("\n", "\r\n"))
    assert len(found) == 2
    assert "should be “slapt”, but there stands" in found[1]


def test_words_that_were_put_in_are_told_by_how_far_the_later_spans_moved() -> None:
    found = said_of(rich(), RICH.replace("Port\u00a0Ellis slept", "All of Port\u00a0Ellis slept"))
    assert "From offset" in found[0]
    assert "on most words stand 7 characters later: something of that length was added before them." in found[0]
    assert any("The words stand at" in one for one in found[1:])


def test_a_changed_text_that_every_span_still_fits_can_be_recorded_anew() -> None:
    changed = RICH.replace("Port\u00a0Ellis slept", "Port-Ellis slept")
    [found] = said_of(rich(), changed)
    assert recorded(changed) in found
    assert f"All spans still fit. If this is the right text, write the new sha256, and length: {len(changed)}." in found


def byte_offsets(offset: int) -> int:
    return len(RICH[:offset].encode())


def utf16_offsets(offset: int) -> int:
    return len(RICH[:offset].encode("utf-16-le")) // 2


def counted() -> Iterator[tuple[str, Callable[[int], int]]]:
    yield "in UTF-8 bytes", byte_offsets
    yield "in UTF-16 units", utf16_offsets
    yield "from 1", lambda offset: offset + 1
    yield "with CRLF line ends", lambda offset: offset + RICH[:offset].count("\n")


@pytest.mark.parametrize(("how", "change"), list(counted()))
def test_offsets_that_are_counted_in_another_way_are_one_problem_that_names_it(
    how: str, change: Callable[[int], int]
) -> None:
    [found] = said_of(moved(rich(), change), RICH)
    assert f"the offsets are counted {how}." in found
    assert "Count code points from 0, the end exclusive." in found
    assert "is at " in found


def test_ends_that_are_inclusive_are_named() -> None:
    data = rich()
    for entity in data["entities"]:
        entity["mentions"][0]["end"] -= 1
    [found] = said_of(data, RICH)
    assert "counted with the last character's offset as the end" in found


def test_a_length_in_bytes_or_utf_16_units_is_named() -> None:
    data = rich()
    data["document"]["length"] = len(RICH.encode())
    [found] = said_of(data, RICH)
    assert f"not {len(RICH.encode())}. {len(RICH.encode())} is the number of its UTF-8 bytes." in found
    data["document"]["length"] = len(RICH.encode("utf-16-le")) // 2
    assert "is the number of its UTF-16 units" in said_of(data, RICH)[0]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("times.0", {"start": 5, "end": 5}, "times[0]: the span ends at 5, before or where it begins (5)."),
        ("times.0", {"start": 15, "end": 5}, "times[0]: the span ends at 5, before or where it begins (15)."),
        ("times.0", {"start": 190, "end": 9999}, f"goes beyond the text, which has {len(TEXT)} code points."),
        ("times.0", {"text": "7 May 1921"}, "“7 May 1921”, but there stands “6 May 1921”. These words stand nowhere"),
        ("times.0", {"start": 0, "end": 10}, "but there stands “Strike at ”. The words stand at 71:81."),
        ("quotations.0.cue", {"text": "sald"}, "quotations[0].cue: "),
        ("claims.1.evidence", {"text": "the strike at Port Ellis"}, "They differ in U+0020 against U+00A0."),
        ("entities.2.mentions.0", {"start": 0, "end": 10}, "The words stand at 10:20, 57:67."),
        ("events.0.triggers.1", {"end": 3}, "events[0].triggers[1]: the span ends at 3"),
    ],
)
def test_a_span_that_does_not_hold_shows_both_texts_and_where_the_words_stand(
    path: str, value: dict[str, Any], said: str
) -> None:
    data: Any = small()
    place: Any = data
    for step in path.split("."):
        place = place[int(step)] if step.isdigit() else place[step]
    place.update(value)
    found = said_of(data)
    assert len(found) == 1
    assert said in found[0], found


def test_control_characters_are_visible_in_messages_and_kept_in_spans() -> None:
    text = "a\x00b\x1b[31m\u202ec"
    data = rich()
    data["document"] = {"id": "x", "sha256": recorded(text), "length": len(text)}
    data["entities"] = [
        {
            "id": "e",
            "type": "Person",
            "label": "x",
            "mentions": [{"start": 0, "end": 3, "text": "a\x00b", "form": "name"}],
        }
    ]
    assert read(data, text).entities[0].mentions[0].span.text == "a\x00b"
    data["entities"][0]["mentions"][0] = {"start": 3, "end": 9, "text": "\u202ex\x00", "form": "name"}
    [found] = said_of(data, text)
    assert "should be “\\u202ex\\u0000”, but there stands “\\u001b[31m\\u202e”" in found
    assert "\x1b" not in found
    assert "\u202e" not in found


def test_segments_lie_in_order_inside_their_span() -> None:
    def with_segments(*places: tuple[int, int]) -> dict[str, Any]:
        data = small()
        evidence = data["claims"][1]["evidence"]
        begin = evidence["start"]
        evidence["segments"] = [
            {"start": begin + start, "end": begin + end, "text": TEXT[begin + start : begin + end]}
            for start, end in places
        ]
        return data

    assert len(read(with_segments((0, 3), (4, 10))).claims[1].evidence.segments) == 2
    assert "lies outside its span" in said_of(with_segments((0, 3), (-5, 2)))[0]
    assert "lies outside its span" in said_of(with_segments((0, 3), (4, 60)))[0]
    assert "begins before the one before it ends" in said_of(with_segments((4, 10), (0, 3)))[0]
    assert "begins before the one before it ends" in said_of(with_segments((0, 5), (4, 10)))[0]


def test_an_empty_text_is_an_error() -> None:
    with pytest.raises(Exception, match="its text is empty"):
        read(small(), "")


def test_a_reading_of_another_document_says_so() -> None:
    found = said_of(broken("document.sha256", "0" * 64))
    assert len(found) == 1
    assert "the text is not the one that was read: its SHA-256 is" in found[0]
