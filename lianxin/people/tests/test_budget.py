"""What this slice's pages ask of the database, exactly; and no more of it for ten rows more."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.people import actions, tests
from lianxin.people.models import Person
from tests import world as cast
from tests.budget import allowed, spent
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]


def addresses(world: World) -> dict[str, str]:
    pk = world.person("林晓").pk
    return {
        "roster": "/people/",
        "roster of one unit": f"/people/?under={world.units['深沟寺街道'].pk}",
        "roster, further on": f"/people/?after={world.posts['罗芳'].pk}",
        "administrators": "/people/?of=admins",
        "without a post": "/people/?of=none",
        "adding a person": "/people/add/",
        "a person": f"/people/{pk}/",
        "me": "/me/",
        "standing in": f"/people/{pk}/away/",
        "stopping": f"/people/{pk}/stop/",
        "adding a post": f"/people/{pk}/post/",
        "ending a post": f"/people/post/{world.posts['林晓'].pk}/end/",
        "adding a term": f"/people/{pk}/term/",
        "a slip": f"/people/{pk}/slip/",
        "units": "/people/units/",
        "adding a unit": "/people/units/add/",
    }


def stand_in(person: Person, deputy: Person, week: int) -> None:
    """A day of standing in, each week another."""
    day = cast.NOW.date() + datetime.timedelta(weeks=week)
    actions.stand_in(person, deputy, "leave", since=day, last=day, today=cast.NOW.date())


@pytest.fixture(autouse=True)
def nobody_missing(world: World) -> None:
    """Every list holds somebody."""
    actions.add_post(actions.add_person("方系统", "1001"), "system_admin", None, since=cast.SINCE)
    actions.add_person("没岗位", "1002")


def test_each_page_asks_exactly_what_is_written_down(world: World, enter: Enter) -> None:
    client = enter("罗芳")

    assert {name: spent(client, address) for name, address in addresses(world).items()} == allowed(tests)


def test_ten_rows_more_ask_no_more(world: World, enter: Enter) -> None:
    client, before = enter("罗芳"), allowed(tests)
    for n in range(10):
        unit = actions.add_unit(f"第{n}社区", "community", parent=world.units["深沟寺街道"], since=cast.SINCE)
        person = actions.add_person(f"人{n}", f"20{n}0")
        actions.add_post(person, "handler", unit, since=cast.SINCE)
        actions.add_post(world.person("林晓"), "delegate", unit, since=cast.SINCE)
        actions.add_delegate(world.person("林晓"), f"第{n}届", since=cast.SINCE)
        actions.make_slip(person, now=cast.NOW, hours=72)
        stand_in(world.person("林晓"), person, n)
        stand_in(person, world.person("罗芳"), n)
        actions.add_person(f"没岗位{n}", f"30{n}0")

    assert {name: spent(client, address) for name, address in addresses(world).items()} == before
