"""Registering for somebody who is present: one plain form, one slip, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import Answer, errors_in, held, photo, text_of
from lianxin.kernel.acting import acting
from lianxin.matters.access import matters_visible_to
from lianxin.matters.models import Matter, Voice
from lianxin.people.actions import add_post
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
TOLD = {"share": "room_only", "name": "周桂兰", "phone": "13800000427", "told": "on"}


@pytest.fixture
def hemin(world: World) -> Client:
    """何敏 at her desk."""
    client = Client()
    client.force_login(world.person("何敏"))
    return client


def send(client: Client, key: str = "", **given: object) -> Answer:
    key = key or held(client.get("/desk/"), "key")
    return client.post("/desk/", {"key": key, "words": "楼道灯不亮", "channel": "visit"} | given)


class TestRegistering:
    def test_the_same_verb_takes_it(self, hemin: Client, world: World) -> None:
        answer = send(hemin, place="3 号楼", photos=[photo()], reach="phone", **TOLD)

        assert re.fullmatch(r"/desk/slip/[0-9a-f-]{36}/", answer["Location"])
        world.house()
        voice = Voice.objects.get()
        assert (voice.channel, voice.share, voice.reach, voice.place) == (
            "visit",
            "room_only",
            "phone",
            "3 号楼",
        )
        assert voice.heard_by == world.posts["何敏"]
        assert voice.room == world.rooms["深新社区"]
        assert voice.speaker is not None
        assert voice.consent_version == "1"

    def test_a_delegate_registers_too(self, world: World) -> None:
        client = Client()
        client.force_login(world.person("林晓"))

        assert send(client).status_code == 303

    @pytest.mark.parametrize("name", ["郭强", "韩冬", "罗芳"])
    def test_others_find_nothing_there(self, world: World, name: str) -> None:
        client = Client()
        client.force_login(world.person(name))

        assert client.get("/desk/").status_code == 404
        assert client.post("/desk/", {"words": "灯不亮"}).status_code == 404

    def test_who_is_not_signed_in_is_sent_to_the_door(self, world: World) -> None:
        assert Client().get("/desk/")["Location"].startswith("/in/?next=")

    def test_with_one_room_there_is_nothing_to_choose(self, hemin: Client) -> None:
        page = text_of(hemin.get("/desk/"))

        assert 'name="room"' not in page
        assert "记在深新社区党代表工作室" in page

    def test_with_two_posts_she_chooses_and_the_step_keeps_the_right_one(self, world: World) -> None:
        with acting():
            other = add_post(world.person("何敏"), "liaison", world.units["深南社区"], since=cast.SINCE)
        client = Client()
        client.force_login(world.person("何敏"))
        room = str(world.rooms["深南社区"].pk)

        assert "深南社区党代表工作室" in text_of(client.get("/desk/"))
        assert send(client, room=room).status_code == 303
        world.house()
        voice = Voice.objects.get()
        assert (voice.room, voice.heard_by) == (world.rooms["深南社区"], other)

    def test_somebody_else_s_room_is_no_choice(self, world: World) -> None:
        with acting():
            add_post(world.person("何敏"), "liaison", world.units["深南社区"], since=cast.SINCE)
        client = Client()
        client.force_login(world.person("何敏"))

        answer = send(client, room=str(world.rooms["立山区"].pk))

        assert [place for place, _ in errors_in(answer)] == ["id_room"]

    def test_a_handler_s_post_gives_no_room(self, world: World) -> None:
        with acting():
            add_post(world.person("何敏"), "handler", world.units["深南社区"], since=cast.SINCE)
        client = Client()
        client.force_login(world.person("何敏"))

        assert "深南社区党代表工作室" not in text_of(client.get("/desk/"))

    def test_a_post_without_a_room_is_told_so(self, world: World) -> None:
        client = Client()
        client.force_login(world.person("吴迪"))

        assert "您的单位没有工作室" in text_of(client.get("/desk/"))

    def test_nobody_says_anything_of_contact_nobody_has(self, hemin: Client, world: World) -> None:
        send(hemin)

        world.house()
        voice = Voice.objects.get()
        assert (voice.share, voice.reach, voice.consent_version) == ("anonymous", "visit", "")


class TestRefusing:
    """U-09: each refusal is named at its place and keeps all that was typed."""

    @pytest.mark.parametrize(
        ("given", "place"),
        [
            ({"words": ""}, "id_words"),
            ({"words": "很" * 4001}, "id_words"),
            ({"channel": ""}, "id_channel"),
            ({"channel": "dove"}, "id_channel"),
            ({"phone": "13800000427", "told": "on"}, "id_share_0"),
            ({"share": "room_only", "phone": "13800000427"}, "id_told"),
            ({"share": "room_only", "phone": "1", "told": "on"}, "id_phone"),
            ({"reach": "phone"}, "id_phone"),
            ({"place": "远" * 201}, "id_place"),
        ],
    )
    def test_what_is_missing_is_named(
        self, hemin: Client, world: World, given: dict[str, str], place: str
    ) -> None:
        answer = send(hemin, **({"address": "3 号楼"} if "told" in given else {}), **given)

        assert [where for where, _ in errors_in(answer)] == [place]
        for name, typed in given.items():
            assert name in ("channel", "told", "reach", "share") or typed in text_of(answer)
        world.house()
        assert not Matter.objects.exists()

    def test_the_summary_stands_in_the_order_of_the_form(self, hemin: Client) -> None:
        answer = send(hemin, words="", phone="13800000427", late_because="停电")

        assert [where for where, _ in errors_in(answer)] == [
            "id_words",
            "id_share_0",
            "id_told",
            "id_happened_at",
        ]

    def test_photos_that_were_fine_have_to_be_chosen_again_and_it_says_so(self, hemin: Client) -> None:
        assert "照片要再选一次" in text_of(send(hemin, words="", photos=[photo()]))

    def test_a_key_too_old_keeps_everything(self, hemin: Client, world: World, clock: SetClock) -> None:
        key = held(hemin.get("/desk/"), "key")
        clock(cast.NOW + timedelta(hours=73))
        later = Client()  # her session is over long before the form's key
        later.force_login(world.person("何敏"))

        answer = send(later, key)

        assert "已经换了一张新的" in text_of(answer)
        assert "楼道灯不亮" in text_of(answer)

    def test_a_resident_s_key_is_none_of_the_desk(self, hemin: Client) -> None:
        key = held(Client().get("/r/shenxin/say/"), "key")

        assert "已经换了一张新的" in text_of(send(hemin, key))


class TestOnce:
    def test_a_double_click_is_one_matter(self, hemin: Client, world: World) -> None:
        key = held(hemin.get("/desk/"), "key")

        assert send(hemin, key)["Location"] == send(hemin, key)["Location"]
        world.house()
        assert Matter.objects.count() == 1

    def test_the_same_form_with_other_words_keeps_both(self, hemin: Client, world: World) -> None:
        key = held(hemin.get("/desk/"), "key")
        first = send(hemin, key)["Location"]

        answer = send(hemin, key, words="井盖也没了")

        page = text_of(answer)
        assert first in page
        assert "井盖也没了" in page
        assert send(hemin, held(answer, "key"), words="井盖也没了").status_code == 303
        world.house()
        assert Matter.objects.count() == 2


class TestTheSlip:
    def test_it_says_what_is_taken_home(self, hemin: Client, world: World) -> None:
        page = text_of(hemin.get(send(hemin)["Location"]))

        assert re.search(r"LS-2026-\d{6}", page)
        assert re.search(r"\d{4} \d{4}", page)
        assert "6月29日 星期一前" in page
        assert "tel:04120000168" in page
        assert "再登记一件" in page
        assert "print.css" in page

    def test_paper_and_language_are_chosen_on_it(self, hemin: Client) -> None:
        slip = send(hemin)["Location"]
        page = text_of(hemin.get(f"{slip}?paper=58&in=en&lang=zh"))

        assert "slip-58.css" in page
        assert "Tracking code" in page
        assert "用什么文字打" in page
        assert f"{slip}?paper=58&amp;in=zh-Hans" in page
        assert f"{slip}?paper=a6&amp;in=en" in page
        assert "查询码" in text_of(hemin.get(f"{slip}?in=xx"))

    def test_one_about_her_own_room_leaves_her_sight_and_says_so(self, hemin: Client, world: World) -> None:
        slip = send(hemin, about="yes", share="with_contact", name="周桂兰", told="on")["Location"]

        page = text_of(hemin.get(slip))
        assert "离开这一页就看不到了" in page
        assert re.search(r"LS-2026-\d{6}", page)
        assert "tel:04120000168" not in page
        reader = world.reader("何敏")
        assert not matters_visible_to(reader).exists()
        world.house()
        assert Voice.objects.get().share == "room_only"

    def test_nobody_else_opens_it(self, hemin: Client, world: World) -> None:
        slip = send(hemin, about="yes")["Location"]
        other = Client()
        other.force_login(world.person("钱立"))

        answer = other.get(slip)

        assert answer.status_code == 404
        assert "LS-2026" not in text_of(answer)

    def test_who_is_not_signed_in_is_sent_to_the_door(self, hemin: Client) -> None:
        slip = send(hemin)["Location"]

        assert Client().get(slip)["Location"].startswith("/in/?next=")

    def test_the_day_after_it_is_gone(self, hemin: Client, world: World, clock: SetClock) -> None:
        slip = send(hemin, about="yes")["Location"]
        clock(cast.NOW + timedelta(days=1))
        later = Client()
        later.force_login(world.person("何敏"))

        assert later.get(slip).status_code == 404

    def test_it_is_kept_nowhere_on_the_way(self, hemin: Client) -> None:
        assert hemin.get(send(hemin)["Location"])["Cache-Control"] == "no-store"
