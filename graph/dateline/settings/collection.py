"""`dateline.toml` as frozen settings: how a collection is published."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from dateline.errors import Problem, SettingsError
from dateline.settings.texts import CONTACT, is_day, is_text
from dateline.settings.wikibases import Wikibase, parse_wikibase, wikibase_of

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
class Settings:
    """How a collection is published. `license` is the graph's, `text_license` that of the documents' text.

    `released` is the ISO day that the publication is of, which its pages and headers give; nothing is dated by a clock.
    `catalogue` names files in the collection with items of one's own, which `link` looks into as well.
    `description` tells those who look for datasets what it is, `contact` whom to write to (an address of either kind).
    """

    title: str
    base: str
    license: str = CC0
    text_license: str = "unknown"
    publisher: Publisher | None = None
    publish_text: Literal["full", "quotes"] = "full"
    policy: Literal["sourced", "strict"] = "sourced"
    publish_at: float = 0.80
    link_at: float = 0.95
    merge_at: float = 0.95
    released: str | None = None
    description: str = ""
    contact: str = ""
    wikibase: Wikibase = field(default_factory=Wikibase)
    catalogue: tuple[str, ...] = ()


_CHOICES: Mapping[str, tuple[str, ...]] = {"publish_text": ("full", "quotes"), "policy": ("sourced", "strict")}
_MEMBERS = tuple(Settings.__dataclass_fields__)


def load_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the collection in `folder`, its Wikibase with what the environment says of it.

    Raises `SettingsError` with every problem of its `dateline.toml`.
    """
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
    made = parse_settings(data, file=str(file))
    return replace(made, wikibase=wikibase(made, environment))


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
    for name in ("title", "base", "license", "text_license", "description", "contact", *_CHOICES):
        value = data.get(name)
        if value is None:
            continue
        if not is_text(value):
            problem(name, f"{value!r} is not a text of visible characters.")
        elif name in _CHOICES and value not in _CHOICES[name]:
            problem(name, f"{value!r} is none of its values.", f"It is one of: {', '.join(_CHOICES[name])}.")
        elif name == "contact" and not CONTACT.fullmatch(value):
            problem(name, f"{value!r} is neither a web address nor an e-mail address.")
    for name in ("publish_at", "link_at", "merge_at"):
        value = data.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1):
            problem(name, f"{value!r} is not a number from 0 to 1.")
    released = data.get("released")
    if released is not None and not is_day(released):
        problem("released", f"{released!r} is not a day.", 'Write one such as released = "2026-01-20".')
    catalogue = data.get("catalogue", [])
    if not isinstance(catalogue, list) or not all(is_text(name) for name in catalogue):
        problem("catalogue", f"{catalogue!r} is not a list of files.", 'Write catalogue = ["my-items.jsonl"].')
        catalogue = []
    publisher = data.get("publisher")
    if publisher is not None and not (
        isinstance(publisher, dict)
        and is_text(publisher.get("name"))
        and isinstance(publisher.get("url", ""), str)
        and set(publisher) <= {"name", "url"}
    ):
        problem(
            "publisher", f"{publisher!r} is not a publisher.", 'Write publisher = { name = "…", url = "https://…" }.'
        )
    known = parse_wikibase(data.get("wikibase", {}), file=file, problems=problems)
    if problems:
        raise SettingsError("these settings cannot be used.", tuple(problems), where=file)
    return Settings(
        **{
            **{name: data[name] for name in _MEMBERS if name in data},
            "publisher": Publisher(**publisher) if publisher else None,
            "released": None if released is None else str(released),
            "wikibase": known,
            "catalogue": tuple(catalogue),
        }
    )


def wikibase(settings: Settings | None = None, environment: Mapping[str, str] | None = None) -> Wikibase:
    """The Wikibase of a collection, or Wikidata, with what the environment says in place of what the file says.

    >>> wikibase(environment={"DATELINE_WIKIBASE_CONTACT": "ann@example.org"}).contact
    'ann@example.org'
    """
    return wikibase_of(os.environ if environment is None else environment, base=settings.wikibase if settings else None)


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where answers from the web are kept: `DATELINE_CACHE`, else `dateline` in the user's folder of caches.

    >>> cache_folder({"XDG_CACHE_HOME": "/tmp/caches"}).as_posix()
    '/tmp/caches/dateline'
    """
    known = os.environ if environment is None else environment
    if known.get("DATELINE_CACHE"):
        return Path(known["DATELINE_CACHE"])
    home = known.get("XDG_CACHE_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "dateline"


def settings_of_one(slug: str, title: str | None = None) -> Settings:
    """The settings of a document that has no `dateline.toml`: a collection of one, with IRIs on localhost."""
    return Settings(title=title or slug, base=f"{LOCAL}{slug}/", wikibase=wikibase())
