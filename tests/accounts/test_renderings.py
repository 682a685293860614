"""The renderings hold whatever documents say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.accounts import Accounts, Alone, Change, Changes, Quoting
from dateline.accounts.holding import topics
from dateline.accounts.json_form import render_changes_json, render_json
from dateline.accounts.page import render_changes_page, render_page
from dateline.accounts.table import render_changes, render_table
from tests.accounts.making import account

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=y>', "\x1b[31mred", "\u202eturned", "a\nb", "</main>")
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@settings(max_examples=40)
@given(WORDS, WORDS)
def test_no_word_of_a_document_is_markup_or_steers_a_terminal(words: str, name: str) -> None:
    one = account("a", "agent", "x", label=name, words=words, voice_label=name, title=words, subject_label=name)
    other = account("b", "agent", "y", label=words, words=name, voice_label=words, relay=name, subject_label=name)
    alone = Alone(subject="s", subject_label=name, predicate=one.predicate, value=words, publisher=name, words=words)
    quoting = Quoting(publisher=name, voice=words, manner="direct quotation", claims=1, documents=1)
    held = Accounts(title=name, documents=2, topics=topics([one, other]), alone=(alone,), quoting=(quoting,))
    changed = Changes(
        title=name,
        since=words,
        now="now",
        kept=0,
        changes=(Change(before=one, now=other), Change(before=one, now=None), Change(before=None, now=other)),
    )
    for page in (render_page(held), render_changes_page(changed)):
        text = page.decode()
        assert not {"<script", "<img", "<iframe"} & {text[at : at + 7] for at in range(len(text)) if text[at] == "<"}
        assert "\u202e" not in text
        assert text.count("<main") == text.count("</main>") == 1
    for table in (render_table(held, width=100), render_changes(changed, width=100)):
        assert "\x1b" not in table
        assert "\u202e" not in table
    assert render_json(held).decode()
    assert render_changes_json(changed).decode()
