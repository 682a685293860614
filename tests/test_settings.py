"""dateline.toml: every problem at once, each with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.settings import credentials, load_settings, parse_settings


def test_title_and_base_are_enough() -> None:
    settings = parse_settings({"title": "Baku", "base": "https://example.org/kg/"}, file="dateline.toml")
    assert (settings.policy, settings.publish_text, settings.publish_at, settings.link_at) == (
        "sourced",
        "full",
        0.8,
        0.95,
    )


def test_all_problems_are_reported_at_once_with_their_place() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(
            {"polcy": "strict", "policy": "lax", "publish_at": 2, "link_at": True, "publisher": "me", "title": " "},
            file="kg/dateline.toml",
        )
    assert {problem.path for problem in caught.value.problems} == {
        "polcy", "policy", "publish_at", "link_at", "publisher", "title", "base",
    }  # fmt: skip
    assert "Did you mean 'policy'?" in str(caught.value)
    assert "kg/dateline.toml" in str(caught.value)


def test_a_folder_without_settings_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"title = .* base = "):
        load_settings(tmp_path)


@pytest.mark.parametrize("data", [b"title = ", b'title = "a"\ntitle = "b"'])
def test_what_is_not_toml_is_said_to_be(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "dateline.toml").write_bytes(data)
    with pytest.raises(SettingsError, match="not TOML"):
        load_settings(tmp_path)


def test_settings_in_another_encoding_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8: byte 0 is 0xFF"):
        load_settings(tmp_path)


def test_credentials_come_from_the_environment_and_are_never_shown() -> None:
    found = credentials({"DATELINE_USER": "ada", "DATELINE_PASSWORD": "s3cret"})
    assert found is not None
    assert (found.user, found.password) == ("ada", "s3cret")
    assert "s3cret" not in repr(found)
    assert credentials({}) is None
