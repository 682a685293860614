"""`dateline read --language-model`: opt-in, told before and after, and never a key in what is printed or kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.reader.language_model.server import KEY, answer, quote, serving

TEXT = "Police said two people died in Ghent on 3 May 2019."


def dateline(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line with these variables."""
    (folder / "a.txt").write_text(TEXT, "utf-8")
    known = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_LLM")}
    return subprocess.run(
        [sys.executable, "-m", "dateline", "read", "a.txt", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=known | environment | {"PYTHONPATH": str(ROOT / "graph")},
        timeout=120,
    )


def test_a_model_that_is_not_named_is_asked_for(tmp_path: Path) -> None:
    ran = dateline(tmp_path, "--language-model")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "DATELINE_LLM_URL" in ran.stderr


def test_the_cost_is_told_before_and_after_and_the_key_never(tmp_path: Path) -> None:
    items = {
        "entities": [{"id": "ghent", "type": "Place", "name": quote("Ghent"), "mentions": [quote("Ghent")]}],
        "events": [],
        "times": [],
        "quotations": [],
        "claims": [],
    }
    with serving(answer(items)) as model:
        ran = dateline(
            tmp_path,
            "--language-model",
            "--llm-cache",
            "cache",
            DATELINE_LLM_URL=model.endpoint().url,
            DATELINE_LLM_MODEL="large-1",
            DATELINE_LLM_KEY=KEY,
        )
        assert model.requests
    assert ran.returncode == 0, ran.stderr
    assert "passage" in ran.stderr
    assert "tokens" in ran.stderr
    assert "large-1" in ran.stdout
    assert KEY not in ran.stdout + ran.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
