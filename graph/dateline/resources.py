"""Where the ontology and the queries are: inside the package in a wheel, at the root in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dateline.errors import StoreError

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder `ontology` or `queries`, in a wheel or in a checkout.

    >>> folder("ontology").is_dir()
    True
    """
    homes = (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name)
    for home in homes:
        if home.is_dir():
            return home
    raise StoreError(
        f"the folder {name!r} of this installation is missing.",
        where=str(homes[0]),
        remedy="Install the package again: pip install --force-reinstall dateline",
    )


def ontology(name: str) -> Path:
    """One file of the ontology, such as `shapes.ttl`."""
    return folder("ontology") / name


def vocabulary() -> tuple[Path, ...]:
    """The ontology and its value lists: what stands beside a publication so that its questions can be asked."""
    return ontology("dateline.ttl"), ontology("values.ttl")


def queries(kind: str) -> tuple[Path, ...]:
    """The query files of one kind (`questions`, `checks`), sorted by name."""
    return tuple(sorted((folder("queries") / kind).glob("*.rq")))
