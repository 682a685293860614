"""The page of a claim: the phrase, the voice, the words in their sentence, the triple, and what says the contrary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline import terms
from dateline.formats.marked_text import blocks, sentences
from dateline.web import described
from dateline.web.kept import kept
from dateline.web.pages.citing import citation
from dateline.web.pages.names import text_of
from dateline.web.pages.quoting import prose
from dateline.web.pages.said import Said, Statement, Words, claims
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.values import meaning
from dateline.web.variants import VARIANTS

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

_AROUND = 1500
"""So many characters on either side of words are looked through for the ends of their sentence."""


def claim_page(frame: Frame, resource: Resource) -> bytes:
    """The page of one claim."""
    served = frame.served
    found = claims(served, claim=resource.iri)
    if not found:
        from dateline.web.pages.record import record_page

        return record_page(frame, resource)
    claim = found[0]
    near = [one for one in claims(served, subject=claim.subject) if one.iri != claim.iri]
    title = frame.sentence(claim)
    return render(
        "claim.html",
        frame=frame,
        resource=resource,
        title=title,
        claim=claim,
        statement=Statement(claims=(claim,)),
        passages=[_in_sentence(served, words) for words in claim.words],
        turtle=turtle(served, resource),
        stance=_stance(claim),
        same=[one for one in near if one.key == claim.key],
        contrary=[one for one in near if one.is_contrary_to(claim)],
        citation=citation(served, title=title, iri=claim.iri),
    )


def turtle(served: Served, resource: Resource) -> str:
    """What is said of a resource, in Turtle, without comments and with the prefixes that it uses."""
    written = described.written(served, resource, served.describe(resource.iri), VARIANTS["ttl"]).decode()
    # A literal stands on one line, so a line that begins with # is a comment.
    lines = [line for line in written.split("\n") if line and not line.startswith("#")]
    body = "\n".join(line for line in lines if not line.startswith("@"))
    used = [line for line in lines if line.startswith("@") and (line.startswith("@base") or line.split()[1] in body)]
    return "\n".join((*used, "", body))


def _in_sentence(served: Served, words: Words) -> Markup:
    """The sentence in which words stand, with the words marked; the words alone where the text is not published."""
    text = text_of_document(served, words.document)
    if text[words.begin : words.end] != words.text:
        return Markup("<mark>{}</mark>").format(prose(words.text))
    begin, end = _sentence(text, words.begin, words.end)
    before, after = text[begin : words.begin], text[words.end : end]
    return Markup("{}<mark>{}</mark>{}").format(prose(before), prose(words.text), prose(after))


def _sentence(text: str, begin: int, end: int) -> tuple[int, int]:
    low, high = max(begin - _AROUND, 0), min(end + _AROUND, len(text))
    window = text[low:high]
    first, last = begin, end
    for block in blocks(window):
        for one in sentences(window, *block):
            if one[0] + low <= begin < one[1] + low:
                first = one[0] + low
            if one[0] + low < end <= one[1] + low:
                last = one[1] + low
    return min(first, begin), max(last, end)


@kept(16)
def text_of_document(served: Served, document: str) -> str:
    """The text of a document; empty where it is not published."""
    said = {one.predicate.value: one.object for one in served.describe(document)}
    return text_of(said.get(terms.IS_STRING))


def _stance(claim: Said) -> list[tuple[str, str, str]]:
    """Where the claim stands: what, how, and what that means."""
    rows = [
        ("Whose word it is", claim.mode),
        ("How sure the source is", claim.certainty),
        ("How it is put", claim.modality),
        ("Affirmed or denied", claim.polarity),
        ("How the number is given", claim.quantifier),
        ("How it was read from the words", claim.inference or "literal"),
    ]
    return [(what, *meaning(how)) for what, how in rows if how]
