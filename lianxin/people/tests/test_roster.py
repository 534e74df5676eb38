"""The organiser's roster: who finds it, what it lists, what may be added and ended, in which words it says no."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from lianxin.people import actions, queries
from lianxin.people.models import Delegate, Person, Post, Unit
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
DAY = datetime.timedelta(days=1)
TODAY = cast.NOW.date()


@pytest.fixture
def organiser(enter: Enter) -> Client:
    """罗芳, signed in."""
    return enter("罗芳")


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def refused(client: Client, address: str, **typed: object) -> str:
    """What the form says; nothing was taken."""
    answer = client.post(address, typed)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'class="error-summary"' in text
    return text


def sentences(page: str) -> list[str]:
    """The sentences of the summary."""
    summary = page.split('class="error-summary"')[1].split("</ul>")[0]
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a></li>', summary)


def pages_of(world: World) -> Iterator[str]:
    """Every page and form of the organiser's in this slice, of somebody whom no liaison cares for."""
    pk, post = world.person("方圆").pk, world.posts["方圆"].pk
    yield from ("/people/", "/people/?of=none", "/people/?of=admins", "/people/add/", f"/people/{pk}/")
    yield from (
        f"/people/{pk}/post/",
        f"/people/{pk}/term/",
        f"/people/{pk}/slip/",
        f"/people/{pk}/stop/",
        f"/people/post/{post}/end/",
    )
    yield from ("/people/units/", "/people/units/add/")


class TestDoors:
    def test_an_organiser_finds_every_page_and_none_is_kept(self, organiser: Client, world: World) -> None:
        for address in pages_of(world):
            answer = organiser.get(address)
            assert (address, answer.status_code, answer["Cache-Control"]) == (address, 200, "no-store")
            assert answer.content.decode().count("<h1") == 1

    def test_nobody_else_finds_any_by_asking_or_by_sending(self, enter: Enter, world: World) -> None:
        admin = actions.add_post(actions.add_person("方系统", "1001"), "system_admin", None, since=cast.SINCE)
        world.posts["方系统"] = admin
        before = (
            Person.objects.count(),
            Post.objects.count(),
            Unit.objects.count(),
            Delegate.objects.count(),
        )

        for name in set(world.posts) - {"罗芳", "白川"}:
            client = enter(name)
            found = [
                (name, a)
                for a in pages_of(world)
                if {client.get(a).status_code, client.post(a).status_code} - {404, 405}
            ]
            assert found == []

        assert before == (
            Person.objects.count(),
            Post.objects.count(),
            Unit.objects.count(),
            Delegate.objects.count(),
        )

    def test_whoever_is_not_signed_in_is_sent_to_the_door(self, client: Client, world: World) -> None:
        for address in pages_of(world):
            assert client.get(address)["Location"].startswith("/in/?next=/people/")

    def test_a_form_from_elsewhere_changes_nothing(self, world: World) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.person("罗芳"))
        pk = world.person("林晓").pk

        for address in ("/people/add/", f"/people/{pk}/post/", f"/people/{pk}/term/", f"/people/{pk}/slip/",
                        f"/people/post/{world.posts['林晓'].pk}/end/", "/people/units/add/",
                        "/in/as/", "/in/password/", "/out/"):  # fmt: skip
            assert (address, strict.post(address).status_code) == (address, 403)

    @pytest.mark.parametrize("address", ["/people/999999/", "/people/999999/post/", "/people/post/999999/end/",
                                         "/people/99999999999999999999/"])  # fmt: skip
    def test_what_is_not_there_is_not_there(self, organiser: Client, address: str) -> None:
        assert organiser.get(address).status_code == 404


class TestRoster:
    def test_posts_stand_under_their_units_in_the_order_of_the_tree(self, organiser: Client) -> None:
        page = html(organiser, "/people/")

        heads = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', page)
        assert heads == ["立山区", "组织部", "区住建局", "区城管局", "深沟寺街道", "深新社区", "深南社区"]
        assert (
            page.index("深新社区</th>")
            < page.index("何敏")
            < page.index("深南社区</th>")
            < page.index("钱立")
        )

    def test_one_unit_alone_with_those_below_it(self, organiser: Client, world: World) -> None:
        page = html(organiser, f"/people/?under={world.units['深沟寺街道'].pk}")

        assert all(name in page for name in ("吴迪", "田野", "何敏", "钱立"))
        assert "郭强" not in page

    @pytest.mark.parametrize(
        "query", ["under=999999", "under=x", "after=x", "before=9999999999999999999", "of=x", "after=-1"]
    )
    def test_an_address_that_means_nothing_shows_the_roster(self, organiser: Client, query: str) -> None:
        assert "何敏" in html(organiser, f"/people/?{query}")

    def test_an_ended_post_is_gone_and_its_holder_without_one(self, organiser: Client, world: World) -> None:
        actions.end_post(world.posts["方圆"], until=TODAY)

        assert "方圆" not in html(organiser, "/people/")
        assert "方圆" in html(organiser, "/people/?of=none")
        assert "何敏" not in html(organiser, "/people/?of=none")

    def test_a_post_that_begins_later_is_there_already(self, organiser: Client, world: World) -> None:
        later = actions.add_person("新来的", "1001")
        actions.add_post(later, "handler", world.units["区城管局"], since=TODAY + DAY)

        assert "6月6日起" in html(organiser, "/people/")

    def test_a_post_that_ends_later_is_still_there_and_may_end_sooner(
        self, organiser: Client, world: World
    ) -> None:
        actions.end_post(world.posts["方圆"], until=TODAY + DAY)

        assert "1月1日起，到6月6日为止" in html(organiser, "/people/")
        assert "方圆" not in html(organiser, "/people/?of=none")
        assert organiser.get(f"/people/post/{world.posts['方圆'].pk}/end/").status_code == 200

    def test_administrators_stand_apart(self, organiser: Client, world: World) -> None:
        actions.add_post(actions.add_person("方系统", "1001"), "system_admin", None, since=cast.SINCE)

        assert "方系统" not in html(organiser, "/people/")
        assert "系统管理员" in html(organiser, "/people/?of=admins")

    def test_how_each_signs_in_is_said_and_never_when_she_did(self, organiser: Client, world: World) -> None:
        actions.make_slip(world.person("何敏"), now=cast.NOW, hours=72)
        actions.change_password(world.person("林晓"), "槐树 铜锁 星期三 七", now=cast.NOW)

        page = html(organiser, f"/people/?under={world.units['深新社区'].pk}")

        assert "登录条 6月8日 10:20 前有效" in page
        assert "用自己的口令" in page
        assert "还不能登录，要打登录条" in html(organiser, "/people/")

    def test_nobody_without_a_post_is_said_in_words(self, organiser: Client) -> None:
        assert "这里现在没有人" in html(organiser, "/people/?of=none")

    @pytest.mark.parametrize("of", ["", "none"])
    def test_pages_go_forward_and_back_by_key(
        self, organiser: Client, world: World, monkeypatch: pytest.MonkeyPatch, of: str
    ) -> None:
        for n in range(10):
            actions.add_person(f"没岗位{n}", f"20{n}0")
        whole = self.rows(organiser, f"/people/?of={of}")[0]
        monkeypatch.setattr(queries, "ROWS", 3)

        there: list[list[str]] = []
        address = f"/people/?of={of}"
        while address and len(there) < 9:
            rows, _, address = self.rows(organiser, address)
            there.append(rows)
        back: list[list[str]] = []
        address = self.last(organiser, of)
        while address and len(back) < 9:
            rows, address, _ = self.rows(organiser, address)
            back.append(rows)

        assert [row for rows in there for row in rows] == whole
        assert len(whole) == 10
        assert [row for rows in reversed(back) for row in rows] == whole

    def last(self, client: Client, of: str) -> str:
        address = following = f"/people/?of={of}"
        while following:
            address, following = following, self.rows(client, following)[2]
        return address

    def rows(self, client: Client, address: str) -> tuple[list[str], str, str]:
        """(addresses of the persons, the page before, the page after)."""
        page = html(client, address)
        persons = re.findall(r'href="(/people/\d+/)"', page)
        return persons, self.way(page, "prev"), self.way(page, "next")

    def way(self, page: str, rel: str) -> str:
        found = re.search(rf'<a href="([^"]+)" rel="{rel}"', page)
        return unescape(found[1]) if found else ""


class TestAddingAPerson:
    def test_with_a_name_and_the_login_that_was_suggested(self, organiser: Client) -> None:
        assert 'value="1001"' in html(organiser, "/people/add/")

        answer = organiser.post("/people/add/", {"name": " 王 芳 ", "login": "1001"})

        added = Person.objects.get(login="1001")
        assert (added.name, answer.status_code, answer["Location"]) == (
            "王 芳",
            303,
            f"/people/{added.pk}/?done=person",
        )
        assert "接着加岗位" in html(organiser, answer["Location"])
        assert not added.has_usable_password()
        assert 'value="1002"' in html(organiser, "/people/add/")

    @pytest.mark.parametrize(
        ("name", "login", "said"),
        [
            ("", "", ["写一下姓名", "写一下登录名，工号就行"]),
            ("  ", "1001", ["写一下姓名"]),
            ("王芳", "hemin", ["这个登录名已经有人用了，换一个"]),
            ("王芳", " HeMin ", ["这个登录名已经有人用了，换一个"]),
            ("王芳", "王芳", ["登录名用 2 到 40 个字母、数字、点或短横，例如 1024"]),
            ("王" * 81, "1001", ["最多写 80 个字"]),
            ("王" * 5000, "x" * 5000, ["最多写 80 个字", "最多写 40 个字"]),
            ("王\x00芳", "1001", ["里面有不能保存的字符，请删掉再试"]),
        ],
        ids=[
            "都空着",
            "只有空格",
            "有人用了",
            "换个写法也算用了",
            "中文登录名",
            "81 个字",
            "5000 个字",
            "空字符",
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, organiser: Client, name: str, login: str, said: list[str]
    ) -> None:
        before = Person.objects.count()
        page = refused(organiser, "/people/add/", name=name, login=login)

        assert sentences(page) == said
        assert f'value="{name}"' in page or not name.strip()
        assert "<title>错误：" in page
        assert Person.objects.count() == before

    @pytest.mark.parametrize("name", ["𬭎生", "O'Brien <b>", "أحمد", "🙈"])
    def test_any_name_is_kept_and_shown_as_it_is(self, organiser: Client, name: str) -> None:
        organiser.post("/people/add/", {"name": name, "login": "1001"})

        page = html(organiser, f"/people/{Person.objects.get(login='1001').pk}/")
        assert Person.objects.get(login="1001").name == name
        assert "<b>" not in page.split("<h1>")[1].split("</h1>")[0]


class TestPosts:
    def add(self, organiser: Client, world: World, who: str = "何敏", **typed: Any) -> Any:
        given = {"role": "handler", "unit": world.units["区城管局"].pk, "since": "2026-06-05"} | typed
        return organiser.post(f"/people/{world.person(who).pk}/post/", given)

    def test_a_post_holds_from_its_day_on(self, organiser: Client, enter: Enter, world: World) -> None:
        assert self.add(organiser, world, role="organiser", unit=world.units["组织部"].pk)[
            "Location"
        ].endswith("?done=post")

        client, second = enter("何敏"), world.person("何敏").posts.get(role="organiser")
        assert client.post("/in/as/", {"post": second.pk}).status_code == 303
        assert client.get("/people/").status_code == 200

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"role": ""}, "选一下岗位"),
            ({"role": "king"}, "选一下岗位"),
            ({"unit": ""}, "管理员不属于哪个单位，别的岗位要选一个单位"),
            ({"unit": "999999"}, "选一个"),
            ({"since": ""}, "写一下从哪天起"),
            ({"since": "1899-01-01"}, "年份写得不对，看看是不是打错了：1899年1月1日 星期日"),
            ({"since": "20260-01-01"}, "写成年-月-日，例如 2026-03-01"),
            ({"since": "明天"}, "写成年-月-日，例如 2026-03-01"),
            ({"role": "organiser"}, "组织员看得到全区的事，只能设在组织部门"),
            ({"role": "system_admin"}, "管理员不能再兼别的岗位，也不能由别的岗位的人兼"),
            ({"role": "system_admin", "unit": ""}, "管理员不能再兼别的岗位，也不能由别的岗位的人兼"),
        ],
        ids=["没选岗位", "没有的岗位", "没选单位", "没有的单位", "没写日子", "1899 年", "五位年份", "不是日子",
             "组织员不在组织部门", "管理员兼岗", "管理员兼岗不选单位"],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, organiser: Client, world: World, typed: dict[str, Any], said: str
    ) -> None:
        before = Post.objects.count()
        answer = self.add(organiser, world, **typed)

        assert answer.status_code == 200
        page = answer.content.decode()
        assert sentences(page) == [said]
        since = str(typed.get("since", "2026-06-05"))
        assert f'value="{since}"' in page or not since
        assert Post.objects.count() == before

    def test_the_same_post_twice_is_refused(self, organiser: Client, world: World) -> None:
        answer = self.add(organiser, world, role="liaison", unit=world.units["深新社区"].pk)

        assert sentences(answer.content.decode()) == ["何敏已经有这个岗位了"]

    def test_a_post_that_still_runs_out_keeps_an_administrator_away(
        self, organiser: Client, world: World
    ) -> None:
        actions.end_post(world.posts["方圆"], until=TODAY + 30 * DAY)

        answer = self.add(organiser, world, "方圆", role="audit_admin", unit="")

        assert sentences(answer.content.decode()) == ["管理员不能再兼别的岗位，也不能由别的岗位的人兼"]

    def test_an_administrator_belongs_to_no_unit(self, organiser: Client, world: World) -> None:
        someone = actions.add_person("方系统", "1001")
        address = f"/people/{someone.pk}/post/"

        with_unit = refused(
            organiser, address, role="system_admin", unit=world.units["组织部"].pk, since="2026-06-05"
        )
        assert sentences(with_unit) == ["管理员不属于哪个单位，别的岗位要选一个单位"]
        assert (
            organiser.post(address, {"role": "system_admin", "unit": "", "since": "2026-06-05"}).status_code
            == 303
        )

    def end(self, organiser: Client, world: World, who: str, until: str) -> Any:
        return organiser.post(f"/people/post/{world.posts[who].pk}/end/", {"until": until})

    def test_a_post_ended_today_shuts_its_pages_at_once(
        self, organiser: Client, enter: Enter, world: World
    ) -> None:
        white = enter("白川")
        assert white.get("/people/").status_code == 200

        assert self.end(organiser, world, "白川", "2026-06-05").status_code == 303

        assert white.get("/people/").status_code == 404
        assert "1月1日起，到6月5日为止" in html(organiser, f"/people/{world.person('白川').pk}/")

    def test_a_post_ended_tomorrow_holds_today(self, organiser: Client, enter: Enter, world: World) -> None:
        self.end(organiser, world, "白川", "2026-06-06")

        assert enter("白川").get("/people/").status_code == 200

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            ("2025-12-31", "结束的日子不能早于开始的日子"),
            ("1899-01-01", "年份写得不对，看看是不是打错了：1899年1月1日 星期日"),
            ("", "写一下从哪天起不再担任"),
        ],
    )
    def test_an_odd_end_is_refused_in_words(
        self, organiser: Client, world: World, until: str, said: str
    ) -> None:
        assert sentences(self.end(organiser, world, "方圆", until).content.decode()) == [said]
        world.posts["方圆"].refresh_from_db()
        assert world.posts["方圆"].until is None

    def test_the_last_organiser_does_not_end(self, organiser: Client, world: World) -> None:
        assert self.end(organiser, world, "白川", "2026-06-06").status_code == 303

        answer = self.end(organiser, world, "罗芳", "2026-06-06")

        assert sentences(answer.content.decode()) == ["这是最后一个组织员岗位，先给别人加上，再结束这一个"]

    def test_an_ended_post_is_not_ended_again(self, organiser: Client, world: World) -> None:
        self.end(organiser, world, "方圆", "2026-06-05")

        assert self.end(organiser, world, "方圆", "2026-06-06").status_code == 404


class TestTerms:
    def add(self, organiser: Client, world: World, level: str, since: str, until: str) -> Any:
        address = f"/people/{world.person('林晓').pk}/term/"
        return organiser.post(address, {"level": level, "since": since, "until": until})

    def test_a_term_is_shown_with_its_days(self, organiser: Client, world: World) -> None:
        assert self.add(organiser, world, "区第十三届", "2021-12-01", "").status_code == 303

        page = html(organiser, f"/people/{world.person('林晓').pk}/")
        assert all(text in page for text in ("区第十三届", "2021年12月1日起", "在任"))

    @pytest.mark.parametrize(
        ("level", "since", "until", "said"),
        [
            ("", "2021-12-01", "", "写一下是哪一届代表，例如“区第十三届”"),
            ("区第十三届", "2021-12-01", "2021-11-30", "结束的日子不能早于开始的日子"),
            ("区第十三届", "1899-12-01", "", "年份写得不对，看看是不是打错了：1899年12月1日 星期五"),
            ("区第十三届", "", "", "写一下从哪天起"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, organiser: Client, world: World, level: str, since: str, until: str, said: str
    ) -> None:
        assert sentences(self.add(organiser, world, level, since, until).content.decode()) == [said]
        assert not Delegate.objects.exists()

    def test_the_same_term_twice_is_refused(self, organiser: Client, world: World) -> None:
        self.add(organiser, world, "区第十三届", "2021-12-01", "")

        answer = self.add(organiser, world, "区第十三届", "2021-12-01", "2026-12-01")
        assert sentences(answer.content.decode()) == ["这一届已经登记过了"]


class TestUnits:
    def add(self, organiser: Client, world: World, **typed: object) -> Any:
        given = {
            "name": "深北社区",
            "kind": "community",
            "parent": world.units["深沟寺街道"].pk,
            "since": "2026-06-05",
        }
        return organiser.post("/people/units/add/", given | typed)

    def test_a_unit_is_added_below_another(self, organiser: Client, world: World) -> None:
        assert self.add(organiser, world).status_code == 303

        page = html(organiser, "/people/units/")
        assert "　　深北社区" in page
        assert Unit.objects.get(name="深北社区").path[:-1] == world.units["深沟寺街道"].path

    def test_the_areas_a_unit_serves_are_shown(
        self, organiser: Client, world: World, any_write: None
    ) -> None:
        area = actions.add_area("深新小区", "210304001", parent=None, since=cast.SINCE)
        world.units["深新社区"].serves.add(area)

        assert "深新小区" in html(organiser, "/people/units/")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name": " "}, "写一下单位名称"),
            ({"name": "深新社区"}, "已经有叫这个名字的单位了"),
            ({"name": "社" * 81}, "最多写 80 个字"),
            ({"kind": ""}, "选一下是哪一类单位"),
            ({"kind": "office"}, "选一下是哪一类单位"),
            ({"kind": "district"}, "选一下是哪一类单位"),
            ({"parent": ""}, "选一下上级单位"),
            ({"since": "1899-01-01"}, "年份写得不对，看看是不是打错了：1899年1月1日 星期日"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, organiser: Client, world: World, typed: dict[str, object], said: str
    ) -> None:
        before = Unit.objects.count()

        assert sentences(self.add(organiser, world, **typed).content.decode()) == [said]
        assert Unit.objects.count() == before
