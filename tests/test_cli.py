"""The command line as its users meet it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from dateline.cli.commands import main_group
from tests.conftest import EXAMPLE, ROOT

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "graph"), "COLUMNS": "100"}
import_module("dateline.cli.run")  # which names every verb
COMMANDS = tuple(sorted(main_group.commands))


def dateline(*arguments: str | Path, cwd: Path = ROOT, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=ENVIRONMENT,
        input=stdin,
        timeout=120,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "black-january"))


def published(folder: Path) -> dict[str, bytes]:
    """What is published, by name."""
    return {path.name: path.read_bytes() for path in (folder / "published").iterdir()}


def test_publishing_the_example_again_gives_the_bytes_that_are_committed(copy: Path) -> None:
    committed = published(copy)
    shutil.rmtree(copy / "published")
    ran = dateline("publish", copy)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert published(copy) == committed
    assert "96 claims in 4 voices" in ran.stdout


SURROUNDINGS = [
    {"PYTHONHASHSEED": str(seed), "LC_ALL": locale, "TZ": zone}
    for seed, locale, zone in [
        (0, "C", "UTC"),
        (1, "C.UTF-8", "Asia/Baku"),
        (2, "C", "Asia/Baku"),
        (3, "C.UTF-8", "UTC"),
        (4, "C", "Pacific/Auckland"),
    ]
]


@pytest.mark.slow
@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=lambda one: "-".join(one.values()))
def test_hash_seed_locale_and_time_zone_do_not_change_a_byte(copy: Path, surroundings: dict[str, str]) -> None:
    committed = published(copy)
    (copy / "published" / "graph.ttl").unlink()
    ran = subprocess.run(
        [sys.executable, "-m", "dateline", "publish", copy],
        capture_output=True,
        check=False,
        env=ENVIRONMENT | surroundings,
    )
    assert ran.returncode == 0, ran.stderr
    assert published(copy) == committed


def test_the_manifest_gives_size_and_hash_of_every_file(copy: Path) -> None:
    from hashlib import sha256

    files = published(copy)
    manifest = json.loads(files.pop("manifest.json"))
    assert {name: sha256(data).hexdigest() for name, data in files.items()} == {
        name: row["sha256"] for name, row in manifest["files"].items()
    }


def test_help_and_version_import_nothing_heavy() -> None:
    for option in ("--version", "--help"):
        code = (
            "import sys, atexit\n"
            "heavy = 'rdflib pyoxigraph pyshacl SPARQLWrapper pyld rich yaml jsonschema spacy'.split()\n"
            "atexit.register(lambda: print([name for name in heavy if name in sys.modules], file=sys.stderr))\n"
            f"sys.argv = ['dateline', {option!r}]\n"
            "from dateline.cli import main\nmain()"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
        assert ran.stderr.strip() == "[]"
        assert ran.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(command: str) -> None:
    ran = dateline(command, "--help")
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) > 6


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"dateline {command}" in readme


def test_a_document_by_itself_becomes_a_collection_of_one(tmp_path: Path) -> None:
    text, reading = tmp_path / "statement.txt", tmp_path / "statement.yaml"
    shutil.copy(EXAMPLE / "texts" / "embassy-2012-01-20.txt", text)
    shutil.copy(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", reading)
    ran = dateline("publish", "statement.txt", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "http://localhost:8080/statement/" in ran.stderr
    made = tmp_path / "statement"
    assert (made / "texts" / "statement.txt").read_bytes() == text.read_bytes()
    assert "http://localhost:8080/statement/doc/statement/claim/" in (made / "published" / "graph.nq").read_text(
        "utf-8"
    )
    again = published(made)
    assert dateline("publish", "statement", cwd=tmp_path).returncode == 0
    assert published(made) == again


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "texts" / "embassy-2012-01-20.txt", tmp_path / "statement.txt")
    shutil.copy(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", tmp_path / "statement.yaml")
    (tmp_path / "statement").mkdir()
    (tmp_path / "statement" / "mine").write_text("mine")
    ran = dateline("publish", "statement.txt", cwd=tmp_path)
    assert ran.returncode == 3
    assert "-o" in ran.stderr
    assert [path.name for path in (tmp_path / "statement").iterdir()] == ["mine"]


def test_a_reading_of_another_text_is_refused_and_says_why(copy: Path) -> None:
    text = copy / "texts" / "embassy-2012-01-20.txt"
    before = published(copy)
    text.write_bytes(text.read_bytes().replace(b"\xc2\xa0", b""))
    ran = dateline("publish", copy)
    assert ran.returncode == 1
    assert "U+00A0" in ran.stderr
    assert published(copy) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n\x00\x1a", "NUL"),
        (b"\xff\xfeB", "UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_with_the_remedy(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    ran = dateline("publish", "x.txt", cwd=tmp_path)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_another_encoding_is_recognised_and_said(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("Soldiers fired at a café in Baku.".encode("latin-1"))
    ran = dateline("publish", "x.txt", cwd=tmp_path)
    assert ran.returncode == 0
    assert "windows-1252" in ran.stderr
    assert (tmp_path / "x" / "texts" / "x.txt").read_text("utf-8") == "Soldiers fired at a café in Baku."


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("publish", "nowhere.txt"), 1, "no such file"),
        (("publish", "."), 1, "dateline.toml"),
        (("publish",), 2, "PATH"),
        (("publish", "a", "b", "-o", "c"), 2, "one by one"),
        (("frobnicate",), 2, "No such command"),
        (("export", ".", "--to", "turtel"), 1, "dateline.toml"),
        (("export",), 2, "PATH"),
        (("query",), 2, "--list"),
        (("query", "casualtys"), 2, "casualties"),
        (("query", "casualties", "nowhere"), 1, "no such file"),
        (("query", "nowhere.rq"), 2, "nowhere.rq"),
        (("query", "casualties", "--param", "place"), 2, "NAME=VALUE"),
        (("query", "casualties", "x", "--endpoint", "http://localhost:1/sparql"), 2, "not both"),
        (("query", "casualties", "--endpoint", "http://127.0.0.1:9/sparql"), 3, "127.0.0.1:9"),
        (("query", "casualties", "--endpoint", "file:///etc/passwd"), 2, "http"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = dateline(*arguments, cwd=tmp_path)
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert (ran.returncode, ran.stdout) == (code, "")
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_named_with_the_nearest() -> None:
    ran = dateline("export", EXAMPLE, "--to", "turtel")
    assert ran.returncode == 2
    assert "turtle" in ran.stderr


def test_a_query_of_ones_own_comes_from_a_file_or_stdin(tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?c a <https://w3id.org/dateline/ns#Claim> }"
    (tmp_path / "own.rq").write_text(text)
    for ran in (dateline("query", tmp_path / "own.rq", EXAMPLE), dateline("query", "-", EXAMPLE, stdin=text)):
        assert ran.returncode == 0
        assert ran.stdout.split() == ["n", "96"]


def test_a_query_that_is_not_sparql_says_where(tmp_path: Path) -> None:
    ran = dateline("query", "-", EXAMPLE, stdin="SELECT ?x WHERE { ?x ")
    assert ran.returncode == 2
    assert "1:" in ran.stderr or "line" in ran.stderr


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_an_answer_comes_in_every_format(form: str) -> None:
    ran = dateline("query", "casualties", EXAMPLE, "--format", form)
    assert ran.returncode == 0
    assert "slaughtering" in ran.stdout


def test_data_go_to_stdout_and_talk_to_stderr(copy: Path) -> None:
    shutil.rmtree(copy / "published")
    ran = dateline("query", "casualties", copy)
    assert "not published yet" in ran.stderr
    assert ran.stdout.startswith("event,")


def test_checking_a_file_with_a_violation_exits_with_1(tmp_path: Path) -> None:
    turtle = (EXAMPLE / "published" / "graph.ttl").read_text("utf-8").replace("133", "134")
    (tmp_path / "mine.ttl").write_text(turtle, encoding="utf-8")
    ran = dateline("check", tmp_path / "mine.ttl")
    assert ran.returncode == 1
    assert "QuoteEqualsText" in ran.stdout


def test_several_files_need_a_folder(tmp_path: Path) -> None:
    assert dateline("export", EXAMPLE, "--to", "csv").returncode == 2
    assert dateline("export", EXAMPLE, "--to", "csv", "-o", tmp_path / "tables").returncode == 0
    assert "claims.csv" in {path.name for path in (tmp_path / "tables").iterdir()}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_be_taught_the_words(shell: str) -> None:
    ran = dateline("completion", shell)
    assert ran.returncode == 0
    assert "_DATELINE_COMPLETE" in ran.stdout


def test_question_names_are_completed() -> None:
    typed = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline query casu", "COMP_CWORD": "2"}
    ran = subprocess.run(
        [sys.executable, "-m", "dateline"], capture_output=True, text=True, check=False, env=ENVIRONMENT | typed
    )
    assert "casualties" in ran.stdout


def test_a_closed_pipe_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", "build", EXAMPLE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def _moments() -> Iterator[float]:
    """Ten moments within the time that publishing takes, the same ones in every run."""
    import random

    chance = random.Random(1990)  # noqa: S311
    yield from (chance.uniform(0.1, 1.6) for _ in range(10))


@pytest.mark.slow
def test_a_publication_killed_at_any_moment_is_whole_and_the_next_one_completes(copy: Path) -> None:
    committed = published(copy)
    (copy / "published" / "mark").write_bytes(b"")
    old = published(copy)
    for moment in _moments():
        process = subprocess.Popen(
            [sys.executable, "-m", "dateline", "publish", copy], env=ENVIRONMENT, stdout=subprocess.DEVNULL
        )
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert published(copy) in (old, committed)
    assert dateline("publish", copy).returncode == 0
    assert published(copy) == committed
    assert not [path for path in copy.iterdir() if path.name.startswith(".published")]


def test_a_decision_about_what_no_reading_has_is_refused_with_its_place(copy: Path) -> None:
    identity = copy / "identity.yaml"
    identity.write_text(
        identity.read_text("utf-8").replace("embassy-2012-01-20/baku", "embassy-2012-01-20/bakku"), "utf-8"
    )
    ran = dateline("check", copy)
    assert ran.returncode == 1
    assert "identity.yaml" in ran.stderr
    assert "Did you mean" in ran.stderr


def test_a_folder_is_read_whole_and_what_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("Police said two people died in Ghent on 3 May 2019.", "utf-8")
    (source / "b.html").write_text("<html><body><p>A flood hit the town of Namur in 2004.</p></body></html>", "utf-8")
    (source / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    (source / "d.txt").write_text("La tempête a atteint la ville vendredi soir et a tué quatre personnes.", "utf-8")
    ran = dateline("read", source, "-o", tmp_path / "out", cwd=tmp_path)
    assert ran.returncode == 1
    assert "c.pdf" in ran.stderr
    assert "--any-language" in ran.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"a.txt", "a.yaml", "b.txt", "b.yaml"}
    again = dateline("read", source / "a.txt", "-o", tmp_path / "out", cwd=tmp_path)
    assert again.returncode == 3
    assert dateline("check", tmp_path / "out" / "a.yaml").returncode == 0


def test_a_document_is_read_from_stdin() -> None:
    ran = dateline("read", "-", stdin="Police said two people died in Ghent on 3 May 2019.")
    assert ran.returncode == 0
    assert "2019-05-03" in ran.stdout


def test_the_network_is_not_used_unless_allowed() -> None:
    ran = dateline("read", "http://127.0.0.1:9/story.html")
    assert ran.returncode == 2
    assert "--online" in ran.stderr


def test_a_collection_is_read_again_without_touching_what_a_person_decided(copy: Path) -> None:
    reading = copy / "readings" / "embassy-2012-01-20.yaml"
    before = reading.read_text("utf-8")
    ran = dateline("read", copy)
    assert (ran.returncode, reading.read_text("utf-8")) == (0, before)
    assert "--again" in ran.stdout
    ran = dateline("read", copy, "--again")
    assert ran.returncode == 0, ran.stderr
    assert "said otherwise" in ran.stdout
    decided = [block for block in before.split("  - id: ")[1:] if "says: [" in block]
    after = reading.read_text("utf-8")
    assert decided
    assert all(block.split("\n")[1] in after for block in decided)
    once = reading.read_bytes()
    assert "0 added, 0 dropped" in dateline("read", copy, "--again").stdout
    assert reading.read_bytes() == once
    assert dateline("publish", copy).returncode == 0


def test_a_draft_can_be_looked_at_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Police said two people died in Ghent on 3 May 2019.", "utf-8")
    ran = dateline("read", tmp_path / "a.txt", "--format", "html")
    assert ran.returncode == 0
    assert ran.stdout.startswith("<!doctype html>")
    assert "<script" not in ran.stdout
    assert "Ghent" in ran.stdout
