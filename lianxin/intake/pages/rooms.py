"""The district's page and a room's page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse

from lianxin.intake.queries import district_on, pack_at
from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.deadlines import length_words
from lianxin.people.models import Unit
from lianxin.rulebook.packs import RulePack
from lianxin.workrooms.models import Workroom
from lianxin.workrooms.queries import rooms_open


@dataclass(frozen=True)
class RoomHead:
    """The room a page is about: what it is called, its short name, where it lies, and its addresses."""

    name: str
    slug: str
    place: str
    phone: str
    url: str
    say_url: str


@dataclass(frozen=True)
class RoomGroup:
    """The rooms of one subdistrict."""

    name: str
    rooms: tuple[RoomHead, ...]


@dataclass(frozen=True)
class HomePage:
    """The district's page. `own` is the room for whoever does not know where a matter belongs; None where there is none."""

    district: str
    groups: tuple[RoomGroup, ...]
    count: int
    own: RoomHead | None
    form: BaseForm


@dataclass(frozen=True)
class RoomPage:
    """A room's page: where and when, and what happens after one has spoken (a word and a sentence for each stage)."""

    room: RoomHead
    above: str
    address: str
    hours: str
    steps: tuple[tuple[str, Words | str], ...]


@dataclass(frozen=True)
class PrivacyPage:
    """What is kept, who sees it, how long; `version` is the one that goes with each voice."""

    version: str


def head_of(room: Workroom) -> RoomHead:
    """A room as pages name it."""
    url, say_url = reverse("intake:room", args=[room.slug]), reverse("intake:say", args=[room.slug])
    return RoomHead(room.name, room.slug, room.unit.name, room.phone, url, say_url)


def home_page(form: BaseForm, *, now: datetime.datetime) -> HomePage:
    """The district's page at a moment; without rooms while nothing is set up."""
    day = local(now).date()
    district, rooms = district_on(day), rooms_open(day)
    own = next((head_of(room) for room in rooms if room.unit.is_root), None)
    others = [room for room in rooms if not room.unit.is_root]
    return HomePage(district.name if district else "", _groups(others), len(others), own, form)


def room_page(room: Workroom, *, now: datetime.datetime) -> RoomPage:
    """A room's page at a moment."""
    above = room.unit.parent.name if room.unit.parent and not room.unit.parent.is_root else ""
    return RoomPage(head_of(room), above, room.address, room.hours, _steps(pack_at(now)))


def _groups(rooms: Iterable[Workroom]) -> tuple[RoomGroup, ...]:
    found: dict[str, list[RoomHead]] = {}
    for room in rooms:
        found.setdefault(_group_of(room.unit), []).append(head_of(room))
    return tuple(RoomGroup(name, tuple(heads)) for name, heads in found.items())


def _group_of(unit: Unit) -> str:
    """A community's room stands under its subdistrict, any other under its own unit."""
    return unit.parent.name if unit.kind == "community" and unit.parent else unit.name


def _steps(pack: RulePack) -> tuple[tuple[str, Words | str], ...]:
    soon, limit = pack.length("dispatch"), pack.classes[pack.default_class].length
    return (
        (N_("收到"), N_("当场登记，给您编号和查询码。")),
        (N_("派出"), Words.of(N_("{length}内，交给能办的单位，定下日子。"), length=length_words(soon))),
        (
            N_("在办"),
            Words.of(N_("一般 {length}内办完；办不了的，要说明为什么。"), length=length_words(limit)),
        ),
        (N_("有答复"), N_("用大白话写给您，也可以打电话念给您听。")),
        (N_("办结"), N_("您来评。没办好，可以要求再办一次。")),
    )
