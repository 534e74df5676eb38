"""What the tests of the doors share: the cast's district with a room of its own, and a clock that stands where they put it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.kernel.acting import acting
from lianxin.people import access
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.world import World

SetClock = Callable[[datetime.datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets what the views read as now; it begins on the reception day of the cast."""

    def set_clock(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(cast.NOW)
    return set_clock


@pytest.fixture
def world(db: None, clock: SetClock) -> World:
    """The cast's district, and the district's own room."""
    built = cast.build()
    with acting():
        district = built.units["立山区"]
        built.rooms["立山区"] = open_workroom(
            district, name="立山区党代表工作室", slug="lishan", since=cast.SINCE, phone="0412-000 0100"
        )
    access.read_as(())
    return built


@pytest.fixture
def browser() -> Client:
    """A resident's browser: no account, cookies, tokens checked."""
    return Client(enforce_csrf_checks=False)
