"""S-08: sessions of a lost telephone end by one button, a stopped person is out at her next request, and what she did stays."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.people import actions
from lianxin.people.models import Deputy, KeptForm, Person, Post
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
PASSWORD = "槐树 铜锁 星期三 七"  # noqa: S105 - of the cast
TODAY = cast.NOW.date()
PATHS = ("/inbox/", "/me/", "/new/", "/in/password/", "/find/?q=1")


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def ended_at_once(client: Client) -> None:
    """The next request of any kind goes to the door, within a second."""
    begun = time.monotonic()
    for path in PATHS:
        assert (path, client.get(path)["Location"]) == (path, f"/in/?next={path}".replace("?q=1", "%3Fq%3D1"))
    assert client.get("/me/", headers={"X-Autosave": "1"}).status_code == 401
    assert time.monotonic() - begun < 1


class TestLostPhone:
    @pytest.mark.parametrize(("who", "whose"), [("罗芳", "郭强"), ("罗芳", "林晓"), ("何敏", "林晓")])
    def test_one_button_ends_them_all(self, world: World, enter: Enter, who: str, whose: str) -> None:
        phone, desk, pk = enter(whose), enter(whose), world.person(whose).pk
        for one in (phone, desk):
            assert is_in(one)
            begin(one, minutes=-5)
        page = enter(who)
        assert "结束各处的登录" in page.get(f"/people/{pk}/").content.decode()

        answer = page.post(f"/people/{pk}/sessions/")

        assert answer["Location"] == f"/people/{pk}/?done=sessions"
        ended_at_once(phone)
        ended_at_once(desk)
        assert is_in(page)

    @pytest.mark.parametrize(
        ("who", "whose"), [("何敏", "钱立"), ("何敏", "吴迪"), ("林晓", "何敏"), ("吴迪", "林晓")]
    )
    def test_nobody_ends_those_of_others(self, world: World, enter: Enter, who: str, whose: str) -> None:
        phone = enter(whose)
        assert is_in(phone)
        begin(phone, minutes=-5)

        assert enter(who).post(f"/people/{world.person(whose).pk}/sessions/").status_code == 404
        assert is_in(phone)

    def test_ones_own_go_but_this_one(self, world: World, enter: Enter) -> None:
        here, phone = enter("郭强"), enter("郭强")
        for one in (here, phone):
            assert is_in(one)
            begin(one, minutes=-5)
        before = here.session.session_key

        answer = here.post(f"/people/{world.person('郭强').pk}/sessions/")

        assert answer["Location"] == "/me/?done=elsewhere"
        assert is_in(here)
        assert here.session.session_key != before
        ended_at_once(phone)

    def test_a_liaison_finds_her_delegates_on_her_own_page(self, world: World, enter: Enter) -> None:
        page = enter("何敏").get("/me/").content.decode()

        assert f'href="/people/{world.person("林晓").pk}/"' in page
        assert "钱立" not in page
        own = enter("何敏").get(f"/people/{world.person('林晓').pk}/").content.decode()
        assert "停用" not in own
        assert "/slip/" not in own


class TestStopping:
    def stop(self, enter: Enter, world: World, name: str, by: str = "罗芳") -> str:
        answer = enter(by).post(f"/people/{world.person(name).pk}/stop/", follow=True)
        return answer.content.decode()

    def test_posts_deputies_sessions_and_password_end_and_the_person_stays(
        self, world: World, enter: Enter
    ) -> None:
        person = actions.change_password(world.person("郭强"), PASSWORD, now=cast.NOW)
        actions.stand_in(person, world.person("方圆"), "leave", since=TODAY, last=TODAY, today=TODAY)
        actions.stand_in(world.person("方圆"), person, "leave", since=TODAY, last=TODAY, today=TODAY)
        phone = enter("郭强")
        assert is_in(phone)
        page = enter("罗芳").get(f"/people/{person.pk}/stop/").content.decode()
        assert "区住建局 经办人" in page
        assert "2 次代班" in page
        assert f"/people/{person.pk}/hand-over/" in page

        assert "已经停用" in self.stop(enter, world, "郭强")

        person = Person.objects.get(pk=person.pk)
        assert (person.is_active, person.has_usable_password()) == (False, False)
        assert Post.objects.get(person=person).until == TODAY
        assert not Deputy.objects.exists()
        ended_at_once(phone)
        assert Client().post("/in/", {"login": "guoqiang", "password": PASSWORD}).status_code == 200

    def test_nobody_stops_herself(self, world: World, enter: Enter) -> None:
        assert "不能停用自己" in self.stop(enter, world, "罗芳")

        assert Person.objects.get(name="罗芳").is_active

    def test_a_post_that_has_not_begun_never_does(self, world: World, enter: Enter) -> None:
        later = TODAY.replace(day=20)
        post = actions.add_post(world.person("郭强"), "handler", world.units["区城管局"], since=later)
        self.stop(enter, world, "郭强")

        post.refresh_from_db()
        assert post.until == later
        assert not KeptForm.objects.exists()


def begin(client: Client, *, minutes: int) -> None:
    """The session began that long before now."""
    session, moment = client.session, cast.NOW + datetime.timedelta(minutes=minutes)
    session["signed_in_at"] = session["used_at"] = moment.isoformat()
    session.save()
