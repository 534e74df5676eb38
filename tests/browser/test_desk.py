"""The desk with the mouse unplugged (U-21, J3, J5): keys are counted; a crash of the browser loses less than two seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import BrowserContext, Page, ViewportSize

from lianxin.intake.desk_actions import opened
from lianxin.intake.models import DeskDraft, EndedCall
from lianxin.intake.tests.at_desk import PHONE, said_before
from lianxin.matters.models import Matter, Voice
from lianxin.people.access import read_as_house
from tests.browser.conftest import Visit
from tests.browser.hands import BrowserVisitor
from tests.browser.pages import enter
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = ViewportSize(width=1366, height=768)
MOST_KEYS = 25
WORDS = "我家楼上暖气试水，水顺墙下来了，墙皮都泡起来了。"


@dataclass
class Keys:
    """A liaison without a mouse. `count` is every key pressed that is not text, each of a combination by itself."""

    page: Page
    count: int = field(default=0)

    def press(self, *combinations: str) -> None:
        """Press keys."""
        for keys in combinations:
            self.count += len(keys.split("+"))
            self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        """Type text where the focus is; what an input method for Chinese needs is text as well."""
        self.page.keyboard.insert_text(text)

    @property
    def at(self) -> str:
        """The name of the field in which the focus is."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.id"))


@pytest.fixture
def hemin(visit: Visit, world: World) -> BrowserVisitor:
    """何敏 at her desk, on the smallest office screen."""
    visitor = visit()
    visitor.page.set_viewport_size(SCREEN)
    enter(visitor, world.person("何敏"))
    visitor.open("/desk/")
    return visitor


def in_the_house() -> tuple[int, int]:
    """How many matters and voices there are."""
    with transaction.atomic():
        read_as_house(localdate())
        return Matter.objects.count(), Voice.objects.count()


def before(world: World, words: str, times: int) -> int:
    with transaction.atomic():
        return said_before(world, words, times=times, now=timezone.now())


def shows(page: Page, place: str, words: str) -> None:
    """Wait until these words stand there."""
    page.locator(place, has_text=words).wait_for()


def looked_up(page: Page) -> None:
    page.wait_for_selector("#earlier h3")


class TestTheMouseUnplugged:
    def test_a_new_matter_is_registered_with_few_keys(self, hemin: BrowserVisitor, world: World) -> None:
        before(world, "路塌了", 1)
        keys = Keys(hemin.page)
        assert keys.at == "phone"

        keys.type("138 0000 0427")
        keys.press("Tab")
        looked_up(hemin.page)
        assert "路塌了" in hemin.page.inner_text("#earlier")
        keys.press("Tab")
        assert keys.at == "name"
        keys.type("周女士")
        keys.press("Alt+2")
        assert keys.at == "words"
        keys.type(WORDS)
        keys.press("Tab")
        keys.type("暖气漏水，墙皮泡了")
        keys.press("Tab")
        keys.type("3 号楼 2 单元")
        keys.press("Tab", "Tab", "ArrowDown")
        assert keys.at == "category"
        keys.press("Alt+3")
        assert hemin.page.is_checked("[name=share][value=room_only]")
        keys.press("Tab", "Space")
        assert hemin.page.is_checked("[name=told]")
        shows(hemin.page, ".readback", "周女士")
        spoken = hemin.page.inner_text(".readback").replace("‑", "-")
        assert "电话 138-0000-0427" in spoken
        assert "暖气漏水，墙皮泡了；在3 号楼 2 单元" in spoken
        with hemin.page.expect_navigation():
            keys.press("Control+Enter")

        hemin.read()
        print(f"a new matter: {keys.count} keys")
        assert "/desk/slip/" in hemin.path
        assert keys.count <= MOST_KEYS
        assert in_the_house() == (2, 2)

    def test_the_third_call_is_added_with_few_keys(self, hemin: BrowserVisitor, world: World) -> None:
        pk = before(world, "路塌了", 2)
        keys = Keys(hemin.page)

        keys.type(PHONE)
        keys.press("Tab")
        looked_up(hemin.page)
        assert hemin.page.is_checked(f"[name=same][value='{pk}']")
        keys.press("Alt+2")
        keys.type("还是没人来修")
        keys.press("Alt+3", "Tab", "Space")
        with hemin.page.expect_navigation():
            keys.press("Control+Enter")

        hemin.read()
        print(f"a further voice: {keys.count} keys")
        assert "/desk/slip/" in hemin.path
        assert keys.count <= MOST_KEYS
        assert in_the_house() == (1, 2)

    def test_arrows_choose_another(self, hemin: BrowserVisitor, world: World) -> None:
        pk = before(world, "路塌了", 2)
        keys = Keys(hemin.page)
        keys.type(PHONE)
        keys.press("Tab")
        looked_up(hemin.page)
        keys.press("Tab")
        hemin.page.focus(f"[name=same][value='{pk}']")

        keys.press("ArrowUp")

        assert hemin.page.is_checked("[name=same][value='']")

    def test_who_walks_in_is_registered_with_ten_keys(self, hemin: BrowserVisitor) -> None:
        """J5 and U-29: words, and nothing else is needed."""
        keys = Keys(hemin.page)

        keys.press("Alt+2")
        keys.type("楼道灯不亮")
        with hemin.page.expect_navigation():
            keys.press("Control+Enter")

        hemin.read()
        assert "/desk/slip/" in hemin.path
        assert keys.count <= 10

    def test_the_anonymous_are_two_keys(self, hemin: BrowserVisitor) -> None:
        keys = Keys(hemin.page)

        keys.press("Alt+0")

        assert keys.count == 2
        assert hemin.page.is_checked("[name=share][value=anonymous]")
        shows(hemin.page, "#aside", "都不会存")

    def test_tab_walks_in_the_order_of_the_talk(self, hemin: BrowserVisitor) -> None:
        keys, walked = Keys(hemin.page), []
        for _ in range(40):
            walked.append(keys.at)
            keys.press("Tab")

        talk = [
            "phone",
            "name",
            "channel",
            "words",
            "gist",
            "place",
            "category",
            "share",
            "told",
            "read_back",
        ]
        assert [name for name in dict.fromkeys(walked) if name in talk] == talk

    def test_enter_goes_to_the_next_field_and_sends_nothing(self, hemin: BrowserVisitor) -> None:
        keys = Keys(hemin.page)
        keys.type(PHONE)
        keys.press("Enter", "Enter")

        assert keys.at == "channel"
        assert hemin.page.url.endswith("/desk/")
        assert in_the_house() == (0, 0)

    def test_ending_a_call_needs_no_mouse(self, hemin: BrowserVisitor) -> None:
        keys = Keys(hemin.page)
        hemin.page.focus("summary:has-text('结束通话')")
        keys.press("Enter", "Tab", "ArrowDown", "Tab", "Tab")
        with hemin.page.expect_navigation():
            keys.press("Enter")

        hemin.read()
        assert "这通电话结束了" in hemin.page.inner_text("main")
        with transaction.atomic():
            assert EndedCall.objects.count() == 1


def test_every_field_is_seen_without_scrolling(hemin: BrowserVisitor) -> None:
    """At 1366×768: what is not folded away lies on the screen; nothing sticks out sideways at 360 either."""
    below = """[...document.querySelectorAll('#desk .input,#desk select,#desk textarea,#desk .choice,#desk .btn')]
        .filter(e => e.offsetParent && !e.closest('details:not([open])'))
        .filter(e => e.getBoundingClientRect().bottom > innerHeight).map(e => e.id || e.innerText)"""

    assert hemin.page.evaluate(below) == []
    hemin.page.set_viewport_size({"width": 360, "height": 740})
    assert hemin.page.evaluate("document.documentElement.scrollWidth") <= 360


class TestACrash:
    def test_it_loses_less_than_two_seconds(self, hemin: BrowserVisitor, world: World) -> None:
        page = hemin.page
        page.fill("#id_phone", PHONE)
        page.fill("#id_words", WORDS)
        page.wait_for_timeout(2000)
        with transaction.atomic():  # before anything is closed: closing keeps what is typed as well
            assert [opened(draft)["words"] for draft in DeskDraft.objects.all()] == [WORDS]
        page.close()

        again = enter_again(hemin.context, hemin)
        assert "暖气试水" in again.inner_text("form.left")
        with again.expect_navigation():
            again.press("form.left a", "Enter")
        assert again.input_value("#id_words") == WORDS
        assert again.input_value("#id_phone") == PHONE
        with again.expect_navigation():
            again.press(
                "#id_words", "Control+Enter"
            )  # a phone without consent is refused, and nothing is lost
        assert again.input_value("#id_words") == WORDS

    def test_what_was_kept_is_registered_once_and_offered_no_more(self, hemin: BrowserVisitor) -> None:
        page = hemin.page
        page.fill("#id_words", WORDS)
        page.wait_for_timeout(2200)
        with page.expect_navigation():
            page.press("#id_words", "Control+Enter")

        assert in_the_house() == (1, 1)
        page.goto(hemin.base + "/desk/")
        assert page.query_selector("form.left") is None
        with transaction.atomic():
            assert not DeskDraft.objects.exists()

    def test_a_session_that_ends_says_so_and_keeps_the_text(
        self, hemin: BrowserVisitor, world: World
    ) -> None:
        page = hemin.page
        cookies = hemin.context.cookies()
        hemin.context.clear_cookies()
        hemin.context.add_cookies([one for one in cookies if "csrf" in one["name"]])  # type: ignore[misc]
        page.fill("#id_words", WORDS)
        shows(page, "#kept", "登录到时间了")
        assert page.input_value("#id_words") == WORDS

        enter(hemin, world.person("何敏"))
        shows(page, "#kept", "写的都存着")

        with transaction.atomic():
            assert DeskDraft.objects.count() == 1

    def test_a_new_token_after_signing_in_again_is_taken(self, hemin: BrowserVisitor) -> None:
        page = hemin.page
        hemin.context.add_cookies([{"name": "csrf", "value": "b" * 32, "url": hemin.base}])
        page.fill("#id_words", WORDS)

        shows(page, "#kept", "写的都存着")


def enter_again(context: BrowserContext, who: BrowserVisitor) -> Page:
    """A new window of the same browser, at the desk."""
    page = context.new_page()
    page.set_viewport_size(SCREEN)
    page.goto(who.base + "/desk/")
    return page


def test_without_scripts_the_same_can_be_done(visit: Visit, world: World) -> None:
    """U-14: look up by a button, add the third call, nothing typed is lost on the way."""
    before(world, "路塌了", 2)
    hemin = visit(script=False)
    enter(hemin, world.person("何敏"))
    hemin.open("/desk/")

    hemin.press("查这个号码", {"电话": PHONE, "原话": "还是没人来修", "在哪里": "楼前"})
    assert "这个号码说过两回" in hemin.page.inner_text("#earlier")
    assert "路塌了" in hemin.page.inner_text("#earlier")
    assert "您说的是：还是没人来修" in hemin.page.inner_text(".readback")
    hemin.press(
        "登记", {"姓名和电话可以给谁看": "只留给工作室", "已经告诉他：留下的话和联系方式给谁看、留多久": "on"}
    )

    assert "/desk/slip/" in hemin.path
    assert in_the_house() == (1, 2)
