"""OpenRefine's reconciliation of tables with a publication: which thing does a name mean, and what is stated of it?

The Reconciliation Service API of the W3C's Entity Reconciliation group, versions 0.2 and 1.0 (draft).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dateline.web.reconciliation.service import Version
    from dateline.web.served import Served

__all__ = ["reconciliation_app"]


def reconciliation_app(served: Served, version: Version, *, at: str | None = None) -> ASGIApp:
    """The service in one version (`0.2` or `1.0`) as an ASGI application; see `app.reconciliation_app`."""
    from dateline.web.reconciliation.app import reconciliation_app as app

    return app(served, version, at=at)
