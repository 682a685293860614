"""Collections of several small documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.hostile import TEXT, collection, reading

IDENTITY = """\
port-ellis:
  members: [{members}]
  by: A reader
  why: Named.
"""


def several(folder: Path, count: int = 4, *, shared: bool = False) -> Path:
    """A collection of `count` documents, each with a text of its own; `shared` makes their place one thing."""
    made = collection(folder, {f"d{number}": told(number) for number in range(count)})
    if shared:
        members = ", ".join(f"d{number}/port_ellis" for number in range(count))
        (made / "identity.yaml").write_text(IDENTITY.format(members=members), encoding="utf-8")
    return made


def told(number: int) -> tuple[str, str]:
    """A text and its reading."""
    text = f"{TEXT}Notice {number}.\n"
    return text, reading(text)


def spoil(folder: Path, documents: Iterable[str]) -> None:
    """Makes readings quote what their texts do not say."""
    for name in documents:
        file = folder / "readings" / f"{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("Sixty dockers joined", "Ninety dockers joined"))
