"""The receipt: reference, code in fours, the day with how it was counted, and nothing secret in any address (U-10)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from lianxin.intake.pages.receipt import sms_text
from lianxin.intake.queries import handed_in
from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import Resident, held, text_of
from lianxin.kernel.days import TZ
from lianxin.kernel.words import say
from lianxin.ui.languages import say_in
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db


def test_it_names_reference_code_and_day(resident: Resident) -> None:
    receipt = resident.tell()
    page = text_of(receipt)

    code = held(receipt, "code")
    assert re.fullmatch(r"\d{4} \d{4}", code)
    assert page.count(code) >= 2
    assert re.search(r"LS-2026-\d{6}", page)
    assert "6月29日 星期一前" in page
    assert "从登记的第二天起算 15 个工作日" in page


def test_a_day_in_a_year_without_a_calendar_says_so(resident: Resident, clock: SetClock) -> None:
    clock(datetime(2026, 12, 20, 10, tzinfo=TZ))

    page = text_of(resident.tell())

    assert "2027年1月" in page
    assert "这一天要等国务院公布放假安排才能算准" in page


def test_a_day_in_a_published_year_promises_without_a_but(resident: Resident) -> None:
    assert "国务院" not in text_of(resident.tell())


def test_the_code_stands_in_no_address(resident: Resident) -> None:
    receipt = resident.tell()

    code = held(receipt, "code")
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', text_of(receipt))
    assert addresses
    assert not any(part in address for address in addresses for part in (code, code.replace(" ", "")))
    assert not any(address.startswith("sms:") for address in addresses)


def test_the_text_for_a_short_message_fits_one(resident: Resident, world: World) -> None:
    resident.tell()
    handed = handed_in(resident.key, world.rooms["深新社区"])
    assert handed is not None

    words = sms_text(handed, "0412-0000168 转 8888")

    assert len(say(words, str, "zh-Hans")) <= 70
    assert len(say_in("en")(words)) <= 160


def test_it_names_the_room_and_its_number(resident: Resident) -> None:
    page = text_of(resident.tell())

    assert "深新社区党代表工作室" in page
    assert "tel:04120000168" in page


def test_a_matter_about_the_room_names_the_office_and_not_the_room_s_number(resident: Resident) -> None:
    page = text_of(resident.tell(about="yes"))

    assert "区里组织部门" in page
    assert "tel:04120000168" not in page
    assert f"tel:{settings.HOTLINE}" in page


def test_it_is_kept_nowhere_on_the_way(resident: Resident) -> None:
    receipt = resident.tell()

    assert receipt["Cache-Control"] == "no-store"
    assert receipt["Referrer-Policy"] == "same-origin"


def test_from_the_receipt_to_the_state_is_one_press(resident: Resident) -> None:
    """U-11, J2: at most two screens and three taps."""
    receipt = resident.tell()

    answer = resident.ask(held(receipt, "ref"), held(receipt, "code"))

    assert "您说的事收到了" in text_of(resident.client.get(answer["Location"]))


class TestHowLongTheCodeIsShown:
    """The address of a receipt stays in a browser's history; the code does not stay behind it."""

    def test_it_is_shown_for_an_hour(self, resident: Resident, clock: SetClock) -> None:
        first = resident.tell()
        clock(cast.NOW + timedelta(minutes=60))

        page = resident.client.get(resident.at)
        assert held(page, "code") == held(first, "code")
        assert "查询码在这一页上只显示 60 分钟" in text_of(page)

    @pytest.mark.parametrize("later", [timedelta(minutes=60, seconds=1), timedelta(days=31)])
    def test_then_neither_code_nor_words_are_and_it_says_where_to_go(
        self, resident: Resident, clock: SetClock, later: timedelta
    ) -> None:
        first = resident.tell()
        code, ref = held(first, "code"), held(first, "ref")
        clock(cast.NOW + later)

        page = text_of(resident.client.get(resident.at))
        assert code not in page
        assert code.replace(" ", "") not in page
        assert cast.SUNK_ROAD[:8] not in page
        assert "查询码不在这一页上显示了。" in page
        assert f'href="/t/?ref={ref}"' in page
        assert ref in page
        assert "6月29日 星期一前" in page

    def test_the_phone_of_a_matter_about_the_room_is_the_district_s(
        self, resident: Resident, clock: SetClock
    ) -> None:
        resident.tell(about="yes")
        for wait in (timedelta(0), timedelta(hours=2)):
            clock(cast.NOW + wait)
            page = text_of(resident.client.get(resident.at))
            assert f"tel:{settings.HOTLINE}" in page
            assert "tel:04120000168" not in page
            assert "到工作室" not in page

    def test_other_words_that_wait_beside_it_are_still_there(
        self, resident: Resident, clock: SetClock
    ) -> None:
        resident.tell()
        resident.say("灯也不亮")
        clock(cast.NOW + timedelta(hours=2))

        page = text_of(resident.client.get(resident.at))
        assert "灯也不亮" in page
        assert "补充到这件事" in page


def test_paper_is_promised_where_her_room_can_print_it(resident: Resident) -> None:
    assert "到工作室请联络员再打一张" in text_of(resident.tell())


def test_what_is_about_the_room_promises_no_paper(resident: Resident) -> None:
    assert "打一张" not in text_of(resident.tell(about="yes"))
