"""Whatever is drafted, every format carries it whole, or says that it does not."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.formats import openrefine, quickstatements, wikibase_cli, wikibase_json
from dateline.model import Claim
from dateline.statements import drafts_of
from dateline.wikibase import parse_item
from tests.formats.drafted import statements_of
from tests.formats.quickstatements_grammar import commands
from tests.formats.test_openrefine import evaluated, in_any_order, meant
from tests.formats.test_quickstatements import SERVICES, carried, said
from tests.formats.test_wikibase_writers import SCHEMA, items, lines, statements_by_item
from tests.formats.test_wikidata_rdf import loaded, read_back
from tests.formats.test_wikidata_rdf import said as said_in_rdf
from tests.statements.made import published, reading
from tests.statements.test_any_claims import TIMES, claims


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(claims(), max_size=12), st.booleans())
def test_every_format_carries_every_draft_or_says_that_it_does_not(made: list[Claim], new_items: bool) -> None:
    drafts = drafts_of(published(reading(*made, times=TIMES)), new_items=new_items)
    for service in SERVICES:
        batch = commands(quickstatements.render_drafts(drafts)[quickstatements.COMMANDS].decode(), service)
        assert said(batch) == statements_of(carried(drafts))
    existing = tuple(draft for draft in drafts.drafts if draft.item.startswith("Q"))
    assert in_any_order(evaluated(drafts)) == meant(existing)
    assert b"What this format cannot carry" in openrefine.render_drafts(drafts)[openrefine.REVIEW] or (
        existing == drafts.drafts
    )
    edits = lines(drafts)
    edits += lines(drafts, wikibase_cli.CREATIONS) if drafts.new_items else []
    for line in edits:
        jsonschema.Draft202012Validator(SCHEMA).validate(line)
    apart = [draft for draft in drafts.clashing() if draft.item.startswith("Q")]
    assert sum(len(each) for line in edits for each in line["claims"].values()) == len(drafts.drafts) - len(apart)
    files = items(wikibase_json.render_drafts(drafts))
    written = [set(parse_item(json.loads(json.dumps(data)), where=name).statements) for name, data in files.items()]
    assert written == list(statements_by_item(drafts).values())
    assert read_back(loaded(drafts)) == said_in_rdf(drafts)
