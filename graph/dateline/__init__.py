"""Documents as linked data: every triple shows the exact words that say it and the voice that says them.

The verbs of the command line, as functions: `publish`, `read`, `build`, `check`, `export`, `query`. Names are
imported when first used, so `import dateline` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.answers import Dataset, find_question, open_dataset, open_endpoint, query
    from dateline.checking import Finding
    from dateline.drafting import Known
    from dateline.errors import DatelineError
    from dateline.pipeline import Published, build, check, export, publish, read

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "DatelineError",
    "Finding",
    "Known",
    "Published",
    "__version__",
    "build",
    "check",
    "export",
    "find_question",
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
    "Published": "pipeline",
    "build": "pipeline",
    "check": "pipeline",
    "export": "pipeline",
    "publish": "pipeline",
    "read": "pipeline",
    "Known": "drafting",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(f"dateline.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
