"""What people call a thing finds it, in every engine; what may be several is not guessed."""

from __future__ import annotations

from functools import partial

import pytest

from dateline.errors import QuestionError
from dateline.graph import Publication
from dateline.questions import named_thing
from dateline.store import Store, open_memory
from tests.engines import Endpoint
from tests.questions.dataset import only, strings

BASE = "https://w3id.org/dateline/black-january/"
DOCUMENT = f"{BASE}doc/embassy-2012-01-20"

OTHER = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/dateline/black-january/doc/other/e/civilians> a dl:Group ; skos:prefLabel "other civilians"@en .
<https://w3id.org/dateline/black-january/doc/other/e/baku> a dl:Place ; skos:prefLabel "Baku"@az , "Baki"@az .
"""


@pytest.fixture(params=["memory", "oxigraph", pytest.param("virtuoso", marks=pytest.mark.engine)])
def store(request: pytest.FixtureRequest, example_publication: Publication) -> Store:
    if request.param == "memory":
        opened: Store = open_memory()
    else:
        endpoint: Endpoint = request.getfixturevalue(f"{request.param}_endpoint")
        opened = endpoint.store()
    only(opened, example_publication)
    return opened


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("baku", f"{BASE}e/baku"),
        ("Baku", f"{BASE}e/baku"),
        ("mikhail gorbachev", f"{BASE}e/mikhail-gorbachev"),
        ("embassy-2012-01-20", DOCUMENT),
        ("Invasion of Azerbaijan’s Capital City 22 Years Ago was Precursor to Collapse of Soviet Empire", DOCUMENT),
        ("civilians", f"{DOCUMENT}/e/civilians"),
        ("Civilians in Baku", f"{DOCUMENT}/e/civilians"),
        ("soviet empire", f"{BASE}e/soviet-union"),
    ],
)
@pytest.mark.parametrize("base", [BASE, ""])
def test_a_thing_is_found_by_its_short_name_its_label_or_words_that_stand_for_it(
    name: str, iri: str, base: str, store: Store
) -> None:
    assert named_thing(name, ask=partial(strings, store), base=base) == iri


def test_a_name_that_may_be_several_things_lists_them(store: Store) -> None:
    store.replace("https://example.org/other", OTHER.encode(), format="turtle")
    with pytest.raises(QuestionError) as caught:
        named_thing("civilians", ask=partial(strings, store), base=BASE)
    for words in (f"<{DOCUMENT}/e/civilians> (civilians in Baku)", f"<{BASE}doc/other/e/civilians> (other civilians)"):
        assert words in str(caught.value)


def test_a_thing_of_the_collection_goes_before_a_documents_own(store: Store) -> None:
    store.replace("https://example.org/other", OTHER.encode(), format="turtle")
    assert named_thing("baku", ask=partial(strings, store), base=BASE) == f"{BASE}e/baku"


def test_a_name_that_nothing_has_suggests_those_that_come_near(store: Store) -> None:
    with pytest.raises(QuestionError, match="Did you mean “Azerbaijan”"):
        named_thing("Azerbajan", ask=partial(strings, store), base=BASE)


@pytest.mark.parametrize(
    "name", ["", " ", '"', "\\", "} UNION { ?s ?p ?o", "x" * 2000, "\n", "'''", "%2e%2e", "\\u0022"]
)
def test_no_name_however_odd_is_anything_but_a_name(name: str, store: Store) -> None:
    with pytest.raises(QuestionError, match="nothing here is called"):
        named_thing(name, ask=partial(strings, store), base=BASE)


def test_of_a_hundred_candidates_a_few_are_listed() -> None:
    rows = [{"how": "1", "thing": f"http://x/doc/{n}/e/baku", "thingLabel": "Baku"} for n in range(100)]
    with pytest.raises(QuestionError, match="one of 92 more"):
        named_thing("baku", ask=lambda _: rows)
