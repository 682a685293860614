"""IRIs: what is minted is always a usable IRI, and one id always gives the same one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import iris
from dateline.errors import IriError

BASE = "https://example.org/kg/"


@given(st.lists(st.text(min_size=1), max_size=8, unique=True))
def test_every_id_gets_a_usable_slug_of_its_own(ids: list[str]) -> None:
    made = iris.slugs(ids)
    assert set(made) == set(ids)
    assert len({name.casefold() for name in made.values()}) == len(ids)
    for name in made.values():
        assert iris.require_iri(iris.own(iris.document(BASE, "d"), name))


@given(st.lists(st.text(min_size=1), min_size=2, max_size=8, unique=True))
def test_the_slug_of_an_id_does_not_depend_on_the_order_of_the_others(ids: list[str]) -> None:
    assert dict(iris.slugs(ids)) == dict(iris.slugs(reversed(ids)))


@given(st.text(), st.text(), st.text(), st.text())
def test_a_digest_tells_its_parts_apart(a: str, b: str, c: str, d: str) -> None:
    assert (iris.digest(a, b) == iris.digest(c, d)) == ((a, b) == (c, d))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.org/a b", "%20"),
        ('https://example.org/"', "%22"),
        ("https://example.org/<x>", "%3C"),
        ("https://example.org/\n", "%0A"),
        ("https://example.org/\u202ex", "%E2%80%AE"),
        ("ftp://example.org/", "https://"),
        ("example.org", "https://"),
        ("https://", "https://"),
        ("https://[", "not a usable IRI"),
        ("https://example.org:port/", "not a usable IRI"),
        ("javascript:alert(1)", "https://"),
    ],
)
def test_what_no_format_can_carry_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(IriError, match=said):
        iris.require_iri(text)


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("https://example.org/kg", "Write 'https://example.org/kg/'"),
        ("https://example.org/kg/?a=b/", "query"),
        ("https://example.org/kg/#x/", "fragment"),
        ("https://example.org/a kg/", "%20"),
    ],
)
def test_a_base_that_cannot_carry_iris_is_refused(base: str, said: str) -> None:
    with pytest.raises(IriError, match=said.replace("?", r"\?")):
        iris.require_base(base)


def test_iris_in_other_scripts_are_usable() -> None:
    assert iris.slug("Bakı") == "Bakı"
    assert iris.require_iri("https://example.org/Бакы/") == "https://example.org/Бакы/"
