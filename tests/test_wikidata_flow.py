"""From a document to statements that Wikidata lacks: link, compare, write back, apply, and compare again.

Wikidata is the stand-in of `tests/wikidata_server`, with figures made up for the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import dateline
from dateline.comparison import Comparison
from dateline.errors import WikibaseError
from dateline.formats import export_drafts
from dateline.links.wikidata import Wikidata, open_client
from dateline.statements import Drafts
from dateline.wikibase.json_form import statement_json
from tests.conftest import EXAMPLE, ROOT
from tests.wikidata_server import NOT_JSON, Pauses, WikidataServer, broken, offline, too_many, wikidata_server
from tests.wikidata_server.world import says, to_item

EVENT = "Q734004"


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "black-january", ignore=shutil.ignore_patterns("wikidata")))


def client_of(server: WikidataServer) -> Wikidata:
    """A client that keeps nothing and does not wait."""
    return open_client(server.wikibase(), cache=None, clock=Pauses().clock)


def compared(folder: Path, server: WikidataServer) -> Comparison:
    """What a new client finds."""
    return dateline.compare(folder, online=True, client=client_of(server))


def verdicts(done: Comparison) -> dict[str, str]:
    """The verdict on each property of the event."""
    return {row.property: row.verdict for row in done.rows if row.verdict != "cannot be said"}


def upload_as_quickstatements(server: WikidataServer, drafts: Drafts) -> None:
    """What the stand-in makes of drafts as QuickStatements uploads them."""
    for draft in drafts.drafts:
        server.world.add(draft.item, {"claims": [statement_json(draft.statement)]})


def post(server: WikidataServer, file: Path) -> None:
    """Gives one file of Wikibase JSON to `wbeditentity`."""
    data = json.loads(file.read_bytes())
    form = {"action": "wbeditentity", "format": "json", "id": data["id"], "data": json.dumps(data), "token": "+\\"}
    request = urllib.request.Request(  # noqa: S310 - the server of the tests
        server.url("/w/api.php"),
        data=urllib.parse.urlencode(form).encode(),
        headers={"User-Agent": "tests (tests@example.org)"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        assert json.load(answer)["success"] == 1


def test_written_back_once_nothing_is_proposed_again(copy: Path, server: WikidataServer) -> None:
    first = compared(copy, server)
    assert verdicts(first) == {"P276": "agrees", "P585": "agrees", "P1120": "differs", "P1339": "differs"}
    upload_as_quickstatements(server, first.worth_writing())
    again = compared(copy, server)
    assert verdicts(again) == dict.fromkeys(("P276", "P585", "P1120", "P1339"), "agrees")
    assert again.worth_writing().drafts == ()
    assert export_drafts(again.worth_writing(), "quickstatements")["quickstatements.tsv"] == b""


def test_a_source_is_added_once_and_to_the_statement_that_is_there(copy: Path, server: WikidataServer) -> None:
    worth = compared(copy, server).worth_writing(references=True)
    assert len(worth.drafts) == 4
    before = {name: len(there) for name, there in server.world.items[EVENT]["claims"].items()}
    upload_as_quickstatements(server, worth)
    after = {name: len(there) for name, there in server.world.items[EVENT]["claims"].items()}
    assert after == before | {"P1120": before["P1120"] + 1, "P1339": before["P1339"] + 1}
    assert compared(copy, server).worth_writing(references=True).drafts == ()


def test_the_event_that_the_stand_in_does_not_have_much_of_is_new(copy: Path, server: WikidataServer) -> None:
    server.world.change(EVENT, lambda one: one.update(claims=[]))
    done = compared(copy, server)
    assert set(verdicts(done).values()) == {"new"}
    upload_as_quickstatements(server, done.worth_writing())
    assert set(verdicts(compared(copy, server)).values()) == {"agrees"}


def test_offline_it_goes_by_what_was_pinned_and_says_what_was_not(copy: Path, server: WikidataServer) -> None:
    nothing = dateline.compare(copy)
    assert set(verdicts(nothing).values()) == {"not asked"}
    assert "Q734004 is not pinned: --online asks Wikidata" in " ".join(nothing.notes)
    online = compared(copy, server)
    pinned = dateline.compare(copy)
    assert pinned.rows == online.rows
    assert pinned.revisions == online.revisions


def test_with_wikidata_down_it_goes_by_what_was_pinned_and_tells(copy: Path, server: WikidataServer) -> None:
    compared(copy, server)
    down = open_client(offline(), cache=None, clock=Pauses().clock)
    done = dateline.compare(copy, online=True, client=down)
    assert verdicts(done)["P1120"] == "differs"
    assert f"{EVENT} is taken as it was pinned" in " ".join(done.notes)


@pytest.mark.parametrize("fault", [too_many("3"), broken(), NOT_JSON], ids=["429", "500", "no JSON"])
def test_a_service_that_fails_once_changes_nothing(copy: Path, server: WikidataServer, fault: object) -> None:
    server.fail("api", fault)  # type: ignore[arg-type]
    assert verdicts(compared(copy, server))["P1120"] == "differs"


def test_a_merged_item_is_compared_as_the_one_that_took_its_place(copy: Path, server: WikidataServer) -> None:
    server.world.items["Q900000777"] = server.world.items[EVENT] | {"id": "Q900000777", "title": "Q900000777"}
    server.world.change("Q900000777", lambda _: None)
    server.world.merge(EVENT, into="Q900000777")
    done = compared(copy, server)
    assert verdicts(done) == {"P276": "agrees", "P585": "agrees", "P1120": "differs", "P1339": "differs"}
    assert {row.item for row in done.rows if row.verdict == "differs"} == {"Q900000777"}
    assert any("was merged into Q900000777" in note for note in done.notes)
    assert {draft.item for draft in done.worth_writing().drafts} == {"Q900000777"}


def test_of_a_deleted_item_nothing_is_proposed_and_it_is_told(copy: Path, server: WikidataServer) -> None:
    server.world.delete(EVENT)
    done = compared(copy, server)
    assert set(verdicts(done).values()) == {"not asked"}
    assert done.worth_writing().drafts == ()
    assert [note for note in done.notes if EVENT in note and "was deleted, or never was" in note]


def test_a_label_that_changed_since_is_told(copy: Path, server: WikidataServer) -> None:
    compared(copy, server)
    server.world.relabel(EVENT, "January events")
    assert any("is called “January events” now" in note for note in compared(copy, server).notes)


def test_a_damaged_pin_is_an_error_that_says_which(copy: Path, server: WikidataServer) -> None:
    compared(copy, server)
    (copy / "wikidata" / f"{EVENT}.json").write_text("{")
    with pytest.raises(WikibaseError, match=f"{EVENT}.json"):
        dateline.compare(copy)


def test_export_leaves_out_what_the_pinned_item_has(copy: Path, server: WikidataServer) -> None:
    everything = dateline.export(copy, "quickstatements")["quickstatements.tsv"].splitlines()
    compared(copy, server)
    lacking = dateline.export(copy, "quickstatements")["quickstatements.tsv"].splitlines()
    assert len(everything) == 4
    assert lacking == [line for line in everything if b"\tP1120\t" in line or b"\tP1339\t" in line]


# ------------------------------------------------------------------------------------------------- on the command line


def run(server: WikidataServer, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a process of its own that knows the stand-in."""
    environment = os.environ | server.environment() | {"PYTHONPATH": str(ROOT / "graph"), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )


@pytest.mark.slow
def test_an_editor_goes_from_a_document_to_statements_and_proposes_nothing_twice(
    copy: Path, server: WikidataServer, tmp_path: Path
) -> None:
    (copy / "links.yaml").unlink()
    settings = copy / "dateline.toml"
    settings.write_text(settings.read_text().replace("link_at = 0.95", "link_at = 1.0"))
    nothing = run(server, "compare", copy)
    assert nothing.returncode == 0
    assert "Nothing is linked to Wikidata yet" in nothing.stderr
    for thing, item in (("black-january", EVENT), ("baku", "Q9248")):
        decided = run(server, "link", copy, "--accept", f"{thing}={item}", "--by", "Ann", "--why", "It is the one.")
        assert decided.returncode == 0, decided.stderr
    shown = run(server, "compare", copy, "--online")
    assert shown.returncode == 0, shown.stderr
    assert "2 agrees, 2 differs" in shown.stdout

    made = run(server, "compare", copy, "--to", "wikibase-json", "-o", tmp_path / "first")
    assert made.returncode == 0, made.stderr
    assert "2 statements to review" in made.stderr
    assert "nothing was uploaded" in made.stderr
    post(server, tmp_path / "first" / f"{EVENT}.wikibase.json")

    again = run(server, "compare", copy, "--online", "--to", "wikibase-json", "-o", tmp_path / "second")
    assert again.returncode == 0, again.stderr
    assert "There is nothing to write" in again.stderr
    assert [path.name for path in (tmp_path / "second").iterdir()] == ["wikibase-json-review.md"]
    assert {len(there) for there in server.world.items[EVENT]["claims"].values()} == {1, 2, 4}


def test_a_link_to_an_item_of_another_kind_is_told_and_those_of_the_example_are_not(
    copy: Path, server: WikidataServer
) -> None:
    assert not [note for note in compared(copy, server).notes if "see that the link is right" in note]
    server.world.change("Q9248", lambda one: one.update(claims={"P31": [says(to_item("P31", "Q5"))]}))
    [told] = [note for note in compared(copy, server).notes if "see that the link is right" in note]
    assert told.startswith("“Baku” is a place here, and Baku (Q9248), to which it is linked, is a person")
