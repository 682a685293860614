"""README.md: what the glossary and the worked example say is so."""

from __future__ import annotations

import re

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from dateline import resources, terms
from dateline.graph import Compiled

DL = Namespace(terms.DL)
README = resources.ontology("README.md").read_text("utf-8")
BLOCKS = tuple(re.findall(r"```turtle\n(.*?)```", README, re.DOTALL))
COMMENT = re.compile(r"(?<=\s)#.*$", re.MULTILINE)


def test_the_worked_example_has_a_claim_and_its_direct_triple() -> None:
    assert len(BLOCKS) == 2


@pytest.mark.parametrize("block", BLOCKS)
def test_the_worked_example_is_what_is_published(example: Compiled, block: str) -> None:
    published = {(subject, predicate, _like(value)) for subject, predicate, value in example.graph}
    told = Graph().parse(data=block, format="turtle")
    assert len(told)
    for subject, predicate, value in told:
        assert (subject, predicate, _like(value)) in published


def _like(value: object) -> object:
    return value.toPython() if isinstance(value, Literal) and value.datatype == URIRef(terms.DECIMAL) else value


def test_the_worked_example_quotes_the_document(words: str) -> None:
    quotes = re.findall(r"^> (.+)$", README, re.MULTILINE)
    assert " ".join(quotes) in words
    assert "the Soviet leadership was unable to stop the quest for freedom" in " ".join(README.split())
    assert "the Soviet leadership was unable to stop the quest for freedom" in words


def test_every_term_that_is_named_is_in_the_ontology(ontology: Graph, values: Graph) -> None:
    for name in set(re.findall(r"\bdl:(\w+)", README)):
        assert (DL[name], RDFS.isDefinedBy, None) in ontology, name
    for name in set(re.findall(r"\bvoc:([\w-]+)", README)):
        assert (URIRef(terms.VOC + name), RDFS.isDefinedBy, None) in values, name


def test_the_counts_are_those_of_the_ontology(ontology: Graph, values: Graph) -> None:
    from rdflib import OWL, SKOS

    own = [str(term) for term in ontology.subjects(RDFS.isDefinedBy, URIRef(terms.ONTOLOGY))]
    classes = len(set(ontology.subjects(RDF.type, OWL.Class)))
    assert f"{classes} classes, {len(own) - classes} properties, six value lists" in README
    assert len(set(values.subjects(RDF.type, SKOS.ConceptScheme))) == 6


def test_the_files_that_are_listed_are_those_that_there_are() -> None:
    listed = set(re.findall(r"^\| `([\w.-]+)` \|", README, re.MULTILINE))
    assert listed | {"README.md"} == {path.name for path in resources.folder("ontology").iterdir() if path.is_file()}


def test_no_word_is_both_used_and_to_be_avoided() -> None:
    used, avoided = README.partition("### Words to avoid")[::2]
    words = {word.strip() for row in re.findall(r"^\| ([^|]+) \|", used, re.MULTILINE) for word in row.split(",")}
    wrong = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", avoided.partition("\n## ")[0], re.MULTILINE)
    assert {"claim", "voice"} <= words
    assert len(wrong) > 5
    assert not words & {word.strip() for row in wrong for word in row.split(",")}
