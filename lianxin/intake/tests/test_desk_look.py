"""查号码: what this number said before, who is writing for it now, logged once, never more than may be seen."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from lianxin.intake.desk_actions import WHY_LOOKED
from lianxin.intake.tests.at_desk import PHONE, chosen, looked, looks, opened, said_before, sends
from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import held, text_of
from lianxin.kernel.acting import acting
from lianxin.matters.access import matters_visible_to
from lianxin.matters.actions.handling import send_up
from lianxin.matters.actions.taking import supplement
from lianxin.matters.by import acting as by_post
from lianxin.matters.models import Matter, Voice, VoiceMatter
from lianxin.matters.tests.test_moves import at
from lianxin.people import access
from lianxin.people.access import post_view, reader_of
from lianxin.people.actions import add_person, add_post
from lianxin.trust.models import ReadLog
from tests import world as cast
from tests.world import SUNK_ROAD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def hemin(world: World) -> Client:
    """何敏 at her desk."""
    client = Client()
    client.force_login(world.person("何敏"))
    return client


def another_liaison(world: World) -> Client:
    """A second liaison of the same room, at the next table."""
    with acting():
        person = add_person("孟瑶", "mengyao")
        add_post(person, "liaison", world.units["深新社区"], since=cast.SINCE)
    client = Client()
    client.force_login(person)
    return client


class TestTheList:
    def test_an_earlier_matter_is_shown_masked(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD)

        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert "塌下去一块" in page
        assert "周**" in page
        assert "138 **** 0427" in page
        assert "周桂兰" not in page
        assert PHONE not in page

    @pytest.mark.parametrize(
        ("stage", "says"),
        [("told", "自动办结"), ("kept told", "还有 1 个工作日"), ("closed", "还有 27 个工作日")],
        ids=["告知过了", "兑现了还没告知", "等着兑现"],
    )
    def test_the_light_is_that_of_what_is_owed_first(
        self, hemin: Client, world: World, stage: str, says: str
    ) -> None:
        at(stage, world)

        assert says in text_of(looks(hemin, opened(hemin), phone=PHONE))

    @pytest.mark.parametrize(
        "typed",
        [
            "138 0000 0427",
            "138/0000/0427",
            "+86 13800000427",
            "13900000000/13800000427",
            "１３８０００００４２７",
        ],
    )
    def test_in_whatever_way_it_is_typed(self, hemin: Client, world: World, typed: str) -> None:
        said_before(world, SUNK_ROAD)

        assert "塌下去一块" in text_of(looks(hemin, opened(hemin), phone=typed))

    def test_an_extension_finds_what_came_without_it(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD, phone="0412-5551234")

        assert "塌下去一块" in text_of(looks(hemin, opened(hemin), phone="0412-5551234 转 18"))

    def test_two_numbers_in_one_field_are_both_looked_up_and_it_says_so(
        self, hemin: Client, world: World
    ) -> None:
        said_before(world, SUNK_ROAD)
        said_before(world, "楼道灯不亮", phone="13900000001", name="周桂香")

        page = text_of(looks(hemin, opened(hemin), phone=f"{PHONE}/13900000001"))

        assert "塌下去一块" in page
        assert "楼道灯不亮" in page
        assert "格里有几个号码，都查了" in page
        assert "138 **** 0427" in page
        assert "139 **** 0001" in page

    @pytest.mark.parametrize("typed", ["13900000001", "138 0000 0427"])
    def test_of_two_numbers_kept_in_one_field_either_is_found_later(
        self, hemin: Client, world: World, typed: str
    ) -> None:
        said_before(world, SUNK_ROAD, phone=f"{PHONE}/13900000001")

        assert "塌下去一块" in text_of(looks(hemin, opened(hemin), phone=typed))

    def test_what_is_older_than_twelve_months_is_left(self, world: World, clock: SetClock) -> None:
        said_before(world, SUNK_ROAD)
        said_before(world, "楼道灯不亮", now=cast.NOW + datetime.timedelta(days=20))
        clock(cast.NOW + datetime.timedelta(days=375))
        later = Client()
        later.force_login(world.person("何敏"))

        page = text_of(looks(later, opened(later), phone=PHONE))

        assert "塌下去一块" not in page
        assert "楼道灯不亮" in page

    def test_the_newest_six_at_most(self, hemin: Client, world: World) -> None:
        for number in range(8):
            said_before(world, f"第{number}件事", now=cast.NOW - datetime.timedelta(days=8 - number))

        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert [n for n in range(8) if f"第{n}件事" in page] == [2, 3, 4, 5, 6, 7]

    def test_another_room_s_matter_is_not_there(self, hemin: Client, world: World) -> None:
        said_before(world, "隔壁的事", room="深南社区")

        assert "隔壁的事" not in text_of(looks(hemin, opened(hemin), phone=PHONE))

    def test_another_room_s_matter_is_not_there_even_if_he_sees_it(self, world: World) -> None:
        """What 深南 sent up lies before 吴迪 too; at a desk for one room only that room's matters count."""
        with acting():
            add_post(world.person("吴迪"), "liaison", world.units["深新社区"], since=cast.SINCE)
        wudi = Client()
        wudi.force_login(world.person("吴迪"))
        other = said_before(world, "隔壁的事", room="深南社区")
        with acting():
            liaison = add_post(
                add_person("孟瑶", "mengyao"), "liaison", world.units["深南社区"], since=cast.SINCE
            )
        reader_of(liaison.person_id, liaison.pk, cast.NOW.date())
        send_up(other, by_post(post_view(liaison)), words="请街道协调", now=cast.NOW)
        said_before(world, "本室的事")
        assert matters_visible_to(world.reader("吴迪")).filter(pk=other).exists()

        page = text_of(looks(wudi, opened(wudi), phone=PHONE))

        assert "本室的事" in page
        assert "隔壁的事" not in page

    def test_what_is_about_her_room_is_not_there(self, hemin: Client, world: World) -> None:
        world.tell_the_house("社区的人不理我", about="深新社区")

        assert "不理我" not in text_of(looks(hemin, opened(hemin), phone=PHONE))

    def test_nor_where_row_security_would_let_it_through(
        self, hemin: Client, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.tell_the_house("社区的人不理我", about="深新社区")
        hidden, real, units = opened(hemin), access.read_as, [unit.pk for unit in world.units.values()]
        monkeypatch.setattr(access, "read_as", lambda asked: real(units))

        assert "不理我" not in text_of(looks(hemin, hidden, phone=PHONE))

    def test_a_voice_that_moved_away_is_not_counted(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD)
        world.house()
        with acting():
            VoiceMatter.objects.filter(matter=pk).update(until=cast.NOW, ended_no=1)

        assert "塌下去一块" not in text_of(looks(hemin, opened(hemin), phone=PHONE))

    def test_a_number_nobody_knows(self, hemin: Client) -> None:
        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert "一年里没有说过" in page
        assert chosen(looks(hemin, opened(hemin), phone=PHONE)) is None

    def test_no_number_is_no_look_up(self, hemin: Client) -> None:
        answer = looks(hemin, opened(hemin), phone="没有电话")

        assert answer.status_code == 200
        assert not ReadLog.objects.exists()

    def test_two_who_share_the_number_are_told_apart(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD)
        said_before(world, "楼道灯不亮", name="李明")

        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert "周**" in page
        assert "李*" in page

    def test_without_a_script_a_button_shows_the_same_and_loses_nothing(
        self, hemin: Client, world: World
    ) -> None:
        said_before(world, SUNK_ROAD)
        hidden = opened(hemin)

        answer = sends(hemin, hidden, do="look", phone=PHONE, words="写了一半的话", place="3 号楼")

        page = text_of(answer)
        assert "塌下去一块" in page
        assert "写了一半的话" in page
        assert 'value="3 号楼"' in page
        assert held(answer, "key") == hidden["key"]
        assert "error-summary" not in page
        world.house()
        assert Matter.objects.count() == 1

    @pytest.mark.parametrize("typed", ["12", "1380000042"])
    def test_what_is_no_number_is_said(self, hemin: Client, typed: str) -> None:
        assert "这个号码认不出来" in text_of(looks(hemin, opened(hemin), phone=typed))

    def test_nothing_typed_is_no_wrong_number(self, hemin: Client) -> None:
        assert "认不出来" not in text_of(looks(hemin, opened(hemin), phone=" "))


class TestTheLog:
    def test_a_look_up_is_logged_with_its_reason(self, hemin: Client, world: World) -> None:
        looks(hemin, opened(hemin), phone=PHONE)

        row = ReadLog.objects.get()
        assert (row.kind, row.reason, row.person_id) == ("search", WHY_LOOKED, world.person("何敏").pk)
        assert row.post_id == world.posts["何敏"].pk

    def test_once_for_each_form_and_number(self, hemin: Client) -> None:
        hidden = opened(hemin)
        for phone in (PHONE, "138 0000 0427", "13900000001", PHONE):
            hidden = looked(hidden, looks(hemin, hidden, phone=phone))
        sends(hemin, hidden, words="", phone=PHONE)

        assert ReadLog.objects.count() == 2

    def test_another_form_is_logged_again(self, hemin: Client) -> None:
        first = opened(hemin)
        mark = looked(first, looks(hemin, first, phone=PHONE))["looked"]
        second = {**opened(hemin), "looked": mark}

        looks(hemin, second, phone=PHONE)

        assert ReadLog.objects.count() == 2

    def test_a_mark_somebody_made_up_is_logged_again(self, hemin: Client) -> None:
        looks(hemin, {**opened(hemin), "looked": "made:up"}, phone=PHONE)

        assert ReadLog.objects.count() == 1

    def test_no_number_stands_in_it(self, hemin: Client) -> None:
        looks(hemin, opened(hemin), phone=PHONE)

        assert PHONE not in str(ReadLog.objects.values_list()[0])

    def test_opening_the_desk_is_no_look_up(self, hemin: Client) -> None:
        opened(hemin)

        assert not ReadLog.objects.exists()


class TestTheThirdCall:
    def test_it_is_added_beforehand_and_says_why(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD, times=2)

        answer = looks(hemin, opened(hemin), phone=PHONE)

        assert chosen(answer) == str(pk)
        assert "这个号码说过两回、还没办结的同一件" in text_of(answer)

    def test_a_further_voice_counts_as_a_time(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))
        assert (
            sends(
                hemin, hidden, same=str(pk), **{"share": "room_only", "phone": PHONE, "told": "on"}
            ).status_code
            == 303
        )

        assert chosen(looks(hemin, opened(hemin), phone=PHONE)) == str(pk)

    def test_a_further_voice_counts_once(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD, phone="13900000001")
        world.reader("何敏")
        supplement(pk, world.by("何敏"), words="我也说", now=cast.NOW, said=world.said("我也说", phone=PHONE))
        access.read_matter(0)

        assert chosen(looks(hemin, opened(hemin), phone=PHONE)) == ""

    def test_what_the_house_added_does_not_count(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD)
        world.reader("何敏")
        supplement(pk, world.by("何敏"), words="去看过", now=cast.NOW)

        assert chosen(looks(hemin, opened(hemin), phone=PHONE)) == ""

    def test_the_second_call_begins_anew_unless_she_chooses(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD)

        assert chosen(looks(hemin, opened(hemin), phone=PHONE)) == ""

    def test_two_earlier_ones_alike_count_as_two(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD, now=cast.NOW - datetime.timedelta(days=2))
        pk = said_before(world, SUNK_ROAD, now=cast.NOW - datetime.timedelta(days=1))

        answer = looks(hemin, opened(hemin), phone=PHONE)

        assert chosen(answer) == str(pk)
        assert "说过两件差不多的" in text_of(answer)

    def test_what_is_added_is_read_back_as_added(self, hemin: Client, world: World) -> None:
        pk = said_before(world, "路塌了", times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        given = {**hidden, "phone": PHONE, "words": "还没修", "same": str(pk)}
        page = text_of(hemin.post("/desk/aside/", given))

        assert "说的“路塌了”里" in page
        assert "地方您还没有说" not in page
        assert "里，" not in text_of(hemin.post("/desk/aside/", {**given, "same": ""}))

    def test_her_own_choice_stays(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD, times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        assert chosen(looks(hemin, hidden, phone=PHONE, same="")) == ""

    def test_another_number_is_chosen_for_anew(self, hemin: Client, world: World) -> None:
        said_before(world, SUNK_ROAD, times=2)
        pk = said_before(world, "楼道灯不亮", times=2, phone="13900000001")
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        assert chosen(looks(hemin, hidden, phone="13900000001", same="")) == str(pk)

    def test_adding_makes_a_further_voice_with_a_slip_of_its_own(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD, times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        answer = sends(hemin, hidden, same=str(pk), share="room_only", phone=PHONE, told="on")

        assert answer.status_code == 303
        assert hemin.get(answer["Location"]).status_code == 200
        world.house()
        assert Matter.objects.count() == 1
        assert sorted(Voice.objects.values_list("channel", flat=True)) == ["page", "reception"]
        assert VoiceMatter.objects.filter(matter=pk, until=None).count() == 2

    def test_pressed_twice_it_is_one_voice(self, hemin: Client, world: World) -> None:
        pk = said_before(world, SUNK_ROAD, times=2)
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))
        given = {"same": str(pk), "share": "room_only", "phone": PHONE, "told": "on"}

        assert sends(hemin, hidden, **given)["Location"] == sends(hemin, hidden, **given)["Location"]
        world.house()
        assert Voice.objects.count() == 2

    def test_unseen_it_is_not_registered_anew(self, hemin: Client, world: World) -> None:
        """Without scripts she may press at once: the list is shown once before, with the usual choice made."""
        pk = said_before(world, SUNK_ROAD, times=2)
        hidden = opened(hemin)

        answer = sends(hemin, hidden, share="room_only", phone=PHONE, told="on")

        assert answer.status_code == 200
        assert "先看一眼左边" in text_of(answer)
        assert chosen(answer) == str(pk)
        world.house()
        assert Matter.objects.count() == 1
        again = sends(hemin, looked(hidden, answer), same="", share="room_only", phone=PHONE, told="on")
        assert again.status_code == 303
        world.house()
        assert Matter.objects.count() == 2

    def test_a_matter_of_another_number_cannot_be_sent(self, hemin: Client, world: World) -> None:
        other = said_before(world, SUNK_ROAD, phone="13900000001")
        hidden = opened(hemin)
        hidden = looked(hidden, looks(hemin, hidden, phone=PHONE))

        sends(hemin, hidden, same=str(other), share="room_only", phone=PHONE, told="on")

        world.house()
        assert VoiceMatter.objects.filter(matter=other).count() == 1

    def test_a_delegate_may_look_but_not_add(self, world: World) -> None:
        said_before(world, SUNK_ROAD, times=2)
        linxiao = Client()
        linxiao.force_login(world.person("林晓"))

        answer = looks(linxiao, opened(linxiao), phone=PHONE)

        assert "塌下去一块" in text_of(answer)
        assert chosen(answer) is None


class TestTwoLiaisonsOnOneCaller:
    def test_what_the_other_registered_a_minute_ago_is_shown(
        self, hemin: Client, world: World, clock: SetClock
    ) -> None:
        other = another_liaison(world)
        sends(other, words="暖气漏水", share="room_only", phone=PHONE, told="on")
        clock(cast.NOW + datetime.timedelta(minutes=1))

        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert "暖气漏水" in page
        assert "今天 10:20 孟瑶登记的" in page

    def test_who_is_writing_now_is_named(self, hemin: Client, world: World) -> None:
        other = another_liaison(world)
        other.post("/desk/keep/", {**opened(other), "phone": "138 0000 0427", "words": "暖气"})

        page = text_of(looks(hemin, opened(hemin), phone=PHONE))

        assert "孟瑶正在登记这个号码（10:20）" in page
        assert "暖气" not in page

    def test_after_ten_minutes_nobody_writes_any_more(
        self, hemin: Client, world: World, clock: SetClock
    ) -> None:
        other = another_liaison(world)
        other.post("/desk/keep/", {**opened(other), "phone": PHONE, "words": "暖气"})
        clock(cast.NOW + datetime.timedelta(minutes=11))

        assert "正在登记" not in text_of(looks(hemin, opened(hemin), phone=PHONE))

    def test_her_own_form_is_not_somebody_writing(self, hemin: Client) -> None:
        hidden = opened(hemin)
        hemin.post("/desk/keep/", {**hidden, "phone": PHONE, "words": "暖气"})

        assert "正在登记" not in text_of(looks(hemin, hidden, phone=PHONE))

    def test_her_other_tab_is_said_to_be_hers(self, hemin: Client) -> None:
        hemin.post("/desk/keep/", {**opened(hemin), "phone": PHONE, "words": "暖气"})

        assert "您自己在另一页正在登记这个号码" in text_of(looks(hemin, opened(hemin), phone=PHONE))

    def test_her_other_tabs_are_said_once(self, hemin: Client) -> None:
        for _ in range(3):
            hemin.post("/desk/keep/", {**opened(hemin), "phone": PHONE, "words": "暖气"})

        assert text_of(looks(hemin, opened(hemin), phone=PHONE)).count("您自己在另一页") == 1

    def test_the_room_next_door_does_not_count(self, hemin: Client, world: World) -> None:
        with acting():
            person = add_person("孟瑶", "mengyao")
            add_post(person, "liaison", world.units["深南社区"], since=cast.SINCE)
        other = Client()
        other.force_login(person)
        other.post("/desk/keep/", {**opened(other), "phone": PHONE, "words": "暖气"})

        assert "正在登记" not in text_of(looks(hemin, opened(hemin), phone=PHONE))
