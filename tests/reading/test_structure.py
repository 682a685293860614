"""The schema takes what the interchange format takes, and everything it does not take is said at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dateline.errors import ReadingError
from dateline.model import Reading
from dateline.reading import parse_reading, render_reading
from dateline.reading.members import MEMBERS
from dateline.reading.structure import SCHEMA, _gate, _validator
from tests.reading.models import readings
from tests.reading.small import TEXT, broken, said_of, said_of_yaml, small

INTERCHANGE = Path(__file__).with_name("interchange.schema.json")
"""The format in which readings are exchanged with other readers; ours takes the same, and names some more members."""


OF_LINKING = {"label", "features", "why", "unlinked"}
"""What `dateline link` writes beside: kept as further members are, and named by the schema for those who read it."""


def schema(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema(SCHEMA))


@given(readings())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_fits_the_interchange_format_too(made: tuple[Reading, str]) -> None:
    plain = json.loads(render_reading(made[0], format="json"))
    assert list(Draft202012Validator(schema(INTERCHANGE)).iter_errors(plain)) == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=70)
    | st.sampled_from(["id", "positive", "a" * 64, "xsd:date", "name", 0, 1, 1.0, -1, 0.5, 2, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(MEMBERS["claims"])), inner),
    max_leaves=6,
)  # fmt: skip


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every place of the data: a mapping or list, and the key or number in it."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for step, inner in steps for place in ((node, step), *places(inner))]


@given(st.data())
@settings(max_examples=400)
def test_the_gate_lets_through_what_has_nothing_to_explain_and_nothing_else(draw: st.DataObject) -> None:
    data = small()
    for _ in range(draw.draw(st.integers(0, 2))):
        within, step = draw.draw(st.sampled_from(places(data)))
        if draw.draw(st.booleans()):
            within[step] = draw.draw(ANYTHING)
        else:
            del within[step]
    assert _gate().is_valid(data) == _validator().is_valid(data), data


def resolved(node: Any, root: Any) -> Any:
    """A schema with its references written out, as deep as readings go, and the rules for a place in one place."""

    def walk(node: Any, depth: int) -> Any:
        if isinstance(node, list):
            return [walk(one, depth) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            if depth > 6:
                return {}
            target = root
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            rest = {name: value for name, value in node.items() if name != "$ref"}
            return merged(walk(target, depth + 1), walk(rest, depth))
        whole = {name: walk(value, depth) for name, value in node.items() if name not in ("allOf", "properties")}
        if "properties" in node:
            whole["properties"] = {name: walk(rule, depth) for name, rule in node["properties"].items()}
        for part in node.get("allOf", ()):
            whole = merged(walk(part, depth), whole)
        return whole

    return walk(node, 0)


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    whole = {**one, **other}
    if "properties" in one and "properties" in other:
        whole["properties"] = {**one["properties"], **other["properties"]}
    if "required" in one and "required" in other:
        whole["required"] = [*one["required"], *other["required"]]
    return whole


def test_the_schema_asks_for_no_member_that_the_interchange_format_does_not_ask_for() -> None:
    ours, theirs = (resolved(one, one)["properties"] for one in (schema(SCHEMA), schema(INTERCHANGE)))
    assert set(schema(SCHEMA)["required"]) == set(schema(INTERCHANGE)["required"])
    for name in theirs:
        one, other = ours[name], theirs[name]
        if name == "warnings":
            continue
        one, other = one.get("items", one), other.get("items", other)
        assert set(one.get("required", ())) == set(other.get("required", ())), name
        assert set(other.get("properties", ())) <= set(one.get("properties", ())), name
        for member, rule in other.get("properties", {}).items():
            for keyword in ("enum", "minimum", "maximum", "pattern", "const", "minLength", "minItems"):
                mine, given_ = one["properties"][member].get(keyword), rule.get(keyword)
                if keyword == "enum" and "anyOf" in rule:
                    given_ = [*rule["anyOf"][0]["enum"], None] if "enum" in rule["anyOf"][0] else None
                assert mine == given_, (name, member, keyword)


@pytest.mark.parametrize("kind", [kind for kind in MEMBERS if kind not in ("reading", "mentions", "links", "object")])
def test_the_members_that_are_written_are_those_of_the_schema(kind: str) -> None:
    whole = resolved(schema(SCHEMA), schema(SCHEMA))["properties"][kind]
    assert set(MEMBERS[kind]) == set(whole.get("items", whole)["properties"]) - {"unlinked"}


def test_the_parts_of_items_have_the_members_of_the_schema() -> None:
    whole = resolved(schema(SCHEMA), schema(SCHEMA))["properties"]
    entity = whole["entities"]["items"]["properties"]
    assert set(MEMBERS["links"]) == set(entity["links"]["items"]["properties"]) - OF_LINKING
    assert set(MEMBERS["mentions"]) <= set(entity["mentions"]["items"]["properties"])
    assert set(MEMBERS["object"]) == set(whole["claims"]["items"]["properties"]["object"]["properties"])
    assert set(MEMBERS["reading"]) == set(whole)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("claims.0.subject", ..., "claims[0]: subject is missing. Add subject."),
        ("claims.0.evidence", ..., "claims[0]: evidence is missing"),
        ("claims.0.evidence", "60:64 text", "claims[0].evidence: “60:64 text” stands where a mapping belongs"),
        ("claims.0.polarity", "positiv", "claims[0].polarity: “positiv” is none of the values that can stand here. "),
        ("claims.0.polarity", "positiv", "Did you mean positive?"),
        ("claims.0.modality", "", "They are: asserted, presupposed, hedged, believed, evaluative, intended."),
        ("claims.0.quantifier", "some", "They are: exact, approximate, at-least, at-most, vague, null."),
        ("claims.0.confidence", 1.5, "claims[0].confidence: 1.5 is more than 1"),
        ("claims.0.confidence", -1, "claims[0].confidence: -1 is less than 0"),
        ("claims.0.confidence", "0.9", "claims[0].confidence: “0.9” stands where a number belongs"),
        ("claims.0.object", {}, "claims[0].object: it needs an id or a value, and not both"),
        ("claims.0.object", {"id": "a", "value": 1}, "claims[0].object: it needs an id or a value, and not both"),
        ("claims.0.id", "", "claims[0].id: it is empty"),
        ("claims.0.id", 7, "claims[0].id: 7 stands where a text belongs. Write it in double quotes."),
        ("claims", {}, "claims: a mapping stands where a list belongs"),
        ("claims", ..., "claims is missing"),
        ("claims.0", "c1", "claims[0]: “c1” stands where a mapping belongs"),
        ("events.0.triggers", [], "events[0].triggers: it is empty"),
        ("times.0.start", -1, "times[0].start: -1 is less than 0"),
        ("times.0.start", 1.5, "times[0].start: 1.5 stands where a whole number belongs"),
        ("times.0.text", "", "times[0].text: it is empty"),
        ("quotations.0.direct", "yes", "quotations[0].direct: “yes” stands where true or false belongs"),
        ("quotations.0.cue", {"start": 1}, "quotations[0].cue: end is missing"),
        ("entities.0.mentions.0.form", ..., "entities[0].mentions[0]: form is missing"),
        ("entities.2.links.0.relation", "sameAs", "They are: exactMatch, closeMatch."),
        ("document.sha256", "abc", "document.sha256: “abc” is not a SHA-256"),
        ("document", ..., "document is missing"),
        ("reading", 2, "reading: 2 is not a version of the format that is known. Write 1."),
        ("reader.kind", "robot", "They are: software, person."),
        ("warnings.0", 5, "warnings[0]: 5 stands where a text or a mapping belongs"),
        ("warnings.1.text", ..., "warnings[1]: text is missing"),
    ],
)
def test_what_has_the_wrong_form_is_said_with_its_place_and_a_remedy(path: str, value: Any, said: str) -> None:
    found = said_of(broken(path, value))
    assert any(said in one for one in found), found


def test_every_missing_member_is_reported() -> None:
    found = said_of(broken("claims.0", {"id": "c1"}))
    assert len([one for one in found if "claims[0]" in one and "is missing" in one]) == 11


def test_items_of_the_right_form_are_checked_beside_those_of_the_wrong_one() -> None:
    data = broken("claims.0.polarity", "maybe")
    data["claims"][1]["object"]["id"] = "nowhere"
    data["times"][0]["text"] = "7 May 1921"
    found = said_of(data)
    assert len(found) == 3


def test_what_refers_to_an_item_of_the_wrong_form_does_not_refer_to_nothing() -> None:
    data = broken("entities.2.type", 5)
    assert [one for one in said_of(data) if "port_ellis" in one] == []


@pytest.mark.parametrize("source", ["[]", '"x"', "null", "1"])
def test_what_is_no_mapping_is_no_reading(source: str) -> None:
    with pytest.raises(ReadingError, match="stands where a mapping belongs"):
        parse_reading(source, format="json", file="r.json", text=TEXT)
    assert "stands where a mapping belongs" in said_of_yaml(source)[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{", "this is not JSON"),
        ("", "this is not JSON"),
        ('{"reading": 1, "reading": 1}', "keys are given twice"),
        ("[" * 100_000, "nested too deep"),
        ('{"reading": NaN}', "reading: Infinity is not"),
        ('{"reading": 1e999}', "inf is not a number that a file can carry"),
        ('{"reading": ' + "9" * 5000 + "}", "inf is not a number that a file can carry"),
        ('{"reading": "\\ud800"}', "“\\ud800” holds half of a surrogate pair"),
        ('{"\\ud800": 1}', "the key “\\ud800” holds half of a surrogate pair"),
        ('{"note": ' + "[" * 60 + "]" * 60 + "}", "nested more than 50 levels"),
    ],
)
def test_json_that_no_reading_can_be_is_refused_without_a_crash(source: str, said: str) -> None:
    with pytest.raises(ReadingError) as wrong:
        parse_reading(source, format="json", file="r.json", text=TEXT)
    assert said in str(wrong.value)


def test_a_small_reading_has_all_kinds_of_items() -> None:
    assert all(small()[kind] for kind in MEMBERS if kind in small())
