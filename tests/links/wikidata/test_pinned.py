"""What was compared stays in the collection: canonical files that git can show, checked when they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import OutputError, WikibaseError
from dateline.links.wikidata import fetch_and_pin, load_names, load_pinned
from dateline.links.wikidata.pinned import pinned_properties, trim
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import DELETED, MERGED, Pauses, WikidataServer, broken, offline, wikidata_server


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


def test_what_is_pinned_is_what_comes_back(server: WikidataServer, tmp_path: Path) -> None:
    client = client_of(server)
    items, notes = fetch_and_pin(tmp_path / "wikidata", ["Q9248", "Q734004"], client)
    assert notes == ()
    assert load_pinned(tmp_path / "wikidata") == items
    assert list(items) == ["Q9248", "Q734004"]
    assert items["Q734004"] == trim(client.item("Q734004"), client.languages)
    assert items["Q734004"].revision == server.world.items["Q734004"]["lastrevid"]


def test_a_file_holds_the_names_and_statements_that_are_wanted_and_no_more(
    server: WikidataServer, tmp_path: Path
) -> None:
    fetch_and_pin(tmp_path, ["Q734004", "Q30487"], client_of(server))
    data = json.loads((tmp_path / "Q734004.json").read_bytes())
    assert data["pinned"]["retrieved"] == "2025-11-26"
    assert data["pinned"]["source"] == server.url("/w/api.php")
    assert list(data["entity"]["labels"]) == ["en"]
    assert set(data["entity"]["claims"]) == {"P17", "P276", "P585", "P625", "P1120", "P1339"} & pinned_properties()
    assert data["pinned"]["names"]["Q9248"] == "Baku"
    assert "P9000001" not in (tmp_path / "Q30487.json").read_text()


def test_the_same_item_gives_the_same_bytes_whenever_it_is_pinned(server: WikidataServer, tmp_path: Path) -> None:
    fetch_and_pin(tmp_path / "a", ["Q734004", "Q9248"], client_of(server))
    first = {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()}
    assert all(data.endswith(b"}\n") and b"\r" not in data for data in first.values())
    later = Pauses(gone=1_000_000)
    fetch_and_pin(tmp_path / "a", ["Q9248", "Q734004"], client_of(server, pauses=later))
    assert {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()} == first
    server.world.relabel("Q9248", "Bakı")
    fetch_and_pin(tmp_path / "a", ["Q9248", "Q734004"], client_of(server, pauses=later))
    second = {file.name: file.read_bytes() for file in (tmp_path / "a").iterdir()}
    assert second["Q734004.json"] == first["Q734004.json"] or b"Bak" in second["Q734004.json"]
    assert b'"retrieved": "2025-12-07"' in second["Q9248.json"]


def test_a_changed_label_is_told(server: WikidataServer, tmp_path: Path) -> None:
    fetch_and_pin(tmp_path, ["Q9248"], client_of(server))
    server.world.relabel("Q9248", "Something else")
    _, notes = fetch_and_pin(tmp_path, ["Q9248"], client_of(server))
    assert notes == ("Q9248 was called “Baku” and is called “Something else” now: see that it is still it.",)


def test_a_merged_item_stands_under_its_old_id_and_is_told_once(server: WikidataServer, tmp_path: Path) -> None:
    fetch_and_pin(tmp_path, ["Q399"], client_of(server))
    server.world.merge("Q399", into="Q227")
    items, notes = fetch_and_pin(tmp_path, ["Q399", MERGED], client_of(server))
    assert (items["Q399"].id, items["Q399"].redirected_from) == ("Q227", "Q399")
    assert "Q399 was merged into Q227: write Q227 in links.yaml." in notes
    assert load_pinned(tmp_path)["Q399"] == items["Q399"]
    assert not any("merged" in note for note in fetch_and_pin(tmp_path, ["Q399", MERGED], client_of(server))[1])


def test_a_deleted_item_stays_as_it_was_pinned_and_one_that_never_was_is_left_out(
    server: WikidataServer, tmp_path: Path
) -> None:
    before, _ = fetch_and_pin(tmp_path, ["Q399"], client_of(server))
    server.world.delete("Q399")
    items, notes = fetch_and_pin(tmp_path, ["Q399", DELETED], client_of(server))
    assert items == before
    assert any("Q399 is taken as it was pinned" in note for note in notes)
    assert (
        [note for note in notes if DELETED in note] == [note for note in notes if f"no item {DELETED}." in note] != []
    )


def test_when_all_is_down_the_pinned_items_are_used(server: WikidataServer, tmp_path: Path) -> None:
    before, _ = fetch_and_pin(tmp_path, ["Q9248"], client_of(server))
    items, notes = fetch_and_pin(tmp_path, ["Q9248", "Q399"], client_of(offline()))
    assert items == before
    assert any("could not be had" in note for note in notes)
    assert any(note == f"Q9248 is taken as it was pinned, in revision {before['Q9248'].revision}." for note in notes)


def test_labels_that_cannot_be_had_are_missing_and_told(server: WikidataServer, tmp_path: Path) -> None:
    server.fail("api", broken(404), forever=True)
    _, notes = fetch_and_pin(tmp_path, ["Q734004"], client_of(server))
    assert any(note.startswith("Labels are missing") for note in notes)
    assert load_names(tmp_path) == {"Q734004": "Black January"}


def test_names_are_of_the_items_and_of_what_they_name(server: WikidataServer, tmp_path: Path) -> None:
    fetch_and_pin(tmp_path, ["Q734004", MERGED], client_of(server))
    names = load_names(tmp_path)
    assert (names["Q734004"], names["Q15180"], names["P1120"], names["Q5727902"]) == (
        "Black January", "Soviet Union", "number of deaths", "circa",
    )  # fmt: skip
    assert (names[MERGED], names["Q9248"]) == ("Baku", "Baku")


def test_without_a_folder_nothing_is_pinned(tmp_path: Path) -> None:
    assert load_pinned(tmp_path / "none") == {}
    assert load_names(tmp_path / "none") == {}


def test_every_damaged_file_is_told_at_once(server: WikidataServer, tmp_path: Path) -> None:
    fetch_and_pin(tmp_path, ["Q9248", "Q399", "Q30"], client_of(server))
    good = (tmp_path / "Q30.json").read_text()
    (tmp_path / "Q9248.json").write_bytes(b"\xff")
    (tmp_path / "Q399.json").write_text(good)
    (tmp_path / "Q5.json").write_text("[]")
    (tmp_path / "Q6.json").write_text(good.replace('"lastrevid"', '"other"').replace('"Q30"', '"Q6"'))
    (tmp_path / "Q7.json").write_text('{"pinned": {"names": {"x": 1}, "languages": []}, "entity": {}}')
    (tmp_path / "Q8.json").write_text('{"entity": "\\ud800"}')
    (tmp_path / "Quite another.json").write_text("nobody's")
    with pytest.raises(WikibaseError) as damaged:
        load_pinned(tmp_path)
    said = str(damaged.value)
    for name in ("Q9248.json", "Q399.json", "Q5.json", "Q6.json", "Q7.json", "Q8.json"):
        assert name in said
    assert "Q30.json" not in said
    assert "compare again with --online" in said


def test_all_items_are_pinned_or_none(server: WikidataServer, tmp_path: Path) -> None:
    (tmp_path / "Q399.json").mkdir()
    with pytest.raises((OutputError, WikibaseError)):
        fetch_and_pin(tmp_path, ["Q9248", "Q399"], client_of(server))
    assert not (tmp_path / "Q9248.json").exists()
