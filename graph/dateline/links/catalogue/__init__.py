"""The catalogue: items of Wikidata that need no network, each borne out by two sources that do not copy each other.

It is made of packages by `scripts/catalogue` and stands in `data/`: the items, an index of their names, and the sources
with their versions and licences. `reviewed.yaml` is the part that people looked up.
"""

from __future__ import annotations

from dateline.links.catalogue.source import PROGRAM, Catalogue, open_catalogue, read_catalogue
from dateline.links.catalogue.table import VERSION

__all__ = ["PROGRAM", "VERSION", "Catalogue", "open_catalogue", "read_catalogue"]
