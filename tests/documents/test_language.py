"""The language of a text is told with a confidence, and only a text surely in another one is stopped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.documents import language_of, require_english
from dateline.errors import NotEnglishError

from .made import STORM

OTHERS = {
    "fr": "La tempête a atteint la ville vendredi soir et a tué quatre personnes, a déclaré le maire de la ville.",
    "de": "Der Sturm erreichte die Stadt am Freitagabend und tötete vier Menschen, sagte der Bürgermeister.",
    "es": "La tormenta llegó a la ciudad el viernes por la noche y mató a cuatro personas, dijo el alcalde.",
    "ru": "Буря достигла города в пятницу вечером, и погибли четыре человека, сообщил мэр города журналистам.",
    "az": "Fırtına cümə axşamı şəhərə çatdı və dörd nəfəri öldürdü, şəhər meri jurnalistlərə bildirdi.",
    "zh": "周五晚上,风暴袭击了该镇,造成四人死亡,市长对记者说,数百所房屋被毁。",
    "ar": "وصلت العاصفة إلى المدينة مساء الجمعة وقتلت أربعة أشخاص كما قال رئيس البلدية للصحفيين",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_named_and_stopped(language: str) -> None:
    found, confidence = language_of(OTHERS[language])
    assert found == language
    assert confidence > 0.7
    with pytest.raises(NotEnglishError, match="only English is read") as stopped:
        require_english(OTHERS[language], where="a.txt")
    assert (stopped.value.language, stopped.value.where) == (language, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        STORM,
        STORM.upper(),
        f"{STORM} {OTHERS['fr']} {STORM}",
        "Tlie st0rm reaclied tlie t0wn 0n Friclay evcning ancl kilIed f0ur pe0ple",
        "Storm",
        "Ilham Aliyev visited Shusha",
        "Azerbaijan Heydar Aliyev Baku Ganja Nagorno-Karabakh Khojaly",
        "12 000 (4 %)",
        "",
        "Naw, the storm wis gey bad an aw, said the mayor.",
    ],
)
def test_english_and_what_is_too_short_to_tell_pass(text: str) -> None:
    require_english(text)


def test_half_of_each_language_gives_about_a_half() -> None:
    _, confidence = language_of(f"{STORM * 8}{OTHERS['fr'] * 6}")
    assert 0.3 < confidence < 0.7


def test_a_foreign_quotation_at_the_start_of_a_long_text_does_not_stop_it() -> None:
    assert language_of(OTHERS["ru"] * 10 + STORM * 2000)[0] == "en"


@given(st.text(max_size=300))
def test_any_text_gives_a_tag_and_a_share(text: str) -> None:
    language, confidence = language_of(text)
    assert 2 <= len(language) <= 3
    assert 0 <= confidence <= 1
