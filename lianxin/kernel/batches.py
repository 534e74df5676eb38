"""Owns how a long list is read in pieces by key: what a piece holds, and whether there is more on either side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Batch(Generic[Row]):
    """Some rows of a list in its own order, and whether others come before and after them."""

    rows: tuple[Row, ...]
    before: bool
    after: bool


def batch_of(found: Sequence[Row], size: int, *, keyed: bool, backward: bool) -> Batch[Row]:
    """The piece of at most `size` rows that a query found, which asked for one row more than it wants.

    `keyed`: it began at a row's key, so that row lies on the side it came from. `backward`: it read against
    the order of the list, which is put right here.
    """
    rows, more = tuple(found[:size]), len(found) > size
    if backward:
        return Batch(rows[::-1], before=more, after=keyed)
    return Batch(rows, before=keyed, after=more)
