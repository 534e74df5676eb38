"""A form sent after the session had ended: kept for the same person in the same browser, and for nobody else."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianxin.people import actions, kept_forms
from lianxin.people.models import KeptForm
from tests import world as cast
from tests.seen import Seen
from tests.world import World

pytestmark = pytest.mark.django_db

PASSWORD = "槐树 铜锁 星期三 七"  # noqa: S105 - of the cast
LONG = "楼前头那块道塌下去一块，\n得有洗衣盆那么大。<b>&quot;'" * 160  # more than 5,000 characters
ADD = "/people/units/add/"


@pytest.fixture
def office(world: World) -> World:
    """Both organisers have a password."""
    for name in ("罗芳", "白川"):
        actions.change_password(world.person(name), PASSWORD, now=cast.NOW)
    return world


def sign_in(client: Client, login: str = "luofang") -> Any:
    return client.post("/in/", {"login": login, "password": PASSWORD})


def end(client: Client) -> None:
    """The session is over on the server, as after half an hour."""
    session = client.session
    session["used_at"] = (cast.NOW - datetime.timedelta(hours=13)).isoformat()
    session.save()


def late(client: Client, path: str = ADD, **typed: Any) -> Any:
    """Signed in, the session ends, a form is sent."""
    assert sign_in(client).status_code == 303
    end(client)
    return client.post(path, {"name": "区水务局", **typed})


def waiting(client: Client) -> Seen:
    """What is shown after signing in."""
    return Seen(client.get("/in/again/").content.decode())


def resend(client: Client) -> Any:
    form = waiting(client).form("交上")
    return client.post(form.action, form.standing())


def test_everything_typed_survives_and_goes_out_by_one_press(office: World, client: Client) -> None:
    root = office.units["立山区"].pk
    typed: dict[str, Any] = {"kind": "department", "parent": root, "since": "2026-06-05"}
    typed |= {"many": ["一", "二", "三"], "long": LONG}
    answer = late(client, **typed)
    assert answer["Location"] == f"/in/?next={ADD}&kept=1"
    assert "刚才交的留住了" in client.get(answer["Location"]).content.decode()
    assert LONG[:5] not in answer["Location"] + str(answer.headers)

    assert sign_in(client)["Location"] == "/in/again/"
    page = waiting(client)
    sent = page.form("交上").standing()
    assert page.form("交上").action == ADD
    assert sent["many"] == ["一", "二", "三"]
    assert sent["long"] == [LONG]
    assert len(sent["csrfmiddlewaretoken"]) == 1
    assert not [name for _, name in page.links if "水务" in name]

    assert resend(client)["Location"] == "/people/units/"
    assert "区水务局" in client.get("/people/units/").content.decode()
    assert not KeptForm.objects.exists()
    assert client.get("/in/again/")["Location"] == "/inbox/"


def test_what_is_refused_again_stands_in_its_own_form(office: World, client: Client) -> None:
    late(client)
    sign_in(client)

    answer = resend(client)

    assert answer.status_code == 200
    assert 'value="区水务局"' in answer.content.decode()
    assert not KeptForm.objects.exists()


def test_it_is_sealed(office: World, client: Client) -> None:
    late(client)

    assert "水务".encode() not in bytes(KeptForm.objects.get().payload)


def test_pressed_twice_it_is_kept_once_and_two_forms_are_two(office: World, client: Client) -> None:
    late(client)
    client.post(ADD, {"name": "区水务局"})
    client.post("/people/add/", {"name": "乔木", "login": "qiaomu"})
    sign_in(client)

    assert "后面还有 1 份" in waiting(client).words
    offered = set()
    for _ in range(2):
        offered.add(waiting(client).form("交上").action)
        resend(client)
    assert offered == {ADD, "/people/add/"}
    assert client.get("/in/again/")["Location"] == "/inbox/"


def test_somebody_else_in_the_same_browser_never_learns_of_it(office: World, client: Client) -> None:
    late(client)

    assert sign_in(client, "baichuan")["Location"] == "/inbox/"
    assert client.get("/in/again/")["Location"] == "/inbox/"
    assert not KeptForm.objects.exists()


def test_she_herself_in_another_browser_does_not_meet_it(office: World, client: Client) -> None:
    late(client)
    other = Client()

    assert sign_in(other)["Location"] == "/inbox/"
    assert other.get("/in/again/")["Location"] == "/inbox/"
    assert KeptForm.objects.count() == 1


def test_whoever_else_is_signed_in_here_does_not_meet_it(office: World, client: Client) -> None:
    late(client)
    client.force_login(office.person("白川"))

    assert client.get("/in/again/")["Location"] == "/inbox/"
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize("note", ["", "forged", "WzEsImFiIl0:bad"])
def test_nothing_is_kept_for_a_browser_in_which_nobody_signed_in(
    office: World, client: Client, note: str
) -> None:
    client.cookies["last"] = note

    assert client.post(ADD, {"name": "区水务局"})["Location"] == f"/in/?next={ADD}"
    assert not KeptForm.objects.exists()


def test_passwords_and_scripts_are_never_kept(office: World, client: Client) -> None:
    late(client, "/in/password/", old="旧口令", password="新口令", again="新口令")
    late(client, ADD, password="新口令")
    late(client, "/in/as/", post="1")
    late(client, "/in/stay/")
    answer = client.post("/desk/", {"words": "楼前"}, headers={"X-Autosave": "1"})

    assert answer.status_code == 401
    assert not KeptForm.objects.exists()


def test_photos_are_said_to_be_missing(office: World, client: Client) -> None:
    late(client, photos=SimpleUploadedFile("a.jpg", b"xx", "image/jpeg"))
    sign_in(client)

    assert "照片没有留住" in waiting(client).words


def test_a_forged_form_is_not_kept(office: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = Seen(strict.get("/in/").content.decode()).form("进入").standing()["csrfmiddlewaretoken"][0]
    strict.post("/in/", {"login": "luofang", "password": PASSWORD, "csrfmiddlewaretoken": token})
    end(strict)

    assert strict.post(ADD, {"name": "区水务局"}).status_code == 403
    assert not KeptForm.objects.exists()


def test_it_is_sent_as_the_post_she_acted_as(office: World, client: Client) -> None:
    second = actions.add_post(office.person("罗芳"), "handler", office.units["区住建局"], since=cast.SINCE)
    sign_in(client)
    client.post("/in/as/", {"post": second.pk})
    end(client)
    client.post("/m/LS-2026-000001/do/note/", {"words": "看过"})
    sign_in(client)

    assert KeptForm.objects.get().post == second
    assert client.session["acting_post"] == second.pk


class TestDiscarded:
    def test_when_the_role_was_cut(self, office: World, client: Client) -> None:
        late(client)
        actions.end_post(office.posts["罗芳"], until=cast.NOW.date())

        assert not KeptForm.objects.exists()

    def test_when_the_role_ran_out_meanwhile(self, office: World, client: Client, any_write: None) -> None:
        late(client)
        type(office.posts["罗芳"]).objects.filter(pk=office.posts["罗芳"].pk).update(until=cast.NOW.date())

        assert sign_in(client)["Location"] == "/in/again/"
        assert client.get("/in/again/")["Location"] == "/in/password/"

    def test_when_the_person_was_stopped(self, office: World, client: Client) -> None:
        late(client)
        actions.stop_person(office.person("罗芳"), now=cast.NOW, today=cast.NOW.date())

        assert not KeptForm.objects.exists()
        client.post(ADD, {"name": "区水务局"})
        assert not KeptForm.objects.exists()

    def test_when_she_does_not_want_it(self, office: World, client: Client) -> None:
        late(client)
        sign_in(client)
        form = waiting(client).form("不交了，丢掉")

        assert client.post(form.action, form.standing())["Location"] == "/in/again/"
        assert not KeptForm.objects.exists()

    def test_another_persons_is_not_hers_to_discard(self, office: World, client: Client) -> None:
        late(client)
        other = Client()
        other.force_login(office.person("白川"))
        other.post("/in/again/", {"key": KeptForm.objects.get().key})

        assert KeptForm.objects.count() == 1

    def test_after_its_hours(self, office: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        late(client)
        later = cast.NOW + datetime.timedelta(hours=13)
        assert kept_forms.forget_old(later - datetime.timedelta(hours=12)) == 1

    def test_beyond_five(self, office: World, client: Client) -> None:
        late(client)
        for number in range(9):
            client.post(ADD, {"name": f"第{number}局"})

        assert KeptForm.objects.count() == 5


def test_its_writer_knows_it_again_by_the_longest_of_what_she_wrote() -> None:
    """Neither a key or a day, which are longer, nor a short field beside the words."""
    fields = (
        ("key", "3f1c9a7e-0000-4000-8000-000000000000"),
        ("place", "楼前"),
        ("words", "路塌下去一块"),
        ("day", "2026-06-05"),
    )
    kept = kept_forms.Kept(uuid4(), "/desk/", None, fields, files=0)

    assert kept.longest == "路塌下去一块"
    assert kept_forms.Kept(uuid4(), "/desk/", None, fields[:1], files=0).longest == ""
