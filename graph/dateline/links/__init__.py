"""Which item elsewhere a thing of a reading may be: candidates with their reasons, or a reason for having none.

A wrong identity is worse than none. Candidates come from the catalogue, which is part of the package and needs no
network, or from Wikidata itself where that was asked for; they are proposed in the reading, and decided in links.yaml.
"""

from __future__ import annotations

from dateline.links.model import Abstention, Candidate, CandidateSource, Proposal, Proposals

__all__ = ["Abstention", "Candidate", "CandidateSource", "Proposal", "Proposals"]
