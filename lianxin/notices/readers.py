"""What the worker hands over to this slice: the pending rows of the reader «news»."""

from __future__ import annotations

import datetime

from lianxin.matters.models import Pending
from lianxin.notices.actions import tell_people


def news(row: Pending, now: datetime.datetime) -> None:
    """Tell people of the row's step. The worker reads as the house and deletes the row in the same transaction."""
    tell_people(row.step, now=now)
