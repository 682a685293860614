"""`dateline.toml` and the environment as frozen settings; the only reader of either.

Environment: `DATELINE_USER` and `DATELINE_PASSWORD`, or `DATELINE_TOKEN`, are the credentials for a remote endpoint;
`DATELINE_AUTH=digest` sends the former as digest authentication.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from dateline.errors import Problem, SettingsError

FILE = "dateline.toml"
LOCAL = "http://localhost:8080/"
"""Where the IRIs of a document begin that belongs to no collection."""

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """Who publishes the collection."""

    name: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """What a remote endpoint asks for; never shown, not even in a repr."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    digest: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How a collection is published. `license` is the graph's, `text_license` that of the documents' text."""

    title: str
    base: str
    license: str = CC0
    text_license: str = "unknown"
    publisher: Publisher | None = None
    publish_text: Literal["full", "quotes"] = "full"
    policy: Literal["sourced", "strict"] = "sourced"
    publish_at: float = 0.80
    link_at: float = 0.95


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_CHOICES: Mapping[str, tuple[str, ...]] = {"publish_text": ("full", "quotes"), "policy": ("sourced", "strict")}
_MEMBERS = tuple(Settings.__dataclass_fields__)


def load_settings(folder: Path) -> Settings:
    """The settings of the collection in `folder`. Raises `SettingsError` with every problem of its `dateline.toml`."""
    file = folder / FILE
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise SettingsError(
            "there is no dateline.toml here, so this is not a collection.",
            (),
            where=str(folder),
            remedy='Make one with at least title = "…" and base = "https://…/".',
        ) from missing
    except UnicodeDecodeError as wrong:
        raise SettingsError(
            f"this is not UTF-8: byte {wrong.start} is 0x{wrong.object[wrong.start]:02X}.",
            (),
            where=str(file),
            remedy="Save the file as UTF-8.",
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError(
            f"this is not TOML: {wrong}.", (), where=str(file), remedy="See https://toml.io."
        ) from wrong
    except OSError as refused:
        raise SettingsError(
            f"it cannot be read: {refused.strerror}.",
            (),
            where=str(file),
            remedy="It has to be a file that you may read.",
        ) from refused
    return parse_settings(data, file=str(file))


def parse_settings(data: Mapping[str, Any], *, file: str) -> Settings:
    """Settings from a parsed TOML table. Raises `SettingsError` with every problem at once.

    >>> parse_settings({"title": "Baku", "base": "https://example.org/kg/"}, file="dateline.toml").publish_at
    0.8
    """
    problems: list[Problem] = []

    def problem(path: str, what: str, remedy: str = "") -> None:
        problems.append(Problem(file=file, path=path, what=what, remedy=remedy))

    for name in data:
        if name not in _MEMBERS:
            near = get_close_matches(name, _MEMBERS, n=1)
            problem(
                name, "no such setting.", f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(_MEMBERS)}."
            )
    for name in ("title", "base"):
        if name not in data:
            problem(name, "it is missing.", f'Add {name} = "…".')
    for name in ("title", "base", "license", "text_license", *_CHOICES):
        value = data.get(name)
        if value is None:
            continue
        if not _is_text(value):
            problem(name, f"{value!r} is not a text of visible characters.")
        elif name in _CHOICES and value not in _CHOICES[name]:
            problem(name, f"{value!r} is none of its values.", f"It is one of: {', '.join(_CHOICES[name])}.")
    for name in ("publish_at", "link_at"):
        value = data.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1):
            problem(name, f"{value!r} is not a number from 0 to 1.")
    publisher = data.get("publisher")
    if publisher is not None and not (
        isinstance(publisher, dict)
        and _is_text(publisher.get("name"))
        and isinstance(publisher.get("url", ""), str)
        and set(publisher) <= {"name", "url"}
    ):
        problem(
            "publisher", f"{publisher!r} is not a publisher.", 'Write publisher = { name = "…", url = "https://…" }.'
        )
    if problems:
        raise SettingsError("these settings cannot be used.", tuple(problems), where=file)
    return Settings(
        **{
            **{name: data[name] for name in _MEMBERS if name in data},
            "publisher": Publisher(**publisher) if publisher else None,
        }
    )


def _is_text(value: object) -> bool:
    """Whether a value is a text with something in it, on one line, that every format can carry."""
    return isinstance(value, str) and bool(value.strip()) and not _CONTROL.search(value)


def settings_of_one(slug: str, title: str | None = None) -> Settings:
    """The settings of a document that has no `dateline.toml`: a collection of one, with IRIs on localhost."""
    return Settings(title=title or slug, base=f"{LOCAL}{slug}/")


def credentials(environment: Mapping[str, str] | None = None) -> Credentials | None:
    """The credentials for a remote endpoint from the environment, or null."""
    known = os.environ if environment is None else environment
    found = Credentials(
        user=known.get("DATELINE_USER", ""),
        password=known.get("DATELINE_PASSWORD", ""),
        token=known.get("DATELINE_TOKEN", ""),
        digest=known.get("DATELINE_AUTH", "basic").lower() == "digest",
    )
    return found if found.user or found.token else None
