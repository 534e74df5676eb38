"""Reads of workrooms; they are public, no row security stands on them."""

from __future__ import annotations

import datetime

from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.people.models import GRASSROOTS, Unit, in_force
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


def units_without_room(day: datetime.date) -> list[Unit]:
    """Units that stand on `day` and keep no workroom: who may open one. The organiser's office keeps none."""
    free = Unit.objects.standing(day).filter(workroom=None).exclude(kind="office")
    return list(free.order_by("path"))


def grassroots_without_room(day: datetime.date) -> list[Unit]:
    """Subdistricts and communities among them: where residents would look for one."""
    return [unit for unit in units_without_room(day) if unit.kind in GRASSROOTS]
