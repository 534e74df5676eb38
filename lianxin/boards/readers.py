"""What the worker hands over to this slice: the pending rows of the reader «fold»."""

from __future__ import annotations

import datetime

from lianxin.boards.actions import fold_step
from lianxin.matters.models import Pending


def fold(row: Pending, now: datetime.datetime) -> None:
    """Fold the tallies of the row's step. The worker deletes the row in the same transaction."""
    fold_step(row.step)
