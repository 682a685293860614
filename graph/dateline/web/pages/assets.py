"""Style, scripts, fonts and the work of others that the pages use, from the folder `static/` beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_STATIC = Path(__file__).parent.parent / "static"


@cache
def assets() -> Mapping[str, bytes]:
    """Every file by its path below `static/`, sorted."""
    files = sorted(path for path in _STATIC.rglob("*") if path.is_file() and not path.name.startswith("."))
    return MappingProxyType({path.relative_to(_STATIC).as_posix(): path.read_bytes() for path in files})
