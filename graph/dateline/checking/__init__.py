"""What is wrong with a graph, what is worth a look, and what to do about it.

Two tiers give the same findings: `fast` runs the SELECTs of `ontology/shapes.ttl` and `queries/checks/` in Oxigraph,
`reference` runs pySHACL. A third, `rust`, is another engine of SHACL, fast and optional. Rules true of English and the
warnings of a reading come beside them, each with its source.
"""

from __future__ import annotations

from dateline.checking.findings import SEVERITIES, Finding, Severity, in_order, require_conforms, violations
from dateline.checking.gate import TIERS, Tier, check, check_across, check_file, check_publication
from dateline.checking.report import Form, render_findings

__all__ = [
    "SEVERITIES",
    "TIERS",
    "Finding",
    "Form",
    "Severity",
    "Tier",
    "check",
    "check_across",
    "check_file",
    "check_publication",
    "in_order",
    "render_findings",
    "require_conforms",
    "violations",
]
