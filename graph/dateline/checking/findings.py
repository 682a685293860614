"""What a check finds: one frozen value a finding, whichever tier or rule found it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, TypeAlias

from dateline.errors import CheckError

_NUMBERS = re.compile(r"([0-9]+)")

Severity: TypeAlias = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""From what stops a publication to what is merely worth knowing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that a shape, a rule or a person has to say about a graph.

    `shape` is the short name of the shape (`QuoteEqualsText` for ds:QuoteEqualsText) or of the rule. `focus` is the IRI
    that was looked at: for a rule over a whole document the document, for one over a property the property. `path` is
    the property, in short (`dl:evidence`, `^dl:denotes` the other way round). `value` is the offender as an N-Triples
    term, empty where something is missing. `quote` gives the exact words the finding rests on, `where` the place in the
    reading (`claims[34] (c35)`). `source` is `shape`, `rule`, or `warning by` its author.
    """

    shape: str
    severity: Severity
    message: str
    focus: str
    path: str = ""
    value: str = ""
    quote: str = ""
    where: str = ""
    remedy: str = ""
    source: str = "shape"


_rest = attrgetter("message", "quote", "where", "remedy", "source", "focus", "value")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, the gravest first, then by shape, focus and value: the same order for the same findings.

    >>> late = Finding(shape="SpanIri", severity="warning", message="", focus="a")
    >>> grave = Finding(shape="TextHash", severity="violation", message="", focus="b")
    >>> [finding.shape for finding in in_order([late, grave, late])]
    ['TextHash', 'SpanIri']
    """
    return tuple(
        sorted(
            set(findings),
            key=lambda finding: (
                SEVERITIES.index(finding.severity),
                finding.shape,
                _natural(finding.focus),
                finding.path,
                _natural(finding.value),
                _rest(finding),
            ),
        )
    )


def _natural(text: str) -> str:
    """A text to sort by in which what stands at 808 comes before what stands at 2394: numbers with their length.

    >>> _natural("#char=808,2394") < _natural("#char=2394,2395")
    True
    """
    parts = _NUMBERS.split(text)
    return "\0".join(f"{len(part):08}{part}" if turn % 2 else part for turn, part in enumerate(parts))


def violations(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a publication."""
    return tuple(finding for finding in findings if finding.severity == "violation")


def require_conforms(findings: Iterable[Finding], *, where: str = "") -> None:
    """Nothing, if no finding is a violation; else raises `CheckError`, which carries all the findings."""
    found = tuple(findings)
    grave = violations(found)
    if grave:
        names = ", ".join(sorted({finding.shape for finding in grave}))
        raise CheckError(
            f"{len(grave)} violation{'s' if len(grave) > 1 else ''} ({names}); nothing was published.",
            found,
            where=where,
            remedy="Each finding says what to do; run 'dateline check' to see them all.",
        )
