"""The district's page and a room's page, as somebody at the door reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import held, text_of
from lianxin.kernel.acting import acting
from lianxin.people.actions import add_unit
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db


class TestTheDistrict:
    def test_rooms_stand_under_their_subdistrict(self, world: World) -> None:
        with acting():
            other = add_unit("曙光街道", "subdistrict", parent=world.units["立山区"], since=cast.SINCE)
            open_workroom(other, name="曙光街道党代表工作室", slug="shuguang", since=cast.SINCE)

        page = text_of(Client().get("/"))

        assert page.index("深沟寺街道") < page.index("/r/shennan/") < page.index("曙光街道")
        assert page.index("曙光街道") < page.index("/r/shuguang/")
        assert "一共 2 处、3 间" in page

    def test_who_does_not_know_where_finds_the_district_s_own_room(self, world: World) -> None:
        page = text_of(Client().get("/"))

        assert '<a class="btn btn-quiet" href="/r/lishan/">说给区里</a>' in page

    def test_numbers_to_call_can_be_tapped(self, world: World) -> None:
        page = text_of(Client().get("/"))

        assert 'href="tel:12345"' in page
        assert [number for number in ("110", "119", "120") if f'href="tel:{number}"' not in page] == []

    def test_asking_after_a_matter_goes_by_post(self, world: World) -> None:
        page = Client().get("/")

        assert '<form class="gap-1" action="/t/" method="post">' in text_of(page)
        assert held(page, "csrfmiddlewaretoken")

    def test_a_room_that_is_closed_is_no_choice(self, world: World, clock: SetClock) -> None:
        with acting():
            room = world.rooms["深南社区"]
            room.until = cast.NOW.date() + timedelta(days=1)
            room.save()
        assert "/r/shennan/" in text_of(Client().get("/"))

        clock(cast.NOW + timedelta(days=1))
        assert "/r/shennan/" not in text_of(Client().get("/"))
        assert Client().get("/r/shennan/say/").status_code == 404


class TestARoom:
    def test_it_says_where_and_when_and_what_happens_then(self, world: World) -> None:
        with acting():
            room = world.rooms["深新社区"]
            room.address, room.hours = "居委会一楼", "周一上午"
            room.save()

        page = text_of(Client().get("/r/shenxin/"))

        for word in ("居委会一楼", "周一上午", "收到", "派出", "在办", "有答复", "办结", "/r/shenxin/say/"):
            assert word in page
        assert 'href="tel:04120000168"' in page
        assert "1 个工作日内，交给能办的单位" in page
        assert "一般 15 个工作日内办完" in page

    def test_what_is_not_known_is_left_out(self, world: World) -> None:
        page = text_of(Client().get("/r/shennan/"))

        assert "<dt>地址</dt>" not in page
        assert "<dt>开门</dt>" not in page


def test_the_notice_says_what_is_kept_who_sees_it_and_how_long(world: World) -> None:
    page = text_of(Client().get("/privacy/"))

    for part in ("留什么", "谁能看", "留多久", "三年", "想清除", "第 1 版"):
        assert part in page
