"""One Chromium for a module of browser tests, the cast's district behind a live server, and visitors to it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize
from pytest_django.live_server_helper import LiveServer

from lianxin.people.actions import make_slip
from lianxin.site.readers import READERS
from lianxin.site.worker import Worker
from tests import world as cast
from tests.browser.hands import BrowserVisitor
from tests.look import browser_program, chromium
from tests.story import Town
from tests.world import World

PHONE = ViewportSize(width=360, height=740)
WSGIRequestHandler.disable_nagle_algorithm = True  # else each answer waits 40 ms for its head to be confirmed
NO_BROWSER = "no chromium on this machine: the browser tests were skipped (in CI this fails)"

Visit = Callable[..., BrowserVisitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. It keeps an event loop in this thread, which Django would take for asynchronous code."""
    if browser_program() is None and os.environ.get("CI") != "true":
        warnings.warn(NO_BROWSER, stacklevel=1)
        pytest.skip(NO_BROWSER)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as found:
        yield found
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def world(transactional_db: None) -> World:
    """The cast's district as of today, really committed: the server reads it by connections of its own."""
    with transaction.atomic():
        return cast.build()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A new visitor with a telephone; `script=False` for one whose browser runs none."""
    contexts = []

    def comes(*, script: bool = True) -> BrowserVisitor:
        context = browser.new_context(viewport=PHONE, java_script_enabled=script, locale="zh-CN")
        contexts.append(context)
        return BrowserVisitor(context, live_server.url)

    yield comes
    for context in contexts:
        context.close()


@pytest.fixture
def town(world: World, visit: Visit) -> Town:
    """The people of the story, each with a telephone."""

    def slip(name: str) -> str:
        return make_slip(world.person(name), now=timezone.now(), hours=1)[1]

    return Town(visit, slip, Worker(READERS).drain)
