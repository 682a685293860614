"""Readings: files in YAML and JSON to the model and back, checked against the text they were made from.

JSON follows `schema.json` to the letter. YAML (1.2) is the same content for people, with three shortenings.

**A span is one text**, its offsets and its words: `"403:407 Baku"`. Offsets count code points from 0, the end
exclusive. Words that occur once in the text may be written without offsets: `"Baku"`. Written out, a span is a mapping
of `start`, `end` and `text`; or of `text: "403:407 Baku"` and `segments`, the spans of a discontinuous one.

**The key says the kind**, where the schema has a member for it:

| YAML | JSON |
|---|---|
| `- name: "3:7 Baku"`, or `description`, `pronoun` | `{"start": 3, "end": 7, "text": "Baku", "form": "name"}` |
| `text: "3:7 Baku"`, of times, quantities, quotations | `"start": 3, "end": 7, "text": "Baku"` |
| `- exactMatch: "http://…"`, or `closeMatch` | `{"to": "http://…", "relation": "exactMatch", …}` |
| `says: [baku, capitalOf, here]` | `"subject": "baku", "predicate": "capitalOf", "object": {"id": "here"}` |
| `says: [ev_1, deathCount, 133]` | `…, "object": {"value": 133, "datatype": "xsd:integer"}` |

The predicate tells whether the third part of `says` is an id or a value, and the datatype of a value; where a value has
another one, the third part is `{value: "1990-01", datatype: edtf}`.

**The usual case is left out**:

| in | left out means |
|---|---|
| the reading | of a section: that it is empty |
| an entity | no `mentions` |
| a time | `kind: DATE`, `edtf: null`, and for `value` the same as `edtf` |
| a quantity | `value: null`; `quantifier: exact`, or `vague` where there is no value |
| a quotation | `source: null` |
| an event | `polarity: positive`, `certainty: certain`; null says that it is not known |
| a link | `status: proposed` |
| a claim | `attributedTo` the publisher of the document, `reportingMode: own-voice`, `polarity: positive`, |
| | `certainty: certain`, `modality: asserted`, `inference: literal` |

A person who reads (`reader.kind: person`) accepts: a claim without `status` is `accepted`, one without `confidence`
has 1. A program proposes: a claim without `status` is `proposed`, and its confidence must be given.

Members that the format does not name are kept, in both forms. Comments are not: a file that is written again has only
the comments that every reading has.

A later draft is laid over a reading with `merge`: what stands is not changed. What a person adds to a program's reading
is known by its `by` or its `status`; to take something out for good, write `status: rejected`, for what is deleted may
be proposed again.
"""

from __future__ import annotations

from dateline.reading.differences import Difference
from dateline.reading.files import load_reading, parse_reading, render_reading
from dateline.reading.merge import Merged, merge

__all__ = ["Difference", "Merged", "load_reading", "merge", "parse_reading", "render_reading"]
