"""Documents as linked data: every triple shows the exact words that say it and the voice that says them.

The verbs of the command line, as functions: `publish`, `read`, `link`, `decide`, `build`, `check`, `export`,
`compare`, `query`. Names are imported when first used, so `import dateline` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.answers import Dataset, find_question, open_dataset, open_endpoint, query
    from dateline.checking import Finding
    from dateline.comparison import Comparison
    from dateline.drafting import Known
    from dateline.errors import DatelineError
    from dateline.linking import Linked, Ruling, decide, link
    from dateline.pipeline import build, check, compare, export, publish, read
    from dateline.published import Published

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Dataset",
    "DatelineError",
    "Finding",
    "Known",
    "Linked",
    "Published",
    "Ruling",
    "__version__",
    "build",
    "check",
    "compare",
    "decide",
    "export",
    "find_question",
    "link",
    "open_dataset",
    "open_endpoint",
    "publish",
    "query",
    "read",
]

_HOMES = {
    "Dataset": "answers",
    "find_question": "answers",
    "open_dataset": "answers",
    "open_endpoint": "answers",
    "query": "answers",
    "Finding": "checking",
    "DatelineError": "errors",
    "Published": "published",
    "build": "pipeline",
    "check": "pipeline",
    "Comparison": "comparison",
    "compare": "pipeline",
    "export": "pipeline",
    "publish": "pipeline",
    "read": "pipeline",
    "Known": "drafting",
    "Linked": "linking",
    "Ruling": "linking",
    "decide": "linking",
    "link": "linking",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(f"dateline.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
