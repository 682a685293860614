"""The release as an RO-Crate: its dumps and tables with what they are, for repositories and archives.

https://www.researchobject.org/ro-crate/specification/1.1/. A crate says when it was published, so a publication that is
of no day is none.
"""

from __future__ import annotations

import json
from typing import Any

from dateline.web.description.record import Description
from dateline.web.description.statements import web_iri

NAME = "ro-crate-metadata.json"


def crate(said: Description) -> bytes | None:
    """`ro-crate-metadata.json`, or null for a publication without a day."""
    if said.released is None:
        return None
    publisher = {"@id": web_iri(said.publisher_url) or said.publisher_iri}
    licence = {"@id": web_iri(said.license)} if web_iri(said.license) else said.license
    graph: list[dict[str, Any]] = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": said.title,
            "description": said.text,
            "datePublished": said.released,
            "version": said.version,
            "identifier": said.iri,
            "license": licence,
            "author": publisher,
            "publisher": publisher,
            "hasPart": [{"@id": one.path} for one in said.distributions],
        },
        *(
            {
                "@id": one.path,
                "@type": "File",
                "name": one.title,
                "encodingFormat": one.compressed or one.media_type,
                "contentSize": str(one.bytes),
                "sha256": one.sha256,
                "license": licence,
            }
            for one in said.distributions
        ),
        {"@id": publisher["@id"], "@type": "Organization", "name": said.publisher},
    ]
    if isinstance(licence, dict):
        graph.append({"@id": licence["@id"], "@type": "CreativeWork", "name": said.license})
    made = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()
