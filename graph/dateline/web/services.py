"""The services beside the pages: queries in SPARQL, the search of words, and the reconciliation of names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.web.addresses import relative
from dateline.web.elsewhere import Elsewhere
from dateline.web.pages import render_answer
from dateline.web.served import DUMP, Served
from dateline.web.sharded import Sharded

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dateline.web.sparql import Limits
    from dateline.web.sparql.federation import Services

SPARQL, RECONCILE, FIND = "sparql", "reconcile", "find"
QUERY_PAGE = "query"


def services(
    served: Served, source: Path, *, at: str | None, limits: Limits | None = None, others: Services | None = None
) -> Mapping[str, ASGIApp]:
    """The services over a publication, by the path under which each stands. None is started yet.

    `source` is the dump of the publication as a file; `at` where the site is reached, if the user said it; `limits` are
    those of a query, and `others` the endpoints that one may ask with `SERVICE`.
    """
    from dateline.web.description import service_description
    from dateline.web.finding import finding_app
    from dateline.web.reconciliation import reconciliation_app
    from dateline.web.sparql import Limits
    from dateline.web.sparql.app import sparql_app

    return {
        SPARQL: sparql_app(
            served.place.open((limits or Limits()).seconds) if isinstance(served, Elsewhere) else source,
            limits=limits,
            endpoint=served.at + SPARQL,
            description=service_description(served),
            query_page=relative(SPARQL, QUERY_PAGE),
            services=others,
            page=partial(render_answer, served),
        ),
        **({FIND: finding_app(served)} if served.files else {}),
        RECONCILE: reconciliation_app(served, "0.2", at=at + RECONCILE if at else None),
        f"{RECONCILE}/v1": reconciliation_app(served, "1.0", at=f"{at}{RECONCILE}/v1" if at else None),
    }


def laid_down(served: Served) -> tuple[Path, tempfile.TemporaryDirectory[str] | None]:
    """The dump as a file, and the folder that holds it if it had to be written for want of one that is published."""
    if isinstance(served, Sharded):
        return served.index, None
    if isinstance(served, Elsewhere):
        return served.folder, None
    published = served.folder / "published" / DUMP
    if served.manifest and published.is_file():
        return published, None
    folder = tempfile.TemporaryDirectory(prefix="dateline-")
    file = Path(folder.name) / DUMP
    file.write_bytes(bytes(served.files[DUMP]))
    return file, folder
