"""Whether what somebody says now belongs to a matter of hers that is still open: the usual choice, with its reason. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel.words import N_, Words
from lianxin.matters.stages import is_open

OFTEN = 2  # the third time is about the same thing
WHY = N_("这个号码说过两回、还没办结的同一件")


@dataclass(frozen=True)
class Earlier:
    """A matter of which this number spoke before. `times`: how often; `name` and `phone` are masked; `heard_by` '' for a page.

    `look_at` is when its earliest clock ends.
    """

    matter: int
    ref: str
    gist: str
    place: str
    stage: str
    received_at: datetime.datetime
    look_at: datetime.datetime | None
    times: int
    name: str
    phone: str
    heard_by: str
    heard_at: datetime.datetime

    @property
    def is_open(self) -> bool:
        """Somebody still owes something, so that words can be added."""
        return is_open(self.stage)


@dataclass(frozen=True)
class Usual:
    """The choice that is made beforehand: the matter to add to (None: register anew) and why, in words."""

    matter: int | None
    why: Words | None


def usual(earlier: Sequence[Earlier]) -> Usual:
    """The newest open matter of which this number spoke twice already; else none. `earlier` may come in any order."""
    often = [one for one in earlier if one.is_open and one.times >= OFTEN]
    if not often:
        return Usual(None, None)
    newest = max(often, key=lambda one: (one.received_at, one.matter))
    return Usual(newest.matter, Words.of(WHY))
