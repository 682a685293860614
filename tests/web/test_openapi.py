"""The OpenAPI document says what the server does: every address is in it, and requests are answered as it says."""

from __future__ import annotations

import json
import re
from operator import methodcaller
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from dateline.web.description import files
from dateline.web.openapi import NAME
from dateline.web.served import open_served
from dateline.web.site import Site
from tests.conftest import EXAMPLE
from tests.web.serving import Running

SCHEMA: dict[str, Any] = json.loads(bytes(files(open_served(EXAMPLE))[NAME].data))
OPERATIONS: dict[str, Any] = {
    f"{one.method.upper()} {one.path}": one
    for one in map(methodcaller("ok"), schemathesis.openapi.from_dict(SCHEMA).get_all_operations())
}
OPEN = [name for name, one in OPERATIONS.items() if list(one.iter_parameters()) or one.body]
CLOSED = [name for name in OPERATIONS if name not in OPEN]
LEFT_OUT: Any = schemathesis.checks.CHECKS.get_by_names(
    ["positive_data_acceptance", "negative_data_rejection", "unsupported_method", "missing_required_header"]
)
"""What a text field cannot promise (not every text is SPARQL), and methods, which have tests of their own."""


def test_it_is_valid_for_another_program() -> None:
    OpenAPIV31SpecValidator(SCHEMA).validate()


def test_it_names_its_version_its_licence_and_where_it_is_served() -> None:
    served = open_served(EXAMPLE)
    assert SCHEMA["openapi"].startswith("3.1")
    assert SCHEMA["info"]["version"] == served.version
    assert SCHEMA["info"]["license"]["url"] == served.settings.license
    assert SCHEMA["servers"] == [{"url": served.at.rstrip("/")}]


def test_every_reference_leads_somewhere_and_every_step_of_a_path_is_a_parameter() -> None:
    for reference in set(re.findall(r'"\$ref": "(#[^"]+)"', json.dumps(SCHEMA))):
        held = SCHEMA
        for step in reference.removeprefix("#/").split("/"):
            held = held[step]
    for path, item in SCHEMA["paths"].items():
        for operation in item.values():
            named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path)), path
            assert operation["summary"]


def test_every_resource_of_the_site_is_in_it() -> None:
    site = Site(open_served(EXAMPLE))
    templates = [re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + r"\Z") for path in SCHEMA["paths"]]
    for path, resource in site.resources.items():
        if resource.kind not in ("page", "term"):
            assert any(one.match("/" + path) for one in templates), path


@pytest.mark.parametrize("name", CLOSED)
def test_an_address_without_parameters_answers_as_it_says(server: Running, name: str) -> None:
    _holds(OPERATIONS[name].Case(), server)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPEN)
def test_random_requests_are_answered_as_it_says(server: Running, name: str) -> None:
    @settings(
        max_examples=15,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        _holds(data.draw(OPERATIONS[name].as_strategy()), server)

    hold()


def test_a_status_that_is_not_in_it_would_be_noticed(server: Running) -> None:
    without = json.loads(json.dumps(SCHEMA))
    del without["paths"]["/e/{thing}.ttl"]["get"]["responses"]["404"]
    case = schemathesis.openapi.from_dict(without)["/e/{thing}.ttl"]["GET"].Case(path_parameters={"thing": "nobody"})
    with pytest.raises(BaseExceptionGroup, match="Schemathesis found"):
        _holds(case, server)


def _holds(case: schemathesis.Case[Any], server: Running) -> None:
    """Sends a request, and holds the answer against what is said of it."""
    response = case.call(base_url=server.url.rstrip("/"), allow_redirects=False)
    case.validate_response(response, excluded_checks=LEFT_OUT)
