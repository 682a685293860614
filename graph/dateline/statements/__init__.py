"""A publication as drafts of Wikidata statements: what could be said there, and what cannot and why.

Offline, from the graph and the mapping `ontology/wikidata.tsv` alone. Nothing denied, hedged or unlinked becomes a
draft, and whatever is left out is listed with its reason and the remedy.
"""

from __future__ import annotations

from dateline.statements.drafting import drafts_of
from dateline.statements.mapping import WikidataMapping, load_mapping, wikidata_mapping
from dateline.statements.model import Draft, Drafts, NewItem, Reason, Unsaid

__all__ = [
    "Draft",
    "Drafts",
    "NewItem",
    "Reason",
    "Unsaid",
    "WikidataMapping",
    "drafts_of",
    "load_mapping",
    "wikidata_mapping",
]
