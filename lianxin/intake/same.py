"""Whether what somebody says now belongs to a matter of hers that is still open: the usual choice, with its reason. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel.words import N_, Words
from lianxin.matters.likeness import SHARED
from lianxin.matters.stages import is_open

OFTEN = 2  # the third time is about the same thing
WHY = N_("这个号码说过两回、还没办结的同一件")
WHY_ALIKE = N_("这个号码说过两件差不多的、都还没办结，这是新的那一件")


@dataclass(frozen=True)
class Earlier:
    """A matter of which this number spoke before. `times`: how often; `name` and `phone` are masked; `heard_by` '' for a page.

    `look_at` is when its earliest clock ends, `due` the kind of that clock, '' where none runs.
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
    due: str = ""

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
    """The newest open matter of which this number spoke twice already, itself or in others alike; else none.

    `earlier` may come in any order.
    """
    open_ = [one for one in earlier if one.is_open]
    often = [one for one in open_ if sum(other.times for other in open_ if _alike(one, other)) >= OFTEN]
    if not often:
        return Usual(None, None)
    newest = max(often, key=lambda one: (one.received_at, one.matter))
    return Usual(newest.matter, Words.of(WHY if newest.times >= OFTEN else WHY_ALIKE))


def _alike(one: Earlier, other: Earlier) -> bool:
    """Stricter than what is proposed for joining: a voice added to the wrong matter is harder to mend than one matter more."""
    return (
        one.matter == other.matter or _stands_in(one.place, other.place) or _stands_in(one.gist, other.gist)
    )


def _stands_in(one: str, other: str) -> bool:
    """Whether the shorter text, of at least two characters, stands in the longer."""
    short, long = sorted(("".join(one.split()), "".join(other.split())), key=len)
    return len(short) >= SHARED and short in long
