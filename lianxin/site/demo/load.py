"""The door to the demo district: load it once, and say who may sign in."""

from __future__ import annotations

import datetime

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.people.access import read_as_house
from lianxin.people.models import Unit
from lianxin.site.demo import house as building
from lianxin.site.demo.life import live

SINCE = datetime.date(2026, 1, 1)


@action
def load_demo(*, now: datetime.datetime) -> int:
    """Build the district and its forty matters in one transaction; 0 and nothing done where any unit exists already."""
    if Unit.objects.exists():
        return 0
    with transaction.atomic():
        built = building.build(day=SINCE, now=now)
        read_as_house(local(now).date())
        cases = building.told("cases.toml")["cases"]
        for number, case in enumerate(cases, 1):
            live(built, case, number, now=now)
    return len(cases)


def sign_ins() -> list[str]:
    """One line for each demo person who signs in with the password: login, and what she sees."""
    shown = building.told("house.toml")["shown"]
    names = {login: name for name, login, _, _ in building.told("house.toml")["people"]}
    return [f"{login:10} {building.PASSWORD}  {names[login]} · {what}" for login, what in shown]
