"""What this slice's pages ask of the database, exactly; and no more of it for ten rows more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.people import actions
from lianxin.workrooms import tests
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.budget import allowed, spent
from tests.world import World

pytestmark = pytest.mark.django_db

ADDRESSES = {"rooms": "/rooms/", "opening a room": "/rooms/add/", "changing a room": "/rooms/shenxin/change/"}


def test_each_page_asks_exactly_what_is_written_down(enter: Callable[[str], Client]) -> None:
    client = enter("罗芳")

    assert {name: spent(client, address) for name, address in ADDRESSES.items()} == allowed(tests)


def test_ten_rows_more_ask_no_more(world: World, enter: Callable[[str], Client]) -> None:
    client = enter("罗芳")
    for n in range(10):
        unit = actions.add_unit(f"第{n}社区", "community", parent=world.units["深沟寺街道"], since=cast.SINCE)
        actions.add_unit(f"没有室的社区{n}", "community", parent=world.units["深沟寺街道"], since=cast.SINCE)
        open_workroom(unit, name=f"第{n}社区工作室", slug=f"room-{n}", since=cast.SINCE)

    assert {name: spent(client, address) for name, address in ADDRESSES.items()} == allowed(tests)
