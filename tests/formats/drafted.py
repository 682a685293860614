"""Drafts that hold one of everything, and statements in the words of QuickStatements, for the tests of the writers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from dateline.model import Claim, Ref
from dateline.statements import Draft, Drafts
from dateline.wikibase import ItemId, Monolingual, Quantity, Snak, SomeValue, Text, Time
from tests.statements.made import DOCUMENT, ENTITIES, claim, drafted, entity, link, span, time

CLAIMS: tuple[Claim, ...] = (
    claim("crackdown", "deathCount", 133, "slaughtering 133 people", quantifier="exact"),
    claim("crackdown", "deathCount", 170, "170 were killed", attributed_to="watch", reporting_mode="indirect-speech"),
    claim("crackdown", "deathCount", 133, "133 dead", attributed_to="watch", reporting_mode="direct-quotation"),
    claim("crackdown", "injuredCount", 700, "around 700", quantifier="approximate"),
    claim("crackdown", "startDate", "1990-01-20", "on January 20, 1990"),
    claim("crackdown", "agent", Ref(id="leader"), "the leader sent them"),
    claim("ban", "startDate", "1990-21", "in the spring of 1990"),
    claim("change", "startDate", "1991-09~", "20 months later"),
    claim("change", "subEventOf", Ref(id="crackdown"), "in the course of it"),
    claim("baku", "capitalOf", Ref(id="republic"), "the capital", time_scope="scope"),
    claim("leader", "memberOf", Ref(id="republic"), "its citizen", time_scope="then"),
    claim("nobody", "memberOf", Ref(id="republic"), "his passport"),
    claim("nobody", "altLabel", "No One", "called No One"),
    claim("crackdown", "endDate", "1990-01-25", "until January 25", polarity="negative"),
    claim("crackdown", "characterizedAs", "brutal", "brutal", modality="evaluative"),
    claim("march", "startDate", "1990-01-19/..", "later"),
)
TIMES = (time("scope", "1988/1991-12-25"), time("then", "1990"))


def everything(*, new_items: bool = False) -> Drafts:
    """Drafts of counts, dates of every precision, roles, scopes, two voices, and claims that are none."""
    entities = (*ENTITIES[:-1], entity("report", "Document", link("Q99"), label="The Report"))
    claims = (*CLAIMS, replace(CLAIMS[2], relayed_by="report", evidence=span("verbatim 133", 60)))
    return drafted(*claims, new_items=new_items, times=TIMES, entities=entities, document=DOCUMENT)


def in_words(snak: Snak) -> tuple[str, ...]:
    """A value as the grammar of QuickStatements names it."""
    match snak.value:
        case ItemId(id=identifier):
            return "item", identifier
        case Text(text=words):
            return "string", words
        case Monolingual(text=words, language=language):
            return "monolingual", language, words
        case Time(time=instant, precision=precision):
            return "time", instant, str(precision)
        case Quantity(amount=amount, unit=unit):
            return "quantity", str(Decimal(amount)), (unit or "").removeprefix("Q")
        case SomeValue():
            return "somevalue", "somevalue"
    raise AssertionError(snak)


def statements_of(drafts: tuple[Draft, ...]) -> list[tuple[object, ...]]:
    """Every statement with one reference that drafts make, in order: what the lines of QuickStatements should say."""
    said: list[tuple[object, ...]] = []
    for draft in drafts:
        statement = draft.statement
        qualifiers = [(snak.property, in_words(snak)) for snak in statement.qualifiers]
        blocks = [[(snak.property, in_words(snak)) for snak in each.snaks] for each in statement.references] or [[]]
        item = draft.item if draft.item.startswith("Q") else "LAST"
        said += [(item, statement.main.property, in_words(statement.main), qualifiers, block) for block in blocks]
    return said


TEXTS = (
    "a|b",
    "a||Q1\tP31\tQ5",
    "a\tP31\tQ5",
    "a\nQ1\tP31\tQ5",
    "a\r\nCREATE",
    "he said \u201cno\u201d",
    "the city\u2019s",
    'say "no"',
    '"quoted"',
    '""twice""',
    '"""',
    "a /* b */",
    "/* b",
    "b */",
    '!S854\t"https://evil.example/"',
    "LAST",
    "-Q734004\tP31\tQ5",
    "- a dash",
    "1,000",
    "133~50",
    "somevalue",
    "+1990-01-20T00:00:00Z/11",
    'en:"x"',
    "\\",
    "a\\tb",
    "\u202eabc\u202c",
    "a\u200bb",
    "a\u0000b",
    "a\u2028b",
    "  spaced  out  ",
    "=1+1",
    "x" * 10_000,
    "word " * 2_000,
    "\U0001f469\u200d\U0001f680",
    "e\u0301",
    "#",
    "",
)
ANY = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.sampled_from('|\t\n\r"\u201c\u201d/*!S84LAST-Q ,~+:\\\u202ea'), max_size=16),
)


def holding(words: str, title: str, label: str) -> Drafts:
    """Drafts of a document that is called `title`, says `words` and speaks of somebody called `label`."""
    entities = (*ENTITIES[:2], entity("leader", "Person", link("Q30487"), label=label), *ENTITIES[3:6])
    new = entity("nobody", "Person", label=label or "x")
    return drafted(
        claim("crackdown", "deathCount", 133, words),
        claim("crackdown", "startDate", "1990-01-20", "other words", attributed_to="leader"),
        claim("nobody", "memberOf", Ref(id="republic"), "third words"),
        new_items=True,
        entities=(*entities[:5], new),
        document=replace(DOCUMENT, title=title or None),
    )
