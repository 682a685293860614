"""What the OpenAPI document says once and refers to: the shapes of bodies, and the answers that many addresses have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.web.reconciliation.asked import MOST_CANDIDATES, MOST_CONDITIONS
from dateline.web.reconciliation.service import MOST_QUERIES

_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
    },
}
_VALUE = {
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
    ]
}
SCHEMAS: Mapping[str, Any] = {
    "Problem": _PROBLEM,
    "Found": {
        "type": "object",
        "required": ["query", "hits", "more"],
        "properties": {
            "query": {"type": "string"},
            "more": {"type": "boolean", "description": "Whether there are other places."},
            "hits": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["document", "kind", "about", "offset", "snippet", "title", "page"],
                    "properties": {
                        "document": {"type": "string", "description": "The IRI of the document."},
                        "kind": {"enum": ["name", "text", "quote"]},
                        "about": {"type": "string", "description": "The IRI of the thing, the document or the span."},
                        "offset": {
                            "type": ["integer", "null"],
                            "description": "The code point of the text where the first of the words begins.",
                        },
                        "snippet": {"type": "string"},
                        "title": {"type": "string", "description": "What the thing or the document is called."},
                        "page": {"type": "string", "description": "Where it is shown, below the root of the site."},
                    },
                },
            },
        },
    },
    "Queries": {
        "type": "object",
        "required": ["queries"],
        "properties": {
            "queries": {
                "type": "array",
                "maxItems": MOST_QUERIES,
                "items": {
                    "type": "object",
                    "required": ["conditions"],
                    "additionalProperties": False,
                    "properties": {
                        "type": {"type": "string"},
                        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_CANDIDATES},
                        "lang": {"type": "string"},
                        "conditions": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST_CONDITIONS,
                            "items": {
                                "type": "object",
                                "required": ["matchType", "propertyValue"],
                                "properties": {
                                    "matchType": {"enum": ["name", "id", "property"]},
                                    "propertyId": {"type": "string"},
                                    "propertyValue": {
                                        "anyOf": [*_VALUE["anyOf"], {"type": "array", "items": _VALUE, "maxItems": 50}]
                                    },
                                    "required": {"type": "boolean"},
                                    "matchQuantifier": {"enum": ["any", "all", "none"]},
                                    "matchQualifier": {"type": "string"},
                                },
                            },
                        },
                    },
                },
            }
        },
    },
    "Extension": {
        "type": "object",
        "required": ["ids", "properties"],
        "properties": {
            "ids": {"type": "array", "maxItems": MOST_QUERIES, "items": {"type": "string"}},
            "properties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id"],
                    "properties": {
                        "id": {"type": "string"},
                        "settings": {
                            "type": "object",
                            "properties": {
                                "limit": {"type": "integer", "minimum": 0},
                                "content": {"enum": ["value", "words"]},
                            },
                        },
                    },
                },
            },
        },
    },
}
_PROBLEMS = {
    "text/html; charset=utf-8": {},
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
}
RESPONSES: Mapping[str, Any] = {
    "NotModified": {"description": "What the client has is what there is."},
    "TooMany": {
        "description": "Too many requests at once; Retry-After says when to ask again.",
        "content": {**_PROBLEMS, "text/plain; charset=utf-8": {}},
    },
    "Error400": {"description": "The request cannot be understood; the detail says why.", "content": _PROBLEMS},
    "Error404": {"description": "There is nothing here.", "content": _PROBLEMS},
    "Error406": {"description": "It cannot be sent like this; the body lists how it can.", "content": _PROBLEMS},
    "Error503": {"description": "It took too long; Retry-After says when to ask again.", "content": _PROBLEMS},
    "Refused": {
        "description": "Why the query is not answered, and what to do.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
            "text/plain; charset=utf-8": {},
        },
    },
    "Unanswered": {
        "description": "Why the request is not answered, and what to do.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["status", "message"],
                    "properties": {"status": {"const": "error"}, "message": {"type": "string"}},
                }
            }
        },
    },
}
