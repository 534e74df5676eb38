"""What the board asks of the database, exactly; and no more of it for more rooms and more matters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.boards import tests
from lianxin.boards.tests import scene
from lianxin.people import actions
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.budget import allowed, spent
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_page_asks_exactly_what_is_written_down(enter: Callable[[str], Client]) -> None:
    assert {"board": spent(enter("罗芳"), "/board/")} == allowed(tests)


def test_ten_rooms_and_many_matters_more_ask_no_more(world: World, enter: Callable[[str], Client]) -> None:
    scene.live(world)
    for n in range(10):
        unit = actions.add_unit(f"第{n}社区", "community", parent=world.units["深沟寺街道"], since=cast.SINCE)
        open_workroom(unit, name=f"第{n}社区工作室", slug=f"room-{n}", since=cast.SINCE)

    assert {"board": spent(enter("罗芳"), "/board/")} == allowed(tests)
