"""Fixtures for tests of staff pages: the moment, the cast, somebody signed in. A slice's conftest takes them from here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests import world as cast
from tests.world import World


@contextmanager
def for_the_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a file, each of which has a savepoint in it; undone when the file is done."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock at the edge stands at the reception day of the story."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)


@pytest.fixture(scope="module")
def world_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The cast's district, built once for each file."""
    with for_the_file(django_db_blocker):
        yield cast.build()


@pytest.fixture
def world(world_once: World, db: None, at_noon: None) -> World:
    """The cast's district; what a test does to it is undone."""
    return deepcopy(world_once)


@pytest.fixture
def enter(world: World) -> Callable[[str], Client]:
    """Somebody of the cast, signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(world.person(name))
        return client

    return signed_in
