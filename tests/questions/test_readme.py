"""What `queries/README.md` says of the questions is so."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from dateline.answers import query
from dateline.graph import Publication
from dateline.questions import collection_questions, load_question, questions
from dateline.questions.parameters import TYPES, Parameter
from dateline.store import Store, open_memory
from tests.conftest import EXAMPLE, ROOT
from tests.questions.dataset import fill, resolver, rows

README = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")


def test_the_table_of_questions_is_that_of_the_files() -> None:
    told = re.findall(r"^\| (\d\d) \| `(.+?)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    assert told == [
        (
            f"{asked.number:02}",
            asked.name,
            asked.summary
            + (f" ({', '.join(f'`{one.name}`' for one in asked.parameters)})" if asked.parameters else ""),
            ", ".join(asked.users),
        )
        for asked in (*questions(), *collection_questions())
    ]


def test_the_types_and_members_of_a_header_are_all_told() -> None:
    told = {name for line in README.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)[:`]", line)}
    assert set(TYPES) <= told
    assert {one.name for one in fields(Parameter)} - {"name"} <= told
    assert {"summary", "description", "users", "parameters", "columns", "expect"} <= told


@pytest.mark.parametrize("line", re.findall(r"^\$ dateline query (.+)$", README, re.MULTILINE))
def test_its_commands_give_rows(line: str) -> None:
    name, path, *options = shlex.split(line)
    given = dict(option.split("=", 1) for before, option in pairwise(options) if before == "--param")
    assert ROOT / path == EXAMPLE
    assert len(query(name, EXAMPLE, **given)) > 1  # type: ignore[arg-type]  # a SELECT


def test_its_question_of_ones_own_runs(tmp_path: Path, example_publication: Publication) -> None:
    [text] = re.findall(r"```sparql\n(.*?)```", README, re.DOTALL)
    file = tmp_path / "my-question.rq"
    file.write_text(text, encoding="utf-8")
    asked = load_question(file)
    store: Store = open_memory()
    fill(store, example_publication)
    given = {one.name: one.example for one in asked.parameters}
    bound = asked.bind(given, resolve=resolver(store, example_publication.settings.base))
    found = rows(store, bound.text)
    assert len(found) == 5
    assert len(found[0]) == len(asked.columns)
