"""The only writes of this slice."""

from __future__ import annotations

import datetime
import re

from django.db import IntegrityError, transaction

from lianxin.kernel.acting import action
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.people.models import Area, Unit
from lianxin.workrooms.models import Workroom


@action
def open_workroom(
    unit: Unit, *, name: str, slug: str, since: datetime.date, area: Area | None = None, address: str = "",
    hours: str = "", phone: str = "",
) -> Workroom:  # fmt: skip
    """A workroom kept by a unit, under a short public name (lower-case letters, digits, dashes) for its address."""
    if not name.strip():
        raise Refused(N_("写一下工作室名称"), field="name")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,38}", slug):
        raise Refused(N_("网址名用小写字母、数字和短横，例如 shenxin"), field="slug")
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
