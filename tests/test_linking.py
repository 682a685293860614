"""The verb `link`: what it writes into readings and into links.yaml, and what it leaves as it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dateline
from dateline.cli import linking as _verb  # noqa: F401 - registers the verb
from dateline.cli.commands import main_group
from dateline.drafting import draft
from dateline.errors import DatelineError, IdentityError, UsageError
from dateline.linking import WIKIDATA as WIKIDATA_SAYS
from dateline.linking import Ranked, Ruling, decide, link, links_of
from dateline.links import Candidate, open_catalogue
from dateline.links.catalogue import PROGRAM
from dateline.links.writing import UNLINKED
from dateline.model import Document
from tests.conftest import EXAMPLE
from tests.links.readings import Fixed
from tests.wikidata_server import WikidataServer, broken, wikidata_server

NAME = "embassy-2012-01-20"
WIKIDATA = "http://www.wikidata.org/entity/"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "black-january", ignore=shutil.ignore_patterns("published")))


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs `dateline link` with arguments."""
    return lambda *words: CliRunner().invoke(main_group, ["link", *map(str, words)])


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that is no lock."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and ".dateline" not in file.parts)
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


# ---------------------------------------------------------------------------------------------------------- the example


def test_the_readings_of_the_example_are_what_linking_writes(copy: Path) -> None:
    before = files(copy)
    assert [one.is_changed for one in link(copy)] == [False]
    assert files(copy) == before


def test_every_verified_item_of_the_example_is_proposed_and_none_is_wrong(copy: Path) -> None:
    done = link(copy, dry_run=True)[0]
    found = {
        (one.thing, one.link.to.removeprefix(WIKIDATA), one.link.relation, one.link.confidence >= 0.95)
        for one in done.proposals.proposed
    }
    assert found == {
        ("azerbaijan", "Q227", "closeMatch", False),
        ("azerbaijan", "Q131337", "closeMatch", False),
        ("baku", "Q9248", "exactMatch", True),
        ("soviet_union", "Q15180", "exactMatch", True),
        ("gorbachev", "Q30487", "exactMatch", True),
        ("armenia", "Q399", "exactMatch", True),
        ("united_states", "Q30", "exactMatch", True),
        ("ev_black_january", "Q734004", "exactMatch", True),
        ("ev_breakup", "Q5167679", "closeMatch", False),
    }


def test_every_other_thing_of_the_example_says_why_it_has_no_link(copy: Path) -> None:
    after = link(copy, dry_run=True)[0].after
    for entity in after.entities:
        assert entity.links or str(entity.more[UNLINKED]).strip(), entity.id
    for event in after.events:
        assert event.links or str(event.more[UNLINKED]).strip(), event.id


def test_the_government_is_not_the_city_and_the_invasion_is_not_the_battle(copy: Path) -> None:
    done = link(copy, dry_run=True)[0]
    reasons = {
        one.thing: (one.why, [candidate.item for candidate in one.considered]) for one in done.proposals.abstained
    }
    assert reasons["moscow"][1] == ["Q649"]
    assert "those who rule" in reasons["moscow"][0]
    assert links_of(done, "moscow") == ()
    for event in ("ev_invasion", "ev_attack", "ev_occupation_baku"):
        assert reasons[event] == ("Battle of Baku (Q2568851) was in 1918; the text speaks of 1990", ["Q2568851"])


# --------------------------------------------------------------------------------------------------------- what is kept


def test_a_second_run_changes_nothing_and_a_dry_run_writes_nothing(copy: Path) -> None:
    reading = copy / "readings" / f"{NAME}.yaml"
    text = reading.read_text(encoding="utf-8")
    reading.write_text(text.replace("    unlinked: it is described, not named\n", ""), encoding="utf-8")
    before = files(copy)
    assert [(one.is_changed, one.written) for one in link(copy, dry_run=True)] == [(True, False)]
    assert files(copy) == before
    assert [(one.is_changed, one.written) for one in link(copy)] == [(True, True)]
    assert [(one.is_changed, one.written) for one in link(copy)] == [(False, False)]


def test_what_a_person_decided_in_the_reading_stays(copy: Path) -> None:
    reading = copy / "readings" / f"{NAME}.yaml"
    proposed = f'exactMatch: "{WIKIDATA}Q399"\n        confidence: 0.97\n        by: {PROGRAM}\n'
    mine = f'exactMatch: "{WIKIDATA}Q1"\n        confidence: 1.0\n        status: accepted\n        by: Ann\n'
    text = reading.read_text(encoding="utf-8")
    assert proposed in text
    reading.write_text(text.replace(proposed, mine), encoding="utf-8")
    done = link(copy)[0]
    assert [(one.to, one.status) for one in links_of(done, "armenia")] == [(f"{WIKIDATA}Q1", "accepted")]


def test_a_document_by_itself_is_linked_in_the_reading_beside_it(copy: Path, tmp_path: Path) -> None:
    shutil.copy(copy / "texts" / f"{NAME}.txt", tmp_path / "alone.txt")
    with pytest.raises(UsageError, match="no reading yet"):
        link(tmp_path / "alone.txt")
    source = (copy / "readings" / f"{NAME}.yaml").read_text(encoding="utf-8")
    source = source.replace("entities:\n", "# whom we know\nentities:\n")
    lines = [line for line in source.splitlines(keepends=True) if not line.startswith("    unlinked:")]
    (tmp_path / "alone.yaml").write_text("".join(lines), encoding="utf-8")
    assert link(tmp_path / "alone.txt")[0].written
    assert (tmp_path / "alone.yaml").read_text(encoding="utf-8") == source


def test_a_json_reading_is_linked_too(copy: Path) -> None:
    done = link(copy, dry_run=True)[0]
    from dateline.reading import render_reading

    (copy / "readings" / f"{NAME}.yaml").unlink()
    (copy / "readings" / f"{NAME}.json").write_text(render_reading(done.after, format="json"), encoding="utf-8")
    assert [one.is_changed for one in link(copy)] == [False]
    assert link(copy, source=Fixed())[0].written
    assert "Q9248" not in (copy / "readings" / f"{NAME}.json").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------------- a fresh draft


def test_a_fresh_draft_has_its_links_or_its_reasons() -> None:
    text = "BAKU — Fire broke out in Baku, Azerbaijan, on 3 May 2011. Mr Quill of Port Ellis said so.\n"
    done = draft(Document(id="fire", text=text, media_type="text/plain", source_sha256="0" * 64, extractor="none"))
    by_label = {one.label: one for one in done.entities}
    assert [one.to for one in by_label["Baku"].links] == [f"{WIKIDATA}Q9248"]
    assert all(one.links or one.more[UNLINKED] for one in done.entities)
    assert all(one.links or one.more[UNLINKED] for one in done.events)


def test_a_collection_may_bring_a_catalogue_of_its_own(copy: Path) -> None:
    settings = copy / "dateline.toml"
    settings.write_text(f'{settings.read_text(encoding="utf-8")}\ncatalogue = ["items.jsonl"]\n', encoding="utf-8")
    row = {"item": "Q42", "label": "Human Rights Watch", "sort": "organisation", "sources": ["our own card index"]}
    (copy / "items.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = link(copy)[0]
    assert [one.to for one in links_of(done, "hrw")] == [f"{WIKIDATA}Q42"]
    (copy / "items.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"items\.jsonl:1: it has no 'item'"):
        link(copy)


def test_a_search_says_only_an_order_so_what_it_finds_is_never_sure(copy: Path) -> None:
    found = Fixed(*(Candidate(item=f"Q{number}", label="KGB", kind="Organization") for number in (1, 2, 3)))
    done = link(copy, online=found, dry_run=True)[0]
    best = next(one for one in done.proposals.proposed if one.thing == "kgb")
    assert best.candidate.item == "Q1"
    assert 0.5 < best.link.confidence < 0.95
    assert [one.by for one in links_of(done, "kgb")] == [WIKIDATA_SAYS]
    assert [one.share for one in Ranked(found).find("KGB")] == [0.75, 0.1875, 0.0469]


def test_what_the_catalogue_has_is_not_asked_elsewhere(copy: Path) -> None:
    asked: list[str] = []

    class Listening:
        def find(self, name: str) -> tuple[Candidate, ...]:
            asked.append(name)
            return ()

    done = link(copy, online=Listening(), dry_run=True)[0]
    assert not done.is_changed or not done.written
    assert "KGB" in asked
    assert not {"Baku", "Soviet Union", "Moscow", "victims"} & set(asked)


# --------------------------------------------------------------------------------------------------------- decisions


def test_a_decision_is_added_and_every_byte_before_it_stays(copy: Path) -> None:
    before = files(copy)
    made = decide(copy, [Ruling(thing="kgb", item="Q1", status="rejected")], by="Ann", why="No.", date="2026-11-26")
    assert [(one.thing, one.to, one.status) for one in made] == [("kgb", f"{WIKIDATA}Q1", "rejected")]
    after = files(copy)
    assert after.pop("links.yaml").startswith(before.pop("links.yaml"))
    assert after == before
    assert dateline.build(copy)


@pytest.mark.parametrize(
    ("ruling", "error"),
    [
        (Ruling(thing="baku", item="Q1", status="accepted"), IdentityError),
        (Ruling(thing="baku", item="Q9248", status="accepted"), IdentityError),
        (Ruling(thing="bakku", item="Q1", status="accepted"), UsageError),
        (Ruling(thing="kgb", item="P1", status="accepted"), UsageError),
    ],
)
def test_a_decision_that_does_not_hold_writes_nothing(copy: Path, ruling: Ruling, error: type[DatelineError]) -> None:
    before = files(copy)
    with pytest.raises(error):
        decide(copy, [ruling], by="Ann", why="So.", date="2026-11-26")
    assert files(copy) == before


def test_a_document_by_itself_keeps_no_decisions(copy: Path, tmp_path: Path) -> None:
    shutil.copy(copy / "texts" / f"{NAME}.txt", tmp_path / "alone.txt")
    with pytest.raises(UsageError, match="a document by itself"):
        decide(
            tmp_path / "alone.txt",
            [Ruling(thing="a", item="Q1", status="accepted")],
            by="A",
            why="B",
            date="2026-11-26",
        )


# ------------------------------------------------------------------------------------------------- the command line


def test_the_table_says_thing_candidate_confidence_and_reason(copy: Path, run: Callable[..., Result]) -> None:
    done = run(copy)
    assert done.exit_code == 0
    rows = done.output.splitlines()
    assert rows[0].split() == ["THING", "CANDIDATE", "CONFIDENCE", "REASON"]
    assert any(row.split()[:3] == ["baku", "Q9248", "0.97"] for row in rows)
    assert any(row.split()[:3] == ["moscow", "-", "-"] and "rejected: exactMatch Q649" in row for row in rows)
    assert "described, not named" in done.output
    assert "nothing changed" in done.output


def test_json_has_everything(copy: Path, run: Callable[..., Result]) -> None:
    done = run(copy, "--format", "json", "--dry-run")
    said = json.loads(done.stdout)[0]
    assert {one["thing"]: one["to"] for one in said["proposed"]}["baku"] == f"{WIKIDATA}Q9248"
    assert {one["thing"]: one["considered"] for one in said["abstained"]}["ev_invasion"] == ["Q2568851"]
    assert said["written"] is False


def test_a_decision_needs_who_and_why_and_takes_the_day_of_today(copy: Path, run: Callable[..., Result]) -> None:
    assert isinstance(run(copy, "--accept", "kgb=Q1", "--why", "So.").exception, UsageError)
    done = run(copy, "--reject", "kgb=Q1", "--by", "Ann", "--why", "So.")
    assert done.exit_code == 0, done.output
    assert "kgb: exactMatch http://www.wikidata.org/entity/Q1 rejected" in done.output
    close = run(copy, "--accept", "kgb=Q2", "--close", "--by", "Ann", "--why", "So.", "--date", "2026-11-26")
    assert close.exit_code == 0
    assert 'closeMatch: "http://www.wikidata.org/entity/Q2"' in (copy / "links.yaml").read_text(encoding="utf-8")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[WikidataServer]:
    """A stand-in for Wikidata, which the command line asks."""
    with wikidata_server() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
        yield running


def test_online_wikidata_is_asked_about_the_rest_and_what_it_finds_is_a_candidate_only(
    copy: Path, run: Callable[..., Result], server: WikidataServer
) -> None:
    asked = run(copy, "--online", "--format", "json")
    assert asked.exit_code == 0, asked.output
    assert server.asked
    found = {one["thing"]: one for one in json.loads(asked.stdout)[0]["proposed"]}
    assert found["baku"]["confidence"] == 0.97
    assert all(one["confidence"] < 0.95 for one in found.values() if "revision" in str(one["sources"]))
    before, count = files(copy), len(server.asked)
    assert "nothing changed" in run(copy, "--online").output
    assert files(copy) == before
    assert len(server.asked) == count


def test_online_with_wikidata_down_gives_what_the_catalogue_has_and_says_so(
    copy: Path, run: Callable[..., Result], server: WikidataServer
) -> None:
    for service in ("api", "entity_data", "reconciliation", "sparql"):
        server.fail(service, broken(404), forever=True)
    done = run(copy, "--online", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Q9248" in done.output
    assert "Note: " in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("--accept", "kgb", "--by", "A", "--why", "B"),
        ("--accept", "=Q1", "--by", "A", "--why", "B"),
        ("--accept", "kgb=Q1", "--by", "A", "--why", "B", "--online"),
        ("--accept", "kgb=Q1", "--by", "A", "--why", "B", "--dry-run"),
        ("--by", "A"),
        ("--close",),
    ],
)
def test_words_that_do_not_go_together_are_refused(
    copy: Path, run: Callable[..., Result], words: tuple[str, ...]
) -> None:
    assert isinstance(run(copy, *words).exception, UsageError)


def test_the_verbs_are_functions_of_the_package() -> None:
    assert dateline.link is link
    assert dateline.decide is decide
    assert open_catalogue().find("Baku")


# ------------------------------------------------------------------------------------------------------- a Wikibase


def test_what_wikidata_was_asked_for_in_vain_says_so_and_offline_it_still_does(
    copy: Path, run: Callable[..., Result], server: WikidataServer
) -> None:
    run(copy, "--online")
    reading = next((copy / "readings").iterdir())
    assert "no item of the catalogue or of Wikidata bears this name" in reading.read_text(encoding="utf-8")
    before = files(copy)
    assert "nothing changed" in run(copy).output
    assert files(copy) == before


def test_what_wikidata_once_proposed_stays_where_it_is_not_asked_or_does_not_answer(
    copy: Path, run: Callable[..., Result], server: WikidataServer
) -> None:
    found = Fixed(Candidate(item="Q1", label="KGB", kind="Organization"))
    once = link(copy, online=found)[0]
    assert [one.by for one in links_of(once, "kgb")] == [WIKIDATA_SAYS]
    assert links_of(link(copy)[0], "kgb") == links_of(once, "kgb")
    for service in ("api", "entity_data", "reconciliation", "sparql"):
        server.fail(service, broken(404), forever=True)
    run(copy, "--online")
    assert links_of(link(copy)[0], "kgb") == links_of(once, "kgb")


def test_the_items_of_another_wikibase_have_its_addresses_and_its_name(copy: Path) -> None:
    settings = copy / "dateline.toml"
    table = (
        '[wikibase]\napi = "https://base.example.org/w/api.php"\nconcept_base = "https://base.example.org/entity/"\n'
    )
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{table}", encoding="utf-8")
    done = link(copy, online=Fixed(Candidate(item="Q7", label="KGB", kind="Organization")))[0]
    assert [one.to for one in links_of(done, "kgb")] == ["https://base.example.org/entity/Q7"]
    [hrw] = [one for one in done.after.entities if one.id == "hrw"]
    assert hrw.more[UNLINKED] == "no item of the catalogue or of base.example.org bears this name"
    assert [one.to for one in links_of(done, "baku")] == [f"{WIKIDATA}Q9248"]
    [decision] = decide(copy, [Ruling(thing="kgb", item="Q7", status="accepted")], by="A", why="B", date="2026-11-26")
    assert decision.to == "https://base.example.org/entity/Q7"
