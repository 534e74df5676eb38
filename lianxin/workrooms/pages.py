"""What the organiser's pages of workrooms show, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.forms import BaseForm
from django.urls import reverse

from lianxin.kernel.words import N_, Words
from lianxin.people.models import Unit
from lianxin.ui.inputs import named
from lianxin.ui.pieces import Column
from lianxin.workrooms.models import Workroom

DONE = {
    "opened": N_("工作室开好了，居民从它的网页就能反映。"),
    "changed": N_("改好了，居民的网页上已经是新的。"),
}
COLUMNS = (
    *map(Column, (N_("工作室名称"), N_("地址"), N_("什么时候开门"), N_("电话"))),
    Column(N_("办什么"), hidden=True),
)


@dataclass(frozen=True)
class RoomRow:
    """One room: `url` is its public page, `''` of a detail means that nobody wrote it down."""

    name: Words
    url: str
    address: str
    hours: str
    phone: str
    change_url: str


@dataclass(frozen=True)
class RoomsPage:
    """All open rooms under the unit above theirs, and the grass-roots units that have none yet as (name, address to add)."""

    groups: tuple[tuple[Words | str, tuple[RoomRow, ...]], ...]
    missing: tuple[tuple[Words, str], ...]
    columns: tuple[Column, ...]
    done: str


@dataclass(frozen=True)
class RoomFormPage:
    """Opening a room (`name` is '') or changing one."""

    form: BaseForm
    name: str


def rooms_page(rooms: Iterable[Workroom], without: Iterable[Unit], done: str) -> RoomsPage:
    """Rooms in the order of the units' tree; `rooms` come with unit and the unit above it."""
    groups = tuple(
        (named(parent.name) if parent else "", tuple(_row(room) for room in group))
        for parent, group in groupby(rooms, lambda room: room.unit.parent)
    )
    add = reverse("workrooms:add_room")
    missing = tuple((named(unit.name), f"{add}?unit={unit.pk}") for unit in without)
    return RoomsPage(groups, missing, COLUMNS, DONE.get(done, ""))


def _row(room: Workroom) -> RoomRow:
    public, change = (
        reverse("intake:room", args=[room.slug]),
        reverse("workrooms:change_room", args=[room.slug]),
    )
    return RoomRow(named(room.name), public, room.address, room.hours, room.phone, change)
