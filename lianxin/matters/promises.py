"""等着兑现的: which promises (outcome B) are not kept yet, for one acting post, due first. Reads, never writes; one statement.

A handler finds her unit's, the house those of the voices it keeps contact with, who watches all of her sight. A unit
promises, never a person.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from lianxin.matters.access import sights_of
from lianxin.matters.clocks import promised_day
from lianxin.matters.lists import Key
from lianxin.matters.models import Clock, StepText, VoiceMatter
from lianxin.people.access import PostView, Reader

PAGE: Final = 50


@dataclass(frozen=True)
class Promise:
    """One promise: of which matter, by which unit, for which day. `gist` and `words` (the answer that promises) are data.

    `due_at` is when it is late: the end of that day, or of the next workday where that day is free.
    """

    matter: int
    ref: str
    gist: str
    stage: str
    unit: str
    words: str
    day: datetime.date
    due_at: datetime.datetime

    @property
    def key(self) -> Key:
        """Where it stands in the list."""
        return Key(self.due_at, self.matter)


@dataclass(frozen=True)
class Promises:
    """One page of the list, and whether it goes on."""

    rows: tuple[Promise, ...]
    more: bool


def promises_of(reader: Reader, post: PostView, *, after: Key | None) -> Promises:
    """A page of at most `PAGE` promises from a key on. One statement."""
    words = StepText.objects.filter(matter=OuterRef("matter"), step__no=OuterRef("started_no"))
    found = _running(reader, post).annotate(
        words=Subquery(words.values("words")[:1]), unit_name=F("assignment__unit__name")
    )
    if after is not None:
        found = found.filter(Q(due_at__gt=after.at) | Q(due_at=after.at, matter__gt=after.matter))
    rows = list(found.select_related("matter").order_by("due_at", "matter")[: PAGE + 1])
    return Promises(tuple(_promise(clock) for clock in rows[:PAGE]), len(rows) > PAGE)


def _running(reader: Reader, post: PostView) -> QuerySet[Clock]:
    """The clocks of the promises that this post is to keep, to tell of or to watch."""
    found = Clock.objects.running().filter(
        Exists(sights_of(reader).filter(matter=OuterRef("matter"))), kind="promise"
    )
    if post.role == "handler":
        return found.filter(assignment__unit=post.unit_id)
    if post.role not in ("liaison", "delegate"):
        return found
    kept = VoiceMatter.objects.filter(matter=OuterRef("matter"), until=None, kept_by=post.unit_id)
    return found.filter(Exists(kept), matter__about=None)


def _promise(clock: Clock) -> Promise:
    matter, given = clock.matter, vars(clock)
    return Promise(
        matter.pk, matter.ref, matter.gist, matter.stage, given["unit_name"] or "", given["words"] or "",
        promised_day(clock.starts_at, clock.length), clock.due_at,
    )  # fmt: skip
