"""The printed slip: made once, shown once, used once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.people import actions
from lianxin.people.models import Slip
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
NEW = "麻雀 水缸 二十 走廊"
WRONG = "登录名或登录条不对，或者登录条用过了、过期了；请找组织部门重新打一张"


@pytest.fixture(autouse=True)
def landing(settings: object) -> None:
    settings.LOGIN_REDIRECT_URL = "matters:inbox"  # type: ignore[attr-defined]


def print_slip(enter: Enter, world: World, name: str = "何敏") -> str:
    """罗芳 prints a slip; the code as it stands on the paper."""
    html = enter("罗芳").post(f"/people/{world.person(name).pk}/slip/").content.decode()
    groups = re.findall(r'<span class="bit num">([A-Z2-9]{4})</span>', html)
    assert len(groups) == 7
    return " ".join(groups)


def use(client: Client, code: str, login: str = "hemin", password: str = NEW) -> str:
    answer = client.post("/in/slip/", {"login": login, "code": code, "password": password, "again": password})
    return answer.get("Location", "") or answer.content.decode()


def is_in(client: Client) -> bool:
    return client.get("/in/password/").status_code == 200


class TestPrinting:
    def test_the_page_is_there_once_and_for_nobody_to_keep(self, enter: Enter, world: World) -> None:
        client, address = enter("罗芳"), f"/people/{world.person('何敏').pk}/slip/"
        answer = client.post(address)

        assert answer["Cache-Control"] == "no-store"
        assert "6月8日 星期一 10:20 以前用，只能用一次" in answer.content.decode()
        assert "http://testserver/in/slip/" in answer.content.decode()
        assert "bit num" not in client.get(address).content.decode()

    def test_the_code_is_kept_nowhere(self, enter: Enter, world: World) -> None:
        code = print_slip(enter, world).replace(" ", "")

        assert [bytes(slip.code_hash) for slip in Slip.objects.all()] == [actions.slip_hash(code)]
        assert code not in str(Slip.objects.values())

    def test_asking_for_the_page_makes_no_slip(self, enter: Enter, world: World) -> None:
        enter("罗芳").get(f"/people/{world.person('何敏').pk}/slip/")

        assert not Slip.objects.exists()

    def test_the_question_says_what_a_slip_puts_an_end_to(self, enter: Enter, world: World) -> None:
        address = f"/people/{world.person('何敏').pk}/slip/"
        client = enter("罗芳")
        assert "不能用了" not in client.get(address).content.decode()

        print_slip(enter, world)
        assert "上一张登录条马上不能用了" in client.get(address).content.decode()

        actions.change_password(world.person("何敏"), NEW, now=cast.NOW)
        assert "现在的口令马上不能用了" in client.get(address).content.decode()

    def test_a_new_slip_ends_the_old_one_the_password_and_the_sessions(
        self, enter: Enter, world: World
    ) -> None:
        old = print_slip(enter, world)
        signed_in = Client()
        use(signed_in, old)
        unused = print_slip(enter, world)
        assert not is_in(signed_in)

        print_slip(enter, world)

        assert WRONG in use(Client(), unused)
        assert (
            "登录名或口令不对" in Client().post("/in/", {"login": "hemin", "password": NEW}).content.decode()
        )
        assert world.posts["何敏"].person.__class__.objects.get(login="hemin").sessions_end == cast.NOW

    def test_who_is_nobody_is_not_there(self, enter: Enter, world: World) -> None:
        assert enter("罗芳").post("/people/999999/slip/").status_code == 404


class TestUsing:
    def test_with_a_slip_one_sets_a_password_and_is_in(self, enter: Enter, world: World) -> None:
        client = Client()

        assert use(client, print_slip(enter, world)) == "/inbox/"
        assert is_in(client)
        assert Client().post("/in/", {"login": "hemin", "password": NEW}).status_code == 303

    def test_spaces_dashes_and_small_letters_are_forgiven(self, enter: Enter, world: World) -> None:
        code = print_slip(enter, world).lower().replace(" ", "-")

        assert use(Client(), f" {code} ", login=" HeMin") == "/inbox/"

    def test_a_slip_is_used_once(self, enter: Enter, world: World) -> None:
        code = print_slip(enter, world)
        use(Client(), code)

        assert WRONG in use(Client(), code)

    @pytest.mark.parametrize("wrong", ["login", "code"])
    def test_every_way_to_be_wrong_is_one_sentence(self, enter: Enter, world: World, wrong: str) -> None:
        code = print_slip(enter, world)
        given = {"code": code, "login": "hemin"} | (
            {"login": "linxiao"} if wrong == "login" else {"code": "ABCD"}
        )
        client = Client()

        assert WRONG in use(client, **given)
        assert not is_in(client)

    def test_after_its_hours_a_slip_is_worth_nothing(
        self, enter: Enter, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = print_slip(enter, world)
        monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW + datetime.timedelta(hours=72))

        assert WRONG in use(Client(), code)

    def test_a_weak_password_leaves_the_slip_as_it_was(self, enter: Enter, world: World) -> None:
        code = print_slip(enter, world)

        assert "口令至少要 10 个字" in use(Client(), code, password="太短")
        assert use(Client(), code) == "/inbox/"

    def test_what_was_typed_stays_but_the_password(self, client: Client, world: World) -> None:
        html = use(client, "ABCD EFGH")

        assert 'value="hemin"' in html
        assert 'value="ABCD EFGH"' in html
        assert NEW not in html

    @pytest.mark.parametrize("text", ["", "x" * 5000, "a\x00b", "🙈", "‮abc", "𬭎"])
    def test_nothing_typed_breaks_the_door(self, client: Client, world: World, text: str) -> None:
        assert 'class="error-summary"' in use(client, text, login=text, password=text)
