"""dateline.toml: every problem at once, each with its remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.settings import (
    Endpoint,
    Wikibase,
    credentials,
    language_model,
    load_settings,
    parse_settings,
    wikibase,
)

_SMALL = {"title": "Baku", "base": "https://example.org/kg/"}


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


@pytest.mark.parametrize("day", ["2026-01-20", date(2026, 1, 20)])
def test_the_day_of_the_release_is_a_day(day: object) -> None:
    assert parse_settings({**_SMALL, "released": day}, file="dateline.toml").released == "2026-01-20"


@pytest.mark.parametrize("day", ["January", "2026-13-01", "20260120", 2026, datetime(2026, 1, 20)])
def test_what_is_no_day_is_no_release(day: object) -> None:
    with pytest.raises(SettingsError, match=r"released: .* is not a day"):
        parse_settings({**_SMALL, "released": day}, file="dateline.toml")


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


_MODEL = {"DATELINE_LLM_URL": "https://api.example.org/v1/", "DATELINE_LLM_MODEL": "large-1"}


def test_a_language_model_comes_from_the_environment_and_its_key_is_never_shown() -> None:
    found = language_model(
        _MODEL
        | {"DATELINE_LLM_KEY": " sk-s3cret\n", "DATELINE_LLM_PRICES": "0.15 0.60 USD", "DATELINE_LLM_TIMEOUT": "30"}
    )
    assert found is not None
    assert (found.url, found.model, found.key, found.timeout) == (
        "https://api.example.org/v1",
        "large-1",
        "sk-s3cret",
        30,
    )
    assert found.prices is not None
    assert (found.prices.sent, found.prices.received, found.prices.currency) == (
        Decimal("0.15"),
        Decimal("0.60"),
        "USD",
    )
    assert "s3cret" not in repr(found)


def test_no_language_model_is_named_where_the_environment_names_none() -> None:
    assert language_model({}) is None


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"DATELINE_LLM_MODEL": ""}, "DATELINE_LLM_MODEL"),
        ({"DATELINE_LLM_URL": ""}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "ftp://example.org"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "https://[::1/v1"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "https://example.org:x/v1"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "https://me:s3cret@example.org/v1"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "https://example.org/v1?key=s3cret"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "https://example.org/v1/chat/completions"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "http://example.org/v1", "DATELINE_LLM_KEY": "s3cret"}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_KEY": "s3cret\r\nHost: elsewhere"}, "DATELINE_LLM_KEY"),
        ({"DATELINE_LLM_TIMEOUT": "soon"}, "DATELINE_LLM_TIMEOUT"),
        ({"DATELINE_LLM_TIMEOUT": "0"}, "DATELINE_LLM_TIMEOUT"),
        ({"DATELINE_LLM_PRICES": "cheap"}, "DATELINE_LLM_PRICES"),
    ],
)
def test_a_language_model_that_cannot_be_used_is_refused_without_a_word_of_the_key(
    changed: dict[str, str], path: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        language_model(_MODEL | changed)
    assert [problem.path for problem in caught.value.problems] == [path]
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:11434/v1", "http://10.1.2.3/v1", "http://[::1]:8000/v1", "http://llm/v1"]
)
def test_a_key_may_go_without_encryption_to_this_machine_and_its_network(url: str) -> None:
    assert Endpoint(url=url, model="m", key="s3cret").key == "s3cret"


def test_a_wikibase_is_wikidata_unless_something_else_is_said() -> None:
    assert parse_settings(_SMALL, file="dateline.toml").wikibase == Wikibase()
    named = parse_settings(_SMALL | {"wikibase": {"contact": "ann@example.org", "languages": ["az", "en"]}}, file="x")
    assert named.wikibase == Wikibase(contact="ann@example.org", languages=("az", "en"))
    assert wikibase(named, {"DATELINE_WIKIBASE_CONTACT": "https://example.org/us"}).contact == "https://example.org/us"
    assert wikibase(named, {}).languages == ("az", "en")


def test_what_the_environment_says_of_the_wikibase_goes_into_the_settings_of_a_collection(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('title = "a"\nbase = "https://x/"\n[wikibase]\nlanguages = ["az"]\n')
    made = load_settings(tmp_path, {"DATELINE_WIKIBASE_CONTACT": "ann@example.org"})
    assert made.wikibase == Wikibase(contact="ann@example.org", languages=("az",))
    assert wikibase(made, {}) == made.wikibase


def test_another_wikibase_has_none_of_the_services_of_wikidata() -> None:
    own = {"api": "https://kb.example.org/w/api.php", "concept_base": "https://kb.example.org/entity/"}
    made = parse_settings(_SMALL | {"wikibase": own}, file="x").wikibase
    assert (made.entity_data, made.reconciliation, made.sparql) == ("", "", "")
    assert made.hosts == {"kb.example.org"}
    with pytest.raises(SettingsError, match="concept_base"):
        parse_settings(_SMALL | {"wikibase": {"api": own["api"]}}, file="x")


def test_a_contact_is_wanted_by_the_hosts_of_wikimedia_alone() -> None:
    assert Wikibase().wants_contact("www.wikidata.org")
    assert not Wikibase().wants_contact("kb.example.org")
    assert not Wikibase(contact="ann@example.org").wants_contact("query.wikidata.org")


def test_every_problem_of_a_wikibase_is_told_at_once() -> None:
    wrong = {"ap": "x", "sparql": 5, "languages": "en", "timeout": True}
    with pytest.raises(SettingsError) as caught:
        parse_settings(_SMALL | {"wikibase": wrong}, file="dateline.toml")
    assert [one.path for one in caught.value.problems] == [f"wikibase.{name}" for name in wrong]
    assert "Did you mean 'api'?" in str(caught.value)
    with pytest.raises(SettingsError) as made:
        Wikibase(
            api="ftp://x",
            entity_data="https://x/y",
            concept_base="wd:",
            languages=("English",),
            contact="a(b)",
            timeout=0,
        )
    assert len(made.value.problems) == 6
    with pytest.raises(SettingsError, match="environment"):
        wikibase(environment={"DATELINE_WIKIBASE_TIMEOUT": "soon"})


def test_a_wikibase_is_called_by_its_name_or_else_by_the_host_of_its_items() -> None:
    other = Wikibase(api="https://base.example.org/w/api.php", concept_base="https://items.example.org/entity/")
    assert (Wikibase().title, Wikibase().is_wikidata) == ("Wikidata", True)
    assert (other.title, other.is_wikidata) == ("items.example.org", False)
    assert replace(other, name="FactBase").title == "FactBase"
    with pytest.raises(SettingsError, match="visible characters"):
        Wikibase(name="a\nb")


@pytest.mark.parametrize("contact", ["ann", "ann@example", "a\nb@example.org", "ann@example.org)", "ann @example.org"])
def test_a_contact_cannot_break_out_of_its_header(contact: str) -> None:
    with pytest.raises(SettingsError, match="contact"):
        Wikibase(contact=contact)
