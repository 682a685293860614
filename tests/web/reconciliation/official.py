"""The official JSON schemas of the protocol, from the folder that DATELINE_RECONCILIATION names, else beside us.

They are no part of the product, but those of https://github.com/reconciliation-api/specs: `schemas/` and `examples/`
for each version. Their ids are inconsistent, so each schema is known by its id and by its address; one outside
reference is stubbed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from tests.conftest import ROOT

VERSIONS = ("0.2", "1.0-draft")
WITHIN = {
    "data-extension-metadata": ("manifest", "/properties/extend"),
    "preview-metadata": ("manifest", "/properties/preview"),
    "suggest-metadata": ("manifest", "/properties/suggest"),
}
"""Examples of a part of a manifest: the schema, and the place of the part in it."""
_OUTSIDE = "http://swagger.io/v2/schema.json"
_ADDRESS = "https://reconciliation-api.github.io/specs"


def home() -> Path:
    """The folder of the schemas; ends the test, with a sentence that says so, where there is none."""
    given = os.environ.get("DATELINE_RECONCILIATION")
    beside = ROOT.parent / "shared" / "reconciliation"
    if given is None and beside.is_dir():
        return beside
    if given is None:
        pytest.skip("DATELINE_RECONCILIATION is not set: it names the folder of the official reconciliation schemas")
    if not (Path(given) / VERSIONS[0] / "schemas").is_dir():
        pytest.fail(f"DATELINE_RECONCILIATION is {given}, which holds no {VERSIONS[0]}/schemas")
    return Path(given)


def examples(version: str) -> Iterator[tuple[str, bool, Path]]:
    """Every official example of a version: the name of its schema, whether it is valid, its file."""
    for file in sorted((home() / version / "examples").glob("*/*valid/*.json")):
        yield file.parts[-3], file.parts[-2] == "valid", file


def validator(version: str, name: str) -> Draft7Validator:
    """What holds an answer against the official schema of that name."""
    name, part = WITHIN.get(name, (name, ""))
    return Draft7Validator(
        {"$ref": f"{_ADDRESS}/{version}/schemas/{name}.json#{part}"},
        registry=_registry(home(), version),
    )


def problems(version: str, name: str, answer: Any) -> list[str]:
    """What the official schema says against an answer."""
    return [f"{error.json_path}: {error.message}" for error in validator(version, name).iter_errors(answer)]


@cache
def _registry(folder: Path, version: str) -> Registry[Any]:
    known: list[tuple[str, Resource[Any]]] = []
    for file in sorted((folder / version / "schemas").glob("*.json")):
        made = DRAFT7.create_resource(json.loads(file.read_text(encoding="utf-8")))
        known += [(f"{_ADDRESS}/{version}/schemas/{file.name}", made)]
        known += [(made.id() or "", made)] if made.id() else []
    known.append((_OUTSIDE, DRAFT7.create_resource(_STUB)))
    return Registry[Any]().with_resources(known)


_STUB = {
    "definitions": {
        "securityDefinitions": {
            "additionalProperties": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"enum": ["basic", "apiKey", "oauth2"]}},
            }
        }
    }
}
