"""Questions with a name: SPARQL files whose header says in plain words what they ask, and their typed parameters.

The format of the files is described in `queries/README.md`.
"""

from __future__ import annotations

from dateline.questions.federation import Halves, halves
from dateline.questions.names import named_thing
from dateline.questions.parameters import Parameter
from dateline.questions.question import (
    BoundQuery,
    Question,
    collection_questions,
    load_question,
    parse_question,
    question,
    questions,
    wikidata_questions,
)

__all__ = [
    "BoundQuery",
    "Halves",
    "Parameter",
    "Question",
    "collection_questions",
    "halves",
    "load_question",
    "named_thing",
    "parse_question",
    "question",
    "questions",
    "wikidata_questions",
]
