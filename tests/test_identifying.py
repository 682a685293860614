"""The verb `identify`: what it writes into identity.yaml, what it leaves to people, and what people decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dateline
from dateline import pipeline
from dateline.cli import identifying as _verb  # noqa: F401 - registers the verb
from dateline.cli.commands import main_group
from dateline.errors import IdentityError, SettingsError, UsageError
from dateline.identifying import accept, identify, keep_apart, shared_things
from dateline.identity import load_identity
from tests.conftest import EXAMPLE
from tests.hostile import SETTINGS, tree
from tests.merging.made import Loaded, add, collection, document, organisation, person, place, told

AROUND = organisation("t", "Daily Tern"), place("k", "Korvel"), person("p", "Ada Brenn")
SIGNED = {"by": "Ann", "why": "I looked.", "date": "2026-01-02"}


def hestia(name: str, *names: str) -> Loaded:
    return document(name, organisation("h", *(names or ("Hestia",))), *AROUND)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A collection of three documents that name the same four things."""
    return collection(tmp_path / "c", [hestia(name) for name in ("a", "b", "c")])


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs `dateline identify` with arguments."""
    return lambda *words: CliRunner().invoke(main_group, ["identify", *map(str, words)])


def text(folder: Path) -> str:
    file = folder / "identity.yaml"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_what_is_sure_is_written_with_who_and_why_and_a_second_run_changes_nothing(three: Path) -> None:
    assert identify(three, dry_run=True).merges.merges
    assert text(three) == ""
    assert identify(three).written
    first = text(three)
    assert "hestia:\n  label: Hestia\n  members: [a/h, b/h, c/h]\n  by: dateline-identity 1\n" in first
    assert "a/h and b/h: both are called Hestia; both documents name ada brenn, daily tern, korvel (0.98)." in " ".join(
        first.split()
    )
    again = identify(three)
    assert not again.written
    assert not again.merges.merges
    assert text(three) == first
    assert load_identity(three).thing_of("c", "h") == "hestia"


def test_documents_that_come_later_extend_things_and_rename_none(three: Path) -> None:
    identify(three)
    first = text(three)
    add(three, [hestia("A0", "Hestia", "Hestia Works"), hestia("z")])
    identify(three)
    assert text(three).startswith(first)
    identity = load_identity(three)
    assert {identity.things[f"{name}/h"] for name in ("A0", "a", "b", "c", "z")} == {"hestia"}
    assert identity.label_of("A0", "h", "en") == "Hestia"


def test_deleting_an_entry_undoes_it_and_setting_apart_undoes_it_for_ever(three: Path) -> None:
    identify(three)
    keep_apart(three, [("a/h", "c/h")], **SIGNED)
    identity = load_identity(three)
    assert identity.thing_of("a", "h") == "hestia"
    assert identity.thing_of("c", "h") is None
    done = identify(three)
    assert not done.written
    assert load_identity(three).thing_of("c", "h") is None
    (three / "identity.yaml").write_text("", encoding="utf-8")
    assert load_identity(three).things == {}


def test_what_a_person_wrote_keeps_every_byte_and_is_extended_beside(three: Path) -> None:
    mine = "# mine\nthe-firm: {members: [b/h], by: Ann, why: named}   # keep\n"
    (three / "identity.yaml").write_text(mine, encoding="utf-8")
    identify(three)
    assert text(three).startswith(mine)
    identity = load_identity(three)
    assert {identity.things[f"{name}/h"] for name in "abc"} == {"the-firm"}
    assert identity.authors["the-firm"] == "Ann"


def test_members_that_are_no_more_are_taken_out_of_what_a_program_wrote(three: Path) -> None:
    identify(three)
    for folder, suffix in (("texts", "txt"), ("readings", "yaml")):
        (three / folder / f"b.{suffix}").unlink()
    done = identify(three)
    assert done.gone == ("b/h", "b/k", "b/p", "b/t") or set(done.gone) == {"b/h", "b/k", "b/p", "b/t"}
    assert not any(member.startswith("b/") for member in load_identity(three).things)


def take_away(folder: Path, name: str) -> dict[Path, bytes]:
    """Takes the files of a document away, and gives them."""
    files = [folder / "texts" / f"{name}.txt", folder / "readings" / f"{name}.yaml"]
    taken = {file: file.read_bytes() for file in files}
    for file in files:
        file.unlink()
    return taken


@pytest.mark.parametrize("whole", [60_000, 10], ids=["whole files", "shards"])
def test_what_a_program_named_stops_no_publication_when_its_document_goes(
    three: Path, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "LARGEST_WHOLE", whole)
    identify(three)
    dateline.publish(three, workers=1)
    with_b = tree(three / "published")
    taken = take_away(three, "b")
    done = dateline.publish(three, workers=1)
    assert [note for note in done.collection.notes if "still names 4 things that no document has any more" in note]
    without_b = tree(three / "published")
    identify(three)
    done = dateline.publish(three, workers=1)
    assert not [note for note in done.collection.notes if "no document has" in note]
    assert tree(three / "published") == without_b
    for file, data in taken.items():
        file.write_bytes(data)
    identify(three)
    dateline.publish(three, workers=1)
    assert tree(three / "published") == with_b


@pytest.mark.parametrize("whole", [60_000, 10], ids=["whole files", "shards"])
def test_what_a_person_named_has_to_be_there(three: Path, whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LARGEST_WHOLE", whole)
    (three / "identity.yaml").write_text(
        "firm: {members: [a/h, b/h, c/hh], by: Ann, why: named}\n"
        "apart: [{things: [a/k, b/k], by: Ann, why: two towns}]\n",
        encoding="utf-8",
    )
    take_away(three, "b")
    with pytest.raises(IdentityError) as wrong:
        dateline.publish(three, workers=1)
    assert [str(problem).partition("identity.yaml: ")[2] for problem in wrong.value.problems] == [
        "firm: no reading has “b/h”. There is no document “b” here: put it back, or take it out of this file.",
        "firm: no reading has “c/hh”. Did you mean c/h?",
        "apart[0]: no reading has “b/k”. There is no document “b” here: put it back, or take it out of this file.",
    ]
    assert not (three / "published").exists()


def test_a_collection_of_which_one_document_is_left_says_what_it_names_in_vain(three: Path) -> None:
    identify(three)
    for name in ("b", "c"):
        take_away(three, name)
    [note] = [note for note in dateline.publish(three).collection.notes if "no document has" in note]
    assert note.startswith("identity.yaml still names 8 things")
    assert identify(three).gone
    assert load_identity(three).things == {"a/h": "hestia", "a/k": "korvel", "a/p": "ada-brenn", "a/t": "daily-tern"}


def test_members_that_a_program_brought_to_a_persons_thing_go_too(three: Path) -> None:
    mine = "the-firm: {members: [b/h], by: Ann, why: named}\n"
    (three / "identity.yaml").write_text(mine, encoding="utf-8")
    identify(three)
    take_away(three, "c")
    assert "c/h" in identify(three).gone
    assert {member: slug for member, slug in load_identity(three).things.items() if slug == "the-firm"} == {
        "b/h": "the-firm",
        "a/h": "the-firm",
    }


def test_a_document_that_cannot_be_loaded_stops_no_other_and_loses_nothing(
    three: Path, run: Callable[..., Result]
) -> None:
    identify(three)
    before = text(three)
    (three / "readings" / "b.yaml").write_text("reading: 1\n", encoding="utf-8")
    (three / "readings" / "c.yaml").unlink()
    done = run(three)
    assert done.exit_code == 0, done.output
    assert "b is passed over" in done.stderr
    assert "c is passed over: it has no reading yet" in done.stderr
    assert text(three) == before


def test_a_person_makes_things_one_and_events_only_so(tmp_path: Path, run: Callable[..., Result]) -> None:
    folder = collection(
        tmp_path / "c",
        [
            told("a", day="1987-05-12", where="Korvel", who="Third Regiment of Arda"),
            told("b", day="1987-05-12", where="Korvel", who="Third Regiment of Arda", deed="shots fired"),
        ],
    )
    shown = run(folder, "--events")
    assert "a/ev: shooting in Korvel" in shown.stdout
    assert "“1987-05-12: the shots fired in Korvel by the Third Regiment of Arda.”" in shown.stdout
    assert "a/ev" not in text(folder)
    done = run(folder, "--accept", "a/ev=b/ev", "--by", "Ann", "--why", "One day, one square.", "--date", "2026-01-02")
    assert done.exit_code == 0, done.output
    assert done.stdout == "shooting-in-korvel: a/ev and b/ev are one\n"
    assert 'members: [a/ev, b/ev]\n  by: Ann\n  date: "2026-01-02"\n  why: One day, one square.\n' in text(folder)
    assert "No two events." in run(folder, "--events").stdout
    identify(folder)
    published = dateline.publish(folder)
    assert published.documents is not None
    assert not published.documents.refused


def test_a_decision_joins_a_known_thing_and_dissolves_what_a_program_made(three: Path) -> None:
    identify(three)
    (three / "identity.yaml").write_text(
        text(three) + "the-firm:\n  members: [b/k]\n  by: Ann\n  why: odd\n".replace("b/k", "d/x"), encoding="utf-8"
    )
    add(three, [document("d", organisation("x", "The Firm"))])
    assert accept(three, [("hestia", "the-firm")], **SIGNED) == ("the-firm",)
    identity = load_identity(three)
    assert {identity.things[one] for one in ("a/h", "b/h", "c/h", "d/x")} == {"the-firm"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--accept", "a/h"], "does not name two things"),
        (["--accept", "a/h=b/h"], "--by is missing"),
        (["--accept", "a/h=b/h", "--by", "Ann"], "--why is missing"),
        (["--accept", "a/h=b/h", "--by", "Ann", "--why", "w", "--date", "soon"], "is not a day"),
        (["--accept", "a/h=b/h", "--by", "dateline-identity 1", "--why", "w"], "is a program"),
        (["--accept", "a/h=b/nothing", "--by", "Ann", "--why", "w"], "nothing here is called “b/nothing”"),
        (["--accept", "h=a/h", "--by", "Ann", "--why", "w"], "3 documents have “h”"),
        (["--apart", "a/h=a/h", "--by", "Ann", "--why", "w"], "named twice"),
        (["--accept", "a/h=b/h", "--dry-run"], "goes with none of --dry-run"),
        (["--by", "Ann"], "are of a decision"),
    ],
)
def test_a_decision_that_cannot_stand_is_refused_with_what_to_do(
    three: Path, run: Callable[..., Result], words: list[str], says: str
) -> None:
    done = run(three, *words)
    assert isinstance(done.exception, UsageError)
    assert says in str(done.exception)
    assert done.exception.remedy
    assert text(three) == ""


def test_what_a_person_made_one_has_to_be_taken_back_by_hand(three: Path) -> None:
    accept(three, [("a/h", "b/h")], **SIGNED)
    before = text(three)
    with pytest.raises(IdentityError) as wrong:
        keep_apart(three, [("a/h", "b/h")], **SIGNED)
    assert "Keep one of the two decisions." in str(wrong.value)
    with pytest.raises(UsageError) as already:
        accept(three, [("a/h", "b/h")], **SIGNED)
    assert "one already" in str(already.value)
    assert text(three) == before


def test_an_entity_and_an_event_cannot_be_made_one(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", [told(name, day="1987-05-12", where="Korvel", who="Arda") for name in "ab"])
    with pytest.raises(IdentityError) as wrong:
        accept(folder, [("a/ev", "b/place")], **SIGNED)
    assert "an event" in str(wrong.value)
    assert text(folder) == ""


def test_the_json_has_every_pair_with_its_signs(three: Path, run: Callable[..., Result]) -> None:
    done = run(three, "--dry-run", "--format", "json")
    [merged] = [one for one in json.loads(done.stdout)["merged"] if one["thing"] == "hestia"]
    assert merged["members"] == ["a/h", "b/h", "c/h"]
    assert [pair["between"] for pair in merged["pairs"]] == [["a/h", "c/h"], ["a/h", "b/h"]]
    assert merged["pairs"][0]["features"] == {"name": 0.88, "context": 3.0}


def test_a_higher_threshold_only_shows_what_a_lower_one_writes(tmp_path: Path) -> None:
    strict = collection(tmp_path / "c", [hestia("a"), hestia("b")], SETTINGS + "merge_at = 1.0\n")
    done = identify(strict)
    assert not done.merges.merges
    assert ("a/h", "b/h") in {(one.one, one.other) for one in done.merges.proposals}
    (strict / "dateline.toml").write_text(SETTINGS + 'merge_at = "high"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as wrong:
        identify(strict)
    assert "merge_at: 'high' is not a number from 0 to 1" in str(wrong.value)


def test_many_documents_are_loaded_by_several_processes_with_the_same_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dateline.identifying as verb

    folder = collection(tmp_path / "c", [hestia(f"d{number}") for number in range(4)])
    alone = identify(folder, dry_run=True, events=True, workers=1)
    monkeypatch.setattr(verb, "MANY", 2)
    assert identify(folder, dry_run=True, events=True, workers=2) == alone


def test_a_document_by_itself_has_no_identity_to_decide(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("Words.", encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        identify(tmp_path / "d.txt")
    assert "dateline publish" in wrong.value.remedy


def test_the_example_has_no_thing_that_another_document_shares() -> None:
    done = identify(EXAMPLE, dry_run=True)
    assert not done.is_changed
    assert shared_things(load_identity(EXAMPLE)) == 0


def test_publish_says_how_many_things_are_shared_and_that_there_is_more_to_decide(three: Path) -> None:
    before = CliRunner().invoke(main_group, ["publish", str(three)])
    assert f"0 things shared by several documents; 4 more may be: dateline identify {three}\n" in before.stdout
    identify(three)
    after = CliRunner().invoke(main_group, ["publish", str(three)])
    assert "  4 things shared by several documents\n" in after.stdout
