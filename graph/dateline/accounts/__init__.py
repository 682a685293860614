"""What several documents say of the same things, held against each other; and what two publications say.

`held_together` gives every relation of which several documents speak, with what each says, in whose words, and whether
all of it can be true; `changes` gives what one publication says and another does not.
"""

from __future__ import annotations

from dateline.accounts.asking import said, shared
from dateline.accounts.changes import Change, Changes, changes
from dateline.accounts.holding import differing, held_together
from dateline.accounts.model import MEANINGS, Account, Accounts, Alone, Quoting, Topic, Verdict
from dateline.accounts.values import Value

__all__ = [
    "MEANINGS",
    "Account",
    "Accounts",
    "Alone",
    "Change",
    "Changes",
    "Quoting",
    "Topic",
    "Value",
    "Verdict",
    "changes",
    "differing",
    "held_together",
    "said",
    "shared",
]
