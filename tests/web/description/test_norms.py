"""What catalogues and indexes demand of a dataset's description, a row a demand.

NDE: https://docs.nde.nl/requirements-datasets/ (MUST and SHOULD); F-UJI: the metrics of https://www.f-uji.net that
metadata can meet; Google: https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import Namespace, URIRef

from dateline.web.description import dataset_json_ld, files
from dateline.web.served import Served
from tests.web.description.publications import graph, published

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID = Namespace("http://rdfs.org/ns/void#")
PUBLISHER = 'publisher = { name = "An archive", url = "https://archive.example/" }\n'

PATHS: list[tuple[str, str, list[URIRef]]] = [
    ("NDE MUST: name", "dcat.ttl", [DCTERMS.title]),
    ("NDE MUST: licence", "dcat.ttl", [DCTERMS.license]),
    ("NDE MUST: name of the publisher", "dcat.ttl", [DCTERMS.publisher, FOAF.name]),
    ("NDE MUST: address of each distribution", "dcat.ttl", [DCAT.distribution, DCAT.downloadURL]),
    ("NDE MUST: media type of each distribution", "dcat.ttl", [DCAT.distribution, DCAT.mediaType]),
    ("NDE SHOULD: description", "dcat.ttl", [DCTERMS.description]),
    ("NDE SHOULD: day of issue", "dcat.ttl", [DCTERMS.issued]),
    ("NDE SHOULD: day of change", "dcat.ttl", [DCTERMS.modified]),
    ("NDE SHOULD: version", "dcat.ttl", [DCAT.version]),
    ("NDE SHOULD: contact", "dcat.ttl", [DCAT.contactPoint, VCARD.hasEmail]),
    ("NDE SHOULD: creator", "dcat.ttl", [DCTERMS.creator, FOAF.name]),
    ("NDE SHOULD: language", "dcat.ttl", [DCTERMS.language]),
    ("NDE SHOULD: landing page", "dcat.ttl", [DCAT.landingPage]),
    ("NDE SHOULD: size of each distribution", "dcat.ttl", [DCAT.distribution, DCAT.byteSize]),
    ("VoID: dump", "void.ttl", [VOID.dataDump]),
    ("VoID: endpoint", "void.ttl", [VOID.sparqlEndpoint]),
    ("VoID: example", "void.ttl", [VOID.exampleResource]),
    ("VoID: vocabularies", "void.ttl", [VOID.vocabulary]),
    ("F-UJI FsF-F1-02D: persistent identifier", "dcat.ttl", [DCTERMS.identifier]),
    ("F-UJI FsF-R1.1-01M: licence in the metadata", "void.ttl", [DCTERMS.license]),
    ("F-UJI FsF-R1.2-01M: provenance", "dcat.ttl", [DCTERMS.publisher]),
]
MEMBERS = [
    ("F-UJI FsF-F2-01M: creator", ["creator", "name"]),
    ("F-UJI FsF-F2-01M: title", ["name"]),
    ("F-UJI FsF-F2-01M: publisher", ["publisher", "@id"]),
    ("F-UJI FsF-F2-01M: day", ["datePublished"]),
    ("F-UJI FsF-F2-01M: summary", ["description"]),
    ("F-UJI FsF-F2-01M: keywords", ["keywords"]),
    ("F-UJI FsF-F2-01M: identifier", ["identifier"]),
    ("F-UJI FsF-F3-01M: identifier of the data", ["distribution", "contentUrl"]),
    ("F-UJI FsF-R1-01MD: type and size of the data", ["distribution", "contentSize"]),
    ("Google: licence", ["license"]),
    ("Google: format of the data", ["distribution", "encodingFormat"]),
    ("Google: version", ["version"]),
    ("Google: free access", ["isAccessibleForFree"]),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    from tests.web.description.publications import DATED

    return published(tmp_path_factory.mktemp("norms") / "c", settings=DATED + PUBLISHER)


@pytest.mark.parametrize(("demand", "name", "path"), PATHS, ids=[row[0] for row in PATHS])
def test_the_rdf_meets_the_demand(served: Served, demand: str, name: str, path: list[URIRef]) -> None:
    said = graph(served, name)
    held: list[rdflib.term.Node] = [URIRef(served.base)]
    for predicate in path:
        for one in held:
            assert list(said.objects(one, predicate)), f"{demand}: {one} has no {predicate}"
        held = [value for one in held for value in said.objects(one, predicate)]


@pytest.mark.parametrize(("demand", "path"), MEMBERS, ids=[row[0] for row in MEMBERS])
def test_the_embedded_description_meets_the_demand(served: Served, demand: str, path: list[str]) -> None:
    held: list[Any] = [json.loads(dataset_json_ld(served))]
    for name in path:
        assert all(one.get(name) not in (None, "", []) for one in held), demand
        held = [one for value in held for one in (value[name] if isinstance(value[name], list) else [value[name]])]


def test_the_description_has_50_to_5000_characters_whatever_people_give(tmp_path: Path) -> None:
    from tests.web.description.publications import DATED

    for place, given in enumerate(("Short.", "x" * 60, "y" * 6_000)):
        made = published(tmp_path / str(place), settings=DATED + f'description = "{given}"\n')
        text = json.loads(dataset_json_ld(made))["description"]
        assert 50 <= len(text) <= 5_000
        assert text.startswith(given[:1_000])


def test_every_address_of_the_description_is_a_file_of_the_site(served: Served) -> None:
    every = files(served)
    for name, predicate in (("dcat.ttl", DCAT.downloadURL), ("void.ttl", VOID.dataDump)):
        for url in graph(served, name).objects(None, predicate):
            assert str(url).removeprefix(served.at) in every


def test_sizes_and_hashes_are_those_of_the_files(served: Served) -> None:
    from hashlib import sha256

    said, every = graph(served, "dcat.ttl"), files(served)
    spdx = Namespace("http://spdx.org/rdf/terms#")
    for one, url in said.subject_objects(DCAT.downloadURL):
        data = bytes(every[str(url).removeprefix(served.at)].data)
        assert int(str(said.value(one, DCAT.byteSize))) == len(data)
        checksum = said.value(one, spdx.checksum)
        assert said.value(checksum, spdx.checksumValue) is not None
        assert bytes.fromhex(said.value(checksum, spdx.checksumValue).n3().split('"')[1]) == sha256(data).digest()  # type: ignore[union-attr]
