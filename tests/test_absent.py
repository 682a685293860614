"""What is not installed is never passed over in silence."""

from __future__ import annotations

import pytest

from tests.absent import absent

SENTENCE = r"^a program is not installed, so this was not tested\. Get it\.$"


def test_in_ci_it_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=SENTENCE):
        absent("a program", "Get it.")


def test_elsewhere_it_is_a_skip_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=SENTENCE):
        absent("a program", "Get it.")
