"""The door to the demo district: load it once, and say who may sign in."""

from __future__ import annotations

import datetime

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.matters.models import Pending
from lianxin.notices.actions import see_all, tell_people
from lianxin.notices.models import News
from lianxin.people.access import read_as_house, read_matter, reader_of
from lianxin.people.models import Person, Unit
from lianxin.site.demo import house as building
from lianxin.site.demo.life import live

SINCE = datetime.date(2026, 1, 1)


@action
def load_demo(*, now: datetime.datetime) -> int:
    """Build the district and its matters in one transaction; 0 and nothing done where any unit exists already."""
    if Unit.objects.exists():
        return 0
    with transaction.atomic():
        built = building.build(day=SINCE, now=now)
        read_as_house(local(now).date())
        cases = building.told("cases.toml")["cases"]
        live(built, cases, now=now)
        _tell_and_see(now)
    return len(cases)


def _tell_and_see(now: datetime.datetime) -> None:
    """Tell everybody of what happened, and let them have seen what lies more than a day back: nobody begins with a pile."""
    for row in Pending.objects.filter(reader="news").select_related("step__post").order_by("pk"):
        read_matter(row.step.matter_id)
        tell_people(row.step, now=row.step.happened_at)
        row.delete()
    yesterday = now - datetime.timedelta(days=1)
    for person in Person.objects.filter(is_active=True):
        reader = reader_of(person.pk, None, local(now).date())
        if reader and (old := News.objects.filter(person=person, step__happened_at__lt=yesterday)).exists():
            see_all(reader, upto=old.latest("pk").pk, now=now)
    read_as_house(local(now).date())


def sign_ins() -> list[str]:
    """One line for each demo person who signs in with the password: login, and what she sees."""
    shown = building.told("house.toml")["shown"]
    names = {login: name for name, login, _, _ in building.told("house.toml")["people"]}
    return [f"{login:10} {building.PASSWORD}  {names[login]} · {what}" for login, what in shown]
