"""Fixtures for tests of staff pages: the moment, the cast, somebody signed in. A slice's conftest takes them from here."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import world as cast
from tests.world import World


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock at the edge stands at the reception day of the story."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)


@pytest.fixture
def world(db: None, at_noon: None) -> World:
    """The cast's district."""
    return cast.build()


@pytest.fixture
def enter(world: World) -> Callable[[str], Client]:
    """Somebody of the cast, signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(world.person(name))
        return client

    return signed_in
