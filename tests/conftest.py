"""The planted district for every test below this folder that asks for it, built once for each file."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import planted
from tests.entering import for_the_file
from tests.planted import District


@pytest.fixture(scope="module")
def planted_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[District]:
    """Built once for each file."""
    with for_the_file(django_db_blocker):
        yield planted.build()


@pytest.fixture
def district(planted_once: District, db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The planted district, looked at while it is fresh."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: planted.LOOKED)
    return planted_once
