"""Queries made to take everything: time, memory, the stack. None of them is finished by any machine in a second."""

from __future__ import annotations

from collections.abc import Mapping

_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_ANY = "(!<urn:x>|^!<urn:x>)"
_NUMBERS = " ".join(map(str, range(40)))


def _values(count: int) -> str:
    return " ".join(f"VALUES ?v{number} {{ {_NUMBERS} }}" for number in range(count))


HOSTILE: Mapping[str, str] = {
    "a cross product, counted": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}",
    "a cross product, sent": f"SELECT * {{ {_ALL} }}",
    "a cross product of values": f"SELECT (COUNT(*) AS ?n) {{ {_values(8)} }}",
    "a cross product of distinct things": "SELECT (COUNT(DISTINCT ?x) AS ?n) { "
    f"{_ALL} BIND(CONCAT(STR(?a), STR(?f)) AS ?x) }}",
    "everything in order": f"SELECT * {{ {_ALL} }} ORDER BY ?a ?f ?i ?l",
    "a path of any length, everywhere": f"SELECT (COUNT(*) AS ?n) {{ ?a {_ANY}* ?b . ?b {_ANY}* ?c . ?c {_ANY}+ ?d }}",
    "paths within paths": "SELECT * { ?a ((!<urn:x>)+/(^!<urn:x>)*)+ ?b . "
    "?b (((!<urn:x>)*)*)* ?c . ?c ?p ?d . ?e ?q ?f } ORDER BY ?d",
    "an expression that tries everything": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} "
    "FILTER(REGEX(CONCAT(STR(?a), STR(?f), STR(?i)), '(([a-z]{0,9}){0,9}){0,9}!$')) }",
    "a text joined without end": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f), STR(?i), STR(?l))) AS ?n) "
    f"{{ {_ALL} }}",
    "a text that doubles": "SELECT (STRLEN(?x30) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    + " ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONTAINS(?x30, STR(?i))) }",
    "groups without end": f"SELECT ?a ?d ?g ?j (COUNT(*) AS ?n) (SAMPLE(?c) AS ?s) {{ {_ALL} }} "
    "GROUP BY ?a ?d ?g ?j ORDER BY ?n",
    "unions of unions": "SELECT (COUNT(*) AS ?n) { "
    + " . ".join(f"{{ {{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?c{n} ?b{n} ?a{n} }} }}" for n in range(6))
    + " }",
    "something that does not exist, looked for everywhere": f"SELECT * {{ {_ALL} "
    "FILTER NOT EXISTS { ?a ?e ?i . ?d ?h ?c } FILTER(?a = ?b) }",
    "a difference of everything": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} MINUS {{ ?x ?y ?c . ?c ?z ?w . ?u ?v ?t }} }}",
    "a graph without end": f"CONSTRUCT {{ ?a ?b ?f . ?d ?e ?i . ?g ?h ?l }} {{ {_ALL} }}",
    "descriptions of everything": f"DESCRIBE * {{ {_ALL} }}",
}
"""By what they do."""

BROKEN: Mapping[str, str] = {
    "braces": "SELECT * " + "{" * 30_000 + "}" * 30_000,
    "brackets": "SELECT * { FILTER(" + "(" * 30_000 + "true" + ")" * 30_000 + ") }",
    "negations": "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "paths": "SELECT * { ?s " + "(" * 30_000 + "<urn:x>" + ")*" * 30_000 + " ?o }",
    "collections": "SELECT * { ?s ?p " + "(" * 30_000 + ")" * 30_000 + " }",
    "selections": "SELECT * { " + "{ SELECT * " * 5_000 + "{}" + "}" * 5_000 + " }",
    "optional parts": "SELECT * { " + "OPTIONAL {" * 8_000 + "}" * 8_000 + " }",
    "a long sum": "SELECT (" + "1+" * 45_000 + "1 AS ?x) {}",
    "a long list": "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join(f"'{n:x}'" for n in range(10_000)) + ")) } LIMIT 1",
    "many names": "SELECT * { VALUES ?x { " + " ".join(f"<urn:{n:x}>" for n in range(8_000)) + " } ?x ?p ?o }",
}
"""By what they have too much of; an endpoint may answer them, or refuse them, but not fall over."""
