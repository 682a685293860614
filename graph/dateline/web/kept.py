"""What is made of a publication once, and kept for as long as the publication is held by anybody, never longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from dateline.web.served import Served

_More = ParamSpec("_More")
_Made = TypeVar("_Made")


def kept(
    most: int | None = None,
) -> Callable[
    [Callable[Concatenate[Served, _More], _Made]],
    Callable[Concatenate[Served, _More], _Made],
]:
    """Has a function keep what it made of a publication: all of it, or the `most` results that were wanted last."""

    def keeping(
        make: Callable[Concatenate[Served, _More], _Made],
    ) -> Callable[Concatenate[Served, _More], _Made]:
        @wraps(make)
        def made(served: Served, /, *args: _More.args, **named: _More.kwargs) -> _Made:
            known = served.made.get(make)
            if known is None:
                known = served.made.setdefault(make, lru_cache(maxsize=most)(partial(make, served)))
            found: _Made = known(*args, **named)
            return found

        return made

    return keeping
