"""What was asked for once is not asked for again before its time; a damaged file is none; the folder stays small."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.links.wikidata.cache import Cache, Kept, key_of
from dateline.links.wikidata.freshness import LONGEST, expires
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import NOW, Fault, Pauses, WikidataServer, wikidata_server


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


def kept(body: bytes = b"{}", **given: float) -> Kept:
    """An answer."""
    return Kept(url="https://example.org/", body=body, came=given.get("came", 1.0), expires=given.get("expires", 2.0))


def test_an_answer_is_asked_for_once_by_all_clients(server: WikidataServer, tmp_path: Path) -> None:
    for _ in range(2):
        client = client_of(server, tmp_path)
        client.item("Q9248")
        client.search("Baku")
        client.items(["Q9248", "Q399"])
        client.labels(["P31"])
    assert server.services() == ["entity_data", "reconciliation", "reconciliation", "api", "api"]


def test_one_that_is_not_fresh_is_asked_for_by_its_tag_and_changes_nothing(
    server: WikidataServer, tmp_path: Path
) -> None:
    pauses = Pauses()
    first = client_of(server, tmp_path, pauses=pauses).item("Q9248")
    pauses.gone = 3601
    assert client_of(server, tmp_path, pauses=pauses).item("Q9248") == first
    assert server.asked[1].headers["if-none-match"] == f'"Q9248-{first.revision}"'
    assert client_of(server, tmp_path, pauses=pauses).item("Q9248") == first
    assert len(server.asked) == 2


def test_a_changed_item_is_seen_when_the_old_one_is_no_longer_fresh(server: WikidataServer, tmp_path: Path) -> None:
    pauses = Pauses()
    first = client_of(server, tmp_path, pauses=pauses).item("Q9248")
    new = server.world.relabel("Q9248", "Bakı")
    assert client_of(server, tmp_path, pauses=pauses).item("Q9248") == first
    pauses.gone = 3601
    later = client_of(server, tmp_path, pauses=pauses).item("Q9248")
    assert (later.labels["en"], later.revision) == ("Bakı", new)


@pytest.mark.parametrize("damage", [b"", b"x", b"{}\n", b'{"version": 1}\n{}', b"\xff" * 100, b"[" * 100_000])
def test_a_damaged_file_is_asked_for_again(server: WikidataServer, tmp_path: Path, damage: bytes) -> None:
    client_of(server, tmp_path).item("Q9248")
    [file] = tmp_path.glob("*.answer")
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert client_of(server, tmp_path).item("Q9248").labels["en"] == "Baku"
    assert len(server.asked) == 2
    assert file.read_bytes() == whole


def test_a_changed_byte_of_an_answer_is_damage(server: WikidataServer, tmp_path: Path) -> None:
    client_of(server, tmp_path).item("Q9248")
    [file] = tmp_path.glob("*.answer")
    file.write_bytes(file.read_bytes().replace(b"Baku", b"Buka"))
    assert client_of(server, tmp_path).item("Q9248").labels["en"] == "Baku"


def test_an_error_is_never_kept(server: WikidataServer, tmp_path: Path) -> None:
    server.fail("api", Fault(body=b'{"error": {"code": "internal", "info": "x"}}'))
    client_of(server, tmp_path).labels(["Q9248"])
    assert list(tmp_path.glob("*.answer")) == []


def test_without_room_on_the_disk_it_works_and_says_so(server: WikidataServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    client = client_of(server, tmp_path / "file" / "cache")
    assert client.item("Q9248").id == "Q9248"
    assert client.item("Q399").id == "Q399"
    assert len(client.notes) == 1
    assert client.notes[0].startswith("answers are not kept")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), came=st.floats(0, 4e9), until=st.floats(0, 4e9), etag=st.none() | st.text())
def test_any_answer_comes_back_as_it_was_kept(
    tmp_path: Path, body: bytes, came: float, until: float, etag: str | None
) -> None:
    cache = Cache(tmp_path, now=lambda: NOW)
    given = Kept(url="https://example.org/?a=ü", body=body, came=came, expires=until, etag=etag)
    key = key_of(given.url, None)
    cache.put(key, given)
    assert cache.get(key) == given
    assert cache.get(key_of(given.url, b"")) is None


def test_the_answers_that_were_not_used_for_longest_go_first(tmp_path: Path) -> None:
    seconds = iter(range(1000))
    cache = Cache(tmp_path, now=lambda: float(next(seconds)), largest=5_000)
    for number in range(4):
        cache.put(key_of(str(number), None), kept(b"x" * 1000))
    assert cache.get(key_of("0", None)) is not None
    cache.put(key_of("4", None), kept(b"x" * 1000))
    held = [number for number in range(5) if cache.get(key_of(str(number), None)) is not None]
    assert held == [0, 3, 4]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 5_000


def test_what_a_killed_process_left_is_removed_in_its_turn(tmp_path: Path) -> None:
    (tmp_path / "left.unfinished").write_bytes(b"x" * 4_000)
    (tmp_path / "somebody's.txt").write_bytes(b"x" * 4_000)
    cache = Cache(tmp_path, now=lambda: time() + 4_000, largest=5_000)
    cache.put(key_of("a", None), kept(b"x" * 3_000))
    assert not (tmp_path / "left.unfinished").exists()
    assert (tmp_path / "somebody's.txt").exists()


def test_one_answer_that_is_larger_than_the_room_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, now=lambda: 0.0, largest=100)
    cache.put(key_of("a", None), kept(b"x" * 101))
    assert list(tmp_path.iterdir()) == []


def test_many_writers_and_readers_leave_whole_answers(tmp_path: Path) -> None:
    key = key_of("a", None)
    bodies = [bytes([number]) * 50_000 for number in range(8)]

    def write(body: bytes) -> None:
        cache = Cache(tmp_path, now=lambda: NOW, largest=120_000)
        for _ in range(5):
            cache.put(key, kept(body))
            cache.put(key_of(str(body[0]), None), kept(body))
            found = cache.get(key)
            assert found is None or found.body in bodies

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, bodies))
    assert sum(1 for file in tmp_path.iterdir() if file.suffix != ".answer") == 0


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, 1060.0),
        ({"cache-control": "private, must-revalidate, max-age=0"}, 1000.0),
        ({"cache-control": "public, s-maxage=9, max-age=600"}, 1600.0),
        ({"cache-control": "s-maxage=9"}, 1060.0),
        ({"cache-control": "max-age=999999999"}, 1000.0 + LONGEST),
        ({"cache-control": "no-cache"}, 1000.0),
        ({"cache-control": "no-store, max-age=9"}, None),
        ({"cache-control": "max-age=soon"}, 1060.0),
        ({"expires": "Thu, 01 Jan 1970 00:20:00 GMT"}, 1200.0),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 1000.0),
        ({"expires": "0"}, 1000.0),
    ],
)
def test_the_server_says_how_long_an_answer_is_fresh(headers: dict[str, str], until: float | None) -> None:
    assert expires(headers, 1000.0, otherwise=60.0) == until
