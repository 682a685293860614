"""The order of findings: the same for the same findings, with numbers by their size."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dateline.checking import Finding
from dateline.checking.findings import SEVERITIES, in_order

_TEXTS = st.text(st.sampled_from("ab#=,/019"), max_size=8)
_FINDINGS = st.builds(
    Finding,
    shape=st.sampled_from(["SpanIri", "TextHash"]),
    severity=st.sampled_from(SEVERITIES),
    message=st.sampled_from(["", "a"]),
    focus=_TEXTS,
    value=_TEXTS,
)


def parted(text: str) -> list[tuple[int, str]]:
    """A text as words and numbers by turns, numbers by their length first."""
    return [(len(part) if turn % 2 else 0, part) for turn, part in enumerate(re.split("([0-9]+)", text))]


@given(st.lists(_FINDINGS, max_size=12))
def test_findings_are_in_order_with_numbers_by_their_size(findings: list[Finding]) -> None:
    found = in_order(findings)
    assert set(found) == set(findings)
    assert len(found) == len(set(findings))
    keys = [
        (SEVERITIES.index(one.severity), one.shape, parted(one.focus), one.path, parted(one.value), one.message)
        for one in found
    ]
    assert keys == sorted(keys)
    assert in_order(reversed(found)) == found
