"""The wheel holds everything the checkout has, and does the main job by itself in a fresh environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import EXAMPLE, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT], check=True
    )
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_the_ontology_and_the_queries(wheel: Path) -> None:
    homes = {"graph/dateline": "dateline", "ontology": "dateline/_data/ontology", "queries": "dateline/_data/queries"}
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *homes],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    expected = {
        f"{inside}/{path.removeprefix(f'{home}/')}"
        for path in tracked
        for home, inside in homes.items()
        if path.startswith(f"{home}/")
    }
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == expected


def test_the_installed_wheel_publishes_the_example_with_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True)
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "black-january"))
    shutil.rmtree(copy / "published")
    subprocess.run([tmp_path / "venv" / "bin" / "dateline", "publish", copy], check=True, cwd=tmp_path)
    committed, made = (
        {path.name: path.read_bytes() for path in (folder / "published").iterdir()} for folder in (EXAMPLE, copy)
    )
    assert made == committed
    checked = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "check"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
