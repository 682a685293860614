"""What the documents say beside what Wikidata says: new, agrees, more precise, differs, cannot be said.

`compare` is pure: drafts and items in, rows out. How a verdict is reached stands in `judging`; how values of each kind
are held against each other in `values` and `times`; what qualifiers narrow a statement to in `scope`.
"""

from __future__ import annotations

from dateline.comparison.compare import compare
from dateline.comparison.model import Adds, Also, Bearing, Comparison, Row, Source, Theirs, Verdict

__all__ = ["Adds", "Also", "Bearing", "Comparison", "Row", "Source", "Theirs", "Verdict", "compare"]
