"""The organiser's pages of workrooms: who finds them, opening one, changing what residents read, saying no in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.kernel.refusals import Refused
from lianxin.people import actions
from lianxin.people.models import Unit
from lianxin.workrooms.actions import open_workroom
from lianxin.workrooms.models import Workroom
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
PAGES = ("/rooms/", "/rooms/add/", "/rooms/shenxin/change/")


@pytest.fixture
def organiser(enter: Enter) -> Client:
    """罗芳, signed in."""
    return enter("罗芳")


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return answer.content.decode()


def sentences(answer: Any) -> list[str]:
    assert answer.status_code == 200
    summary = answer.content.decode().split('class="error-summary"')[1].split("</ul>")[0]
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', summary)


class TestDoors:
    def test_an_organiser_finds_every_page(self, organiser: Client) -> None:
        assert [html(organiser, address).count("<h1") for address in PAGES] == [1, 1, 1]

    def test_nobody_else_finds_any_by_asking_or_by_sending(self, enter: Enter, world: World) -> None:
        for name in set(world.posts) - {"罗芳", "白川"}:
            client = enter(name)
            for address in PAGES:
                assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}

    def test_whoever_is_not_signed_in_is_sent_to_the_door(self, client: Client, world: World) -> None:
        assert [client.get(address)["Location"] for address in PAGES] == [f"/in/?next={a}" for a in PAGES]

    def test_a_form_from_elsewhere_changes_nothing(self, world: World) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.person("罗芳"))

        assert [strict.post(address).status_code for address in PAGES[1:]] == [403, 403]

    def test_a_room_that_is_not_there_is_not_there(self, organiser: Client) -> None:
        assert organiser.get("/rooms/nowhere/change/").status_code == 404


class TestList:
    def test_rooms_stand_under_the_unit_above_and_lead_to_their_page(self, organiser: Client) -> None:
        page = html(organiser, "/rooms/")

        assert (
            page.index("深沟寺街道</th>")
            < page.index("深新社区党代表工作室")
            < page.index("深南社区党代表工作室")
        )
        assert 'href="/r/shenxin/"' in page
        assert page.count("没有记") == 4

    def test_whoever_has_none_yet_is_named_with_a_way_to_open_one(
        self, organiser: Client, world: World
    ) -> None:
        unit = world.units["深沟寺街道"]

        assert f'href="/rooms/add/?unit={unit.pk}"' in html(organiser, "/rooms/")

    def test_no_room_at_all_is_said_in_words(self, organiser: Client, world: World, any_write: None) -> None:
        for room in world.rooms.values():
            room.delete()

        assert "还没有工作室" in html(organiser, "/rooms/")


class TestOpening:
    def add(self, organiser: Client, world: World, **typed: object) -> Any:
        given = {
            "unit": world.units["深沟寺街道"].pk,
            "name": "",
            "slug": "jiedao",
            "address": "",
            "hours": "",
            "phone": "",
        }
        return organiser.post("/rooms/add/", given | typed)

    def test_the_name_is_suggested_from_the_unit(self, organiser: Client, world: World) -> None:
        page = html(organiser, f"/rooms/add/?unit={world.units['深沟寺街道'].pk}")

        assert 'value="深沟寺街道党代表工作室"' in page

    def test_units_with_a_room_and_the_office_are_not_offered(self, organiser: Client) -> None:
        options = re.findall(r"<option[^>]*>([^<]+)</option>", html(organiser, "/rooms/add/"))

        assert options == ["选一个", "立山区", "区住建局", "区城管局", "深沟寺街道"]

    def test_an_empty_name_means_the_suggested_one(self, organiser: Client, world: World) -> None:
        answer = self.add(organiser, world, hours="工作日 8:30 到 17:00")

        room = Workroom.objects.get(slug="jiedao")
        assert (answer.status_code, answer["Location"]) == (303, "/rooms/?done=opened")
        assert (room.name, room.hours, room.since) == (
            "深沟寺街道党代表工作室",
            "工作日 8:30 到 17:00",
            cast.NOW.date(),
        )
        assert "工作室开好了" in html(organiser, "/rooms/?done=opened")
        assert Client().get("/r/jiedao/").status_code == 200

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"slug": ""}, "写一下网址名"),
            ({"slug": "Jie Dao"}, "网址名用小写字母、数字和短横，例如 shenxin"),
            ({"slug": "街道"}, "网址名用小写字母、数字和短横，例如 shenxin"),
            ({"slug": "-a"}, "网址名用小写字母、数字和短横，例如 shenxin"),
            ({"slug": "shenxin"}, "这个单位已经有工作室，或者网址名用过了"),
            ({"slug": "a" * 41}, "最多写 40 个字"),
            ({"unit": ""}, "选一下是哪个单位的"),
            ({"unit": "999999"}, "选一下是哪个单位的"),
            ({"name": "室" * 81}, "最多写 80 个字"),
            ({"address": "长" * 5000}, "最多写 200 个字"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, organiser: Client, world: World, typed: dict[str, str], said: str
    ) -> None:
        before = Workroom.objects.count()
        answer = self.add(organiser, world, **{"phone": "0412-000 0168"} | typed)

        assert sentences(answer) == [said]
        assert 'value="0412-000 0168"' in answer.content.decode()
        assert Workroom.objects.count() == before

    def test_a_unit_whose_name_leaves_no_place_needs_a_shorter_one(
        self, organiser: Client, world: World
    ) -> None:
        long = actions.add_unit("社" * 80, "community", parent=world.units["深沟寺街道"], since=cast.SINCE)

        assert sentences(self.add(organiser, world, unit=long.pk)) == ["工作室名称最多 80 个字，写一个短些的"]

    def test_a_unit_that_got_a_room_meanwhile_is_refused(self, organiser: Client, world: World) -> None:
        unit = Unit.objects.get(pk=world.units["深沟寺街道"].pk)
        open_workroom(unit, name="别人先开的", slug="first", since=cast.SINCE)

        assert sentences(self.add(organiser, world)) == ["选一下是哪个单位的"]
        with pytest.raises(Refused, match="这个单位已经有工作室"):
            open_workroom(unit, name="后开的", slug="second", since=cast.SINCE)

    def test_a_room_since_1899_is_refused(self, world: World) -> None:
        with pytest.raises(Refused, match="年份写得不对"):
            open_workroom(
                world.units["深沟寺街道"], name="老", slug="old", since=cast.SINCE.replace(year=1899)
            )


class TestChanging:
    def test_what_residents_read_is_changed_and_its_name_is_not(self, organiser: Client) -> None:
        assert 'value="0412-000 0168"' in html(organiser, "/rooms/shenxin/change/")

        given = {"address": " 一楼东侧 ", "hours": "每周五", "phone": "", "name": "别的名字", "slug": "other"}
        answer = organiser.post("/rooms/shenxin/change/", given)

        room = Workroom.objects.get(slug="shenxin")
        assert (answer.status_code, answer["Location"]) == (303, "/rooms/?done=changed")
        assert (room.address, room.hours, room.phone, room.name) == (
            "一楼东侧",
            "每周五",
            "",
            "深新社区党代表工作室",
        )
        assert "每周五" in Client().get("/r/shenxin/").content.decode()

    def test_too_much_is_refused_in_words(self, organiser: Client) -> None:
        answer = organiser.post(
            "/rooms/shenxin/change/", {"address": "x", "hours": "x" * 201, "phone": "1" * 41}
        )

        assert sentences(answer) == ["最多写 200 个字", "最多写 40 个字"]
        assert Workroom.objects.get(slug="shenxin").address == ""
