"""Who stands in for whom: what is refused, what she may do and until when, and who hears of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.kernel.refusals import Refused
from lianxin.people import access, actions
from lianxin.people.models import ADMIN_ROLES, Deputy, Person
from lianxin.trust.models import ReadLog
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
DAY = datetime.timedelta(days=1)
TODAY = cast.NOW.date()
WEEK = datetime.timedelta(weeks=1)


def stand_in(world: World, absent: str, deputy: str, **days: Any) -> Deputy:
    """From today on for a week, unless the days are given."""
    given = {"since": TODAY, "last": TODAY + WEEK, "today": TODAY, **days}
    return actions.stand_in(world.person(absent), world.person(deputy), "illness", **given)


def posts_of(world: World, name: str, day: datetime.date = TODAY) -> list[tuple[str, str]]:
    return [(post.person, post.role) for post in access.posts_of(world.person(name).pk, day)]


class TestRefused:
    @pytest.mark.parametrize(
        ("absent", "deputy", "days", "sentence", "field"),
        [
            ("何敏", "何敏", {}, "自己不能代自己", "deputy"),
            ("何敏", "吴迪", {"since": TODAY - DAY}, "过去的日子不能补代班", "since"),
            ("何敏", "吴迪", {"last": TODAY - DAY}, "结束的日子不能早于开始的日子", "until"),
            ("何敏", "吴迪", {"last": datetime.date(2206, 1, 1)}, "年份写得不对", "until"),
        ],
    )  # fmt: skip
    def test_odd_days_and_oneself(
        self, world: World, absent: str, deputy: str, days: dict[str, Any], sentence: str, field: str
    ) -> None:
        with pytest.raises(Refused, match=sentence) as refused:
            stand_in(world, absent, deputy, **days)

        assert refused.value.field == field

    def test_the_same_two_on_the_same_days(self, world: World) -> None:
        stand_in(world, "何敏", "吴迪")

        with pytest.raises(Refused, match="这几天里吴迪已经在代班了"):
            stand_in(world, "何敏", "吴迪", since=TODAY + WEEK, last=TODAY + 2 * WEEK)
        stand_in(world, "何敏", "吴迪", since=TODAY + WEEK + DAY, last=TODAY + 2 * WEEK)
        stand_in(world, "何敏", "林晓")

    def test_somebody_who_was_stopped_or_has_no_post(self, world: World, any_write: None) -> None:
        world.posts["新来"] = type("P", (), {"person": actions.add_person("新来", "xinlai")})()
        with pytest.raises(Refused, match="没有岗位，不能代班"):
            stand_in(world, "何敏", "新来")
        Person.objects.filter(name="吴迪").update(is_active=False)
        with pytest.raises(Refused, match="停用了的人不能代班"):
            stand_in(world, "何敏", "吴迪")

    @pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
    def test_an_administrator_neither_stands_in_nor_is_stood_in_for(self, world: World, role: str) -> None:
        admin = actions.add_person("方管", "fangguan")
        world.posts["方管"] = actions.add_post(admin, role, None, since=cast.SINCE)

        with pytest.raises(Refused, match="管理员的岗位不能由别人代"):
            stand_in(world, "方管", "何敏")
        with pytest.raises(Refused, match="方管是管理员"):
            stand_in(world, "何敏", "方管")

    def test_nobody_becomes_an_administrator_while_standing_in(self, world: World) -> None:
        stand_in(world, "罗芳", "何敏")
        actions.end_post(world.posts["何敏"], until=TODAY)

        with pytest.raises(Refused, match="管理员不能代班"):
            actions.add_post(world.person("何敏"), "security_admin", None, since=TODAY)


class TestRights:
    def test_they_come_and_go_by_the_day(self, world: World) -> None:
        stand_in(world, "何敏", "方圆", since=TODAY + DAY, last=TODAY + 3 * DAY)

        held = [("何敏", "liaison") in posts_of(world, "方圆", TODAY + n * DAY) for n in range(6)]

        assert held == [False, True, True, True, False, False]

    def test_an_organisers_posts_come_without_an_administrators(self, world: World, any_write: None) -> None:
        post = world.posts["罗芳"]
        type(post)(person=post.person, role="security_admin", unit=None, since=cast.SINCE).save()
        stand_in(world, "罗芳", "何敏")

        assert posts_of(world, "何敏") == [("何敏", "liaison"), ("罗芳", "organiser")]

    def test_what_is_stood_in_for_is_not_handed_on(self, world: World) -> None:
        stand_in(world, "何敏", "吴迪")
        stand_in(world, "吴迪", "方圆")

        assert ("何敏", "liaison") not in posts_of(world, "方圆")

    def test_nobody_stands_in_for_somebody_stopped(self, world: World, any_write: None) -> None:
        stand_in(world, "何敏", "方圆")
        Person.objects.filter(name="何敏").update(is_active=False)

        assert posts_of(world, "方圆") == [("方圆", "handler")]


class TestEnding:
    def test_it_ends_at_once_and_the_past_days_stay(self, world: World, any_write: None) -> None:
        row = stand_in(world, "何敏", "方圆")
        Deputy.objects.filter(pk=row.pk).update(since=TODAY - WEEK)
        row.refresh_from_db()
        actions.end_standing_in(row, today=TODAY)

        row.refresh_from_db()
        assert (row.since, row.until) == (TODAY - WEEK, TODAY)
        assert posts_of(world, "方圆") == [("方圆", "handler")]
        with pytest.raises(Refused, match="已经结束了"):
            actions.end_standing_in(row, today=TODAY)

    def test_one_that_has_not_stood_a_day_goes(self, world: World) -> None:
        actions.end_standing_in(stand_in(world, "何敏", "方圆", since=TODAY + DAY), today=TODAY)

        assert not Deputy.objects.exists()


class TestPages:
    def form(self, client: Client, world: World, name: str, **typed: Any) -> Any:
        given = {"because": "leave", "since": "2026-06-05", "last": "2026-06-08", **typed}
        return client.post(f"/people/{world.person(name).pk}/away/", given)

    def test_she_names_somebody_of_her_unit_and_it_is_chosen_on_top_by_name(
        self, world: World, enter: Enter
    ) -> None:
        client = enter("何敏")
        page = client.get(f"/people/{world.person('何敏').pk}/away/").content.decode()
        assert "林晓</option>" in page
        assert "吴迪</option>" not in page

        answer = self.form(client, world, "何敏", deputy=world.person("林晓").pk)
        assert answer["Location"] == "/me/?done=deputy"
        own = client.get("/me/?done=deputy").content.decode()
        assert "代班记下了" in own
        assert "6月5日到6月8日" in own

        deputy = enter("林晓")
        assert "代 何敏 · 深新社区联络员" in deputy.get("/me/").content.decode()
        assert "我代谁的班" in deputy.get("/me/").content.decode()

    def test_somebody_elsewhere_is_named_by_login(self, world: World, enter: Enter) -> None:
        client = enter("罗芳")

        assert self.form(client, world, "何敏", login=" WuDi ")["Location"].startswith("/people/")
        assert Deputy.objects.get().stands_in == world.person("吴迪")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "选一个人，或者写登录名"),
            ({"login": "nobody"}, "没有用这个登录名的人"),
            ({"deputy": "林晓", "login": "wudi"}, "选了人就不用再写登录名"),
            ({"deputy": "林晓", "since": "2026-06-04"}, "过去的日子不能补代班"),
            ({"deputy": "林晓", "because": ""}, "选一下为什么"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, world: World, enter: Enter, typed: dict[str, Any], sentence: str
    ) -> None:
        typed = {**typed, **({"deputy": world.person("林晓").pk} if "deputy" in typed else {})}
        answer = self.form(enter("何敏"), world, "何敏", **typed)

        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert 'value="2026-06-08"' in answer.content.decode()
        assert not Deputy.objects.exists()

    def test_nobody_names_a_deputy_for_another(self, world: World, enter: Enter) -> None:
        for name in ("吴迪", "林晓", "钱立"):
            assert self.form(enter(name), world, "何敏", deputy=world.person("林晓").pk).status_code == 404

    def test_the_read_log_names_who_read_and_the_post_she_stood_in(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house()
        stand_in(world, "何敏", "方圆")
        client = enter("方圆")
        client.post("/in/as/", {"post": world.posts["何敏"].pk})
        answer = client.post(f"/m/{receipt.ref}/contact/{receipt.voice_id}/", {"reason": "约上门"})

        assert "13800000427" in answer.content.decode().replace(" ", "")
        logged = ReadLog.objects.get()
        assert (logged.person_id, logged.post_id) == (world.person("方圆").pk, world.posts["何敏"].pk)

    def test_rights_end_with_the_next_request(self, world: World, enter: Enter) -> None:
        row = stand_in(world, "罗芳", "方圆")
        client = enter("方圆")
        client.post("/in/as/", {"post": world.posts["罗芳"].pk})
        assert client.get("/people/").status_code == 200

        assert enter("罗芳").post(f"/people/away/{row.pk}/end/").status_code == 303
        assert client.get("/people/").status_code == 404
