"""The planted district for every test below this folder that asks for it, built once for each file."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import planted
from tests.planted import District


@pytest.fixture(scope="module")
def planted_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """Built in a transaction that is undone when the file is done; each test has a savepoint of its own inside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield planted.build()
        transaction.set_rollback(True)


@pytest.fixture
def district(planted_once: District, db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The planted district, looked at while it is fresh."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: planted.LOOKED)
    return planted_once
