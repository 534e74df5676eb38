"""The only writes of this slice."""

from __future__ import annotations

import datetime
import re

from django.db import IntegrityError, transaction

from lianxin.kernel.acting import action
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.people.models import Area, Unit
from lianxin.people.spans import refuse_odd_day
from lianxin.workrooms.models import Workroom

LONGEST_NAME = 80


@action
def open_workroom(
    unit: Unit, *, name: str, slug: str, since: datetime.date, area: Area | None = None, address: str = "",
    hours: str = "", phone: str = "",
) -> Workroom:  # fmt: skip
    """A workroom kept by a unit, under a short public name (lower-case letters, digits, dashes) for its address."""
    if not name.strip():
        raise Refused(N_("写一下工作室名称"), field="name")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused(N_("工作室名称最多 {n} 个字，写一个短些的"), field="name", n=LONGEST_NAME)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,38}", slug):
        raise Refused(N_("网址名用小写字母、数字和短横，例如 shenxin"), field="slug")
    refuse_odd_day(since, field="since")
    room = Workroom(
        unit=unit, name=name.strip(), slug=slug, since=since, area=area, address=address.strip(), hours=hours.strip(),
        phone=phone.strip(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError:
        raise Refused(N_("这个单位已经有工作室，或者网址名用过了"), field="slug") from None
    return room


@action
def change_workroom(room: Workroom, *, address: str, hours: str, phone: str) -> Workroom:
    """What residents read about a room. Name and address on the web stay: they hang on the door."""
    room.address, room.hours, room.phone = address.strip(), hours.strip(), phone.strip()
    room.save(update_fields=["address", "hours", "phone"])
    return room
