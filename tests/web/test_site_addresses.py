"""From IRIs to addresses and back, for any IRI."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import IriError
from dateline.iris import require_iri
from dateline.web.addresses import iri_of, is_safe, normal, page_of, path_of, relative

BASE = "https://example.org/kg/"

# Without a semicolon, which urljoin drops at the end of a reference.
steps = st.text(alphabet="ab.~-_%2Fé中+:,@ *\"'()=&!$[]|^`{}\\😀", min_size=1, max_size=12).filter(
    lambda step: step not in (".", "..")
)
paths = st.lists(steps, min_size=1, max_size=4).map("/".join).map(normal)
fragments = st.sampled_from(["", "#char=1,2", "#Name"])


@given(st.text(max_size=30))
def test_the_path_of_an_iri_leads_back_to_it(rest: str) -> None:
    try:
        iri = require_iri(BASE + rest)
    except IriError:
        return
    path = path_of(BASE, iri)
    assert path is not None
    assert path.isascii()
    assert path_of(BASE, iri_of(BASE, path)) == path


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("e/baku", "e/baku"),
        ("e/a%2Fb", "e/a%2Fb"),
        ("e/a%2fb", "e/a%2Fb"),
        ("e/a+b", "e/a+b"),
        ("e/urn:x:y", "e/urn:x:y"),
        ("e/a%20b", "e/a%20b"),
        ("e/Bakı", "e/Bak%C4%B1"),
        ("e/مدينة", "e/%D9%85%D8%AF%D9%8A%D9%86%D8%A9"),
        ("e/%2520", "e/%2520"),
        ("e/%7Euser", "e/~user"),
        ("doc/d#char=304,408", "doc/d#char=304,408"),
        ("", ""),
    ],
)
def test_an_iri_has_the_address_that_a_browser_asks_for(iri: str, path: str) -> None:
    assert path_of(BASE, BASE + iri) == path


@pytest.mark.parametrize("rest", ["e/baku", "e/Bakı", "e/a%2Fb", "e/a+b:c", "e/%2520", "e/😀", "e/a%20b"])
def test_an_iri_in_its_plain_spelling_comes_back_as_it_is(rest: str) -> None:
    path = path_of(BASE, BASE + rest)
    assert path is not None
    assert iri_of(BASE, path) == BASE + rest


@given(st.text(max_size=40))
def test_a_path_is_spelt_once(path: str) -> None:
    assert normal(normal(path)) == normal(path)


def test_what_is_encoded_twice_stays_so() -> None:
    assert normal("e/%252F") == "e/%252F"


@given(paths, paths, fragments)
def test_a_relative_reference_leads_there_in_a_folder_too(here: str, there: str, fragment: str) -> None:
    for root in ("https://example.org/", "https://example.org/deep/er/", "file:///tmp/site/"):
        assert urljoin(root + here, relative(here, there + fragment)) == root + there + fragment


@given(paths)
def test_a_relative_reference_leads_home(here: str) -> None:
    assert urljoin("https://example.org/kg/" + here, relative(here, "")) == "https://example.org/kg/"


@given(paths, paths)
def test_no_reference_looks_like_another_host_or_scheme(here: str, there: str) -> None:
    parts = urlsplit(relative(here, there))
    assert (parts.scheme, parts.netloc) == ("", "")


@pytest.mark.parametrize(
    "path", ["../x", "e/../x", "e/./x", "//x", "e//x", "/x", "e/%2E%2E/x", "e/\\x", "e/x\0", "e/%2e./x", "e/%zz"]
)
def test_a_path_that_leaves_the_site_is_not_safe(path: str) -> None:
    assert not is_safe(path)


def test_a_page_lies_beside_what_it_shows() -> None:
    assert [page_of("e/x"), page_of("e/x", ".ttl"), page_of(""), page_of("", ".ttl")] == [
        "e/x.html",
        "e/x.ttl",
        "index.html",
        "index.ttl",
    ]
