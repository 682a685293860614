"""Readings: files in YAML and JSON to the model and back, checked against the text they were made from.

JSON follows `schema.json` to the letter. YAML (1.2) is the same content for people, with three shortenings:

**A span is one text**, its offsets and its words: `"403:407 Baku"`. Offsets count code points from 0, the end exclusive.
Words that occur once in the text may be written without offsets: `"Baku"`. Written out, a span is a mapping of `start`,
`end` and `text`; with offsets in its `text` a mapping may add `segments`, the spans of a discontinuous one.

**The key says the kind**, where the schema has a member for it:

| YAML | JSON |
|---|---|
| `- name: "403:407 Baku"` (or `description`, `pronoun`) | `{"start": 403, "end": 407, "text": "Baku", "form": "name"}` |
| `text: "530:540 133 people"` in a time, quantity, quotation | `"start": 530, "end": 540, "text": "133 people"` |
| `- exactMatch: "http://…"` (or `closeMatch`) | `{"to": "http://…", "relation": "exactMatch", …}` |
| `says: [ev_killing, deathCount, 133]` | `"subject": "ev_killing", "predicate": "deathCount", "object": {"value": 133, …}` |
| `says: [baku, capitalOf, azerbaijan]` | `"subject": "baku", "predicate": "capitalOf", "object": {"id": "azerbaijan"}` |

The predicate tells whether the third part of `says` is an id or a value, and the datatype of a value; where a value has
another one, it is written `{value: "1990-01", datatype: edtf}`.

**The usual case is left out**:

| of | left out means |
|---|---|
| the reading | a section left out is empty |
| an entity | no `mentions` |
| a time | `kind: DATE`; `edtf: null`; `value` the same as `edtf` |
| a quantity | `value: null`; `quantifier: exact`, or `vague` without a value |
| a quotation | `source: null` |
| an event | `polarity: positive`, `certainty: certain` (null says that neither is known) |
| a link | `status: proposed` |
| a claim | `attributedTo` the publisher of the document, `reportingMode: own-voice`, `polarity: positive`, `certainty: certain`, `modality: asserted`, `inference: literal`, and the status and confidence of the reader |

A person who reads (`reader.kind: person`) accepts: a claim without `status` is `accepted`, one without `confidence` has 1.
A program proposes: a claim without `status` is `proposed`, and its confidence must be given.

Members that the format does not name are kept, in both forms. Comments are not: a file that is written again has only the
comments that every reading has.
"""

from __future__ import annotations

from dateline.reading.files import load_reading, parse_reading, render_reading

__all__ = ["load_reading", "parse_reading", "render_reading"]
