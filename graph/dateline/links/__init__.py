"""Which item elsewhere a thing of a reading may be: candidates with their reasons, or a reason for having none.

A wrong identity is worse than none. Candidates come from the catalogue, which is part of the package and needs no
network, or from Wikidata itself where that was asked for; they are proposed in the reading, and decided in links.yaml.

    document     what a reading tells of its things: names, years, what they do
    catalogue    items that two sources bear out; scripts/catalogue makes it
    weighing     what each sign is worth
    propose      candidates with a confidence, or an abstention with its reason
    writing      proposals in a reading; editing: in the text of its file, every other byte kept
    deciding     decisions, added to links.yaml
    wikidata     the network
"""

from __future__ import annotations

from dateline.links.catalogue import open_catalogue
from dateline.links.model import Abstention, Candidate, CandidateSource, Proposal, Proposals
from dateline.links.propose import propose
from dateline.links.writing import with_proposals

__all__ = [
    "Abstention",
    "Candidate",
    "CandidateSource",
    "Proposal",
    "Proposals",
    "open_catalogue",
    "propose",
    "with_proposals",
]
