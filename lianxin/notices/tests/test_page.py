"""The page «新动态»: the unseen first, only what is in sight, seen by one button, paged by key."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from lianxin.matters.models import Matter, Step
from lianxin.notices import queries
from lianxin.notices.actions import see_all, tell_people
from lianxin.notices.models import News
from lianxin.notices.queries import unseen_count
from lianxin.notices.tests.test_telling import do
from lianxin.people import access, actions
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]


def tell_all(world: World) -> None:
    """The worker has caught up."""
    world.house()
    for step in Step.objects.order_by("id"):
        access.read_matter(step.matter_id)
        tell_people(step, now=cast.NOW)
    access.read_matter(0)
    access.read_as(())


def come_in(world: World, count: int) -> list[str]:
    """So many matters come in and are told; their references, oldest first."""
    pks = [world.tell_the_house().matter_id for _ in range(count)]
    tell_all(world)
    world.house()
    return list(Matter.objects.filter(pk__in=pks).order_by("pk").values_list("ref", flat=True))


def page(client: Client, address: str = "/new/") -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return answer.content.decode()


def refs(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="/m/(LS-\d{4}-\d{6})/"', html)


def upto(html: str) -> str:
    found = re.search(r'name="upto" value="(\d+)"', html)
    assert found
    return found[1]


class TestTheList:
    def test_it_says_what_the_timeline_says_and_leads_to_the_matter(self, world: World, enter: Enter) -> None:
        (ref,) = come_in(world, 1)

        html = page(enter("何敏"))

        assert "居民登记了这件事，来自深新社区党代表工作室" in html
        assert refs(html) == [ref]
        assert "有 1 条还没看过" in html

    def test_the_newest_stands_on_top_and_the_unseen_before_the_seen(
        self, world: World, enter: Enter
    ) -> None:
        old, client = come_in(world, 2), enter("何敏")
        client.post("/new/", {"upto": upto(page(client))})
        new = come_in(world, 2)

        html = page(client)

        assert refs(html) == [*reversed(new), *reversed(old)]
        assert (
            html.index("还没看过</th>") < html.index(new[1]) < html.index("看过的</th>") < html.index(old[1])
        )

    def test_nothing_new_is_said_in_words(self, enter: Enter) -> None:
        html = page(enter("何敏"))

        assert "还没有新动态" in html
        assert "upto" not in html

    def test_the_frame_shows_the_same_number(self, world: World, enter: Enter) -> None:
        come_in(world, 3)

        assert '<span class="badge">3</span>' in page(enter("何敏"))

    @pytest.mark.parametrize("seen", [0, 3, 7])
    def test_pages_go_forward_and_back_by_key(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch, seen: int
    ) -> None:
        come_in(world, seen)
        see_all(world.reader("何敏"), upto=10**9, now=cast.NOW)
        come_in(world, 7 - seen)
        client = enter("何敏")
        whole = refs(page(client))
        monkeypatch.setattr(queries, "ROWS", 2)

        there: list[list[str]] = []
        back: list[list[str]] = []
        address, last = "/new/", ""
        while address and len(there) < 9:
            there.append(refs(html := page(client, address)))
            last, address = address, self.way(html, "next")
        while last and len(back) < 9:
            back.append(refs(html := page(client, last)))
            last = self.way(html, "prev")

        assert len(whole) == 7
        assert [len(part) for part in there] == [2, 2, 2, 1]
        assert [ref for part in there for ref in part] == whole
        assert [ref for part in reversed(back) for ref in part] == whole

    def way(self, html: str, rel: str) -> str:
        found = re.search(rf'<a href="([^"]+)" rel="{rel}"', html)
        return unescape(found[1]) if found else ""

    @pytest.mark.parametrize(
        "query", ["after=x", "before=seen-", "after=seen-99999999999999999999", "after=unseen--1"]
    )
    def test_a_key_that_is_none_shows_the_beginning(self, world: World, enter: Enter, query: str) -> None:
        come_in(world, 1)

        assert len(refs(page(enter("何敏"), f"/new/?{query}"))) == 1


class TestSeeing:
    def test_the_button_marks_all_that_was_there_and_nothing_later(self, world: World, enter: Enter) -> None:
        come_in(world, 3)
        client = enter("何敏")
        before = upto(page(client))
        come_in(world, 1)

        answer = client.post("/new/", {"upto": before})

        assert (answer.status_code, answer["Location"]) == (303, "/new/")
        assert "有 1 条还没看过" in page(client)

    def test_it_marks_also_what_stands_on_further_pages(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        come_in(world, 3)
        monkeypatch.setattr(queries, "ROWS", 1)
        client = enter("何敏")

        client.post("/new/", {"upto": upto(page(client))})

        assert "都看过了。" in page(client)

    def test_nobody_marks_what_is_new_for_another(self, world: World, enter: Enter) -> None:
        pk = world.tell_the_house().matter_id
        do(world, pk, ("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"))
        tell_all(world)

        enter("郭强").post("/new/", {"upto": 10**9})

        assert unseen_count(world.reader("郭强")) == 0
        assert unseen_count(world.reader("何敏")) == 2

    def test_looking_marks_nothing(self, world: World, enter: Enter) -> None:
        come_in(world, 1)
        client = enter("何敏")
        page(client)

        assert "有 1 条还没看过" in page(client)

    @pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 40, "1e9", "١"])
    def test_a_number_that_is_none_marks_nothing(self, world: World, enter: Enter, typed: str) -> None:
        come_in(world, 1)

        assert enter("何敏").post("/new/", {"upto": typed}).status_code == 303
        assert unseen_count(world.reader("何敏")) == 1

    def test_a_form_from_elsewhere_marks_nothing(self, world: World) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.person("何敏"))

        assert strict.post("/new/", {"upto": 1}).status_code == 403


class TestSight:
    @pytest.fixture
    def moved(self, world: World) -> str:
        """何敏 has news of her room's matters, and moves to the room next door."""
        (ref,) = come_in(world, 1)
        actions.end_post(world.posts["何敏"], until=cast.NOW.date())
        actions.add_post(world.person("何敏"), "liaison", world.units["深南社区"], since=cast.SINCE)
        return ref

    def test_what_is_out_of_sight_is_neither_shown_nor_counted(
        self, world: World, enter: Enter, moved: str
    ) -> None:
        html = page(enter("何敏"))

        assert moved not in html
        assert "badge" not in html
        assert "还没有新动态" in html

    def test_access_alone_hides_it(self, world: World, moved: str) -> None:
        reader = access.reader_of(world.person("何敏").pk, None, cast.NOW.date())
        assert reader is not None
        world.house()

        assert News.objects.count() == 1
        assert unseen_count(reader) == 0
        assert queries.news_page(reader, part="unseen", key=None, backward=False).rows == ()
        assert see_all(reader, upto=10**9, now=cast.NOW) == 0

    def test_row_security_alone_hides_it(self, world: World, moved: str) -> None:
        access.reader_of(world.person("何敏").pk, None, cast.NOW.date())

        assert News.objects.count() == 0

    @pytest.mark.parametrize("units", ["{}", ""])
    def test_without_a_reader_nothing_is_shown(self, world: World, moved: str, units: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('lianxin.units', %s, true)", [units])

        assert News.objects.count() == 0

    @pytest.mark.parametrize("name", ["钱立", "方圆", "韩冬", "郭强"])
    def test_whoever_hears_nothing_sees_nothing(self, world: World, enter: Enter, name: str) -> None:
        (ref,) = come_in(world, 1)

        assert ref not in page(enter(name))

    def test_whoever_is_not_signed_in_is_sent_to_the_door(self, client: Client, world: World) -> None:
        assert client.get("/new/")["Location"] == "/in/?next=/new/"

    def test_the_count_is_one_statement_and_stops_somewhere(
        self,
        world: World,
        monkeypatch: pytest.MonkeyPatch,
        django_assert_num_queries: Callable[[int], object],
    ) -> None:
        come_in(world, 4)
        reader = world.reader("何敏")

        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            assert unseen_count(reader) == 4
        monkeypatch.setattr(queries, "COUNTED", 3)
        assert unseen_count(reader) == 3
