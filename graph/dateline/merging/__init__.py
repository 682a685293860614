"""Which things of several documents are one: by match, by name, kind and context, and never by a name alone in doubt.

`profiles` tells what each document says of its things, `propose` which of them are one. Two events are never made one
by a program: `same_events` only says which may be.
"""

from __future__ import annotations

from dateline.merging.events import EventPair, Happening, happenings, same_events
from dateline.merging.model import LeftOut, Merge, Merges, Pair, Proposal
from dateline.merging.profile import Profile, profiles
from dateline.merging.propose import propose

__all__ = [
    "EventPair",
    "Happening",
    "LeftOut",
    "Merge",
    "Merges",
    "Pair",
    "Profile",
    "Proposal",
    "happenings",
    "profiles",
    "propose",
    "same_events",
]
