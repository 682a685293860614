"""The README is true: its commands print what it shows, its Turtle is in the graph, its Python runs."""

from __future__ import annotations

import doctest
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import tomllib
from pathlib import Path

import pytest
from rdflib import Graph

from dateline.graph import Publication
from dateline.settings import Settings, parse_settings
from dateline.terms import PREFIXES
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (.+?)\n(.*?)```", README, re.DOTALL)
COLUMNS = 120


def blocks(language: str) -> list[str]:
    """The blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder with nothing in it but the example, and `dateline` on the path."""
    shutil.copytree(ROOT / "graph" / "black-january", tmp_path / "graph" / "black-january")
    command = tmp_path / "bin" / "dateline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "graph"} exec {sys.executable} -m dateline "$@"\n')
    command.chmod(0o755)
    return tmp_path


def on_a_terminal(command: str, folder: Path) -> str:
    """What a command prints on a terminal of 120 columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    environment["PATH"] = f"{folder / 'bin'}:{environment['PATH']}"
    with subprocess.Popen(
        ["sh", "-c", command], stdin=follower, stdout=follower, stderr=follower, cwd=folder, env=environment
    ) as process:
        os.close(follower)
        printed = b""
        while True:
            try:
                more = os.read(leader, 65536)
            except OSError:
                break
            if not more:
                break
            printed += more
        process.wait(60)
    os.close(leader)
    return printed.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_a_command_prints_what_the_readme_shows(room: Path, command: str, shown: str) -> None:
    assert on_a_terminal(command, room) == shown


def test_there_are_three_commands_with_their_output() -> None:
    assert len(CONSOLE) >= 3


def test_the_settings_of_the_readme_are_settings() -> None:
    one, other = (tomllib.loads(block) for block in blocks("toml"))
    settings = parse_settings({**one, **other}, file="README.md")
    told = {*one, *other, "catalogue"}
    assert told == set(Settings.__dataclass_fields__), "every setting is told"
    assert (settings.publish_at, settings.link_at, settings.merge_at) == (0.80, 0.95, 0.95)


def test_the_turtle_of_the_readme_is_in_the_graph(example_publication: Publication) -> None:
    prologue = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    base = example_publication.settings.base
    [turtle] = blocks("turtle")
    shown = Graph().parse(data=f"@base <{base}> .\n{prologue}@prefix e: <{base}e/> .\n{turtle}", format="turtle")
    assert len(shown) > 15
    assert not set(shown) - set(example_publication.union())


def test_the_reading_of_the_readme_is_the_examples() -> None:
    [yaml] = blocks("yaml")
    whole = (ROOT / "graph/black-january/readings/embassy-2012-01-20.yaml").read_text(encoding="utf-8")
    parts = [part.strip("\n") for part in yaml.split("# …\n")]
    assert len(parts) > 1
    assert all(part in whole for part in parts)


def test_the_python_of_the_readme_runs(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(room)
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert (failed, tried > 3) == (0, True)


def test_every_command_line_of_the_readme_is_one_that_exists(room: Path) -> None:
    verbs = {words.split()[0] for words in re.findall(r"^dateline (.+)$", README, re.MULTILINE)}
    assert verbs
    for verb in verbs:
        assert "Usage" in on_a_terminal(f"dateline {verb} --help", room)
