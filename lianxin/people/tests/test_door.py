"""Through the doors: by password, out again, as another post, with a new password."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from lianxin.people import actions, signing_in
from lianxin.people.models import ADMIN_ROLES, ROLES, Person
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

PASSWORD = "槐树 铜锁 星期三 七"
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def landing(settings: object) -> None:
    settings.LOGIN_REDIRECT_URL = "matters:inbox"  # type: ignore[attr-defined]


@pytest.fixture
def hemin(world: World) -> Person:
    """何敏, who has a password."""
    return actions.change_password(world.person("何敏"), PASSWORD, now=cast.NOW - datetime.timedelta(days=1))


def sign_in(client: Client, login: str, password: str, **more: str) -> Any:
    return client.post("/in/", {"login": login, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/in/password/").status_code == 200


class TestByPassword:
    def test_the_right_password_opens(self, client: Client, hemin: Person) -> None:
        answer = sign_in(client, "hemin", PASSWORD)

        assert (answer.status_code, answer["Location"]) == (303, "/inbox/")
        assert is_in(client)

    def test_a_login_typed_with_capitals_and_full_width_letters_opens(
        self, client: Client, hemin: Person
    ) -> None:
        assert sign_in(client, " ＨeMin ", PASSWORD).status_code == 303

    @pytest.mark.parametrize(
        ("login", "password"),
        [
            ("hemin", "错的口令错的口令"),
            ("nobody", PASSWORD),
            ("linxiao", PASSWORD),
            ("何敏", PASSWORD),
            ("a" * 200, "x"),
        ],
        ids=["口令不对", "没有这个人", "还没有口令", "不是登录名", "太长"],
    )
    def test_every_way_to_be_wrong_is_one_sentence(
        self, client: Client, hemin: Person, login: str, password: str
    ) -> None:
        answer = sign_in(client, login, password)

        assert answer.status_code == 200
        assert answer.content.decode().count(signing_in.WRONG) == 2
        assert not is_in(client)

    def test_somebody_who_is_stopped_hears_the_same_sentence(
        self, client: Client, hemin: Person, any_write: None
    ) -> None:
        Person.objects.filter(pk=hemin.pk).update(is_active=False)

        assert signing_in.WRONG in sign_in(client, "hemin", PASSWORD).content.decode()

    def test_the_login_stays_typed_and_the_password_does_not(self, client: Client, hemin: Person) -> None:
        html = sign_in(client, "hemin", "错的口令错的口令").content.decode()

        assert 'value="hemin"' in html
        assert "错的口令" not in html

    @pytest.mark.parametrize("text", ["", "x" * 5000, "a\x00b", "🙈", "‮abc", "𬭎"])
    def test_nothing_typed_breaks_the_door(self, client: Client, hemin: Person, text: str) -> None:
        answer = sign_in(client, text, text)

        assert answer.status_code == 200
        assert 'class="error-summary"' in answer.content.decode()

    def test_the_fifth_wrong_password_shuts_the_door_for_that_login_alone(
        self, client: Client, hemin: Person, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        actions.change_password(world.person("林晓"), PASSWORD, now=cast.NOW)
        monkeypatch.undo()  # axes reads the real clock

        answers = [sign_in(client, "hemin", f"错的口令错的口令 {n}").status_code for n in range(6)]

        assert answers == [200, 200, 200, 200, 429, 429]
        assert "忘了口令，请找组织部门打一张登录条。" in sign_in(client, "hemin", PASSWORD).content.decode()
        assert sign_in(client, "hemin", PASSWORD).status_code == 429
        assert sign_in(client, "linxiao", PASSWORD).status_code == 303

    def test_the_session_gets_another_id(self, client: Client, hemin: Person, world: World) -> None:
        client.force_login(world.person("林晓"))
        before = client.session.session_key
        sign_in(client, "hemin", PASSWORD)

        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    def test_one_goes_on_to_where_one_was_going(self, client: Client, hemin: Person) -> None:
        assert (
            'name="next" value="/new/?before=seen-3"'
            in client.get("/in/?next=/new/?before=seen-3").content.decode()
        )
        assert sign_in(client, "hemin", PASSWORD, next="/new/")["Location"] == "/new/"

    @pytest.mark.parametrize(
        "next", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", "x"]
    )
    def test_one_never_goes_on_to_another_house(self, client: Client, hemin: Person, next: str) -> None:
        assert 'name="next"' not in client.get("/in/", {"next": next}).content.decode()
        assert sign_in(client, "hemin", PASSWORD, next=next)["Location"] == "/inbox/"

    def test_the_page_is_not_kept_by_the_browser(self, client: Client, world: World) -> None:
        assert client.get("/in/")["Cache-Control"] == "no-store"

    def test_a_form_from_elsewhere_is_refused(self, hemin: Person) -> None:
        strict = Client(enforce_csrf_checks=True)

        assert sign_in(strict, "hemin", PASSWORD).status_code == 403
        assert not is_in(strict)


class TestLanding:
    """Whoever signs in lands on a page that exists and says what she can do there."""

    def land(self, person: Person, next: str = "") -> tuple[str, str]:
        actions.change_password(person, PASSWORD, now=cast.NOW - datetime.timedelta(days=1))
        client = Client()
        address = sign_in(client, person.login, PASSWORD, next=next)["Location"]
        page = client.get(address)
        assert page.status_code == 200
        return address, page.content.decode()

    @pytest.mark.parametrize("name", ["林晓", "何敏", "郭强", "韩冬", "罗芳"])
    def test_who_handles_matters_lands_in_the_inbox(self, world: World, name: str) -> None:
        assert self.land(world.person(name))[0] == "/inbox/"

    @pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
    def test_an_administrator_lands_where_it_says_what_she_can_do(self, world: World, role: str) -> None:
        person = actions.add_person("管理员", "admin")
        actions.add_post(person, role, None, since=cast.SINCE)
        address, page = self.land(person, next="/inbox/")

        assert address == "/in/password/"
        assert f"{ROLES[role]}看不到居民反映的事" in page
        assert "现在能做的是换口令" in page
        assert "/inbox/" not in page

    def test_somebody_without_a_post_reads_who_can_give_her_one(self, world: World) -> None:
        address, page = self.land(actions.add_person("新来的", "new"))

        assert address == "/in/password/"
        assert "还没有岗位" in page
        assert "请组织部门的组织员加一个" in page
        assert "/inbox/" not in page

    def test_who_handles_matters_reads_nothing_of_it_on_her_account(self, enter: Enter) -> None:
        page = enter("何敏").get("/in/password/").content.decode()

        assert "看不到" not in page
        assert 'href="/inbox/"' in page


def test_only_one_module_begins_sessions() -> None:
    """Every way of signing in passes through `finish_sign_in`: nothing else takes Django's `login`."""
    takers = set()
    for path in Path(signing_in.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.contrib.auth":
                takers |= {path.name for name in node.names if name.name == "login"}

    assert takers == {"signing_in.py"}


class TestHowLong:
    """What `sessions` says is asked of every request; these are organisers' limits: 8 hours, 30 minutes without use."""

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
        def after(minutes: int) -> None:
            moment = cast.NOW + datetime.timedelta(minutes=minutes)
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

        after(0)
        return after

    @pytest.fixture
    def luofang(self, world: World, client: Client, clock: Callable[[int], None]) -> Client:
        actions.change_password(world.person("罗芳"), PASSWORD, now=cast.NOW)
        assert sign_in(client, "luofang", PASSWORD).status_code == 303
        return client

    def test_signing_in_marks_when_it_began(self, luofang: Client) -> None:
        assert luofang.session["signed_in_at"] == luofang.session["used_at"] == cast.NOW.isoformat()

    def test_half_an_hour_without_use_ends_it(self, luofang: Client, clock: Callable[[int], None]) -> None:
        clock(29)
        assert is_in(luofang)
        clock(58)
        assert is_in(luofang)
        clock(88)
        assert luofang.get("/people/")["Location"] == "/in/?next=/people/"

    def test_after_eight_hours_it_ends_however_much_it_was_used(
        self, luofang: Client, clock: Callable[[int], None]
    ) -> None:
        on = []
        for minutes in range(0, 500, 20):
            clock(minutes)
            on.append(is_in(luofang))

        assert on == [minutes < 480 for minutes in range(0, 500, 20)]

    def test_a_session_that_is_over_is_gone_from_the_server(
        self, luofang: Client, clock: Callable[[int], None]
    ) -> None:
        key = luofang.session.session_key
        clock(31)
        luofang.get("/people/")

        assert not Session.objects.filter(session_key=key).exists()

    def test_sessions_begun_before_a_reset_are_over(
        self, luofang: Client, world: World, any_write: None, clock: Callable[[int], None]
    ) -> None:
        Person.objects.filter(login="luofang").update(sessions_end=cast.NOW + datetime.timedelta(minutes=1))
        clock(2)

        assert not is_in(luofang)


class TestOut:
    def test_the_session_is_dead_on_the_server(self, enter: Enter) -> None:
        client = enter("何敏")
        cookie = client.cookies["lianxin"].value
        answer = client.post("/out/")

        assert (answer.status_code, answer["Location"], answer["Clear-Site-Data"]) == (
            303,
            "/in/?out=1",
            '"cache"',
        )
        again = Client()
        again.cookies["lianxin"] = cookie
        assert not is_in(again)

    def test_the_door_says_so(self, client: Client, world: World) -> None:
        assert "已经退出" in client.get("/in/?out=1").content.decode()

    def test_following_a_link_signs_nobody_out(self, enter: Enter) -> None:
        client = enter("何敏")

        assert client.get("/out/").status_code == 405
        assert is_in(client)


class TestActingAs:
    @pytest.fixture
    def second(self, world: World) -> int:
        """何敏 is an organiser, too."""
        return actions.add_post(world.person("何敏"), "organiser", world.units["组织部"], since=cast.SINCE).pk

    def test_one_acts_as_another_of_ones_posts(self, enter: Enter, second: int) -> None:
        client = enter("何敏")
        assert client.get("/people/").status_code == 404
        before = client.session.session_key

        answer = client.post("/in/as/", {"post": second, "next": "/people/"})

        assert (answer.status_code, answer["Location"]) == (303, "/people/")
        assert client.get("/people/").status_code == 200
        assert client.session.session_key != before

    def test_one_is_not_sent_to_a_page_that_the_post_does_not_open(
        self, enter: Enter, world: World, second: int
    ) -> None:
        client = enter("何敏")
        client.post("/in/as/", {"post": second})

        answer = client.post("/in/as/", {"post": world.posts["何敏"].pk, "next": "/people/?of=none"})

        assert answer["Location"] == "/inbox/"

    @pytest.mark.parametrize("post", ["", "x", "0", "林晓", "99999999999999999999"])
    def test_what_is_no_post_of_ones_own_is_not_there(self, enter: Enter, world: World, post: str) -> None:
        client = enter("何敏")
        wanted = world.posts[post].pk if post in world.posts else post

        assert client.post("/in/as/", {"post": wanted}).status_code == 404
        assert "acting_post" not in client.session

    def test_a_post_that_has_ended_is_not_there(self, enter: Enter, world: World, second: int) -> None:
        client = enter("何敏")
        actions.end_post(actions.add_post(world.person("何敏"), "handler", world.units["区城管局"], since=cast.SINCE),
                         until=cast.NOW.date())  # fmt: skip
        ended = world.person("何敏").posts.get(role="handler").pk

        assert client.post("/in/as/", {"post": ended}).status_code == 404

    def test_only_by_a_form_and_only_when_signed_in(self, enter: Enter, client: Client, second: int) -> None:
        assert enter("何敏").get("/in/as/").status_code == 405
        assert client.post("/in/as/", {"post": second}).status_code == 302


class TestPassword:
    def change(self, client: Client, old: str, new: str, again: str = "") -> Any:
        return client.post("/in/password/", {"old": old, "password": new, "again": again or new})

    def test_a_new_password_ends_all_other_sessions(self, client: Client, hemin: Person) -> None:
        here, elsewhere = Client(), Client()
        for one in (here, elsewhere):
            sign_in(one, "hemin", PASSWORD)

        answer = self.change(here, PASSWORD, "麻雀 水缸 二十 走廊")

        assert answer["Location"] == "/in/password/?done=password"
        assert "口令换好了" in here.get("/in/password/?done=password").content.decode()
        assert not is_in(elsewhere)
        hemin.refresh_from_db()
        assert hemin.sessions_end == cast.NOW
        assert sign_in(client, "hemin", PASSWORD).status_code == 200
        assert sign_in(client, "hemin", "麻雀 水缸 二十 走廊").status_code == 303

    @pytest.mark.parametrize(
        ("new", "again", "sentence"),
        [
            ("太短", "", "口令至少要 10 个字"),
            ("1234567890", "", "这个口令太常见，别人猜得到，换一个"),
            ("83651946270583", "", "口令不能全是数字，掺几个字母或汉字"),
            ("麻雀 水缸 二十 走廊", "麻雀 水缸 二十 楼道", "两遍写得不一样，再写一遍"),
            ("长" * 257, "", "最多写 256 个字"),
        ],
    )
    def test_a_weak_password_is_refused_in_words(
        self, client: Client, hemin: Person, new: str, again: str, sentence: str
    ) -> None:
        sign_in(client, "hemin", PASSWORD)

        assert sentence in self.change(client, PASSWORD, new, again).content.decode()
        assert sign_in(Client(), "hemin", PASSWORD).status_code == 303

    def test_64_characters_are_taken(self, client: Client, hemin: Person) -> None:
        sign_in(client, "hemin", PASSWORD)

        assert self.change(client, PASSWORD, "槐树底下那口井" * 10).status_code == 303

    def test_the_old_password_must_be_right_and_is_not_guessed(self, client: Client, hemin: Person) -> None:
        sign_in(client, "hemin", PASSWORD)
        new = "麻雀 水缸 二十 走廊"

        said = [self.change(client, f"猜的口令猜的口令 {n}", new).content.decode() for n in range(6)]

        assert all("现在的口令不对" in html for html in said[:5])
        assert "试的次数太多了，请 15 分钟后再试" in said[5]
        assert "试的次数太多了" in self.change(client, PASSWORD, new).content.decode()

    def test_nobody_comes_here_without_signing_in(self, client: Client, world: World) -> None:
        assert client.get("/in/password/")["Location"] == "/in/?next=/in/password/"
