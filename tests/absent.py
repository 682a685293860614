"""What a test does when a program it needs is not on this machine: it says so, and in CI it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

ABSENT: dict[str, str] = {}
"""What was not tested in this run and why, for the summary at its end: what is missing, and how to get it."""


def absent(what: str, remedy: str) -> NoReturn:
    """Ends the test: a failure where `CI` is `true`, else a skip that the summary repeats in words."""
    ABSENT[what] = remedy
    sentence = f"{what} is not installed, so this was not tested. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
