"""The supervisor with a telephone (J7, U-32): from signing in to the printed slip of what is overdue."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import transaction
from django.utils import timezone

from tests.browser.conftest import Visit
from tests.browser.hands import BrowserVisitor
from tests.browser.pages import enter
from tests.doing import DOERS
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNTS_PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"
WORDS = {"要单位做什么、哪天前回话": "请三天内书面说明，先把坑围起来。"}
GIVEN = (("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"), ("郭强", "accept"))


@pytest.fixture
def overdue(world: World) -> str:
    """The reference of a matter that should have been answered weeks ago."""
    then = timezone.now() - datetime.timedelta(days=60)
    with transaction.atomic():
        receipt = world.tell_the_house(now=then)
        for name, verb in GIVEN:
            world.reader(name)
            DOERS[verb](world, receipt.matter_id, world.by(name), then)
    return receipt.ref


@pytest.fixture
def handong(visit: Visit, world: World, overdue: str) -> BrowserVisitor:
    """韩冬 where signing in leads her."""
    visitor = visit()
    visitor.context.add_init_script(COUNTS_PRINTING)
    enter(visitor, world.person("韩冬"))
    visitor.open("/inbox/")
    visitor.count_anew()
    return visitor


def test_from_signing_in_to_the_printed_slip_in_three_taps(handong: BrowserVisitor, overdue: str) -> None:
    assert overdue in handong.seen.words  # the overdue stand before her without a tap
    handong.follow("督办")
    assert overdue in handong.seen.words
    handong.follow(f"督办单 {overdue}")
    handong.press("督办，打印督办单", WORDS)

    assert handong.seen.heading == "督办单"
    assert handong.page.evaluate("window.printed") == 1
    assert (handong.taps, handong.typed) == (3, 1)
    handong.page.reload()
    handong.read()
    assert handong.seen.heading == "督办单"


def test_the_slip_is_one_sheet_of_paper(handong: BrowserVisitor, overdue: str) -> None:
    handong.open(f"/m/{overdue}/?do=supervise")
    handong.press("督办，打印督办单", WORDS)
    sheet = handong.page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


@pytest.mark.parametrize("width", [320, 1366])
def test_nothing_is_cut_off_at_either_width(handong: BrowserVisitor, overdue: str, width: int) -> None:
    handong.page.set_viewport_size({"width": width, "height": 740})
    handong.open("/watch/")

    assert handong.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert handong.page.get_by_text("超 ").first.is_visible()


def test_without_scripts_the_slip_says_how_to_print(visit: Visit, world: World, overdue: str) -> None:
    visitor = visit(script=False)
    enter(visitor, world.person("韩冬"))
    visitor.open(f"/m/{overdue}/?do=urge")
    visitor.press("催办，打印催办单", WORDS)

    assert visitor.seen.heading == "催办单"
    assert "在浏览器里选“打印”" in visitor.seen.words
