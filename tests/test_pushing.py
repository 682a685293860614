"""A publication moved to real engines: only what changed, whole, checked; interrupted and damaged on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import dateline
from dateline import terms
from dateline.errors import StoreError, UsageError
from dateline.pushing import Sent, push
from dateline.questions import questions
from dateline.settings import Credentials
from dateline.store.engines import Engine, engine, engines
from tests.archive.made import several, told
from tests.conftest import ROOT
from tests.engines import Endpoint, free_port
from tests.hostile import run

BASE = "https://example.org/kg/"


def at(endpoint: Endpoint) -> tuple[str, Engine, Credentials | None]:
    """The address that a user gives for an engine, its profile, and who may write there."""
    url = endpoint.query.removesuffix("/query").removesuffix("/sparql")
    known = Credentials(user=endpoint.user, password=endpoint.password or "", digest=True) if endpoint.user else None
    return url, engine(endpoint.name), known


def pushed(folder: Path, endpoint: Endpoint, *, again: bool = False) -> Sent:
    url, known, credentials = at(endpoint)
    return push(folder, url, known, credentials=credentials, again=again, sleep=lambda _: None)


@pytest.fixture(params=["whole", "shards"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published collection of four documents: as whole files, and as a shard for each."""
    if request.param == "shards":
        monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    made = several(tmp_path / "c")
    dateline.publish(made)
    return made


def change(folder: Path) -> None:
    text, reading = told(99)
    (folder / "texts/d1.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d1.yaml").write_text(reading, encoding="utf-8")
    for file in ("texts/d2.txt", "readings/d2.yaml"):
        (folder / file).unlink()
    dateline.publish(folder)


def test_everything_is_sent_once_and_then_only_what_changed(folder: Path, endpoint: Endpoint) -> None:
    first = pushed(folder, endpoint)
    assert sorted(first.sent) == sorted([BASE, terms.ONTOLOGY, *(f"{BASE}doc/d{number}" for number in range(4))])
    second = pushed(folder, endpoint)
    assert (second.sent, second.removed, second.triples) == ((), (), first.triples)
    change(folder)
    third = pushed(folder, endpoint)
    assert sorted(third.sent) == [BASE, f"{BASE}doc/d1"]
    assert third.removed == (f"{BASE}doc/d2",)
    assert f"{BASE}doc/d2" not in endpoint.store().graphs()


def test_graphs_of_others_are_left_alone(folder: Path, endpoint: Endpoint) -> None:
    store = endpoint.store()
    store.add("https://example.org/kgs/other", b"<http://x/a> <http://x/b> <http://x/c> .\n")
    pushed(folder, endpoint)
    assert store.count("https://example.org/kgs/other") == 1


def test_what_somebody_else_removed_there_is_sent_again(folder: Path, endpoint: Endpoint) -> None:
    pushed(folder, endpoint)
    endpoint.store().drop(f"{BASE}doc/d3")
    assert pushed(folder, endpoint).sent == (f"{BASE}doc/d3",)


def test_what_the_engine_keeps_differently_is_said_and_sent_again(
    folder: Path, oxigraph_endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.store.remote import RemoteStore

    right = RemoteStore.replace

    def altered(self: RemoteStore, graph: str, data: bytes, *, format: str = "nt") -> None:  # noqa: A002
        right(self, graph, data.replace(b"Port Ellis", b"Port Elllis", 1), format=format)

    monkeypatch.setattr(RemoteStore, "replace", altered)
    with pytest.raises(StoreError, match="other triples"):
        pushed(folder, oxigraph_endpoint, again=True)
    monkeypatch.undo()
    assert len(pushed(folder, oxigraph_endpoint).sent) > 0
    assert pushed(folder, oxigraph_endpoint).sent == ()


def test_an_interrupted_push_goes_on(folder: Path, oxigraph_endpoint: Endpoint) -> None:
    url, known, _ = at(oxigraph_endpoint)

    def stop(done: int, total: int, graph: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(folder, url, known, again=True, told=stop)
    assert len(pushed(folder, oxigraph_endpoint).sent) == 3


def test_what_fails_for_a_while_is_tried_again(
    folder: Path, oxigraph_endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.store.remote import RemoteStore

    right, failures = RemoteStore.replace, iter([True, True, False] * 6)

    def flaky(self: RemoteStore, graph: str, data: bytes, *, format: str = "nt") -> None:  # noqa: A002
        if next(failures):
            raise StoreError("it is busy.")
        right(self, graph, data, format=format)

    monkeypatch.setattr(RemoteStore, "replace", flaky)
    url, known, _ = at(oxigraph_endpoint)
    waits: list[float] = []
    sent = push(folder, url, known, again=True, sleep=waits.append)
    assert len(sent.sent) == 6
    assert waits == [0.5, 1.0] * 6


def test_an_engine_that_is_not_there_is_a_clear_error(folder: Path) -> None:
    with pytest.raises(StoreError, match="refused"):
        push(folder, f"http://127.0.0.1:{free_port()}", engine("oxigraph"), sleep=lambda _: None)


@pytest.mark.engine
def test_every_question_has_the_same_rows_there_as_here(tmp_path: Path, endpoint: Endpoint) -> None:
    folder = shutil.copytree(ROOT / "tests/cases/three-accounts", tmp_path / "c")
    dateline.publish(folder)
    pushed(folder, endpoint)
    here, there = dateline.open_dataset(folder).store, endpoint.store()
    for asked in questions():
        assert there.query(asked.bind().text) == here.query(asked.bind().text), asked.name


@pytest.fixture
def published(tmp_path: Path) -> Path:
    made = several(tmp_path / "c")
    dateline.publish(made)
    return made


def test_the_command_says_what_it_did(published: Path, oxigraph_endpoint: Endpoint) -> None:
    url, _, _ = at(oxigraph_endpoint)
    ran = run("push", published, url, "--again")
    assert ran.code == 0
    assert "6 graphs sent, 0 unchanged, 0 removed" in ran.out
    assert "counted and compared" in ran.out


def test_the_loader_of_each_engine_is_told_with_its_notes(published: Path) -> None:
    ran = run("push", published, "http://localhost:7878", "--loader")
    assert ran.out == f"oxigraph load --location STORE --format nq --file {published}/published/*.nq\n"
    assert "Note: " in ran.err
    assert run("push", published, "http://x", "--engine", "sparql", "--loader").code == 2


def test_the_list_says_which_engines_were_tested() -> None:
    ran = run("push", "--list")
    assert {name: row.tested for name, row in engines().items()} == {
        line.split()[0]: line.split()[-1] for line in ran.out.splitlines()
    }


@pytest.mark.parametrize(
    "arguments", [("nowhere", "http://x"), (".", "http://x"), ("--engine", "virtuso", ".", "http://x")]
)
def test_a_wrong_call_is_refused(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("push", *arguments)
    assert ran.code == 2
    assert ran.err.startswith("dateline: ")


def test_what_is_not_published_cannot_be_pushed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is published"):
        push(several(tmp_path / "c"), "http://127.0.0.1:1", engine("oxigraph"))
