"""The items that people graded by hand, as sightings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.links.catalogue.making.sightings import Sighting
from dateline.yaml12 import parse_yaml

REVIEWED_ID = "reviewed"


def reviewed(file: Path) -> Iterator[Sighting]:
    """Every item of the file, with its own label and names; each counts as borne out."""
    for one in parse_yaml(file.read_text(encoding="utf-8"), file=str(file)).data["items"]:
        at = one.get("coordinates")
        yield Sighting(
            origin="reviewed",
            package=REVIEWED_ID,
            item=one["item"],
            label=one["label"],
            names=tuple(one.get("names", ())),
            sort=one["sort"],
            description=one.get("description", ""),
            within=tuple(one.get("within", ())),
            coordinates=(at[0], at[1]) if at else None,
            begins=one.get("begins"),
            ends=one.get("ends"),
            types=tuple(one.get("types", ())),
        )


def aliases(file: Path) -> Iterator[Sighting]:
    """Further English names, and years of former states; none of them bears an item out by itself."""
    read = parse_yaml(file.read_text(encoding="utf-8"), file=str(file)).data
    for item, (begins, ends) in read["years"].items():
        yield Sighting(origin="alias", package="", item=item, label="", begins=begins, ends=ends)
    for item, names in read["aliases"].items():
        yield Sighting(origin="alias", package="", item=item, label=names[0], names=tuple(names[1:]))
