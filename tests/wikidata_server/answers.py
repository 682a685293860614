"""What each service answers when nothing is wrong, in the shapes that the real ones have."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.wikidata_server.world import CONCEPTS, PROPERTIES, World

DIRECT = "http://www.wikidata.org/prop/direct/"
_ENTITY_DATA = "/wiki/Special:EntityData/"
_TOKEN = "+\\"  # noqa: S105 - what MediaWiki gives to people who are not logged in


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answer."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def service_of(path: str) -> str:
    """Which service a path belongs to."""
    if path.startswith("/w/api.php"):
        return "api"
    if path.startswith((_ENTITY_DATA, "/entity/")):
        return "entity_data"
    return "sparql" if path.startswith("/sparql") else "reconciliation"


def reply(
    world: World, service: str, method: str, path: str, params: Mapping[str, str], *, etag: str | None, by_body: bool
) -> Reply:
    """The answer of one of the services but SPARQL."""
    if service == "entity_data":
        return _entity_data(world, path, params, etag, by_body=by_body)
    if service == "api":
        return _api(world, method, params)
    return _reconciliation(world, path, params)


def _json(data: Any, **headers: str) -> Reply:
    return Reply(body=json.dumps(data).encode(), headers=_named(headers))


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _entity_data(world: World, path: str, params: Mapping[str, str], etag: str | None, *, by_body: bool) -> Reply:
    name = path.rpartition("/")[2].partition(".")[0]
    if path.startswith("/entity/"):
        return Reply(status=303, headers={"Location": f"{_ENTITY_DATA}{name}"})
    target = world.redirects.get(name)
    if target is not None and not by_body:
        return Reply(status=302, headers={"Location": f"{_ENTITY_DATA}{target}.json"})
    one = world.get(name)
    if one is not None and "revision" in params:
        one = world.revisions[name].get(int(params["revision"]))
    if one is None:
        return Reply(status=404, body=b"<title>Not Found</title>", kind="text/html; charset=utf-8")
    tag = f'"{one["id"]}-{one["lastrevid"]}"'
    headers = {"ETag": tag, "Cache_Control": "public, s-maxage=3600, max-age=3600"}
    if etag == tag:
        return Reply(status=304, headers=_named(headers))
    return _json({"entities": {one["id"]: one}}, **headers)


def _api(world: World, method: str, params: Mapping[str, str]) -> Reply:
    action = params.get("action")
    age = f"public, max-age={params['maxage']}" if "maxage" in params else "private, must-revalidate, max-age=0"
    if action == "wbgetentities":
        names = params.get("ids", "").split("|")
        if len(names) > 50:
            return _error("toomanyvalues", "Too many values supplied for parameter ids: the limit is 50")
        wrong = [name for name in names if not (name[:1] in "QP" and name[1:].isdecimal())]
        if wrong:
            return _error("no-such-entity", f'Could not find an entity with the ID "{wrong[0]}".')
        entities = {name: _entity(world, name, params) for name in names}
        return _json({"entities": entities, "success": 1}, Cache_Control=age)
    if action == "wbsearchentities":
        found = _found(world, params.get("search", ""), int(params.get("limit", "7")))
        return _json({"searchinfo": {"search": params.get("search")}, "search": found, "success": 1}, Cache_Control=age)
    if action == "wbeditentity" and method == "POST":
        return _edited(world, params)
    return _error("badvalue", f'Unrecognized value for parameter "action": {action}.')


def _error(code: str, info: str) -> Reply:
    return _json({"error": {"code": code, "info": info, "*": "See https://www.wikidata.org/w/api.php for API usage."}})


def _entity(world: World, name: str, params: Mapping[str, str]) -> dict[str, Any]:
    if name in PROPERTIES:
        label, datatype = PROPERTIES[name]
        labels = {"en": {"language": "en", "value": label}}
        return {"type": "property", "datatype": datatype, "id": name, "labels": labels}
    one = world.get(name)
    if one is None:
        return {"id": name, "missing": ""}
    wanted = params.get("props", "info|labels|descriptions|aliases|claims").split("|")
    kept = {"type", "id"} | set(wanted)
    if "info" in wanted:
        kept |= {"pageid", "ns", "title", "lastrevid", "modified"}
    made = {member: copy.deepcopy(value) for member, value in one.items() if member in kept}
    if name in world.redirects:
        made["redirects"] = {"from": name, "to": one["id"]}
    return made


def _found(world: World, words: str, limit: int) -> list[dict[str, Any]]:
    """The items whose label or alias in English begins with the words."""
    found = []
    for name, one in world.items.items():
        label = (one["labels"] or {}).get("en", {}).get("value", "")
        aliases = [alias["value"] for alias in (one["aliases"] or {}).get("en", [])]
        hit = next((text for text in (label, *aliases) if words and text.lower().startswith(words.lower())), None)
        if hit is not None:
            kind = "label" if hit == label else "alias"
            found.append(
                {
                    "id": name,
                    "title": name,
                    "pageid": one["pageid"],
                    "concepturi": f"{CONCEPTS}{name}",
                    "repository": "wikidata",
                    "url": f"//www.wikidata.org/wiki/{name}",
                    "display": {"label": {"value": label, "language": "en"}},
                    "label": label,
                    "description": (one["descriptions"] or {}).get("en", {}).get("value", ""),
                    "match": {"type": kind, "language": "en", "text": hit},
                }
            )
    return sorted(found, key=lambda one: (len(one["match"]["text"]), int(one["id"][1:])))[:limit]


def _edited(world: World, params: Mapping[str, str]) -> Reply:
    if params.get("token") != _TOKEN:
        return _error("badtoken", "Invalid CSRF token.")
    name = params.get("id")
    if name is not None and name not in world.items:
        return _error("no-such-entity", f'Could not find an entity with the ID "{name}".')
    made = world.edit(name, json.loads(params["data"]))
    return _json({"entity": world.items[made], "success": 1})


def _reconciliation(world: World, path: str, params: Mapping[str, str]) -> Reply:
    if path.endswith("/suggest/entity"):
        found = _found(world, params.get("prefix", ""), 10)
        kept = (("id", "id"), ("name", "label"), ("description", "description"))
        return _json({"result": [{name: one[member] for name, member in kept} for one in found]})
    if not path.endswith("/api"):
        return Reply(status=404, body=b"Not Found", kind="text/plain")
    if "extend" in params:
        return _json(_extended(world, json.loads(params["extend"])))
    if "queries" in params:
        asked = json.loads(params["queries"])
        return _json({name: {"result": _candidates(world, query)} for name, query in asked.items()})
    return _json(MANIFEST)


MANIFEST: Mapping[str, Any] = {
    "versions": ["0.1", "0.2"],
    "name": "Wikidata (en)",
    "identifierSpace": CONCEPTS,
    "schemaSpace": DIRECT,
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
    "defaultTypes": [{"id": "Q35120", "name": "entity"}],
    "suggest": {
        "entity": {"service_url": "https://wikidata.reconci.link", "service_path": "/en/suggest/entity"},
    },
    "extend": {"property_settings": []},
    "batchSize": 50,
}


def _candidates(world: World, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    words, made = query["query"], []
    for one in _found(world, words, 25):
        known = world.items[one["id"]]
        exact = one["match"]["text"].lower() == words.lower()
        kinds = [
            statement["mainsnak"]["datavalue"]["value"]["id"]
            for statement in (known["claims"] or {}).get("P31", [])
            if statement["rank"] != "deprecated"
        ]
        made.append(
            {
                "id": one["id"],
                "name": one["label"],
                "description": one["description"],
                "score": 100 if exact else round(100 * len(words) / len(one["match"]["text"])),
                "match": exact,
                "type": [{"id": kind, "name": world.items[kind]["labels"]["en"]["value"]} for kind in kinds],
                "features": [{"id": "all_labels", "value": 100 if exact else 50}],
            }
        )
    return sorted(made, key=lambda one: -one["score"])[: query.get("limit", 25)]


def _extended(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for name in asked["ids"]:
        one = world.get(name)
        rows[name] = {}
        for wanted in asked["properties"]:
            given = ((one or {}).get("claims") or {}).get(wanted["id"], [])
            rows[name][wanted["id"]] = [_cell(world, statement["mainsnak"]) for statement in given]
    meta = [{"id": one["id"], "name": PROPERTIES[one["id"]][0]} for one in asked["properties"]]
    return {"meta": meta, "rows": rows}


def _cell(world: World, snak: Mapping[str, Any]) -> dict[str, Any]:
    value = snak["datavalue"]["value"]
    if snak["datavalue"]["type"] == "wikibase-entityid":
        known = world.items.get(value["id"])
        return {"id": value["id"], "name": known["labels"]["en"]["value"] if known else value["id"]}
    if snak["datavalue"]["type"] == "quantity":
        return {"float": float(value["amount"])}
    return {"date": value["time"][1:]} if snak["datavalue"]["type"] == "time" else {"str": str(value)}
