"""Whatever JSON a service sends, it is what was asked for or an error of ours, never another one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.errors import WikibaseError, WikibaseServiceError
from dateline.links.wikidata.shapes import found_of, item_id, item_of, manifest_of, matches_of
from dateline.wikibase import Item
from tests.wikidata_server import World

MEMBERS = st.sampled_from(
    ["id", "entities", "Q9248", "q0", "result", "type", "redirects", "error", "labels", "claims", "search", "versions"]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@example({"entities": {"Q9248": {"id": "Q1", "lastrevid": 5}, "Q2": {"id": 5}}})
@example({"error": {"info": ["x"]}})
def test_any_json_is_what_was_asked_for_or_an_error(data: Any) -> None:
    for parse in (
        lambda: item_of(data, "Q9248", where="answer"),
        lambda: found_of(data, where="answer"),
        lambda: matches_of(data, "q0", where="answer"),
        lambda: manifest_of(data, where="answer"),
    ):
        try:
            made = parse()
        except (WikibaseError, WikibaseServiceError):
            continue
        if isinstance(made, Item):
            assert "Q9248" in (made.id, made.redirected_from)
            assert made.revision is not None


@given(st.data())
def test_an_item_with_any_part_put_in_another_place_is_an_item_or_an_error(data: st.DataObject) -> None:
    entity = copy.deepcopy(World().items["Q734004"])
    where: Any = entity
    for _ in range(data.draw(st.integers(0, 5))):
        inner = [key for key, value in _members(where) if isinstance(value, dict | list) and value]
        if not inner:
            break
        where = where[data.draw(st.sampled_from(inner))]
    key = data.draw(st.sampled_from([key for key, _ in _members(where)]))
    where[key] = data.draw(JSON)
    try:
        made = item_of({"entities": {"Q734004": entity}}, "Q734004", where="answer")
    except (WikibaseError, WikibaseServiceError):
        return
    assert "Q734004" in (made.id, made.redirected_from)


def _members(given: Any) -> list[tuple[Any, Any]]:
    return list(given.items()) if isinstance(given, dict) else list(enumerate(given))


@pytest.mark.parametrize("versions", [["1.0-draft"], [], "0.2", [["0.2"]], None, {"0.2": 1}])
def test_a_service_of_another_version_is_not_spoken_to(versions: object) -> None:
    with pytest.raises(WikibaseServiceError, match="speaks the versions"):
        manifest_of({"name": "x", "versions": versions}, where="answer")


def test_a_service_that_names_no_version_is_of_the_first() -> None:
    assert manifest_of({"name": "x", "identifierSpace": "http://x/"}, where="answer").versions == ("0.1",)


def test_the_id_of_another_wikibase_is_known_by_its_iri() -> None:
    assert item_id("https://kb.example.org/entity/Q7", concept_base="https://kb.example.org/entity/") == "Q7"
