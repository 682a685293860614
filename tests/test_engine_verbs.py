"""Verbs that read a publication give the same of an engine that holds it: a real Oxigraph server, and Virtuoso."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from dateline.pipeline import publish
from dateline.pushing import push
from dateline.questions import collection_questions
from tests.conftest import ROOT
from tests.engines import Endpoint, free_port
from tests.hostile import ENVIRONMENT
from tests.test_pushing import at

CASE = ROOT / "tests" / "cases" / "three-accounts"
BASE = "https://example.org/harbour/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A collection that is published here and held by an engine, and how one calls a verb to ask that."""

    folder: Path
    options: tuple[str, ...]
    environment: Mapping[str, str]

    def here(self, *words: str) -> bytes:
        """What a verb says of what is published."""
        return _said(words, self.environment)

    def there(self, *words: str) -> bytes:
        """What it says of what the engine holds."""
        return _said((*words, *self.options), self.environment)


def _said(words: Sequence[str], environment: Mapping[str, str]) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *words], env={**environment}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three accounts, published; then one figure was corrected, and they were published again."""
    folder = tmp_path_factory.mktemp("held") / "harbour"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("expected"))
    publish(folder, workers=1)
    shutil.copytree(folder / "published", folder.parent / "before")
    reading = folder / "readings" / "tribune-1987-06-02.yaml"
    told = reading.read_text(encoding="utf-8")
    reading.write_text(told.replace("quantifier: exact", "quantifier: at-least"), encoding="utf-8")
    publish(folder, workers=1)
    return folder


@pytest.fixture
def held(collection: Path, endpoint: Endpoint) -> Held:
    url, known, credentials = at(endpoint)
    push(collection, url, known, credentials=credentials, again=True)
    who = {"DATELINE_USER": endpoint.user or "", "DATELINE_PASSWORD": endpoint.password or ""}
    return Held(
        folder=collection,
        options=("--store", url, "--engine", known.name),
        environment={**ENVIRONMENT, **({**who, "DATELINE_AUTH": "digest"} if endpoint.user else {})},
    )


def test_questions(held: Held) -> None:
    path = str(held.folder)
    for asked in collection_questions():
        words = ("query", asked.name, path, "--format", "csv")
        assert held.there(*words) == held.here(*words), asked.name
    narrowed = ("query", "casualties", path, "--param", "event=harbour-square-shooting", "--format", "csv")
    assert held.there(*narrowed) == held.here(*narrowed)
    assert held.here(*narrowed).count(b"\n") > 3


def test_documents_are_held_against_each_other(held: Held) -> None:
    words = ("compare", str(held.folder), "--documents", "--format", "json")
    assert json.loads(held.there(*words)) == json.loads(held.here(*words))
    assert json.loads(held.there(*words))["topics"]


def test_what_changed(held: Held) -> None:
    words = ("compare", str(held.folder), "--since", str(held.folder.parent / "before"), "--format", "json")
    told = json.loads(held.there(*words))
    assert told == json.loads(held.here(*words))
    assert told["counts"] == {"added": 0, "gone": 0, "changed": 1}


@pytest.mark.parametrize(
    "words",
    [["shooting"], ["HARBOUR"], ["soldiers fired"], ["sol*"], ["people", "133"], ["Korvel", "Tribune"]],
    ids=str,
)
def test_words_are_found_in_the_same_places(held: Held, words: list[str]) -> None:
    asked = ("search", str(held.folder), *words, "--format", "json")
    mine, theirs = (json.loads(said(*asked)) for said in (held.here, held.there))
    assert mine
    assert sorted(map(str, theirs)) == sorted(map(str, mine))


def test_an_assistant_is_answered_alike(held: Held) -> None:
    mine, theirs = (asyncio.run(asyncio.wait_for(_conversation(held, more), 90)) for more in ((), held.options))
    assert theirs == mine
    assert "133" in mine[1]


async def _conversation(held: Held, options: Sequence[str]) -> list[str]:
    """What an assistant is told, tool by tool."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "dateline", "mcp", str(held.folder), *options],
        env={**held.environment, "PYTHONPATH": str(ROOT / "graph")},
    )
    calls: Sequence[tuple[str, dict[str, Any]]] = (
        ("list_questions", {}),
        ("ask_question", {"name": "accounts"}),
        ("query", {"sparql": "ASK { ?s a <https://w3id.org/dateline/ns#Claim> }"}),
        ("find", {"name": "Korvel"}),
        ("describe", {"thing": "Korvel"}),
        ("list_documents", {}),
        ("read_document", {"document": "tribune-1987-06-02"}),
    )
    async with Client(stdio_client(server)) as client:
        found = []
        for tool, arguments in calls:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, (tool, result.content)
            found.append(json.dumps(result.structured_content, sort_keys=True))
        return found


def test_an_engine_that_holds_nothing_of_it_is_told_with_the_remedy(collection: Path, endpoint: Endpoint) -> None:
    url, known, _ = at(endpoint)
    for words in (["query", "casualties"], ["search"], ["compare", "--documents"], ["mcp"]):
        verb, *rest = words
        place = [str(collection), "Korvel"] if verb == "search" else [str(collection)]
        asked = [verb, *rest, *place, "--store", url, "--engine", known.name]
        done = subprocess.run(
            [sys.executable, "-m", "dateline", *asked],
            env=os.environ | ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode != 0, asked
        assert f"holds no graph under {BASE}" in done.stderr, done.stderr
        assert "dateline push" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["query", "casualties", "FOLDER", "--store", "NOWHERE"], "NOWHERE"),
        (["compare", "FOLDER", "--documents", "--store", "NOWHERE", "--engine", "oxigrph"], "oxigraph"),
        (["compare", "FOLDER", "--store", "NOWHERE"], "--documents"),
        (["search", "FOLDER", "x", "--engine", "virtuoso"], "--store URL"),
        (["query", "casualties", "--store", "NOWHERE", "--endpoint", "NOWHERE"], "not both"),
        (["search", "FOLDER/texts", "x", "--store", "NOWHERE"], "not a collection"),
    ],
)
def test_what_cannot_be_asked_is_refused(collection: Path, words: list[str], said: str) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    asked = [word.replace("FOLDER", str(collection)).replace("NOWHERE", nowhere) for word in words]
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *asked], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert said.replace("NOWHERE", nowhere) in done.stderr
    assert "Traceback" not in done.stderr


def test_words_mean_nothing_to_an_engine(held: Held) -> None:
    """Whatever is searched for stands in the query as a piece of text."""
    for words in ('x") } UNION { ?s ?p ?o', "\\u0022 ) || true", "Korvel' OR 1=1"):
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "search", str(held.folder), words, *held.options],
            env={**held.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, (words, done.stdout, done.stderr)
        assert done.stderr == "Nothing is found.\n", words
