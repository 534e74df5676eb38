"""The moment, the cast and its doors, for the tests of this slice's pages; and the district at work."""

from unittest import mock

import pytest

from lianxin.boards.tests import scene
from lianxin.people import access
from tests import world as cast
from tests.entering import at_noon, enter, world, world_once
from tests.world import World

__all__ = ["at_noon", "enter", "world", "world_once"]


@pytest.fixture(scope="module")
def lived_once(world_once: World) -> World:
    """A district at work, built once for each file."""
    with mock.patch("django.utils.timezone.now", return_value=cast.NOW):
        scene.live(world_once)
    access.read_as(())
    return world_once


@pytest.fixture
def lived(lived_once: World, world: World) -> World:
    """The district at work; what a test does to it is undone."""
    return world
