"""The moment, the cast and its doors, for the tests of this slice's pages."""

from tests.entering import at_noon, enter, world, world_once

__all__ = ["at_noon", "enter", "world", "world_once"]
