"""The cast's district with a room of its own, a clock that stands where a test puts it, and a resident with a browser."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from lianxin.intake.tests.filling import Resident
from lianxin.kernel.acting import acting
from lianxin.people import access
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.entering import for_the_file
from tests.world import World

SetClock = Callable[[datetime.datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets what the views read as now; it begins on the reception day of the cast."""

    def set_clock(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(cast.NOW)
    return set_clock


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast's district and the district's own room, built once for each file."""
    with for_the_file(django_db_blocker):
        yield build()


@pytest.fixture
def world(world_once: World, db: None, clock: SetClock) -> World:
    """The same; what a test does to it is undone."""
    return deepcopy(world_once)


@pytest.fixture
def resident(world: World) -> Resident:
    """A resident of 深新社区: no account."""
    return Resident(Client())


def build() -> World:
    """The cast's district with a room of the district itself, read as nobody."""
    built = cast.build()
    with acting():
        built.rooms["立山区"] = open_workroom(
            built.units["立山区"],
            name="立山区党代表工作室",
            slug="lishan",
            since=cast.SINCE,
            phone="0412-000 0100",
        )
    access.read_as(())
    return built
