"""The HTTP interface as an OpenAPI 3.1 document, written from the tables that the server itself goes by.

https://spec.openapis.org/oas/v3.1.1. Negotiation by `Accept` is described by the media types of a response; a parameter
of a path stands for one step, encoded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import dateline
from dateline.archive.search import LONGEST_QUERY, MOST_WORDS
from dateline.questions import question
from dateline.web.addresses import page_of
from dateline.web.finding import MOST as MOST_FOUND
from dateline.web.finding import SECONDS
from dateline.web.openapi_components import RESPONSES, SCHEMAS
from dateline.web.reconciliation.service import MOST_SUGGESTED
from dateline.web.sparql.formats import FORMATS
from dateline.web.sparql.limits import Limits
from dateline.web.variants import VARIANTS, variants_of, with_charset

if TYPE_CHECKING:
    from dateline.web.files import File
    from dateline.web.served import Kind, Resource, Served

Json = Any
NAME, MEDIA_TYPE = "openapi.json", "application/vnd.oai.openapi+json;version=3.1"

_SHAPES: tuple[tuple[str, Kind, str], ...] = (
    ("e/{thing}", "thing", "A person, a place, an organisation or an event of the collection"),
    ("doc/{document}", "document", "A document: its text, where that is published, and all that is said in it"),
    ("doc/{document}/e/{thing}", "thing", "A thing that only one document speaks of"),
    ("doc/{document}/claim/{claim}", "claim", "A claim: what it says, its words, whose they are"),
    ("doc/{document}/time/{time}", "time", "A time that a document speaks of"),
    ("run/{run}", "run", "How a reading or the graph was made"),
    ("agent/{agent}", "agent", "Who made or publishes it"),
)
"""The addresses of resources, with what stands there."""


def openapi(served: Served, files: Mapping[str, File]) -> bytes:
    """The document of a publication; `files` are those of its description, by their paths."""
    settings = served.settings
    made: dict[str, Json] = {
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {
            "title": settings.title,
            "version": served.version,
            "summary": "Linked data in which every statement shows the words that say it and the voice that says them.",
            "description": f"Made by Dateline {dateline.__version__}. Everything is read-only and needs no key.",
            "license": {"name": settings.license, **_address(settings.license)},
            **_contact(served),
        },
        "servers": [{"url": served.at.rstrip("/")}],
        "tags": [
            {"name": "resources", "description": "What is published, each thing under its IRI, in many formats."},
            {"name": "questions", "description": "Named questions and their answers."},
            {"name": "description", "description": "What the dataset says of itself, and its dumps."},
            *(_TAGS if served.services else ()),
        ],
        "paths": {
            **_resources(served),
            **_questions(served),
            **(_services(served) if served.services else {}),
            **_files(files),
        },
        "components": {"schemas": SCHEMAS, "responses": RESPONSES},
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


_TAGS = (
    {"name": "sparql", "description": "SPARQL 1.1 Protocol; read-only, within limits."},
    {"name": "search", "description": "Words in the texts, the quotations and the names."},
    {"name": "reconciliation", "description": "Reconciliation Service API, 0.2 and 1.0-draft."},
    {"name": "operations", "description": "For those who run the server."},
)


def _services(served: Served) -> dict[str, Json]:
    """What a server answers beside the files."""
    return {
        **_sparql(Limits()),
        **(_finding() if served.finds_words else {}),
        **_reconciliation("reconcile", "0.2"),
        **_reconciliation("reconcile/v1", "1.0"),
        **_operations(),
    }


def _contact(served: Served) -> dict[str, Json]:
    publisher = served.settings.publisher
    if publisher is None:
        return {}
    return {"contact": {"name": publisher.name, **_address(publisher.url or "")}}


def _address(given: str) -> dict[str, str]:
    return {"url": given} if given.startswith(("https://", "http://")) else {}


def _resources(served: Served) -> dict[str, Json]:
    """A path for each kind of resource, and one for each of its representations."""
    paths: dict[str, Json] = {}
    for template, kind, summary in (("", "dataset", "The dataset: where to begin"), *_SHAPES):
        example = _example(served, template)
        is_sent = kind in ("dataset", "document")
        parameters = _steps(template, example)
        variants = variants_of(kind)
        negotiated = _read(
            "resources",
            summary,
            [*parameters, _query("format", "Instead of Accept.", _texts([one.format for one in variants]))],
            {
                "200" if is_sent else "303": (
                    _sent({one.content_type for one in variants}, "The representation that is liked best.")
                    if is_sent
                    else {"description": "The representation that is liked best is at Location."}
                ),
                **({"304": _ref("NotModified")} if is_sent else {}),
                **_errors(400, 404, 406),
            },
        )
        paths["/" + template] = {"get": negotiated}
        for one in variants:
            paths["/" + page_of(template, one.suffix)] = {
                "get": _read(
                    "resources",
                    f"{summary}, as {one.title}",
                    parameters,
                    {"200": _sent([one.content_type], one.title), "304": _ref("NotModified"), **_errors(404, 406)},
                )
            }
    return paths


def _example(served: Served, template: str) -> Resource | None:
    """A resource whose path is of that shape."""
    steps = template.split("/")
    for path in served.resources if template else ():
        if len(path.split("/")) == len(steps):
            both = zip(path.split("/"), steps, strict=True)
            if all(have == want or want.startswith("{") for have, want in both):
                return served.resources[path]
    return None


def _steps(template: str, example: Resource | None) -> list[Json]:
    steps = template.split("/")
    known = example.path.split("/") if example else [""] * len(steps)
    return [
        {
            "name": step[1:-1],
            "in": "path",
            "required": True,
            "description": f"The short name of the {step[1:-1]}.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 500},
            **({"example": value} if value else {}),
        }
        for step, value in zip(steps, known, strict=True)
        if step.startswith("{")
    ]


def _questions(served: Served) -> dict[str, Json]:
    """The named questions that can be answered without being given anything."""
    from dateline.web.pages import extra_pages

    paths: dict[str, Json] = {}
    for page in extra_pages(served):
        if page.kind != "question":
            continue
        asked = question(page.path.removesuffix("/").rpartition("/")[2])
        variants = variants_of("question")
        if any(one.required for one in asked.parameters):
            variants = (VARIANTS["html"],)
        said = " ".join(f"{one.name}: {one.description or one.label}" for one in asked.parameters)
        note = (
            f"{asked.description} Its parameters, which its page and SPARQL take: {said}" if said else asked.description
        )
        whole = {
            "200": _sent({one.content_type for one in variants}, "The answer, as it is liked best."),
            "304": _ref("NotModified"),
            **_errors(400, 404, 406),
        }
        formats = [_query("format", "Instead of Accept.", _texts([one.format for one in variants]))]
        paths["/" + page.path] = {"get": _read("questions", asked.summary, formats, whole, note=note)}
        for one in variants:
            responses = {"200": _sent([one.content_type], one.title), "304": _ref("NotModified"), **_errors(404)}
            made = _read("questions", asked.summary, [], responses, note=note)
            paths["/" + page_of(page.path, one.suffix)] = {"get": made}
    return paths


def _sparql(limits: Limits) -> dict[str, Json]:
    """The endpoint, with its limits."""
    kinds = sorted({with_charset(one) for row in FORMATS.values() for one in (*row.media_types, "text/html")})
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}, "maxItems": 100}
    restrictions = [
        _query("default-graph-uri", "Graphs of the dataset to read as the default graph.", graphs),
        _query("named-graph-uri", "Graphs of the dataset to read as named graphs.", graphs),
    ]
    note = (
        "Unless the server was told otherwise, which the description of the endpoint says, "
        f"a query is ended after {limits.seconds:g} seconds; an answer has at most {limits.rows:,} rows and "
        f"{limits.result_bytes:,} bytes, and is whole or an error. SERVICE, updates and graphs that the dataset does "
        "not hold are refused. Without GRAPH a query reads the union of all graphs."
    )
    text = {"type": "string", "maxLength": limits.query_bytes}
    responses = {
        "200": _sent(kinds, "The answer: a table or truth, or RDF for CONSTRUCT and DESCRIBE."),
        **_refused(400, 403, 406, 413, 415, 429, 503),
    }
    ask = {"SELECT": "SELECT DISTINCT ?kind WHERE { ?thing a ?kind } LIMIT 10"}
    get = _read(
        "sparql",
        "Ask; without a query, what the endpoint says of itself",
        [{**_query("query", "The query.", text), "examples": {k: {"value": v} for k, v in ask.items()}}, *restrictions],
        {**responses, "303": {"description": "A browser without a query is sent to the page of queries."}},
        note=note,
    )
    posted = {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {"query": text, "default-graph-uri": graphs, "named-graph-uri": graphs},
            }
        },
        "application/sparql-query": {"schema": text, "example": ask["SELECT"]},
    }
    post = _read("sparql", "Ask", restrictions, responses, note=note) | {
        "requestBody": {"required": True, "content": posted}
    }
    return {"/sparql": {"get": get, "post": post}}


def _finding() -> dict[str, Json]:
    """The search of words."""
    words = {**_query("q", "The words.", {**_text(LONGEST_QUERY), "minLength": 1}), "required": True}
    limit = _query("limit", "How many places at most.", {"type": "integer", "minimum": 1, "maximum": MOST_FOUND})
    content = {
        "text/html; charset=utf-8": {},
        "application/json": {"schema": {"$ref": "#/components/schemas/Found"}},
    }
    note = (
        f"All the words have to stand in one paragraph or name, at most {MOST_WORDS} of them; several in double quotes "
        f"are a phrase, and port* is a beginning. Nothing else in them means anything. It is ended after {SECONDS:g} "
        "seconds."
    )
    responses = {"200": {"description": "The places, the best first.", "content": content}, **_errors(400, 404, 503)}
    return {"/find": {"get": _read("search", "Find words", [words, limit], responses, note=note)}}


def _reconciliation(mount: str, version: str) -> dict[str, Json]:
    """The service in one version."""
    id_ = {**_query("id", "The id of a thing: its IRI without the base.", _text()), "required": True}
    skip = "offset" if version == "1.0" else "cursor"
    page = [
        {**_query("prefix", "How a name begins.", _text(1_000)), "required": True},
        _query(skip, "How many to leave out.", {"type": "integer", "minimum": 0, "maximum": 1_000_000}),
        _query("limit", "How many at most.", {"type": "integer", "minimum": 0, "maximum": MOST_SUGGESTED}),
    ]
    said = {
        "200": _sent(["application/json"], "The answer, as the protocol has it.", {"type": "object"}),
        **_plain(400),
    }
    large = {**said, **_plain(413)}
    tag = "reconciliation"
    paths: dict[str, Json] = {
        **{
            f"/suggest/{kind}": {"get": _read(tag, f"Suggest {of} by the beginning of a name", page, said)}
            for kind, of in (("entity", "things"), ("property", "properties"), ("type", "classes"))
        },
        "/preview": {
            "get": _read(
                tag,
                "A small page of a thing",
                [id_],
                {"200": _sent(["text/html; charset=utf-8"], "The page."), **_html(404)},
            )
        },
        "/view": {
            "get": _read(
                tag, "Where a thing is shown", [id_], {"303": {"description": "It is at Location."}, **_plain(404)}
            )
        },
        "/extend/propose": {
            "get": _read(
                tag,
                "Which properties things of a class may have",
                [_query("type", "The id of a class.", _text(200)), page[2]],
                said,
            )
        },
    }
    if version == "1.0":
        paths["/"] = {"get": _read(tag, "What the service is and can do (1.0-draft)", [], said)}
        for path, summary, schema in (
            ("/match", "Match names with things", "Queries"),
            ("/extend", "What is stated of things, or the words that state it", "Extension"),
        ):
            made = _read(tag, summary, [], large) | {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
                }
            }
            paths[path] = {"post": made}
    else:
        fields = [
            _query("queries", 'JSON: {"q0": {"query": "…"}}.', _text(4_000)),
            _query("extend", 'JSON: {"ids": […], "properties": […]}.', _text(4_000)),
        ]
        form = {
            "type": "object",
            "properties": {"queries": _text(1_000_000), "extend": _text(1_000_000)},
            "minProperties": 1,
        }
        post = _read(tag, "Match names with things, or extend a table", [], large) | {
            "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
        }
        paths["/"] = {
            "get": _read(tag, "What the service is and can do (0.2); or as for POST", fields, large),
            "post": post,
        }
        for kind in ("entity", "property", "type"):
            paths[f"/flyout/{kind}"] = {
                "get": _read(tag, f"A {kind} in two lines of HTML", [id_], {**said, **_plain(404)})
            }
    return {f"/{mount}{path}": item for path, item in paths.items()}


def _files(files: Mapping[str, File]) -> dict[str, Json]:
    """The description, and the dumps under their versions."""
    return {
        "/" + path: {
            "get": _read(
                "description",
                f"{path.rpartition('/')[2]} of this version" if path.startswith(("dump/", "changes/")) else path,
                [],
                {"200": _sent([file.content_type], "The file."), "304": _ref("NotModified"), **_errors(404)},
            )
        }
        for path, file in files.items()
    }


def _operations() -> dict[str, Json]:
    text, data = ["text/plain; charset=utf-8"], ["application/json"]
    return {
        "/-/health": {"get": _read("operations", "Whether the process answers", [], {"200": _sent(text, "It does.")})},
        "/-/ready": {
            "get": _read(
                "operations",
                "Whether there is a publication to show, and which",
                [],
                {"200": _sent(data, "There is."), "503": {"description": "Not yet.", **_content(data)}},
            )
        },
    }


def _read(
    tag: str, summary: str, parameters: Iterable[Json], responses: Mapping[str, Json], *, note: str = ""
) -> dict[str, Json]:
    made: dict[str, Json] = {"tags": [tag], "summary": summary}
    if note:
        made["description"] = note
    if given := list(parameters):
        made["parameters"] = given
    return made | {"responses": {**responses, "429": _ref("TooMany")}}


def _query(name: str, words: str, schema: Json) -> dict[str, Json]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _text(most: int = 500) -> dict[str, Json]:
    return {"type": "string", "maxLength": most}


def _texts(values: Iterable[str]) -> dict[str, Json]:
    return {"type": "string", "enum": list(values)}


def _sent(kinds: Iterable[str], words: str, schema: Json = None) -> dict[str, Json]:
    return {"description": words, **_content(kinds, schema)}


def _content(kinds: Iterable[str], schema: Json = None) -> dict[str, Json]:
    return {"content": {kind: {} if schema is None else {"schema": schema} for kind in sorted(kinds)}}


def _errors(*statuses: int) -> dict[str, Json]:
    """Errors of the site: a page or a problem."""
    return {str(status): _ref(f"Error{status}") for status in statuses}


def _refused(*statuses: int) -> dict[str, Json]:
    """Errors of the endpoint: a problem, or plain text for who speaks no JSON."""
    return {str(status): _ref("Refused") for status in statuses}


def _plain(*statuses: int) -> dict[str, Json]:
    """Errors of the reconciliation service."""
    return {str(status): _ref("Unanswered") for status in statuses}


def _html(*statuses: int) -> dict[str, Json]:
    return {str(status): _sent(["text/html; charset=utf-8"], "A page that says so.") for status in statuses}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}
