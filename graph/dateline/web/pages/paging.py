"""What is too much for one page, over several: how many there are, and what stands on each. Parts count from 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def parts_of(count: int, most: int) -> int:
    """How many pages so many things take, with at most so many on each; nothing takes one too.

    >>> parts_of(0, 10), parts_of(10, 10), parts_of(11, 10)
    (1, 1, 2)
    """
    return max(-(-count // most), 1)


def part_of(items: Sequence[_Item], part: int, most: int) -> Sequence[_Item]:
    """What stands on a page.

    >>> part_of("abcde", 2, 2)
    'cd'
    """
    return items[(part - 1) * most : part * most]
