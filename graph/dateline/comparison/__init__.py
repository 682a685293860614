"""What the documents say beside what Wikidata says: new, agrees, more precise, differs, cannot be said."""

from __future__ import annotations

from dateline.comparison.model import Comparison, Row, Theirs, Verdict

__all__ = ["Comparison", "Row", "Theirs", "Verdict"]
