"""Which things of which documents are one, and what they are elsewhere: decided by people, in two small files.

`identity.yaml` names the collection's things by slug; an entry without which a thing stays its document's own:

    baku:
      members: [embassy-2012-01-20/baku]
      by: The Dateline project
      why: The text names it.

A thing has one label: `label`, where the entry has it, else what its first member is called in its document. More
members of a thing may be decided apart from its own entry, and things may be kept apart for ever; an entry may have a
`date`:

    also:
      - thing: baku
        members: [report-1990/baku]
        by: dateline-identity 1
        why: Both are called Baku; both documents name Azerbaijan.
    apart:
      - things: [embassy-2012-01-20/gardens, report-1990/gardens]
        by: Ann
        why: Two parks of one name.

`links.yaml` is a list of decisions; the key says the relation, and the thing is a slug or `document/id`:

    - thing: baku
      exactMatch: "http://www.wikidata.org/entity/Q9248"
      status: accepted
      by: The Dateline project
      date: "2026-11-22"
      why: The capital of Azerbaijan; the text says so.
"""

from __future__ import annotations

from dateline.identity.decided import (
    IDENTITY_FILE,
    LINKS_FILE,
    NO_IDENTITY,
    PROGRAM,
    RESERVED,
    Apart,
    Decision,
    Identity,
    is_of_program,
    labels_in,
)
from dateline.identity.files import load_identity, parse_identity
from dateline.identity.targets import what_is_wrong_with_link

__all__ = [
    "IDENTITY_FILE",
    "LINKS_FILE",
    "NO_IDENTITY",
    "PROGRAM",
    "RESERVED",
    "Apart",
    "Decision",
    "Identity",
    "is_of_program",
    "labels_in",
    "load_identity",
    "parse_identity",
    "what_is_wrong_with_link",
]
