"""The tables open in a spreadsheet, hold every claim with its words, and run nothing."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib

from dateline import terms
from dateline.formats import export, export_files
from dateline.formats.tables import CLAIMS, plain, table
from dateline.graph import Publication
from tests.formats.hostile import saying


def _rows(publication: Publication, name: str) -> list[dict[str, str]]:
    data = export(publication, f"csv-{name}").decode()
    return list(csv.DictReader(io.StringIO(data, newline=""), strict=True))


def test_every_claim_has_a_row_in_the_order_of_the_text(either: Publication) -> None:
    rows = _rows(either, "claims")
    claims = either.union().subjects(rdflib.RDF.type, rdflib.URIRef(terms.CLAIM))
    assert sorted(row["claim"] for row in rows) == sorted(map(str, claims))
    places = [(row["document"], int(row["begin"])) for row in rows]
    assert places == sorted(places)


def test_a_row_says_who_says_what_through_whom_and_in_which_words(small: Publication) -> None:
    [row] = [row for row in _rows(small, "claims") if row["relay"]]
    assert tuple(row) == CLAIMS
    assert row["subject_label"] == "strike at Port Ellis"
    assert row["phrase"] == "described as"
    assert row["object"] == "asked for bread, nothing else"
    assert row["object_label"] == ""
    assert (row["voice_label"], row["relay_label"]) == ("Anna Brandt", "the Courier")
    assert (row["modality"], row["reporting_mode"]) == ("evaluative", "direct-quotation")
    assert (row["quote"], row["begin"], row["end"]) == ("We asked for bread, nothing else,", "86", "119")


def test_what_is_denied_reads_as_denied(small: Publication) -> None:
    [row] = [row for row in _rows(small, "claims") if row["polarity"] == "negative"]
    assert (row["subject_label"], row["phrase"], row["object_label"]) == (
        *("police of Port Ellis", "did not stop"),
        "strike at Port Ellis",
    )


def test_words_in_two_places_are_joined_by_an_ellipsis(small: Publication) -> None:
    [row] = [row for row in _rows(small, "claims") if "…" in row["quote"]]
    assert (row["quote"], row["begin"], row["end"]) == ("dockers stopped work … on 4 May 1921", "35", "83")


def test_the_tables_of_things_hold_only_what_is_licensed(small: Publication) -> None:
    events = {row["label"]: row for row in _rows(small, "events")}
    assert events["strike at Port Ellis"]["participant_count"] == "40 60"
    assert events["strike at Port Ellis"]["agent_label"] == "dockers of Port Ellis"
    assert events["strike at Port Ellis"]["claims"] == "8"
    assert events["fall of the council"]["start_date"] == ""
    entities = {row["label"]: row for row in _rows(small, "entities")}
    assert entities["Port Ellis"]["close_match"] == "https://example.org/gazetteer/port-ellis"
    assert entities["Port Ellis"]["mentions"] == "3"


def test_times_stand_with_their_words_and_bounds(small: Publication) -> None:
    june = next(row for row in _rows(small, "times") if row["words"] == "around June 1921")
    assert (june["edtf"], june["earliest"], june["latest"]) == ("1921-06~", "1921-06-01", "1921-06-30")


def test_files_are_utf_8_with_the_line_ends_of_rfc_4180(small: Publication) -> None:
    for data in export_files(small, "csv").values():
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert "“" not in data.decode().splitlines()[0]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    rows = _rows(saying(text), "claims")
    assert {row["quote"] for row in rows} == {f"'{text}"}
    assert {plain(row["quote"]) for row in rows} == {text}


def test_plain_numbers_stay_numbers() -> None:
    assert table(("a", "b"), [{"a": "-5", "b": "-1921-05-04"}]) == b"a,b\r\n-5,'-1921-05-04\r\n"
