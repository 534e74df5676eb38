"""Reads of workrooms; they are public, no row security stands on them."""

from __future__ import annotations

import datetime

from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.people.models import in_force
from lianxin.workrooms.models import Workroom


def rooms_open(day: datetime.date) -> list[Workroom]:
    """Every workroom open on `day`, with its unit and the unit above it, in the units' own order."""
    rooms = Workroom.objects.filter(in_force(day)).select_related("unit__parent", "area")
    return list(rooms.order_by("unit__path"))


def room_by_slug(slug: str, day: datetime.date) -> Workroom:
    """The workroom behind a public address. Raises `NotThere` with a sentence for residents."""
    room = Workroom.objects.filter(in_force(day), slug=slug).select_related("unit__parent", "area").first()
    if room is None:
        raise NotThere(N_("没有找到这间工作室；请从区首页另选一间"))
    return room
