"""A collection published document by document: workers, a ledger of what is done, shards that outlive a crash.

A document's shard is its graph as canonical N-Quads, a function of its text, its reading, the decisions about its
things, the settings and the program: its fingerprint. What has the fingerprint of the ledger is not done again.
"""

from __future__ import annotations

from dateline.archive.assembly import assembled, findings_of, made_of, names_in, unchanged
from dateline.archive.checks import SAMPLE, Sample, check_documents, look_at_sample
from dateline.archive.cluster import Cluster
from dateline.archive.documents import Documents, Progress, publish_documents
from dateline.archive.fingerprint import PARTS, Fingerprint
from dateline.archive.index import refresh, refresh_from
from dateline.archive.ledger import Ledger, Outcome, Record
from dateline.archive.search import Hit, search
from dateline.archive.shards import Shards

__all__ = [
    "PARTS",
    "SAMPLE",
    "Cluster",
    "Documents",
    "Fingerprint",
    "Hit",
    "Ledger",
    "Outcome",
    "Progress",
    "Record",
    "Sample",
    "Shards",
    "assembled",
    "check_documents",
    "findings_of",
    "look_at_sample",
    "made_of",
    "names_in",
    "publish_documents",
    "refresh",
    "refresh_from",
    "search",
    "unchanged",
]
