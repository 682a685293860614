"""What pages are made of: dates, drawings of times, maps, citations, and the work of others that comes along."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dateline.resources import queries
from dateline.web.pages import assets, land
from dateline.web.pages.citing import cite
from dateline.web.pages.dating import Extent, extent, said_date
from dateline.web.pages.document import MOST_IN_A_PASSAGE, MOST_SPLIT
from dateline.web.pages.drawing import Row, axis, scale, timeline, track
from dateline.web.pages.land import Marker, locator, view_of, world_map
from dateline.web.served import page_query
from tests.conftest import ROOT
from tests.formats.hostile import ANY
from tests.web.pages.opening import Seen

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
POINTS = st.tuples(st.floats(-180, 180), st.floats(-89, 89))
UNORDERED = ("names", "spoken-of")
"""The queries whose rows are gathered and sorted by who asks."""
STATIC = ROOT / "graph" / "dateline" / "web" / "static"
VENDOR = STATIC / "vendor"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1990-01-20", "20 January 1990"),
        ("1990-01", "January 1990"),
        ("1990", "1990"),
        ("1991-09~", "about September 1991"),
        ("1991?", "perhaps 1991"),
        ("198X", "the 1980s"),
        ("18XX", "the 19th century"),
        ("1990-21", "spring 1990"),
        ("1990-34", "second quarter of 1990"),
        ("1991-10-18/2012-01-20", "18 October 1991 to 20 January 2012"),
        ("1991-10-18/..", "from 18 October 1991"),
        ("../1991-10-18", "until 18 October 1991"),
        ("1990-01-20T03:30", "20 January 1990, 03:30"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_date_reads_as_a_person_writes_it(value: str, words: str) -> None:
    assert said_date(value) == words


@given(text=ANY)
def test_what_is_no_date_has_no_extent_and_breaks_nothing(text: str) -> None:
    said_date(text)
    found = extent(text)
    assert found is None or isinstance(found, Extent)


@given(days=st.lists(DAYS, min_size=1, max_size=30))
def test_a_scale_keeps_the_order_of_days_and_every_day_on_the_drawing(days: list[date]) -> None:
    made = scale(days)
    places = [made.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert all(isinstance(words, str) for words in re.findall(r">([^<]*)</text>", axis(made)))


@given(days=st.lists(DAYS, min_size=1, max_size=8), words=ANY)
def test_a_drawing_of_anything_is_well_formed(days: list[date], words: str) -> None:
    rows = [Row(label=words, extent=Extent(earliest=day, latest=None, precise=False), words=words) for day in days]
    seen = Seen(str(timeline(rows, title=words)))
    assert not seen.wrong
    assert not seen.open


def test_an_imprecise_time_fades_and_only_a_day_is_a_point() -> None:
    chart = scale([date(1990, 1, 1), date(1991, 12, 31)])
    day, month = extent("1990-06-15"), extent("1990-06")
    about, since = extent("1990-06~"), extent("1990-06-15/..")
    assert day is not None
    assert month is not None
    assert about is not None
    assert since is not None
    assert '<line class="day"' in track(chart, day)
    assert "fade-edges" in track(chart, month)
    assert "fade-both" in track(chart, about)
    assert "fade-end" in track(chart, since)
    assert "day" not in track(chart, month)


def test_a_long_stretch_in_which_nothing_happened_is_left_out_and_shown_to_be() -> None:
    chart = scale([date(1990, 1, 20), date(1991, 10, 18), date(2012, 1, 20)])
    assert len(chart.breaks) == 1
    assert chart.at(date(1991, 10, 18)) < chart.breaks[0] < chart.at(date(2012, 1, 20))
    assert 'class="break"' in axis(chart)


@settings(max_examples=25)
@given(points=st.lists(POINTS, min_size=1, max_size=12), words=ANY)
def test_every_point_lies_on_its_map(points: list[tuple[float, float]], words: str) -> None:
    view = view_of(points)
    for point in points:
        x, y = view.at(point)
        assert -1 <= x <= 801
        assert -1 <= y <= 451
    seen = Seen(str(world_map([Marker(point=point, label=words, link="e/x.html") for point in points], title=words)))
    assert not seen.wrong
    assert len([tag for tag, _ in seen.tags if tag == "circle"]) == len(points)


def test_a_map_shows_land_where_there_is_land() -> None:
    assert len(str(locator(49.88, 40.38, label="Baku"))) > 2_000
    assert '<path class="land" d=""' in str(locator(-140, -30, label="the middle of the Pacific"))


@given(words=ANY)
def test_a_citation_of_anything_is_one_entry(words: str) -> None:
    made = cite(
        title=words, iri="https://example.org/e/x", collection="K & L", publisher=words, version="abc", year="2012"
    )
    assert made.bibtex.count("\n}") == 1
    assert json.loads(made.csl)["URL"] == "https://example.org/e/x"
    for line in made.bibtex.split("\n")[1:-1]:
        assert (
            line.count("{") - line.count("\\{") == line.count("}") - line.count("\\}")
            or "textbackslash" in line
            or "ascii" in line
        )


def test_the_style_sheet_has_a_rule_for_every_sentence_and_every_cut_span_of_a_passage() -> None:
    style = (STATIC / "site.css").read_text("utf-8")
    for number in range(1, MOST_IN_A_PASSAGE + 1):
        assert f".passage:has(.k{number} :target, .k{number}:target) .n{number}" in style
    for number in range(1, MOST_SPLIT + 1):
        assert f".passage:has(.at{number}:target) .e{number}" in style


def test_the_work_of_others_is_what_its_lock_says_and_comes_with_its_licence() -> None:
    lock = json.loads((VENDOR / "lock.json").read_text("utf-8"))
    listed = {"lock.json"}
    for package in lock:
        assert set(package) >= {"name", "version", "licence", "licence_file", "homepage", "used_for", "files"}
        assert (VENDOR / package["licence_file"]).stat().st_size > 200
        listed.add(package["licence_file"])
        for target, file in package["files"].items():
            assert sha256((VENDOR / target).read_bytes()).hexdigest() == file["sha256"], target
            listed.add(target)
    assert {file.relative_to(VENDOR).as_posix() for file in VENDOR.rglob("*") if file.is_file()} == listed


def test_our_own_style_and_scripts_name_no_other_server() -> None:
    for name, data in assets().items():
        if not name.startswith("vendor/"):
            text = data.decode()
            assert not re.findall(r"(?:url\(|import |from |fetch\()[\"']?https?://", text), name
            assert "innerHTML" not in text, name
            assert "eval(" not in text, name


def test_the_assets_are_the_files_of_the_folder() -> None:
    assert set(assets()) == {file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*") if file.is_file()}
    assert "site.css" in assets()


@pytest.mark.parametrize("file", queries("pages"), ids=lambda file: Path(str(file)).stem)
def test_every_query_of_the_pages_says_what_it_asks_and_is_used(file: Path) -> None:
    asked = page_query(file.stem)
    assert asked.summary.endswith("?")
    assert ("ORDER BY" in asked.text) != (file.stem in UNORDERED)
    views = "".join(one.read_text("utf-8") for one in (ROOT / "graph" / "dateline" / "web" / "pages").glob("*.py"))
    assert f'"{file.stem}"' in views


def test_markup_of_our_own_is_not_quoted_twice() -> None:
    from dateline.web.pages.quoting import printed

    assert printed(Markup("<b>x</b>")) == "<b>x</b>"
    assert printed("<b>") == "&lt;b&gt;"


def test_no_land_is_drawn_across_the_world_where_it_crosses_the_180th_meridian() -> None:
    square = ((170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0))
    assert {tuple(sorted({x for x, _ in ring})) for ring in land._unrolled(square)} == {
        (170.0, 190.0),
        (-190.0, -170.0),
    }
    for name in ("land-110m", "land-50m"):
        for ring in land._rings(name):
            steps = [abs(one[0] - other[0]) for one, other in pairwise(ring) if abs(one[1]) < 89]
            assert max(steps, default=0) < 30


def test_land_around_a_pole_is_closed_along_it() -> None:
    around = tuple((float(x), -70.0) for x in range(-180, 180, 10))
    [ring, *_] = land._unrolled(around)
    assert {-90.0, -70.0} == {y for _, y in ring}
