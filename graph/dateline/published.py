"""What a publication came to, for whoever asked for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dateline.archive import Documents, Sample, findings_of
from dateline.checking import SEVERITIES, Finding, in_order
from dateline.collection import Collection
from dateline.graph import Publication


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What `publish` did: where it lies, what is in it, what the checks say of it, which readings it had to draft.

    `documents` tells what became of each document of a collection of several, and is null for a single one; `sample`
    which of them pySHACL looked at too. One that is `unchanged` stays as it was. `compiled` is null where nothing had
    to be compiled as a whole, and `checked`, its findings, with it.
    """

    collection: Collection
    compiled: Publication | None
    checked: tuple[Finding, ...] | None
    files: Mapping[str, int]
    drafted: tuple[str, ...] = ()
    documents: Documents | None = None
    unchanged: bool = False
    sample: Sample | None = None

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self.collection.published

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say of it, the gravest first; of many documents read from the ledger, as it is now."""
        if self.checked is not None or self.documents is None:
            return self.checked or ()
        sampled = self.sample.findings.values() if self.sample else ()
        return in_order(chain.from_iterable((*findings_of(self.documents.records()).values(), *sampled)))

    @property
    def found(self) -> Mapping[str, int]:
        """How many findings of each severity there are; of many documents those of each are counted by themselves."""
        if self.checked is not None or self.documents is None:
            return Counter(one.severity for one in self.checked or ())
        sampled = chain.from_iterable(self.sample.findings.values() if self.sample else ())
        known = {severity: self.documents.totals[severity] for severity in SEVERITIES}
        return Counter(known) + Counter(one.severity for one in sampled)

    @property
    def publication(self) -> Publication:
        """All of it in memory, compiled now where it was not needed to publish."""
        return self.compiled or self.collection.compile()
