"""U-47 in a real browser: the session's end is said two minutes before, one tap goes on, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from lianxin.people import actions, sessions
from lianxin.people.models import Person
from lianxin.people.sessions import Left
from tests import world as cast
from tests.browser.conftest import Visit
from tests.browser.hands import BrowserVisitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "槐树 铜锁 星期三 七"  # noqa: S105 - of the cast
WORDS = "楼前头那块道塌下去一块，得有洗衣盆那么大。\n一下雨就积水。" * 130  # as long as a note may be


@pytest.fixture
def hemin(world: World) -> Person:
    """何敏, who has a password."""
    with transaction.atomic():
        return actions.change_password(world.person("何敏"), PASSWORD, now=cast.NOW)


def enter(who: BrowserVisitor) -> None:
    who.open("/in/")
    who.press("进入", {"登录名": "hemin", "口令": PASSWORD})


def lasting(monkeypatch: pytest.MonkeyPatch, *, idle: int, longest: int, warn: int = 120) -> None:
    """What every page is told of how long the session lasts."""
    monkeypatch.setattr(sessions, "left_of", lambda *_, **__: Left(idle, longest, warn))


def notice(page: Page) -> str:
    return page.locator("#lasting").inner_text()


def until(page: Page, words: str) -> None:
    """Wait until the notice says these words, or nothing for ''. The policy of the page lets nothing be evaluated in it."""
    for _ in range(200):
        said = notice(page)
        if words in said if words else not said:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the notice says «{notice(page)}»")


def test_it_is_said_before_and_one_tap_goes_on(
    hemin: Person, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting(monkeypatch, idle=122, longest=10_000)
    who = visit()
    enter(who)
    who.open("/me/")
    assert notice(who.page) == ""
    who.page.locator("main a").first.focus()
    before = who.page.evaluate("document.activeElement.textContent")

    who.page.wait_for_selector("#lasting button")

    assert "还有不到 2 分钟就要退出" in notice(who.page)
    assert who.page.locator("#lasting").get_attribute("role") == "alert"
    assert who.page.evaluate("document.activeElement.textContent") == before, "the focus stays where it was"
    lasting(monkeypatch, idle=10_000, longest=10_000)
    with who.page.expect_response("**/in/stay/") as stayed:
        who.page.locator("#lasting button").click()
    assert stayed.value.status == 200
    until(who.page, "")
    assert who.watch.said == []


def test_the_absolute_end_has_no_button_and_says_that_nothing_is_lost(
    hemin: Person, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting(monkeypatch, idle=10_000, longest=6, warn=3)
    who = visit()
    enter(who)
    who.open("/me/")

    until(who.page, "就要重新登录")
    assert who.page.locator("#lasting button").count() == 0
    until(who.page, "已经退出")
    assert "再按一次就交上" in notice(who.page)


def test_where_the_session_has_ended_already_the_tap_says_so(
    hemin: Person, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting(monkeypatch, idle=60, longest=10_000)
    who = visit()
    enter(who)
    who.open("/me/")
    Session.objects.all().delete()

    who.page.locator("#lasting button").click()

    until(who.page, "已经退出")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_what_was_typed_goes_out_after_signing_in_again(
    hemin: Person, world: World, visit: Visit, script: bool
) -> None:
    with transaction.atomic():
        ref = world.tell_the_house(now=timezone.now()).ref
    who = visit(script=script)
    enter(who)
    who.open(f"/m/{ref}/?do=note")
    who.fill("记下来", {"做了什么，看到什么": WORDS})
    Session.objects.all().delete()
    who.press("记下来")
    assert "刚才交的留住了" in who.seen.words
    who.press("进入", {"登录名": "hemin", "口令": PASSWORD})
    assert who.seen.heading == "刚才交的还在，再按一次就交上"

    who.taps = 0
    who.press("交上")

    assert (who.taps, who.status) == (1, 200)
    assert WORDS.split("\n")[0] in who.seen.words
    assert who.path.startswith(f"/m/{ref}/?did=")
