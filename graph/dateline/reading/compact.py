"""The YAML form of a reading: plain data made short for people, and back. `dateline.reading` describes the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline import terms
from dateline.reading.anchors import Anchors
from dateline.reading.members import MEMBERS, datatype_of
from dateline.reading.report import Report
from dateline.yaml12 import Flow, Quoted

FORMS = ("name", "description", "pronoun")
RELATIONS = ("exactMatch", "closeMatch")
STATEMENT = ("subject", "predicate", "object")
SECTIONS = ("entities", "times", "quantities", "quotations", "events", "claims")
_USUAL_CLAIM = {
    "reportingMode": "own-voice",
    "polarity": "positive",
    "certainty": "certain",
    "modality": "asserted",
}
_USUAL_EVENT = {"polarity": "positive", "certainty": "certain"}


def _usual_of_claims(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim is where it says nothing else; a person who reads accepts, a program proposes."""
    document, reader = data.get("document"), data.get("reader")
    publisher = document.get("publisher") if isinstance(document, dict) else None
    by_person = isinstance(reader, dict) and reader.get("kind") == "person"
    usual = {**_USUAL_CLAIM, "attributedTo": publisher, "status": "accepted" if by_person else "proposed"}
    return {**usual, "confidence": 1.0} if by_person else usual


# ------------------------------------------------------------------------------------------------ YAML to plain data


def expand(data: Any, anchors: Anchors, report: Report) -> Any:
    """The plain data that a YAML reading stands for; spans without offsets are anchored in the text.

    What has another form than the format knows is left as it is, for the schema to report.
    """
    if not isinstance(data, dict):
        return data
    return _Expansion(data, anchors, report).data()


class _Expansion:
    def __init__(self, source: dict[str, Any], anchors: Anchors, report: Report) -> None:
        self.source = source
        self.anchors = anchors
        self.report = report
        self.usual_claim = _usual_of_claims(source)

    def data(self) -> dict[str, Any]:
        makers = {
            "entities": self._entity,
            "times": self._time,
            "quantities": self._quantity,
            "quotations": self._quotation,
            "events": self._event,
            "claims": self._claim,
        }
        data = dict(self.source)
        for section, make in makers.items():
            items = data.setdefault(section, [])
            if isinstance(items, list):
                data[section] = [
                    make(item, f"{section}[{number}]") if isinstance(item, dict) else item
                    for number, item in enumerate(items)
                ]
        return data

    def _entity(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {"mentions": [], **source}
        if isinstance(item["mentions"], list):
            item["mentions"] = [
                self._mention(mention, f"{path}.mentions[{number}]") for number, mention in enumerate(item["mentions"])
            ]
        return self._linked(item, path)

    def _mention(self, source: Any, path: str) -> Any:
        if not isinstance(source, dict):
            if isinstance(source, str):
                self.report.add(path, "a mention says its form.", "Write name: …, description: … or pronoun: …")
                return {**self.anchors.placeholder(), "form": "name"}
            return source
        if "form" in source:
            return self._words(source, path)
        forms = [form for form in FORMS if form in source]
        if len(forms) != 1:
            self.report.add(path, "a mention has one form.", "Write one of name: …, description: … and pronoun: …")
            return {**self.anchors.placeholder(), "form": "name"}
        item = {name: value for name, value in source.items() if name != forms[0]}
        return {**self._words({**item, "text": source[forms[0]]}, path), "form": forms[0]}

    def _linked(self, item: dict[str, Any], path: str) -> dict[str, Any]:
        if isinstance(item.get("links"), list):
            item["links"] = [
                self._link(link, f"{path}.links[{number}]") if isinstance(link, dict) else link
                for number, link in enumerate(item["links"])
            ]
        return item

    def _link(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {"status": "proposed", **source}
        if "to" in source or "relation" in source:
            return item
        relations = [relation for relation in RELATIONS if relation in source]
        if len(relations) != 1:
            self.report.add(path, "a link has one relation.", 'Write exactMatch: "http://…", or closeMatch.')
            return {**item, "to": "http://www.wikidata.org/entity/Q1", "relation": "closeMatch"}
        return {"relation": relations[0], "to": item.pop(relations[0]), **item}

    def _words(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        """An item whose own members are a span: `text` holds offsets and words, unless `start` or `end` are there."""
        item = dict(source)
        if "start" not in item and "end" not in item and isinstance(item.get("text"), str):
            item.update(self.anchors.span(item["text"], path))
        if isinstance(item.get("segments"), list):
            item["segments"] = [
                self._span(segment, f"{path}.segments[{number}]") for number, segment in enumerate(item["segments"])
            ]
        return item

    def _span(self, source: Any, path: str) -> Any:
        if isinstance(source, str):
            return self.anchors.span(source, path)
        return self._words(source, path) if isinstance(source, dict) else source

    def _time(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {"kind": "DATE", "edtf": None, **self._words(source, path)}
        item.setdefault("value", item["edtf"])
        return item

    def _quantity(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {"value": None, **self._words(source, path)}
        item.setdefault("quantifier", "vague" if item["value"] is None else "exact")
        return item

    def _quotation(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {"source": None, **self._words(source, path)}
        if "cue" in item:
            item["cue"] = self._span(item["cue"], f"{path}.cue")
        return item

    def _event(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {**_USUAL_EVENT, **source}
        for name in _USUAL_EVENT:
            if item[name] is None:
                del item[name]
        if isinstance(item.get("triggers"), list):
            item["triggers"] = [
                self._span(trigger, f"{path}.triggers[{number}]") for number, trigger in enumerate(item["triggers"])
            ]
        return self._linked(item, path)

    def _claim(self, source: dict[str, Any], path: str) -> dict[str, Any]:
        item = {**self.usual_claim, **source}
        if "says" in item and not any(member in item for member in STATEMENT):
            item.update(self._statement(item.pop("says"), path))
        if "evidence" in item:
            item["evidence"] = self._span(item["evidence"], f"{path}.evidence")
        return item

    def _statement(self, said: Any, path: str) -> dict[str, Any]:
        if not isinstance(said, list) or len(said) != 3:
            self.report.add(f"{path}.says", "it does not say one thing.", "Write says: [subject, predicate, object].")
            return {"subject": "", "predicate": "", "object": {"id": ""}}
        subject, predicate, value = said
        return {"subject": subject, "predicate": predicate, "object": _object(predicate, value)}


def _object(predicate: Any, value: Any) -> Any:
    known = terms.PREDICATES.get(predicate) if isinstance(predicate, str) else None
    if isinstance(value, dict | list) or value is None:
        return value
    if known is None or not known.values:
        return {"id": value} if isinstance(value, str) else {"value": value}
    if terms.DATE in known.values and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return {"value": value, "datatype": datatype_of(predicate, value)}


# ------------------------------------------------------------------------------------------------ plain data to YAML


def compact(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The YAML form of plain data that fit the schema; `expand` gives them back."""
    makers = {
        "entities": _short_entity,
        "times": _short_time,
        "quantities": _short_quantity,
        "quotations": _short_quotation,
        "events": _short_event,
    }
    usual_claim = _usual_of_claims(plain)
    short = dict(plain)
    for section, make in makers.items():
        short[section] = [make(item) for item in plain[section]]
    short["claims"] = [_short_claim(claim, usual_claim) for claim in plain["claims"]]
    if "warnings" in plain:
        short["warnings"] = [_short_warning(warning) for warning in plain["warnings"]]
    for section in SECTIONS:
        if not short[section]:
            del short[section]
    return short


def _ordered(item: Mapping[str, Any], kind: str, *first: str) -> dict[str, Any]:
    names = (*first, *MEMBERS[kind])
    return {
        **{name: item[name] for name in names if name in item},
        **{name: value for name, value in item.items() if name not in names},
    }


def _short_span(plain: Mapping[str, Any]) -> Any:
    words = Quoted(f"{plain['start']}:{plain['end']} {plain['text']}")
    if plain.keys() == {"start", "end", "text"}:
        return words
    return _short_words(plain)


def _short_words(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = {name: value for name, value in plain.items() if name not in ("start", "end")}
    item["text"] = Quoted(f"{plain['start']}:{plain['end']} {plain['text']}")
    if "segments" in item:
        item["segments"] = [_short_span(segment) for segment in item["segments"]]
    return item


def _without_usual(item: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """The item without what it shares with the usual case; where it lacks a usual member, that is said."""
    short = {name: value for name, value in item.items() if name not in usual or value != usual[name]}
    for name, value in usual.items():
        if name not in item and value is not None:
            short[name] = None
    return short


def _short_links(item: dict[str, Any]) -> dict[str, Any]:
    if "links" in item:
        item["links"] = [_short_link(link) for link in item["links"]]
    return item


def _short_link(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = _without_usual(plain, {"status": "proposed"})
    if any(relation in plain for relation in RELATIONS):
        return _ordered(item, "links")
    relation, to = item.pop("relation"), item.pop("to")
    return _ordered({relation: Quoted(to), **item}, "links", *RELATIONS)


def _short_entity(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = _short_links(dict(plain))
    item["mentions"] = [_short_mention(mention) for mention in plain["mentions"]]
    return _ordered(item, "entities")


def _short_mention(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = _short_words(plain)
    if any(form in plain for form in FORMS):
        return _ordered(item, "mentions", "form")
    form, words = item.pop("form"), item.pop("text")
    return {form: words, **item}


def _short_time(plain: Mapping[str, Any]) -> dict[str, Any]:
    return _ordered(
        _without_usual(_short_words(plain), {"kind": "DATE", "value": plain["edtf"], "edtf": None}), "times"
    )


def _short_quantity(plain: Mapping[str, Any]) -> dict[str, Any]:
    usual = {"value": None, "quantifier": "vague" if plain["value"] is None else "exact"}
    return _ordered(_without_usual(_short_words(plain), usual), "quantities")


def _short_quotation(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = _without_usual(_short_words(plain), {"source": None})
    if "cue" in item:
        item["cue"] = _short_span(item["cue"])
    return _ordered(item, "quotations")


def _short_event(plain: Mapping[str, Any]) -> dict[str, Any]:
    item = _short_links(_without_usual(plain, _USUAL_EVENT))
    item["triggers"] = [_short_span(trigger) for trigger in plain["triggers"]]
    return _ordered(item, "events")


def _short_claim(plain: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    item = _without_usual(plain, usual)
    if usual["attributedTo"] is not None and plain["attributedTo"] is None:
        item["attributedTo"] = None
    item["evidence"] = _short_span(plain["evidence"])
    if "says" in plain:
        return _ordered(item, "claims")
    subject, predicate, said = (item.pop(name) for name in STATEMENT)
    item["says"] = Flow([subject, predicate, _short_object(predicate, said)])
    return _ordered(item, "claims", "id", "says")


def _short_object(predicate: str, said: Mapping[str, Any]) -> Any:
    known = terms.PREDICATES.get(predicate)
    if known is not None and (
        (not known.values and said.keys() == {"id"})
        or (known.values and "id" not in said and said == _object(predicate, said["value"]))
    ):
        value = said.get("id", said.get("value"))
        return Quoted(value) if known.values and isinstance(value, str) else value
    return Flow(said)


def _short_warning(plain: Mapping[str, Any] | str) -> Any:
    if isinstance(plain, str):
        return plain
    item = _ordered(plain, "warnings")
    return {**item, "about": Flow(item["about"])} if "about" in item else item
