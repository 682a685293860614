"""Which item elsewhere a thing of a reading may be: candidates with their reasons, or a reason for having none.

A wrong identity is worse than none. Candidates come from the catalogue, which is part of the package and needs no
network, or from Wikidata itself where that was asked for; they are proposed in the reading, and decided in links.yaml.

`dateline link` and every fresh draft do this: for each thing that has a name, the items that bear it are looked up and
weighed by kind, time, use, and what else the document names. The likeliest becomes a candidate, with a confidence; the
build publishes it if that reaches `link_at` and nobody decided otherwise.

**An abstention is an answer.** It says that the thing is only described, that nothing bears the name, that what bears
it is another kind of thing or of another time, that the name stands for those who rule in a city and not for the city,
or that it fits several. It stands in the reading as `unlinked`, for the person who knows more.

**The catalogue** has items only where two witnesses that do not copy each other give one id and one name; it is made
by `scripts/catalogue` from packages whose versions and licences stand beside it (`catalogue/data`), and from a small
file of items that people looked up, with their evidence (`reviewed.yaml`). A collection brings items of its own by
`catalogue = ["my-items.jsonl"]` in its `dateline.toml`; `catalogue.read_catalogue` describes the file.

    document     what a reading tells of its things: names, years, what they do
    weighing     what each sign is worth
    propose      candidates with a confidence, or an abstention with its reason
    reasons      the words for both
    writing      proposals in a reading; editing: in the text of its file, every other byte kept
    deciding     decisions, added to links.yaml
    wikidata     the network, where --online asks for it
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
