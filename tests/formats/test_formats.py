"""The table of formats, the two functions, and files that are as expected, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dateline.errors import UsageError
from dateline.formats import FORMATS, export, export_files
from dateline.graph import Publication
from tests.conftest import ROOT
from tests.formats.golden import EXPECTED, FORMS, made


@pytest.mark.parametrize("name", FORMS)
def test_each_format_gives_the_expected_bytes(name: str) -> None:
    for file, data in made(name).items():
        assert data.decode() == (EXPECTED / file).read_bytes().decode()


def test_every_expected_file_is_made() -> None:
    assert {file.name for file in EXPECTED.iterdir()} == {file for name in FORMS for file in made(name)}


def test_formats_have_names_files_and_words_of_their_own() -> None:
    assert all(name == form.name and form.summary and "/" in form.media_type for name, form in FORMATS.items())
    files = [form.file for form in FORMATS.values() if form.file]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.file and name != "geojson"])
def test_export_gives_the_one_file_of_a_format(small: Publication, name: str) -> None:
    assert export_files(small, name) == {FORMATS[name].file: export(small, name)}


def test_several_files_cannot_go_to_one_place(small: Publication) -> None:
    with pytest.raises(UsageError, match=r"-o DIR, or take one of: csv-claims, csv-entities, csv-events, csv-times"):
        export(small, "csv")
    assert list(export_files(small, "csv")) == ["claims.csv", "entities.csv", "events.csv", "times.csv"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("docx", "There are: turtle, jsonld"), ("ttl", "Did you mean 'turtle'"), ("nquad", "Did you mean 'nquads'")],
)
def test_an_unknown_format_is_answered_with_the_known_ones(small: Publication, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        export(small, name)


def test_to_know_the_formats_no_rdf_library_is_loaded() -> None:
    code = "import sys, dateline.formats; sys.exit(', '.join({'rdflib', 'pyoxigraph', 'pyld'} & set(sys.modules)) or 0)"
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT / "graph")}, check=False
    )
    assert run.returncode == 0
