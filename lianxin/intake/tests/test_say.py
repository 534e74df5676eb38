"""Saying something: little is asked, nothing typed is lost, nothing is written before it comes."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest
from django.test import Client

from lianxin.intake.actions import forget_drafts
from lianxin.intake.models import Draft
from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import Resident, errors_in, held, photo, text_of
from lianxin.matters.models import Matter, Speaker, Voice
from lianxin.trust.uploads import kept
from tests import world as cast
from tests.world import SUNK_ROAD, World

pytestmark = pytest.mark.django_db
COLOURS = ("blue", "green", "black", "white", "yellow", "brown")
HOUR = datetime.timedelta(hours=1)


class TestTheWay:
    def test_words_alone_are_enough(self, resident: Resident, world: World) -> None:
        receipt = resident.tell()

        assert receipt.status_code == 200
        world.house()
        voice = Voice.objects.get()
        assert (voice.words, voice.share, voice.reach, voice.speaker) == (
            SUNK_ROAD,
            "anonymous",
            "page",
            None,
        )
        assert voice.channel == "page"
        assert voice.consent_version == "1"

    def test_what_she_says_of_herself_goes_with_it(self, resident: Resident, world: World) -> None:
        resident.tell(share="with_contact", name="周女士", phone="138 0000 0427")

        world.house()
        voice = Voice.objects.get()
        assert (voice.share, voice.reach) == ("with_contact", "phone")
        assert voice.speaker is not None

    def test_contact_stands_nowhere_in_the_clear(self, resident: Resident, world: World) -> None:
        resident.open()
        resident.say(SUNK_ROAD)
        resident.you(share="room_only", name="周桂兰", phone="13800000427")

        payload = bytes(Draft.objects.get().payload)
        assert "周桂兰".encode() not in payload
        assert b"13800000427" not in payload
        assert SUNK_ROAD[:6].encode() not in payload

    def test_about_the_room_belongs_to_the_office(self, resident: Resident, world: World) -> None:
        resident.tell(about="yes", share="room_only", phone="13800000427")

        world.house()
        matter = Matter.objects.get()
        assert matter.about == world.units["深新社区"]
        assert matter.owner == world.units["组织部"]

    def test_about_is_never_ticked_beforehand(self, resident: Resident) -> None:
        assert "checked" not in text_of(resident.open())

    def test_nobody_who_said_no_is_taken_for_yes(self, resident: Resident, world: World) -> None:
        resident.tell(about="no")

        world.house()
        assert Matter.objects.get().about is None

    def test_the_draft_goes_when_it_is_handed_in(self, resident: Resident) -> None:
        resident.tell()

        assert not Draft.objects.exists()

    def test_opening_the_form_writes_nothing(self, resident: Resident) -> None:
        resident.open()

        assert not Draft.objects.exists()

    def test_two_forms_have_two_keys(self, resident: Resident) -> None:
        resident.open()
        first = resident.signed
        resident.open()

        assert first != resident.signed

    def test_step_two_cannot_be_left_out(self, resident: Resident) -> None:
        resident.open()
        resident.say()

        answer = resident.client.get(resident.address("check"))

        assert answer["Location"] == resident.address("you")


class TestAskingLittle:
    """U-05: one answer is required, and what follows from leaving out the others is said."""

    def test_one_answer_is_required(self, resident: Resident) -> None:
        resident.open()

        assert [place for place, _ in errors_in(resident.say(""))] == ["id_words"]

    def test_everything_about_her_may_stay_empty(self, resident: Resident) -> None:
        resident.open()
        resident.say()

        assert resident.you().status_code == 303

    def test_the_pages_say_what_follows(self, resident: Resident) -> None:
        resident.open()
        resident.say()

        page = text_of(resident.client.get(resident.at))
        assert "您凭编号和查询码自己上网看" in page
        assert "只有工作室的人看得到" in page
        assert "checked" not in page

    def test_a_matter_about_the_room_says_who_will_see_her_number(self, resident: Resident) -> None:
        resident.open()
        resident.say(about="yes")

        page = text_of(resident.client.get(resident.at))
        assert "只留给区里组织部门" in page
        assert "也给办事的单位" not in page


class TestChanging:
    """U-08: every answer has its link, leads to a filled form, and straight back."""

    @pytest.fixture
    def checking(self, resident: Resident) -> Resident:
        resident.open()
        resident.say(SUNK_ROAD, place="14 号楼前", photos=[photo()])
        resident.you(
            share="with_contact", name="周女士", phone="13800000427", address="3 号楼", reach="phone"
        )
        return resident

    def test_every_answer_can_be_changed(self, checking: Resident) -> None:
        page = text_of(checking.client.get(checking.at))

        fields = ("words", "place", "photos", "about_0", "share_0", "name", "phone", "address", "reach_0")
        assert [name for name in fields if f'#id_{name}"' not in page] == []

    def test_the_words_come_back_filled_in_and_lead_back(self, checking: Resident) -> None:
        page = text_of(checking.client.get(checking.address("")))
        assert SUNK_ROAD in page
        assert 'value="14 号楼前"' in page

        answer = checking._post(checking.address(""), {"words": "灯也不亮", "place": "14 号楼前"})
        assert answer["Location"] == checking.address("check")
        assert "灯也不亮" in text_of(checking.client.get(answer["Location"]))

    def test_the_contact_comes_back_filled_in_and_leads_back(self, checking: Resident) -> None:
        page = text_of(checking.client.get(checking.address("you")))
        assert 'value="13800000427"' in page
        assert 'checked value="with_contact"' in page

        answer = checking.you(share="room_only", phone="13900000427")
        assert answer["Location"] == checking.address("check")

    def test_changing_the_words_keeps_the_contact_and_the_photos(
        self, checking: Resident, world: World
    ) -> None:
        checking._post(checking.address(""), {"words": "灯也不亮"})
        checking.hand_in()

        world.house()
        voice = Voice.objects.get()
        assert voice.speaker is not None
        assert voice.attachments.count() == 1

    def test_a_matter_that_turns_out_to_be_about_the_room_gives_her_number_to_nobody(
        self, checking: Resident, world: World
    ) -> None:
        checking._post(checking.address(""), {"words": SUNK_ROAD, "about": "yes"})
        assert "也给办事的单位" not in text_of(checking.client.get(checking.at))
        checking.hand_in()

        world.house()
        assert Voice.objects.get().share == "room_only"

    def test_a_photo_can_be_taken_away_again(
        self, checking: Resident, world: World, django_capture_on_commit_callbacks: object
    ) -> None:
        (name, *_), *_ = Draft.objects.get().photos
        assert callable(django_capture_on_commit_callbacks)
        with django_capture_on_commit_callbacks(execute=True):
            checking._post(checking.address(""), {"words": SUNK_ROAD, "drop": [name]})

        assert Draft.objects.get().photos == []
        with pytest.raises(Exception, match="没有这张照片"):
            kept(name)

    def test_her_photo_can_be_looked_at_under_her_key_alone(self, checking: Resident) -> None:
        (name, *_), *_ = Draft.objects.get().photos

        answer = checking.client.get(f"/r/shenxin/say/{checking.key}/photo/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert checking.client.get(f"/r/shenxin/say/{uuid4()}/photo/{name}").status_code == 404
        other = Resident(Client())
        other.open()
        other.say()
        assert other.client.get(f"/r/shenxin/say/{other.key}/photo/{name}").status_code == 404

    def test_more_photos_than_allowed_in_two_turns_are_refused(self, checking: Resident) -> None:
        answer = checking._post(
            checking.address(""), {"words": SUNK_ROAD, "photos": [photo(colour) for colour in COLOURS]}
        )

        assert errors_in(answer) == [("id_photos", "一共 7 张照片，最多 6 张；请去掉 1 张")]
        assert len(Draft.objects.get().photos) == 1

    def test_what_another_page_changed_is_shown_before_it_is_handed_in(
        self, checking: Resident, world: World
    ) -> None:
        seen = held(checking.client.get(checking.address("check")), "seen")
        checking._post(checking.address(""), {"words": "灯也不亮"})

        answer = checking.client.post(checking.address("check"), {"seen": seen})

        assert answer.status_code == 409
        assert "灯也不亮" in text_of(answer)
        assert "在另一页上改过了" in text_of(answer)
        world.house()
        assert not Voice.objects.exists()


class TestPointingOut:
    """What is said beside the form, and never stops anybody."""

    @pytest.mark.parametrize(
        ("words", "first"),
        [("楼道里有煤气味", "119"), ("电线断了，有人触电", "120"), ("他说不想活了，要轻生", "110")],
    )
    def test_danger_names_whom_to_call(self, resident: Resident, words: str, first: str) -> None:
        resident.open()
        assert resident.say(words).status_code == 303

        page = text_of(resident.client.get(resident.at))
        assert "这里不是 24 小时有人值守" in page
        numbers = [page.index(f'class="tel" href="tel:{number}"') for number in ("110", "119", "120")]
        assert page.index(f'class="tel" href="tel:{first}"') == min(numbers)

    def test_danger_stands_on_the_check_and_makes_the_matter_urgent(
        self, resident: Resident, world: World
    ) -> None:
        resident.open()
        resident.say("楼道里有煤气味")
        resident.you()

        assert "这里不是 24 小时有人值守" in text_of(resident.client.get(resident.at))
        resident.hand_in()
        world.house()
        assert Matter.objects.get().urgent

    def test_danger_is_named_beside_an_error_too(self, resident: Resident) -> None:
        resident.open()

        assert "这里不是 24 小时有人值守" in text_of(resident.say("煤气味" + "很大" * 3000))

    def test_a_gas_bill_is_no_danger(self, resident: Resident) -> None:
        resident.open()
        resident.say("煤气费怎么交")

        assert "24 小时有人值守" not in text_of(resident.client.get(resident.at))

    def test_a_phone_among_the_words_is_pointed_out(self, resident: Resident) -> None:
        resident.open()
        assert resident.say("路灯坏了，打我电话 138 0000 0427").status_code == 303

        assert "话里写了电话" in text_of(resident.client.get(resident.at))

    def test_words_without_a_phone_are_left_alone(self, resident: Resident) -> None:
        resident.open()
        resident.say()

        assert "话里写了电话" not in text_of(resident.client.get(resident.at))


class TestContact:
    """U-09 for step 2: each contradiction is named where it can be mended, and what was typed stays."""

    @pytest.mark.parametrize(
        ("given", "place"),
        [
            ({"phone": "13800000427"}, "id_share_0"),
            ({"share": "anonymous", "phone": "13800000427"}, "id_share_0"),
            ({"share": "room_only", "phone": "12"}, "id_phone"),
            ({"reach": "phone"}, "id_phone"),
            ({"share": "everybody"}, "id_share_0"),
            ({"reach": "by dove"}, "id_reach_0"),
            ({"share": "room_only", "name": "周" * 41}, "id_name"),
        ],
    )
    def test_a_contradiction_is_named(self, resident: Resident, given: dict[str, str], place: str) -> None:
        resident.open()
        resident.say()

        answer = resident.you(**given)

        assert [where for where, _ in errors_in(answer)] == [place]
        assert text_of(answer).index("<title>错误：") > 0
        for typed in (given.get("phone"), given.get("name")):
            assert typed is None or f'value="{typed}"' in text_of(answer)


class TestKeys:
    """A key is ours, for this room, and not too old; else there is a new one and nothing typed is lost."""

    @pytest.mark.parametrize(
        "key", ["", "garbled", "0" * 40, "aaaa.1:bbbb", f"{'0f' * 16}.1780000000:forged"]
    )
    def test_a_key_that_is_not_ours_gets_a_new_one(self, resident: Resident, key: str) -> None:
        resident.open()
        resident.signed = key

        answer = resident.say("路灯坏了", place="门口")

        assert "已经换了一张新的" in text_of(answer)
        assert "路灯坏了" in text_of(answer)
        assert 'value="门口"' in text_of(answer)
        assert not Draft.objects.exists()
        resident.signed = held(answer, "key")
        assert resident.say("路灯坏了").status_code == 303

    def test_a_key_of_another_room_is_not_ours(self, resident: Resident) -> None:
        resident.open()

        answer = resident.client.post("/r/shennan/say/", {"key": resident.signed, "words": "路灯坏了"})

        assert "已经换了一张新的" in text_of(answer)

    def test_a_key_lasts_as_long_as_a_draft(self, resident: Resident, clock: SetClock) -> None:
        resident.open()
        clock(cast.NOW + 72 * HOUR)
        assert resident.say("路灯坏了").status_code == 303

        clock(cast.NOW)
        resident = Resident(Client())
        resident.open()
        clock(cast.NOW + 73 * HOUR)
        assert "已经换了一张新的" in text_of(resident.say("路灯坏了"))

    def test_a_draft_of_one_room_is_not_found_at_another(self, resident: Resident) -> None:
        resident.open()
        resident.say()

        assert resident.client.get(f"/r/shennan/say/{resident.key}/you/").status_code == 404

    def test_an_unknown_key_finds_nothing_and_says_so(self, resident: Resident) -> None:
        answer = Client().get(f"/r/shenxin/say/{uuid4()}/check/")

        assert answer.status_code == 404
        assert "只存 72 个小时" in text_of(answer)

    def test_contact_typed_for_a_draft_that_is_gone_is_shown_again(self, resident: Resident) -> None:
        answer = Client().post(f"/r/shenxin/say/{uuid4()}/you/", {"name": "周女士", "phone": "13800000427"})

        assert answer.status_code == 404
        assert "周女士" in text_of(answer)


class TestForgetting:
    def test_only_what_is_old_is_forgotten_with_its_photos(
        self, resident: Resident, clock: SetClock, django_capture_on_commit_callbacks: object
    ) -> None:
        assert callable(django_capture_on_commit_callbacks)
        resident.open()
        resident.say("旧的", photos=[photo()])
        (name, *_), *_ = Draft.objects.get().photos
        clock(cast.NOW + HOUR)
        resident.open()
        resident.say("新的")

        with django_capture_on_commit_callbacks(execute=True):
            assert forget_drafts(cast.NOW + HOUR) == 1

        assert Draft.objects.get().made_at == cast.NOW + HOUR
        with pytest.raises(Exception, match="没有这张照片"):
            kept(name)

    def test_a_contact_not_handed_in_leaves_no_speaker(self, resident: Resident, world: World) -> None:
        resident.open()
        resident.say()
        resident.you(share="room_only", phone="13800000427")
        forget_drafts(cast.NOW + HOUR)

        world.house()
        assert not Draft.objects.exists()
        assert not Speaker.objects.exists()
