"""Which claims are built, and which of them license a direct triple: one rule, mirrored by one shape.

A claim is built when a person accepted it, or when it is proposed with enough confidence. A built claim licenses a
direct triple only if what it says is affirmed, certain, and asserted or taken for granted; what is denied, hedged,
believed, intended or a judgement lives as a claim only. See `ontology/README.md`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from dateline.model import Claim

Policy: TypeAlias = Literal["sourced", "strict"]
POLICIES: tuple[Policy, ...] = ("sourced", "strict")

_LICENSED_MODALITIES = ("asserted", "presupposed")


def is_built(claim: Claim, publish_at: float) -> bool:
    """Whether a claim enters the graph: accepted, or proposed with a confidence of at least `publish_at` (0 to 1)."""
    return claim.status == "accepted" or (claim.status == "proposed" and claim.confidence >= publish_at)


def withheld(claim: Claim, policy: Policy) -> str:
    """Why a claim licenses no direct triple, in a few words; empty if it licenses one.

    `sourced` takes every voice, but no contextual inference laid on somebody's verbatim words; `strict` takes the
    document's own voice only. An EDTF value is withheld because no plain date can carry it.
    """
    if claim.polarity != "positive":
        return "it is denied"
    if claim.modality not in _LICENSED_MODALITIES:
        return f"it is {claim.modality}"
    if claim.certainty != "certain":
        return f"it is only {claim.certainty}"
    if claim.inference == "contextual" and claim.reporting_mode == "direct-quotation":
        return "it is an inference laid on a verbatim quotation"
    if policy == "strict" and claim.reporting_mode != "own-voice":
        return "it is not said in the document's own voice"
    return ""


def licenses(claim: Claim, policy: Policy) -> bool:
    """Whether a built claim licenses a direct triple."""
    return not withheld(claim, policy)
