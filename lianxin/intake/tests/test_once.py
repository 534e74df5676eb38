"""One form is one matter, however often and from where it is sent; other words are never lost (S-36, S-37)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test import Client

from lianxin.intake.models import Draft
from lianxin.intake.tests.conftest import SetClock, build
from lianxin.intake.tests.filling import Resident, held, photo, text_of
from lianxin.matters.actions.handling import note
from lianxin.matters.actions.taking import refer_out, register
from lianxin.matters.models import Matter, StepText, Voice
from lianxin.people import access
from tests import world as cast
from tests.world import SUNK_ROAD, World


def matters(world: World) -> int:
    world.house()
    return Matter.objects.count()


@pytest.fixture
def world(db: None, clock: SetClock) -> World:
    """Built for each test: one of this file really commits, and may not stand in a transaction of the file."""
    return build()


@pytest.mark.django_db
class TestAgain:
    def test_a_double_click_at_the_end_is_one_matter(self, resident: Resident, world: World) -> None:
        resident.open()
        resident.say()
        resident.you()
        check = resident.address("check")
        seen = held(resident.client.get(check), "seen")

        answers = [resident.client.post(check, {"seen": seen}) for _ in range(3)]

        assert {answer["Location"] for answer in answers} == {resident.address("receipt")}
        assert matters(world) == 1

    def test_looking_at_the_receipt_again_is_the_same_receipt(self, resident: Resident, world: World) -> None:
        first = text_of(resident.tell())

        assert held_all(text_of(resident.client.get(resident.at))) == held_all(first)
        assert matters(world) == 1

    def test_back_to_the_first_step_and_on_again_is_one_matter(
        self, resident: Resident, world: World
    ) -> None:
        resident.tell()
        receipt = resident.at

        answer = resident.say()

        assert answer["Location"] == receipt
        assert matters(world) == 1
        assert "还没有交" not in text_of(resident.client.get(receipt))

    def test_back_to_the_second_step_leads_to_the_receipt(self, resident: Resident, world: World) -> None:
        resident.tell()
        receipt = resident.at

        assert resident.you(phone="13800000427", share="room_only")["Location"] == receipt
        assert resident.client.get(resident.address("check"))["Location"] == receipt
        assert resident.client.get(resident.address(""))["Location"] == receipt

    def test_a_double_click_at_the_start_keeps_each_photo_once(self, resident: Resident) -> None:
        resident.open()
        for _ in range(2):
            resident.say(photos=[photo("red"), photo("blue")])

        assert len(Draft.objects.get().photos) == 2

    def test_back_before_handing_in_mends_the_same_draft(self, resident: Resident, world: World) -> None:
        resident.open()
        resident.say("路塌了", photos=[photo()])
        resident.say("路塌了一块")
        resident.you()
        resident.hand_in()

        assert matters(world) == 1
        voice = Voice.objects.get()
        assert (voice.words, voice.attachments.count()) == ("路塌了一块", 1)

    def test_two_tabs_with_the_same_words_are_one_matter(self, resident: Resident, world: World) -> None:
        other = replace(resident)
        for tab in (resident, other):
            tab.open()
        for tab in (resident, other):
            tab.say()
            tab.you()
        resident.hand_in()
        other.hand_in()

        assert other.at == resident.at
        assert matters(world) == 1
        assert not Draft.objects.exists()

    def test_two_tabs_with_other_words_are_two_matters(self, resident: Resident, world: World) -> None:
        other = replace(resident)
        resident.tell()
        other.tell("灯也不亮")

        assert matters(world) == 2

    def test_the_same_words_from_another_browser_are_another_matter(
        self, resident: Resident, world: World
    ) -> None:
        resident.tell()
        Resident(Client()).tell()

        assert matters(world) == 2

    def test_the_same_words_an_hour_later_are_another_matter(
        self, resident: Resident, world: World, clock: SetClock
    ) -> None:
        resident.tell()
        clock(cast.NOW + timedelta(hours=1))
        resident.tell()

        assert matters(world) == 2


@pytest.mark.django_db
class TestBackToTheFirstStep:
    """Without a page the browser kept: the first step is fetched anew, and is still the same form."""

    SAY = "/r/shenxin/say/"

    @pytest.fixture
    def begun(self, resident: Resident) -> Resident:
        resident.open()
        resident.say("路塌了", photos=[photo()])
        return resident

    def test_what_she_wrote_is_there_and_the_next_step_too(self, begun: Resident) -> None:
        answer = begun.client.get(self.SAY)
        assert answer["Location"] == begun.address("")

        page = text_of(begun.client.get(answer["Location"]))
        assert "路塌了</textarea>" in page
        assert "下一步：留电话" in page
        assert "先不说了" in page

    def test_other_words_under_it_are_one_matter_with_the_latest(self, begun: Resident, world: World) -> None:
        key = begun.key
        back = begun.client.get(self.SAY)["Location"]
        begun.at = begun.client.post(back, {"words": "路塌了一大块"})["Location"]
        begun.you(name="周桂兰", share="room_only")
        back = begun.client.get(self.SAY)["Location"]
        assert "改好了，回去核对" in text_of(begun.client.get(back))
        begun.at = begun.client.post(back, {"words": "路塌了，有洗衣盆大"})["Location"]
        begun.hand_in()

        assert begun.key == key
        assert matters(world) == 1
        voice = Voice.objects.get()
        assert (voice.words, voice.attachments.count()) == ("路塌了，有洗衣盆大", 1)
        assert voice.speaker is not None
        assert not Draft.objects.exists()

    def test_after_the_receipt_it_is_a_new_form(self, begun: Resident, world: World) -> None:
        begun.you()
        begun.hand_in()
        first = begun.key
        begun.tell("灯也不亮")

        assert begun.key != first
        assert matters(world) == 2

    def test_words_waiting_beside_a_receipt_do_not_come_back_by_themselves(self, begun: Resident) -> None:
        begun.you()
        begun.hand_in()
        begun.say("灯也不亮")

        assert begun.client.get(self.SAY).status_code == 200

    def test_a_cookie_of_one_room_opens_nothing_at_another(self, begun: Resident) -> None:
        begun.client.cookies["saying"]["path"] = "/"

        assert begun.client.get("/r/lishan/say/").status_code == 200

    def test_from_the_room_s_page_everybody_begins_anew(self, begun: Resident) -> None:
        begun.client.get("/r/shenxin/")

        page = text_of(begun.open())
        assert "路塌了" not in page
        assert held(begun.last, "key")

    def test_another_room_and_another_browser_know_nothing_of_it(self, begun: Resident) -> None:
        assert begun.client.get("/r/lishan/say/").status_code == 200
        assert Client().get(self.SAY).status_code == 200

    def test_after_half_an_hour_it_is_a_new_form(self, begun: Resident, clock: SetClock) -> None:
        clock(cast.NOW + timedelta(minutes=30))
        assert begun.client.get(self.SAY).status_code == 303
        clock(cast.NOW + timedelta(minutes=31))
        assert begun.client.get(self.SAY).status_code == 200

    def test_what_the_browser_holds_cannot_be_made_and_says_nothing(self, begun: Resident) -> None:
        cookie = begun.client.cookies["saying"]
        assert "路塌了" not in cookie.value
        assert (cookie["path"], cookie["httponly"]) == ("/r/shenxin/", True)
        cookie.set("saying", cookie.value.replace(cookie.value[:4], "AAAA", 1), "x")

        assert begun.client.get(self.SAY).status_code == 200

    def test_what_was_moved_to_a_form_of_its_own_goes_on_too(self, resident: Resident) -> None:
        resident.tell()
        resident.say("灯也不亮")
        other = resident.client.post(resident.at, {"do": "another"})["Location"]

        assert resident.client.get(self.SAY)["Location"] == other.removesuffix("you/")


@pytest.mark.django_db
class TestOtherWords:
    """The same key with other words: the first receipt, and the new words beside it until she decides."""

    @pytest.fixture
    def again(self, resident: Resident) -> Resident:
        resident.tell()
        resident.say("灯也不亮", photos=[photo()])
        return resident

    def test_the_first_receipt_is_shown_with_the_new_words(self, again: Resident, world: World) -> None:
        page = text_of(again.client.get(again.at))

        assert "LS-" in page
        assert "灯也不亮" in page
        assert "这些话还没有交" in page
        assert matters(world) == 1

    def test_looking_loses_nothing(self, again: Resident) -> None:
        for _ in range(3):
            page = text_of(again.client.get(again.at))
        assert "灯也不亮" in page

    def test_they_become_a_supplement(self, again: Resident, world: World) -> None:
        answer = again.client.post(again.at, {"do": "supplement"})

        page = text_of(again.client.get(answer["Location"]))
        assert "您补充的话收到了" in page
        assert "还没有交" not in page
        assert matters(world) == 1
        assert StepText.objects.get().words == "灯也不亮"
        assert Matter.objects.get().attachments.count() == 1

    def test_a_supplement_pressed_twice_is_one(self, again: Resident, world: World) -> None:
        for _ in range(2):
            assert again.client.post(again.at, {"do": "supplement"}).status_code == 303

        world.house()
        assert StepText.objects.count() == 1

    def test_they_become_another_matter(self, again: Resident, world: World) -> None:
        first = again.key
        again.last = again.client.post(again.at, {"do": "another"})
        again.at = again.last["Location"]
        assert again.key != first
        again.you()
        again.hand_in()

        assert matters(world) == 2
        assert {voice.words for voice in Voice.objects.all()} == {SUNK_ROAD, "灯也不亮"}
        assert not Draft.objects.exists()

    def test_a_matter_that_is_over_takes_no_supplement_and_keeps_the_words(
        self, again: Resident, world: World
    ) -> None:
        world.reader("何敏")
        pk = Voice.objects.get().matter_id
        refer_out(pk, world.by("何敏"), body="court", because="judicial", words="", now=cast.NOW)
        access.read_as(())

        page = text_of(again.client.post(again.at, {"do": "supplement"}))

        assert "不能补充" in page
        assert "灯也不亮" in page
        assert Draft.objects.exists()

    def test_words_that_differ_by_blanks_alone_are_the_same(self, resident: Resident, world: World) -> None:
        resident.tell()
        receipt = resident.at

        assert resident.say(f"  {SUNK_ROAD}\r\n")["Location"] == receipt
        assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_key_of_the_desk_opens_no_receipt_of_a_resident(resident: Resident, world: World) -> None:
    said = replace(world.said(), channel="visit")
    world.reader("何敏")
    receipt = register(said, world.by("何敏"), now=cast.NOW)
    access.read_as(())

    answer = resident.client.get(f"/r/shenxin/say/{said.key}/receipt/")

    assert answer.status_code == 404
    assert receipt.ref not in text_of(answer)


@pytest.mark.django_db
def test_a_receipt_is_found_at_its_own_room_alone(resident: Resident) -> None:
    resident.tell()

    assert resident.client.get(resident.at.replace("shenxin", "shennan")).status_code == 404


@pytest.mark.django_db
def test_a_matter_changed_since_shows_the_same_receipt(resident: Resident, world: World) -> None:
    first = text_of(resident.tell())
    world.reader("何敏")
    note(Voice.objects.get().matter_id, world.by("何敏"), words="看过了", to_resident=False, now=cast.NOW)
    access.read_as(())

    assert held_all(text_of(resident.client.get(resident.at))) == held_all(first)


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_are_one_matter(clock: SetClock) -> None:
    world = build()
    resident = Resident(Client())
    resident.open()
    resident.say(photos=[photo()])
    resident.you()
    check = resident.address("check")
    seen = held(resident.client.get(check), "seen")

    def press(_: int) -> str:
        try:
            return str(Client().post(check, {"seen": seen})["Location"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as presses:
        answers = list(presses.map(press, range(50)))

    assert set(answers) == {resident.address("receipt")}
    with transaction.atomic():
        assert matters(world) == 1
        assert Voice.objects.get().attachments.count() == 1
    assert not Draft.objects.exists()


def held_all(page: str) -> list[str]:
    """Reference and code on a receipt."""
    return re.findall(r'name="(?:ref|code)" value="([^"]+)"', page)
