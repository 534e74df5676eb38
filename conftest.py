"""The ground every test stands on: a PostgreSQL of its own, the runtime role, the write guard."""

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.signals import connection_created
from django.test import TestCase, TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from lianxin.kernel.acting import acting
from tests import suite, write_guard

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
_SLOW = re.compile(
    r"django_db|import world|tests\.world|transactional_db|live_server|playwright|mark\.db\b|tests\.look"
)
_RARELY = (100_000, 50, 50)  # the collector runs less often: a tenth of the suite's time went into it
_run: dict[str, Any] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--fast`: for `make fast`, which has ten seconds."""
    parser.addoption("--fast", action="store_true", help="leave out files that need a database or a browser")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--fast`, do not even import a file in which something needs the database or a browser."""
    if config.getoption("fast") and collection_path.name.startswith("test_"):
        return bool(_SLOW.search(collection_path.read_text(encoding="utf-8"))) or None
    return None


def pytest_configure(config: pytest.Config) -> None:
    """The process that steers takes the slot; it starts the server for its workers, who cannot outlive it."""
    gc.set_threshold(*_RARELY)
    connection_created.connect(write_guard.install, dispatch_uid="write guard")
    connection_created.connect(suite.mark, dispatch_uid="which database")
    setattr(TransactionTestCase, "_fixture_teardown", _renew)  # noqa: B010 - unknown to the stubs
    if not _is_worker(config) and config.getoption("numprocesses", None):
        _start(config)


def pytest_configure_node(node: Any) -> None:
    """xdist: tell the worker which slot its run has."""
    node.workerinput["slot"] = _run["slot"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Every process leaves as it came."""
    if "held" in _run:
        suite.stop(_run["slot"])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database, and give each such test the second connection too."""
    for item in items:
        marked = item.get_closest_marker("django_db")
        if marked and "databases" not in marked.kwargs:
            item.add_marker(
                pytest.mark.django_db(**marked.kwargs, databases=["default", "aside"]), append=False
            )
        if marked or _is_django_case(item) or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("db")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test begins with a connection that leads nowhere any more."""
    if item.get_closest_marker("db"):
        suite.let_go_of_the_dead()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This worker's own database, a copy of the migrated template; in place of pytest-django's."""
    config: Any = request.config
    slot = config.workerinput["slot"] if _is_worker(config) else _start(config)
    with django_db_blocker.unblock():
        suite.open_database(slot, config.workerinput["workerid"] if _is_worker(config) else "gw")
    yield
    with django_db_blocker.unblock():
        suite.drop()


@pytest.fixture
def any_write() -> Iterator[None]:
    """For tests of the database's own guards: here the write guard lets everything through."""
    with acting():
        yield


def _renew(_: TransactionTestCase) -> None:
    """After a test that really committed: a fresh copy, since the runtime role may not truncate."""
    suite.renew()


def _start(config: pytest.Config) -> int:
    if "slot" not in _run:
        _run["slot"], _run["held"] = suite.take_slot()
        suite.start(_run["slot"])
    return int(_run["slot"])


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _is_django_case(item: pytest.Item) -> bool:
    kind = getattr(item, "cls", None)
    if kind is not None and issubclass(kind, TransactionTestCase):
        kind.databases = kind.databases | {"aside"} if issubclass(kind, TestCase) else kind.databases
        return True
    return False
