"""How to cite the dataset: CITATION.cff (https://citation-file-format.github.io/), BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from dateline.web.description.record import Description

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)|publicdomain/(zero))/([1-4]\.0)/?"
)
_OTHER_LICENCES = {
    "https://opensource.org/licenses/MIT": "MIT",
    "https://opendatacommons.org/licenses/odbl/1-0/": "ODbL-1.0",
    "https://opendatacommons.org/licenses/by/1-0/": "ODC-By-1.0",
    "https://opendatacommons.org/licenses/pddl/1-0/": "PDDL-1.0",
}
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def spdx(licence: str) -> str:
    """The SPDX identifier of a licence by its address, empty if it is none that is known.

    >>> spdx("https://creativecommons.org/publicdomain/zero/1.0/"), spdx("http://creativecommons.org/licenses/by-sa/4.0")
    ('CC0-1.0', 'CC-BY-SA-4.0')
    """
    found = _CREATIVE_COMMONS.fullmatch(licence)
    if found:
        return f"CC0-{found[3]}" if found[2] else f"CC-{found[1].upper()}-{found[3]}"
    return _OTHER_LICENCES.get(licence, "")


def cff(said: Description) -> bytes:
    """CITATION.cff, version 1.2.0."""
    known = spdx(said.license)
    author = {"name": said.publisher} | ({"website": said.publisher_url} if _is_web(said.publisher_url) else {})
    rows: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": said.title,
        "abstract": said.text,
        "authors": [author],
        "version": said.version,
        **({"date-released": said.released} if said.released else {}),
        **({"license": known} if known else {"license-url": said.license} if _is_web(said.license) else {}),
        **({"url": said.iri} if _is_web(said.iri) else {}),
        "keywords": list(said.keywords),
    }
    return "".join(f"{name}: {yaml(value)}\n" for name, value in rows.items()).encode()


def yaml(value: Any) -> str:
    r"""A value as YAML on one line: JSON, with an escape for what JSON may leave as it is and YAML may not.

    >>> yaml({"name": "Port\u2028Ellis"})
    '{"name": "Port\\u2028Ellis"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def bibtex(said: Description) -> bytes:
    """One entry; what means something to TeX in a title is escaped, and the address stands as it is."""
    rows = {
        "author": f"{{{_tex(said.publisher)}}}",
        "title": f"{{{_tex(said.title)}}}",
        **({"year": said.released[:4], "date": said.released} if said.released else {}),
        "publisher": _tex(said.publisher),
        "version": said.version,
        "url": said.iri,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items())
    return f"@misc{{dateline-{said.version},\n{lines}\n}}\n".encode()


def csl(said: Description) -> bytes:
    """CSL-JSON, which reference managers read."""
    made: dict[str, Any] = {
        "id": said.iri,
        "type": "dataset",
        "title": said.title,
        "author": [{"literal": said.publisher}],
        "publisher": said.publisher,
        "version": said.version,
        "URL": said.iri,
        "abstract": said.text,
    }
    if said.released:
        made["issued"] = {"date-parts": [[int(part) for part in said.released.split("-")]]}
    return (json.dumps([made], ensure_ascii=False, indent=2) + "\n").encode()


def _tex(text: str) -> str:
    return text.translate(_BIBTEX)


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://")) and not re.search(r"[^!-~]", address)
