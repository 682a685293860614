"""What a test does when a program it needs is not on this machine: it says so, and in CI it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(what: str, remedy: str) -> NoReturn:
    """Ends the test: a failure where `CI` is `true`, else a skip that the summary at the end repeats in words."""
    sentence = f"{what} is not installed, so this was not tested. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
