"""The record as a schema.org Dataset, to stand in the home page for those who index datasets.

https://schema.org/Dataset; https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from __future__ import annotations

import json
from typing import Any

from dateline.web.description.record import Description
from dateline.web.description.statements import web_iri

_ESCAPES = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})


def dataset(said: Description) -> dict[str, Any]:
    """The Dataset, under the context by which indexes know it."""
    publisher: dict[str, Any] = {"@type": "Organization", "@id": said.publisher_iri, "name": said.publisher}
    if web_iri(said.publisher_url):
        publisher["url"] = said.publisher_url
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": said.iri,
        "name": said.title,
        "description": said.text,
        "url": said.at,
        "identifier": said.iri,
        "version": said.version,
        "license": said.license,
        "isAccessibleForFree": True,
        "keywords": list(said.keywords),
        "creator": publisher,
        "publisher": {"@id": said.publisher_iri},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.title,
                "contentUrl": said.at + one.path,
                "encodingFormat": one.media_type,
                "contentSize": f"{one.bytes} B",
                "sha256": one.sha256,
            }
            for one in said.distributions
        ],
    }
    if said.languages:
        made["inLanguage"] = list(said.languages)
    if said.period:
        made["temporalCoverage"] = "/".join(dict.fromkeys(said.period))
    if said.released:
        made["dateModified"] = said.released
        made["datePublished"] = said.releases[0].day if said.releases else said.released
    return made


def embedded(value: Any) -> str:
    r"""JSON that can stand in a `script` element: what could end it, or a line of it, is escaped.

    >>> embedded({"name": "</script>"})
    '{"name": "\\u003c/script\\u003e"}'
    """
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
