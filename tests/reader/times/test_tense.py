"""The tense of what governs a time, on small parses written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.reader.times.tense import governing_tense


@dataclass(eq=False)
class Word:
    lower_: str
    tag_: str
    dep_: str = "ROOT"
    lemma_: str = ""
    above: Word | None = None
    children: list[Word] = field(default_factory=list)

    @property
    def head(self) -> Word:
        return self.above or self

    def under(self, above: Word) -> Word:
        self.above = above
        above.children.append(self)
        return self


def test_a_verb_in_the_past_puts_its_time_in_the_past() -> None:
    verb = Word("opened", "VBD")
    assert governing_tense(Word("Tuesday", "NNP", "pobj").under(Word("on", "IN", "prep").under(verb))) == "past"


def test_will_is_the_future() -> None:
    verb = Word("open", "VB")
    Word("will", "MD", "aux").under(verb)
    assert governing_tense(Word("Tuesday", "NNP", "npadvmod").under(verb)) == "future"


def test_what_is_planned_is_the_future() -> None:
    verb = Word("scheduled", "VBN", lemma_="schedule")
    Word("is", "VBZ", "auxpass").under(verb)
    infinitive = Word("open", "VB", "xcomp").under(verb)
    Word("to", "TO", "aux").under(infinitive)
    assert governing_tense(Word("Tuesday", "NNP", "npadvmod").under(infinitive)) == "future"


def test_the_perfect_is_the_past() -> None:
    verb = Word("opened", "VBN")
    Word("has", "VBZ", "aux").under(verb)
    assert governing_tense(Word("Tuesday", "NNP", "npadvmod").under(verb)) == "past"


def test_without_a_verb_there_is_no_tense() -> None:
    assert governing_tense(Word("Tuesday", "NNP")) is None
