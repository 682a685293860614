"""What the people who run the server ask it: is it alive, is it ready, what has it done."""

from __future__ import annotations

import json

from dateline.web.answer import Answer, Asked, problem
from dateline.web.metrics import Metrics
from dateline.web.site import Site

OPERATIONS = "-"
"""The step under which the operations stand. No thing and no document can have it."""
_ALLOWED = "GET, HEAD"


def operate(path: str, asked: Asked, site: Site, metrics: Metrics, *, near: bool, ready: bool) -> Answer:
    """The answer to a request for an operation. `near` says that it comes from this machine or its network.

    `-/health` says that the process answers; `-/ready` whether it has a publication to show, and which; `-/metrics` is
    for Prometheus, and for those who are near.
    """
    served = site.served
    if asked.method not in ("GET", "HEAD"):
        return problem(asked, 405, "This can only be read.", headers={"Allow": _ALLOWED})
    if path == f"{OPERATIONS}/health":
        return _said(200, "text/plain; charset=utf-8", "ok\n")
    if path == f"{OPERATIONS}/ready":
        more = {"version": served.version, "title": served.settings.title} if ready else {}
        return _said(200 if ready else 503, "application/json", json.dumps({"ready": ready, **more}) + "\n")
    if path == f"{OPERATIONS}/metrics":
        if not near:
            return problem(asked, 403, "The numbers are for this machine and its network.")
        text = metrics.text(version=served.version, triples=served.dump.lines)
        return _said(200, "text/plain; version=0.0.4; charset=utf-8", text)
    return problem(asked, 404, "There are -/health, -/ready and -/metrics.")


def _said(status: int, media_type: str, text: str) -> Answer:
    headers = {"Content-Type": media_type, "Cache-Control": "no-store"}
    return Answer(status=status, headers=headers, body=text.encode(), kind="operations")
