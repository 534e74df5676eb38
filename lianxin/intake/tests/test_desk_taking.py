"""One form, all of it at once: a second thing, sorting, somebody else's matter, a child, the anonymous, 代录, 补录."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from lianxin.intake.tests.at_desk import PHONE, TOLD, looked, looks, opened, said_before, sends
from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import errors_in, text_of
from lianxin.kernel.acting import acting
from lianxin.kernel.days import local
from lianxin.matters.models import Clock, Dictation, Matter, Speaker, Step, Version, Voice, VoiceMatter
from lianxin.people.actions import add_post
from lianxin.rulebook.pack import DEFAULT
from lianxin.rulebook.wording import wording_here
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def hemin(world: World) -> Client:
    """何敏 at her desk."""
    return at_desk(world, "何敏")


def at_desk(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.person(name))
    return client


def heating(world: World) -> str:
    return str(world.categories["heating"].pk)


class TestReadBack:
    def test_the_tick_is_kept_with_the_step(self, hemin: Client, world: World) -> None:
        assert sends(hemin, read_back="on").status_code == 303
        world.house()
        assert Step.objects.get(verb="register").values["read_back"] is True
        ref = Matter.objects.get().ref
        assert "念给他听过" in text_of(hemin.get(f"/m/{ref}/"))

    def test_without_it_nothing_is_refused_and_nothing_said(self, hemin: Client, world: World) -> None:
        assert sends(hemin).status_code == 303
        world.house()
        assert "read_back" not in Step.objects.get(verb="register").values

    def test_with_an_added_voice_too(self, hemin: Client, world: World) -> None:
        pk = said_before(world, "路塌了", times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        assert sends(hemin, hidden, same=str(pk), read_back="on", **TOLD).status_code == 303
        world.house()
        assert Step.objects.order_by("pk").last().values["read_back"] is True  # type: ignore[union-attr]


def test_that_she_will_not_see_it_again_is_said_beforehand(hemin: Client) -> None:
    hidden = opened(hemin)

    assert "您就看不到这件事了" in text_of(hemin.post("/desk/aside/", {**hidden, "about": "yes"}))
    assert "您就看不到这件事了" not in text_of(hemin.post("/desk/aside/", {**hidden, "about": "no"}))


class TestTheScreen:
    def test_every_source_of_the_desk_is_offered(self, hemin: Client) -> None:
        page = text_of(hemin.get("/desk/"))

        for channel in ("phone", "reception", "visit", "letter", "transfer"):
            assert f'<option value="{channel}"' in page

    @pytest.mark.parametrize("channel", ["phone", "reception", "visit", "letter", "transfer"])
    def test_every_source_is_kept(self, hemin: Client, world: World, channel: str) -> None:
        assert sends(hemin, channel=channel).status_code == 303
        world.house()
        assert Voice.objects.get().channel == channel

    @pytest.mark.parametrize("channel", ["page", "sheet", "dove"])
    def test_no_other_source(self, hemin: Client, channel: str) -> None:
        assert [place for place, _ in errors_in(sends(hemin, channel=channel))] == ["id_channel"]

    def test_the_fields_stand_in_the_order_of_the_talk(self, hemin: Client) -> None:
        names = re.findall(r'name="(\w+)"', text_of(hemin.get("/desk/")).split('id="desk"')[1])
        talk = ["phone", "name", "words", "gist", "place", "category", "share", "told", "read_back"]

        assert [name for name in dict.fromkeys(names) if name in talk] == talk

    def test_every_scene_of_the_wording_is_beside_it(self, hemin: Client) -> None:
        page = text_of(hemin.get("/desk/"))

        for scene in wording_here().scenes:
            assert f"<summary>{scene.label}</summary>" in page
            assert all(said in page for said in scene.say)
            assert scene.source == DEFAULT or scene.source not in page  # it names nothing to a liaison
        assert f"话术卡 {wording_here().version.isoformat()} 版" in page

    def test_a_delegate_sorts_nothing(self, world: World) -> None:
        page = text_of(at_desk(world, "林晓").get("/desk/"))

        assert 'name="category"' not in page
        assert 'name="in_name_of"' not in page


class TestTheAside:
    def aside(self, client: Client, **given: object) -> str:
        return text_of(client.post("/desk/aside/", given)).replace("‑", "-")

    def test_three_lines_to_read_out(self, hemin: Client) -> None:
        page = self.aside(hemin, name="赵女士", phone=PHONE, words="暖气漏水。三天了。", place="3 号楼")

        assert "赵女士，我给您念一遍。电话 138-0000-0427。" in page
        assert "您说的是：暖气漏水；在3 号楼。" in page
        assert "6月29日 星期一前用电话给您答复。对不对？" in page

    def test_the_whole_page_shows_the_same(self, hemin: Client) -> None:
        given = {"name": "赵女士", "words": "暖气漏水", "place": "3 号楼"}

        assert "您说的是：暖气漏水；在3 号楼。" in text_of(sends(hemin, do="look", **given))

    def test_the_promised_day_is_the_receipt_s(self, hemin: Client, world: World) -> None:
        page = self.aside(hemin, words="暖气漏水")

        sends(hemin)
        world.house()
        day = Voice.objects.get().promised_on
        assert f"{day.month}月{day.day}日" in page
        assert "15 个工作日" in page
        assert "从登记的第二天起算 15 个工作日，周末和放假不算。" in page

    def test_written_down_later_the_day_is_counted_from_when_it_was_said(
        self, hemin: Client, world: World
    ) -> None:
        late = {"happened_at": "2026-06-01 09:30", "late_because": "停电"}
        page = self.aside(hemin, words="暖气漏水", **late)

        assert sends(hemin, **late).status_code == 303
        world.house()
        day = Voice.objects.get().promised_on
        assert f"{day.month}月{day.day}日" in page
        assert "从他说的第二天起算" in page

    def test_danger_is_said_with_the_numbers_to_call(self, hemin: Client) -> None:
        page = self.aside(hemin, words="家里有煤气味")

        assert "有危险，请他先打" in page
        assert "119" in page
        assert "30 分钟内要派出" in page

    def test_the_anonymous_hear_that_nothing_is_kept(self, hemin: Client) -> None:
        page = self.aside(hemin, name="赵女士", phone=PHONE, words="暖气漏水", share="anonymous")

        assert "赵女士" not in page
        assert "都不会存" in page

    @pytest.mark.parametrize("at", ["2099-01-01 09:30", "昨天", "2026-13-45 09:30"])
    def test_a_moment_that_cannot_be_counts_as_now(self, hemin: Client, at: str) -> None:
        assert "6月29日 星期一" in self.aside(hemin, words="灯", happened_at=at)


class TestTwoThings:
    def test_one_voice_makes_two_matters_with_one_code(self, hemin: Client, world: World) -> None:
        assert sends(hemin, also="井盖没了", **TOLD).status_code == 303

        world.house()
        first, second = Matter.objects.order_by("pk")
        assert (first.gist, second.gist) == ("楼道灯不亮", "井盖没了")
        assert Voice.objects.count() == 1
        assert VoiceMatter.objects.filter(until=None).count() == 2

    def test_pressed_twice_it_is_still_two(self, hemin: Client, world: World) -> None:
        hidden = opened(hemin)
        for _ in range(2):
            assert sends(hemin, hidden, also="井盖没了").status_code == 303

        world.house()
        assert Matter.objects.count() == 2

    def test_both_stand_on_the_slip_though_they_are_out_of_her_sight(
        self, hemin: Client, world: World
    ) -> None:
        answer = sends(hemin, also="还骂人", about="yes")
        page = text_of(hemin.get(answer["Location"]))

        world.house()
        refs = [matter.ref for matter in Matter.objects.order_by("pk")]
        assert re.findall(r'class="slip-ref">([^<]+)<', page) == refs
        assert len(refs) == 2

    def test_beside_a_matter_that_was_there(self, hemin: Client, world: World) -> None:
        pk = said_before(world, "路塌了", times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        answer = sends(
            hemin, hidden, same=str(pk), also="井盖没了", share="room_only", phone=PHONE, told="on"
        )

        assert answer.status_code == 303
        world.house()
        assert sorted(Matter.objects.values_list("gist", flat=True)) == ["井盖没了", "路塌了"]


class TestSortingAtOnce:
    def test_category_kind_title_and_place_are_typed_once(self, hemin: Client, world: World) -> None:
        given = {"category": heating(world), "kind": "advice", "gist": "暖气漏水", "place": "3 号楼"}
        assert sends(hemin, **given).status_code == 303

        world.house()
        matter = Matter.objects.get()
        assert (matter.category, matter.kind, matter.gist, matter.place, matter.urgent) == (
            world.categories["heating"], "advice", "暖气漏水", "3 号楼", False,
        )  # fmt: skip
        assert list(Step.objects.order_by("no").values_list("verb", flat=True)) == ["register", "triage"]
        assert not Version.objects.exists()

    def test_pressed_twice_it_is_sorted_once(self, hemin: Client, world: World) -> None:
        hidden = opened(hemin)
        for _ in range(2):
            assert sends(hemin, hidden, category=heating(world)).status_code == 303

        world.house()
        assert list(Step.objects.order_by("no").values_list("verb", flat=True)) == ["register", "triage"]

    def test_without_a_category_nothing_is_sorted(self, hemin: Client, world: World) -> None:
        sends(hemin, kind="advice")

        world.house()
        assert Step.objects.get().verb == "register"

    def test_in_danger_the_clock_runs_by_minutes(self, hemin: Client, world: World) -> None:
        sends(hemin, category=heating(world), urgency="now")

        world.house()
        assert Matter.objects.get().urgent
        assert Clock.objects.get(stopped_no=None).per == "minutes"

    def test_danger_in_the_words_is_never_sorted_away(self, hemin: Client, world: World) -> None:
        sends(hemin, words="家里有煤气味", category=heating(world), urgency="order")

        world.house()
        assert Matter.objects.get().urgent

    def test_urgent_asks_for_a_category(self, hemin: Client) -> None:
        assert [place for place, _ in errors_in(sends(hemin, urgency="now"))] == ["id_category"]

    def test_what_is_about_her_room_is_sorted_by_the_office(self, hemin: Client, world: World) -> None:
        assert sends(hemin, about="yes", category=heating(world)).status_code == 303

        world.house()
        assert Matter.objects.get().category is None

    def test_a_delegate_s_category_is_not_taken(self, world: World) -> None:
        assert sends(at_desk(world, "林晓"), category=heating(world)).status_code == 303

        world.house()
        assert Matter.objects.get().category is None

    def test_somebody_s_own_category_is_no_choice(self, hemin: Client) -> None:
        assert [place for place, _ in errors_in(sends(hemin, category="999999"))] == ["id_category"]

    def test_all_or_nothing(self, hemin: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*_: Any, **__: Any) -> None:
            raise ValueError("the sorting fails")

        monkeypatch.setattr("lianxin.intake.desk_actions.triage", refused)
        with pytest.raises(ValueError, match="sorting"):
            sends(hemin, category=heating(world))

        world.house()
        assert not Matter.objects.exists()


class TestForAnother:
    def parts(self, world: World) -> dict[str, bool]:
        world.house()
        return {part: True for part in Speaker.objects.values_list("part", flat=True)}

    def test_for_her_mother(self, hemin: Client, world: World) -> None:
        sends(hemin, for_whom="parent", affected_name="周母", affected_phone="13900000001", **TOLD)

        assert set(self.parts(world)) == {"speaker", "affected"}
        assert Voice.objects.get().for_whom == "parent"

    def test_for_a_child_with_its_guardian_named(self, hemin: Client, world: World) -> None:
        given = {"for_whom": "child", "guardian_name": "周母", "guardian_phone": "13900000002"}
        sends(hemin, affected_name="小军", **given, **TOLD)

        assert set(self.parts(world)) == {"speaker", "affected", "guardian"}

    def test_the_one_who_came_may_be_the_guardian(self, hemin: Client, world: World) -> None:
        sends(hemin, for_whom="child", guardian_here="on", **TOLD)

        assert set(self.parts(world)) == {"speaker", "guardian"}

    @pytest.mark.parametrize(
        ("given", "places"),
        [
            ({}, ["id_guardian_name", "id_guardian_phone"]),
            ({"guardian_name": "周母"}, ["id_guardian_phone"]),
            ({"guardian_name": "周母", "guardian_phone": "12"}, ["id_guardian_phone"]),
        ],
    )
    def test_a_child_s_guardian_is_asked_for(
        self, hemin: Client, given: dict[str, str], places: list[str]
    ) -> None:
        answer = sends(hemin, for_whom="child", **given, **TOLD)

        assert [place for place, _ in errors_in(answer)] == places
        assert re.search(r"<details[^>]*data-opens[^>]*open", text_of(answer))

    def test_a_guardian_who_came_leaves_a_number(self, hemin: Client) -> None:
        given = {
            "for_whom": "child",
            "guardian_here": "on",
            "share": "room_only",
            "name": "周母",
            "told": "on",
        }

        assert [place for place, _ in errors_in(sends(hemin, **given))] == ["id_phone"]

    def test_a_number_of_somebody_who_is_for_nobody_is_not_kept(self, hemin: Client, world: World) -> None:
        sends(hemin, affected_name="周母", guardian_name="周父", **TOLD)

        assert set(self.parts(world)) == {"speaker"}

    def test_whoever_else_is_named_is_contact_too(self, hemin: Client) -> None:
        answer = sends(hemin, for_whom="parent", affected_phone="13900000001")

        assert [place for place, _ in errors_in(answer)] == ["id_share_0", "id_told"] or [
            place for place, _ in errors_in(answer)
        ] == ["id_told", "id_share_0"]


class TestTheAnonymous:
    def test_what_was_typed_of_contact_is_not_kept(self, hemin: Client, world: World) -> None:
        given = {
            "name": "周桂兰",
            "phone": PHONE,
            "address": "3 号楼",
            "for_whom": "child",
            "affected_name": "小军",
        }

        assert sends(hemin, share="anonymous", **given).status_code == 303
        world.house()
        voice = Voice.objects.get()
        assert (voice.share, voice.speaker, voice.reach) == ("anonymous", None, "visit")
        assert not Speaker.objects.exists()

    @pytest.mark.parametrize("reach", ["phone", "door", "notice"])
    def test_nobody_can_go_and_tell_them(self, hemin: Client, reach: str) -> None:
        answer = sends(hemin, share="anonymous", reach=reach)

        assert [place for place, _ in errors_in(answer)] == ["id_reach"]

    def test_one_access_key_chooses_it(self, hemin: Client) -> None:
        assert re.search(
            r'name="share"[^>]*accesskey="0"[^>]*value="anonymous"', text_of(hemin.get("/desk/"))
        )


class TestHowToBeTold:
    @pytest.mark.parametrize("reach", ["page", "door", "notice", "visit"])
    def test_without_a_telephone(self, hemin: Client, world: World, reach: str) -> None:
        given = {"share": "room_only", "name": "周桂兰", "address": "3 号楼", "told": "on"}

        assert sends(hemin, reach=reach, **given).status_code == 303
        world.house()
        assert Voice.objects.get().reach == reach

    @pytest.mark.parametrize("reach", ["door", "notice"])
    def test_a_door_has_an_address(self, hemin: Client, reach: str) -> None:
        answer = sends(hemin, reach=reach, share="room_only", name="周桂兰", told="on")

        assert [place for place, _ in errors_in(answer)] == ["id_address"]


class TestSpeechAndInsults:
    def test_dialect_and_insults_are_kept_with_the_voice(self, hemin: Client, world: World) -> None:
        sends(hemin, speech="鞍山话，女儿帮着说", folded="on")

        world.house()
        voice = Voice.objects.get()
        assert (voice.speech, voice.folded) == ("鞍山话，女儿帮着说", True)

    def test_a_long_one_is_refused(self, hemin: Client) -> None:
        assert [place for place, _ in errors_in(sends(hemin, speech="长" * 81))] == ["id_speech"]


class TestOnBehalf:
    def test_it_stands_in_the_delegate_s_name(self, hemin: Client, world: World) -> None:
        sends(hemin, in_name_of=str(world.posts["林晓"].pk), category=heating(world), also="井盖没了")

        world.house()
        assert Voice.objects.get().in_name_of == world.posts["林晓"]
        assert set(Dictation.objects.values_list("post", flat=True)) == {world.posts["林晓"].pk}
        assert set(Dictation.objects.values_list("step__verb", flat=True)) == {"register"}

    def test_only_delegates_of_her_room_are_offered(self, hemin: Client, world: World) -> None:
        page = text_of(hemin.get("/desk/"))

        assert "林晓" in page
        assert "钱立" not in page
        answer = sends(hemin, in_name_of=str(world.posts["钱立"].pk))
        assert [place for place, _ in errors_in(answer)] == ["id_in_name_of"]

    def test_with_two_rooms_the_name_belongs_to_the_room(self, world: World) -> None:
        with acting():
            add_post(world.person("何敏"), "liaison", world.units["深南社区"], since=cast.SINCE)
        hemin = at_desk(world, "何敏")
        room = str(world.rooms["深新社区"].pk)

        answer = sends(hemin, room=room, in_name_of=str(world.posts["钱立"].pk))

        assert [place for place, _ in errors_in(answer)] == ["id_in_name_of"]


class TestWrittenDownLater:
    @pytest.mark.parametrize(
        ("given", "places"),
        [
            ({"happened_at": "2026-06-04 09:30"}, ["id_late_because"]),
            ({"late_because": "停电"}, ["id_happened_at"]),
            ({"blank": "A-7"}, ["id_happened_at"]),
            ({"happened_at": "2026-06-06 09:30", "late_because": "停电"}, ["id_happened_at"]),
            ({"happened_at": "昨天上午", "late_because": "停电"}, ["id_happened_at"]),
            ({"happened_at": "2026-02-30 09:30", "late_because": "停电"}, ["id_happened_at"]),
        ],
    )
    def test_a_day_in_the_past_and_a_reason(
        self, hemin: Client, given: dict[str, str], places: list[str]
    ) -> None:
        answer = sends(hemin, **given)

        assert [place for place, _ in errors_in(answer)] == places
        for typed in given.values():
            assert typed in text_of(answer)

    @pytest.mark.parametrize(
        "at",
        [
            "2026-06-04 09:30",
            "2026/6/4 9:30",
            "2026年6月4日 9:30",
            "2026年6月4日9点30分",
            "２０２６-06-04 ９：30",
        ],
    )
    def test_a_moment_as_people_write_it(self, hemin: Client, world: World, at: str) -> None:
        assert sends(hemin, happened_at=at, late_because="停电").status_code == 303

        world.house()
        said = Voice.objects.get().said_at
        assert said is not None
        assert (local(said).date(), local(said).hour) == (datetime.date(2026, 6, 4), 9)

    def test_words_added_later_were_not_said_tomorrow(self, hemin: Client, world: World) -> None:
        pk = said_before(world, "路塌了", times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))
        late = {"happened_at": "2026-06-06 09:30", "late_because": "停电"}

        answer = sends(hemin, hidden, same=str(pk), share="room_only", phone=PHONE, told="on", **late)

        assert [place for place, _ in errors_in(answer)] == ["id_happened_at"]


class TestBadInput:
    """The table of the issue: a clear sentence, the typed text kept, never a fault of ours."""

    @pytest.mark.parametrize("phone", ["138 0000 0427", "138/0000/0427", "+8613800000427", "0412-5551234 转 18",
                                       "13800000427/13900000001"])  # fmt: skip
    def test_a_number_in_whatever_way(self, hemin: Client, world: World, phone: str) -> None:
        assert sends(hemin, **{**TOLD, "phone": phone}).status_code == 303
        world.house()
        speaker = Speaker.objects.get()
        assert speaker.phone_index is not None

    def test_two_tabs_are_two_forms(self, hemin: Client, world: World) -> None:
        one, two = opened(hemin), opened(hemin)

        assert sends(hemin, one)["Location"] != sends(hemin, two)["Location"]

    @pytest.mark.parametrize(
        "field", ["phone", "name", "gist", "place", "also", "speech", "address", "late_because"]
    )
    @pytest.mark.parametrize("typed", ["坏\x00字", "长" * 5000, "𠮷😀‮", "{x} %s {{ 7*7 }}"])
    def test_anything_in_any_field_is_answered(self, hemin: Client, field: str, typed: str) -> None:
        answer = sends(hemin, **{field: typed})

        assert answer.status_code in (200, 303)
        if answer.status_code == 200:
            assert errors_in(answer)
            assert "楼道灯不亮" in text_of(answer)

    @pytest.mark.parametrize("address", ["/desk/look/", "/desk/aside/", "/desk/keep/", "/desk/end/"])
    def test_the_parts_take_anything(self, hemin: Client, address: str) -> None:
        odd = {
            name: "坏\x00{x}"
            for name in ("phone", "words", "gist", "same", "looked", "happened_at", "of", "line")
        }

        assert hemin.post(address, odd).status_code in (200, 204, 400)

    def test_a_form_saved_when_the_session_was_over_is_not_lost(self, world: World, hemin: Client) -> None:
        hidden = opened(hemin)
        hemin.post("/desk/keep/", {**hidden, "words": "暖气漏水"})
        hemin.logout()

        assert sends(hemin, hidden, words="暖气漏水")["Location"].startswith("/in/?next=")
        again = at_desk(world, "何敏")
        assert "暖气漏水" in text_of(again.get("/desk/"))
        assert sends(again, hidden, words="暖气漏水").status_code == 303

    def test_a_key_too_old_keeps_what_was_typed(self, hemin: Client, world: World, clock: SetClock) -> None:
        said_before(world, "路塌了")
        hidden = opened(hemin)
        clock(cast.NOW + datetime.timedelta(hours=71))
        hidden = looked(hidden, looks(at_desk(world, "何敏"), hidden, phone=PHONE))
        clock(cast.NOW + datetime.timedelta(hours=73))

        answer = sends(at_desk(world, "何敏"), hidden, **TOLD)

        assert "已经换了一张新的" in text_of(answer)
        assert "楼道灯不亮" in text_of(answer)
        assert f'value="{PHONE}"' in text_of(answer)
