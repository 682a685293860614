"""Whatever a document claims: each claim is drafted or listed, never both, and nothing else is said."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, URIRef

from dateline import terms
from dateline.model import Claim, Ref
from dateline.policy import licenses
from dateline.statements import drafts_of, wikidata_mapping
from dateline.wikibase import Item, item_json, parse_item
from tests.statements.made import ENTITIES, EVENTS, claim, published, reading, time

EDTF = (
    "1990-01-20",
    "1990-01",
    "1990",
    "1990~",
    "1990?",
    "198X",
    "1990-21",
    "1989/1991",
    "1990-01-20/..",
    "0999-01-01",
)
TIMES = (*(time(f"t{place}", edtf) for place, edtf in enumerate(EDTF)), time("vague", None))
THINGS = [each.id for each in (*ENTITIES, *EVENTS)]


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim that the ontology lets a reading make, and many that no reader would."""
    predicate = draw(st.sampled_from(list(terms.PREDICATES.values())))
    said: str | int | float | Ref
    if not predicate.values:
        targets = [each.id for each in TIMES] if predicate.range == ("TimeSpan",) else THINGS
        said = Ref(id=draw(st.sampled_from(targets)))
    elif terms.DATE in predicate.values:
        said = draw(st.sampled_from(EDTF))
    elif terms.INTEGER in predicate.values:
        said = draw(st.integers(min_value=0, max_value=10**9))
    elif terms.DECIMAL in predicate.values:
        said = draw(st.floats(min_value=0, max_value=1))
    else:
        said = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=10))
    return claim(
        draw(st.sampled_from(THINGS)),
        predicate.name,
        said,
        draw(st.sampled_from(["some words", "other words", "w"])),
        attributed_to=draw(st.sampled_from([None, "press", "watch", "nobody"])),
        relayed_by=draw(st.sampled_from([None, "report", "watch"])),
        polarity=draw(st.sampled_from(["positive", "positive", "negative"])),
        certainty=draw(st.sampled_from(["certain", "certain", "probable"])),
        modality=draw(st.sampled_from(["asserted", "asserted", "presupposed", "hedged", "intended"])),
        reporting_mode=draw(st.sampled_from(["own-voice", "direct-quotation", "indirect-speech"])),
        quantifier=draw(st.sampled_from([None, "exact", "approximate", "at-least", "vague"])),
        inference=draw(st.sampled_from(["literal", "derived", "contextual"])),
        time_scope=draw(st.sampled_from([None, None, *(each.id for each in TIMES)])),
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(claims(), max_size=12), st.booleans())
def test_each_claim_is_drafted_or_listed_and_nothing_else_is_said(said: list[Claim], new_items: bool) -> None:
    publication = published(reading(*said, times=TIMES))
    drafts = drafts_of(publication, new_items=new_items)
    known = {str(each) for each in publication.union().subjects(RDF.type, URIRef(terms.CLAIM))}
    drafted = {iri for draft in drafts.drafts for iri in draft.claims}
    listed = {one.claim for one in drafts.unsaid}
    assert drafted | listed == known
    assert not drafted & listed
    plain = sum(licenses(each, "sourced") for each in said)
    assert len({(one, draft.predicate) for draft in drafts.drafts for one in draft.claims}) <= plain
    verified = {row.pid for row in wikidata_mapping().rows if row.verified}
    for draft in drafts.drafts:
        assert draft.statement.main.property in verified
        assert draft.item.startswith("Q") or (new_items and draft.item in {item.thing for item in drafts.new_items})
        assert len(draft.claims) == len(draft.documents) == len(draft.voices) == len(draft.words)
        assert draft.statement.references
        alone = Item(id="Q1", statements=(draft.statement,))
        assert parse_item(item_json(alone), where="draft").statements == alone.statements
    keys = [(draft.item, draft.statement.main, draft.statement.qualifiers) for draft in drafts.drafts]
    assert len(set(keys)) == len(keys)
    assert {item.thing for item in drafts.new_items} == {
        draft.item for draft in drafts.drafts if not draft.item.startswith("Q")
    }
    assert all(one.why and one.reason for one in drafts.unsaid)
