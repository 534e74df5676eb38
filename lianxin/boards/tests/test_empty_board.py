"""The board of a district that has no workroom yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World


@pytest.mark.django_db
def test_an_empty_district_says_so(world: World, enter: Callable[[str], Client], any_write: None) -> None:
    for room in world.rooms.values():
        room.delete()

    page = enter("韩冬").get("/board/").content.decode()
    assert "还没有工作室" in page
