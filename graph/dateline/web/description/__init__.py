"""A publication as a dataset: one record of what there is to say, and every form in which others want to hear it.

`files` is everything that the site serves beside its pages; each function below gives one piece of it to a neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dateline.web.files import File
    from dateline.web.served import Served

__all__ = ["dataset_json_ld", "files", "is_of_it", "released", "service_description"]

_NAMES = frozenset(
    {
        "void.ttl", ".well-known/void", "dcat.ttl", "dataset.jsonld", "CITATION.cff", "citation.bib", "citation.json",
        "openapi.json", "ro-crate-metadata.json", "sitemap.xml", "robots.txt",
    }
)  # fmt: skip
_FOLDERS = ("dump/", "changes/", "sitemaps/")


def is_of_it(path: str) -> bool:
    """Whether a file at this path could only be one of a description: known without making any."""
    return path in _NAMES or path.startswith(_FOLDERS)


def files(served: Served) -> Mapping[str, File]:
    """Every description and every dump, by its path below the root of the site; see `forms`."""
    from dateline.web.description.forms import files as made

    return made(served)


def dataset_json_ld(served: Served) -> str:
    """The schema.org Dataset as JSON that can stand in a `script` element of the home page as it is."""
    from dateline.web.description.forms import described
    from dateline.web.description.schema_org import dataset, embedded

    return embedded(dataset(described(served)))


def released(served: Served) -> str | None:
    """The ISO day of the publication: that which it says it is of, else that of its last release; null for none."""
    from dateline.web.description.forms import described

    return described(served).released


def service_description(served: Served) -> tuple[ox.Triple, ...]:
    """What a SPARQL endpoint over the publication says of itself."""
    from dateline.web.description.forms import described
    from dateline.web.description.rdf import service

    return service(described(served))
