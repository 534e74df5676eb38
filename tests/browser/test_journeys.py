"""The journeys of residents and staff in a real browser on a small telephone, with scripts and without."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from lianxin.matters.models import Matter
from lianxin.people.access import read_as_house
from tests import story
from tests.browser.conftest import Visit
from tests.browser.hands import BrowserVisitor
from tests.browser.pages import enter
from tests.story import Town
from tests.world import SUNK_ROAD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HAND_IN = "对的，交上去"
BACK_TO_THE_CHECK = ("改好了，回去核对", "下一步：核对")


def matters() -> int:
    """How many matters there are."""
    with transaction.atomic():
        read_as_house(localdate())
        return Matter.objects.count()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_the_story_is_lived(town: Town, visit: Visit, script: bool) -> None:
    town = replace(town, visitor=partial(visit, script=script))

    story.live(town)

    for visitor in town.inside.values():
        assert isinstance(visitor, BrowserVisitor)
        assert visitor.watch.said == []


@pytest.mark.usefixtures("world")
class TestOneMatter:
    """S-37: whatever is pressed twice, one matter comes of it. No scripts."""

    @pytest.fixture
    def resident(self, visit: Visit) -> BrowserVisitor:
        """周桂兰, the check before her."""
        visitor = visit(script=False)
        story.write_it(visitor)
        return visitor

    def test_double_click_on_every_step(self, visit: Visit) -> None:
        resident = visit(script=False)
        resident.open("/r/shenxin/say/")
        resident.fill("下一步：留电话", {"什么事": SUNK_ROAD})
        for button in ("下一步：留电话", "下一步：核对", HAND_IN):
            resident.press_twice(button)

        story.receipt_shown(resident)
        assert matters() == 1

    def test_back_and_hand_in_again(self, resident: BrowserVisitor) -> None:
        receipt = story.hand_in(resident)
        for _ in range(2):
            resident.page.go_back()
            resident.read()
            if resident.seen.heading == "看看写得对不对":
                resident.press(HAND_IN)
            assert story.receipt_shown(resident) == receipt

        assert matters() == 1

    def test_back_to_the_first_step_and_all_again(self, resident: BrowserVisitor) -> None:
        receipt = story.hand_in(resident)
        while resident.seen.heading != "说说是什么事":
            resident.page.go_back()
            resident.read()
        answers = {"什么事": SUNK_ROAD, "在哪里（不写也行）": "14 号楼前"}
        resident.press("下一步：留电话", answers | {"是不是反映本社区或者工作人员？": "不是"})
        if resident.seen.heading != "您的事已经登记":
            resident.press("下一步：核对", story.CONTACT)
            resident.press(HAND_IN)

        assert story.receipt_shown(resident) == receipt
        assert matters() == 1

    def test_two_tabs_with_one_form(self, resident: BrowserVisitor) -> None:
        other = BrowserVisitor(resident.context, resident.base)
        other.open(resident.path)

        assert story.hand_in(resident) == story.hand_in(other)
        assert matters() == 1

    def test_two_tabs_with_the_same_words(self, resident: BrowserVisitor) -> None:
        other = BrowserVisitor(resident.context, resident.base)
        story.write_it(other)
        assert other.path != resident.path

        assert story.hand_in(resident) == story.hand_in(other)
        assert matters() == 1

    def test_refresh_anywhere(self, resident: BrowserVisitor) -> None:
        resident.page.reload()
        resident.read()
        receipt = story.hand_in(resident)
        resident.page.reload()
        resident.read()

        assert story.receipt_shown(resident) == receipt
        assert matters() == 1

    def test_double_click_at_the_desk(self, visit: Visit, world: World) -> None:
        linxiao = visit(script=False)
        enter(linxiao, world.person("林晓"))
        linxiao.open("/desk/")
        linxiao.fill("登记", {"怎么来的": "当面", "原话": SUNK_ROAD})
        linxiao.press_twice("登记")

        assert linxiao.seen.heading == "回执"
        assert matters() == 1


@pytest.mark.usefixtures("world")
class TestLittleIsAsked:
    def test_only_the_words_are_needed(self, visit: Visit) -> None:
        """U-05 and J1: one answer, no more than four screens and twelve taps from the room's page to the receipt."""
        resident = visit()
        resident.open("/r/shenxin/")
        resident.count_anew()
        resident.follow("我要反映")
        resident.press("下一步：留电话", {"什么事": SUNK_ROAD})
        resident.press("下一步：核对")
        resident.press(HAND_IN)

        assert story.receipt_shown(resident).ref
        assert (resident.screens, resident.typed) == (4, 1)
        assert resident.taps <= 12

    def test_the_stage_is_near_the_receipt(self, visit: Visit) -> None:
        """J2 and U-11: by the receipt's own button one tap; at home two fields and one button, two screens."""
        resident, at_home = visit(), visit()
        story.write_it(resident)
        receipt = story.hand_in(resident)

        resident.count_anew()
        resident.press("看办到哪一步")
        assert "您说的事收到了。" in resident.seen.words
        assert (resident.screens, resident.taps, resident.typed) == (1, 1, 0)
        at_home.open("/")
        at_home.press("查办到哪一步", {"编号": receipt.ref.lower(), "查询码（8 位数字）": receipt.code})
        assert "您说的事收到了。" in at_home.seen.words
        assert (at_home.screens, at_home.taps, at_home.typed) == (2, 1, 2)

    def test_every_answer_can_be_changed_on_the_way(self, visit: Visit) -> None:
        """U-08: there and back in two taps, everything as it was."""
        resident = visit()
        story.write_it(resident)
        before = resident.seen.facts
        links = [words for words, _ in resident.seen.links if words.startswith("修改")]
        assert len(links) == len(before)
        for link in links:
            resident.count_anew()
            resident.follow(link)
            back = next(b for b in BACK_TO_THE_CHECK if resident.seen.has_button(b))
            resident.press(back)
            assert resident.seen.heading == "看看写得对不对"
            assert resident.seen.facts == before
            assert resident.taps <= 3
