"""Citations, crawlers' files and crates: each is what its readers take it for, whatever stands in a title."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.description import dataset_json_ld, files, is_of_it, service_description
from dateline.web.description.citation import spdx
from dateline.web.description.citation import yaml as as_yaml
from dateline.web.description.crawlers import attribute, text, written
from dateline.web.description.schema_org import embedded
from dateline.web.served import Served
from tests.web.description.publications import example, published

NASTY = r"Strike & <b>“riot”</b> \input{x} 100% $x_1$ </script><script>alert(1)</script> #1"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Served:
    settings = (
        f'title = {json.dumps(NASTY, ensure_ascii=False)}\nbase = "https://example.org/kg/"\n'
        'released = "2026-01-20"\nlicense = "https://creativecommons.org/licenses/by/4.0/"\n'
        f'publisher = {{ name = {json.dumps(NASTY, ensure_ascii=False)}, url = "https://archive.example/" }}\n'
    )
    return published(tmp_path_factory.mktemp("nasty") / "c", settings=settings)


def data(served: Served, name: str) -> bytes:
    return bytes(files(served)[name].data)


def test_the_citation_file_has_what_its_format_demands(nasty: Served) -> None:
    said = yaml.safe_load(data(nasty, "CITATION.cff"))
    assert set(said) <= {
        "cff-version", "message", "type", "title", "abstract", "authors", "version", "date-released", "license",
        "license-url", "url", "keywords",
    }  # fmt: skip
    assert said["cff-version"] == "1.2.0"
    assert (said["title"], said["type"], said["license"]) == (NASTY, "dataset", "CC-BY-4.0")
    assert said["authors"] == [{"name": NASTY, "website": "https://archive.example/"}]
    assert date.fromisoformat(str(said["date-released"])) == date(2026, 1, 20)
    assert len(said["keywords"]) == len(set(said["keywords"])) > 0


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_in_the_citation_file_is_read_back_as_it_is(words: str) -> None:
    assert yaml.safe_load(f"name: {as_yaml([words])}\n") == {"name": [words]}


def test_a_licence_without_an_identifier_is_given_by_its_address() -> None:
    assert spdx("https://example.org/licence") == ""
    assert spdx("https://creativecommons.org/licenses/by-nc-nd/4.0/") == "CC-BY-NC-ND-4.0"


def test_bibtex_escapes_what_means_something_to_tex(nasty: Served) -> None:
    entry = data(nasty, "citation.bib").decode()
    title = re.search(r"title = \{\{(.*)\}\},", entry)
    assert title
    unescaped = re.sub(r"\\(textbackslash|text\w+)\{\}|\\[{}&%$#_]", "", title[1])
    assert not re.search(r"[\\{}&%$#_~^]", unescaped)
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")


def test_csl_json_gives_the_day_in_parts(nasty: Served) -> None:
    [said] = json.loads(data(nasty, "citation.json"))
    assert said["issued"] == {"date-parts": [[2026, 1, 20]]}
    assert said["title"] == NASTY


def test_the_embedded_dataset_cannot_leave_its_script_element(nasty: Served) -> None:
    written_ = dataset_json_ld(nasty)
    assert not re.search("[<>&\u2028\u2029]", written_)
    assert json.loads(written_)["name"] == NASTY


@given(st.text())
def test_any_text_survives_embedding_and_nothing_of_it_is_markup(words: str) -> None:
    made = embedded({"name": words})
    assert json.loads(made)["name"] == words
    assert not re.search("[<>&\u2028\u2029]", made)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_makes_well_formed_xml(words: str) -> None:
    made = ElementTree.fromstring(f"<a b={attribute(words)}>{text(words)}</a>")  # noqa: S314 - it is ours
    kept = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words)
    assert (made.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_the_sitemap_has_every_document_event_and_thing(nasty: Served) -> None:
    for served in (nasty, example()):
        root = ElementTree.fromstring(data(served, "sitemap.xml"))  # noqa: S314 - it is ours
        listed = {one.text for one in root.iter(f"{SITEMAP}loc")}
        shown = served.of_kind("document", "event", "thing")
        assert listed == {served.at, *(served.at + one.page for one in shown)}
    days = {one.text for one in ElementTree.fromstring(data(nasty, "sitemap.xml")).iter(f"{SITEMAP}lastmod")}  # noqa: S314
    assert days == {"2026-01-20"}


def test_more_addresses_than_a_sitemap_holds_make_an_index() -> None:
    made = written([f"https://x.org/{n}" for n in range(100_001)], at="https://x.org/", day=None)
    assert list(made) == ["sitemap.xml", "sitemaps/1.xml", "sitemaps/2.xml", "sitemaps/3.xml"]
    index = ElementTree.fromstring(made["sitemap.xml"])  # noqa: S314 - it is ours
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert [one.text for one in index.iter(f"{SITEMAP}loc")] == [f"https://x.org/sitemaps/{n}.xml" for n in (1, 2, 3)]
    assert sum(made[name].count(b"<loc>") for name in list(made)[1:]) == 100_001


def test_robots_may_read_pages_and_data_but_not_ask_questions() -> None:
    served = example()
    rules = RobotFileParser()
    rules.parse(data(served, "robots.txt").decode().splitlines())
    for path, allowed in (
        ("", True),
        ("e/baku.html", True),
        ("graph.ttl", True),
        ("sparql", False),
        ("browse/year/1990", False),
    ):
        assert rules.can_fetch("*", served.at + path) == allowed, path
    assert rules.site_maps() == [served.at + "sitemap.xml"]


def test_the_crate_is_read_by_another_library(tmp_path: Path, nasty: Served) -> None:
    from rocrate.rocrate import ROCrate

    for name, file in files(nasty).items():
        if name.startswith("dump/") or name == "ro-crate-metadata.json":
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(bytes(file.data))
    crate = ROCrate(tmp_path)
    assert crate.root_dataset["name"] == NASTY
    assert crate.root_dataset["datePublished"] == "2026-01-20"
    parts = {part.id for part in crate.root_dataset["hasPart"]}
    assert parts == {name for name in files(nasty) if name.startswith("dump/")}


def test_a_publication_of_no_day_is_no_crate() -> None:
    assert "ro-crate-metadata.json" not in files(example())


def test_void_is_where_crawlers_look_for_it() -> None:
    made = files(example())
    assert made[".well-known/void"].data == made["void.ttl"].data


def test_an_endpoint_is_told_which_dataset_it_answers_from() -> None:
    said = {(str(one.subject), one.predicate.value, str(one.object)) for one in service_description(example())}
    endpoint, base = example().at + "sparql", example().base
    assert (f"<{base}>", "http://rdfs.org/ns/void#sparqlEndpoint", f"<{endpoint}>") in said
    assert (f"<{endpoint}#dataset>", "http://purl.org/dc/terms/source", f"<{base}>") in said
    assert any(one[:2] == (f"<{base}>", "http://purl.org/dc/terms/license") for one in said)


def test_the_files_are_had_as_often_as_they_are_wanted() -> None:
    from dateline.web import description

    assert description.files(example()) is description.files(example())


def test_what_a_description_has_is_known_by_its_name(nasty: Served) -> None:
    assert all(is_of_it(name) for name in files(nasty))
    assert not any(is_of_it(one.path) or is_of_it(one.page) for one in nasty.resources.values())
