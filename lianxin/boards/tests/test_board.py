"""The board: every number equals a plain count of the steps and the length of the list it opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from lianxin.boards import pages, queries
from lianxin.boards.actions import fold_step
from lianxin.boards.pages import ALL_OPEN, SHOWN, BoardPage, Number, board_page, scope_of, units_counted
from lianxin.boards.tests import scene
from lianxin.matters import lists
from lianxin.matters.models import Step
from lianxin.matters.stages import OPEN
from lianxin.people import access, actions
from lianxin.people.access import Reader, reader_of
from lianxin.people.models import Post
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]


@pytest.fixture
def half(lived: World) -> World:
    """The district at work, half of it folded."""
    lived.house()
    for step in Step.objects.order_by("id")[::2]:
        fold_step(step)
    access.read_as(())
    return lived


def board(world: World, reader: Reader) -> BoardPage:
    rooms, scope = queries.rooms_under(reader), scope_of(reader)
    return board_page(rooms, queries.counts_now(units_counted(rooms, scope)), scope, now=cast.NOW)


def board_of(world: World, name: str) -> BoardPage:
    return board(world, world.reader(name))


def rows(page: BoardPage) -> dict[str, dict[str, Number]]:
    """Row by its name, number by its stage."""
    found = [row for _, group in page.groups for row in group]
    return {
        str(row.name.values.get("name", row.name.msg)): {n.stage: n for n in row.numbers} for row in found
    }


def listed(client: Client, address: str) -> list[str]:
    """The references of a list, page by page."""
    refs: list[str] = []
    while address:
        html = client.get(address).content.decode()
        refs += re.findall(r'<a [^>]*href="/m/(LS-\d{4}-\d{6})/"', html)
        further = re.search(r'<a href="([^"]+)" rel="next"', html)
        address = unescape(further[1]) if further else ""
    return list(dict.fromkeys(refs))


def supervisor_of_the_subdistrict(world: World) -> str:
    person = actions.add_person("秦晴", "qinqing")
    world.posts["秦晴"] = actions.add_post(person, "supervisor", world.units["深沟寺街道"], since=cast.SINCE)
    return "秦晴"


def test_every_number_equals_a_plain_count_of_the_steps(half: World) -> None:
    plain = scene.plain_counts(half)
    names = {
        "深新社区党代表工作室": "shenxin",
        "深南社区党代表工作室": "shennan",
        "反映工作室或工作人员的": "office",
    }

    shown = rows(board_of(half, "罗芳"))

    for name, room in names.items():
        for stage in SHOWN:
            stages = OPEN if stage == ALL_OPEN else (stage,)
            assert shown[name][stage].count == sum(plain[room, s] for s in stages), (name, stage)
    for stage in SHOWN:
        stages = OPEN if stage == ALL_OPEN else (stage,)
        assert shown["全区"][stage].count == sum(n for (_, s), n in plain.items() if s in stages)


@pytest.mark.parametrize("name", ["罗芳", "韩冬", "秦晴"])
def test_every_number_opens_a_list_of_its_length(
    half: World, enter: Enter, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    supervisor_of_the_subdistrict(half)
    client, page = enter(name), board_of(half, name)
    numbers = [n for _, group in page.groups for row in group for n in row.numbers] + list(page.figures)

    assert sum(number.count for number in numbers) > 20
    for number in numbers:
        assert bool(number.url) is (number.count > 0)
        assert number.url == "" or len(listed(client, number.url)) == number.count, number


def test_a_list_holds_the_matters_of_its_room_and_stage_alone(half: World, enter: Enter) -> None:
    shown = rows(board_of(half, "罗芳"))

    about = listed(enter("罗芳"), shown["反映工作室或工作人员的"][ALL_OPEN].url)
    rest = listed(enter("罗芳"), shown["深新社区党代表工作室"][ALL_OPEN].url)

    assert len(about) == 3
    assert not set(about) & set(rest)


class TestWhoSeesWhat:
    def test_what_is_about_a_room_is_counted_for_organisers_alone(self, half: World) -> None:
        for name in ("韩冬", supervisor_of_the_subdistrict(half)):
            shown = rows(board_of(half, name))
            assert "反映工作室或工作人员的" not in shown
            assert (
                shown["深新社区党代表工作室"][ALL_OPEN].count
                == rows(board_of(half, "罗芳"))["深新社区党代表工作室"][ALL_OPEN].count
            )

    def test_a_supervisor_of_a_part_counts_its_rooms_and_no_whole(self, half: World) -> None:
        open_workroom(half.units["区住建局"], name="住建局工作室", slug="zhujian", since=cast.SINCE)

        page = board_of(half, supervisor_of_the_subdistrict(half))

        assert set(rows(page)) == {"深新社区党代表工作室", "深南社区党代表工作室"}
        assert page.figures == ()

    def test_nobody_but_organisers_and_supervisors_finds_it(self, half: World, enter: Enter) -> None:
        found = {name: enter(name).get("/board/").status_code for name in half.posts}

        assert {name for name, status in found.items() if status == 200} == {"罗芳", "白川", "韩冬"}
        assert set(found.values()) == {200, 404}
        assert Client().get("/board/")["Location"] == "/in/?next=/board/"

    def test_a_liaison_acting_as_supervisor_finds_it(self, half: World, enter: Enter) -> None:
        post = actions.add_post(half.person("何敏"), "supervisor", half.units["深沟寺街道"], since=cast.SINCE)
        client = enter("何敏")
        assert client.get("/board/").status_code == 404

        client.post("/in/as/", {"post": post.pk})

        assert client.get("/board/").status_code == 200

    def test_nobody_changes_anything_here(self, half: World, enter: Enter) -> None:
        assert enter("罗芳").post("/board/").status_code == 405


class TestThePage:
    def test_rooms_keep_the_order_of_the_tree_whatever_they_count(self, half: World) -> None:
        before = list(rows(board_of(half, "韩冬")))
        for _ in range(20):
            half.tell_the_house()

        assert (
            list(rows(board_of(half, "韩冬")))
            == before
            == ["深新社区党代表工作室", "深南社区党代表工作室", "全区"]
        )

    def test_each_column_says_what_it_counts(self, half: World, enter: Enter) -> None:
        html = enter("韩冬").get("/board/").content.decode()

        assert all(meaning in html for meaning in pages.MEANINGS.values())
        assert html.count("<h1") == 1

    def test_the_columns_of_the_open_add_up(self, half: World) -> None:
        for numbers in rows(board_of(half, "罗芳")).values():
            assert numbers[ALL_OPEN].count == sum(numbers[stage].count for stage in OPEN)

    def test_the_figures_are_the_sums_of_the_rows(self, half: World) -> None:
        page = board_of(half, "罗芳")
        shown = rows(page)

        for number in page.figures:
            assert number.count == sum(shown[name][number.stage].count for name in shown if name != "全区")

    def test_a_closed_room_stays_while_it_has_matters(self, half: World, any_write: None) -> None:
        empty = open_workroom(half.units["深沟寺街道"], name="街道工作室", slug="jiedao", since=cast.SINCE)
        for room in (empty, half.rooms["深新社区"]):
            room.until = cast.NOW.date()
            room.save()

        assert set(rows(board_of(half, "韩冬"))) == {"深新社区党代表工作室", "深南社区党代表工作室", "全区"}


def test_somebody_who_also_holds_another_post_counts_what_she_sees(half: World) -> None:
    """An organiser acting as supervisor sees the lists of both posts, so her numbers are those of both."""
    actions.add_post(half.person("罗芳"), "supervisor", half.units["深沟寺街道"], since=cast.SINCE)
    second = Post.objects.get(person=half.person("罗芳"), role="supervisor")
    reader = reader_of(half.person("罗芳").pk, second.pk, cast.NOW.date())
    assert reader is not None

    assert set(rows(board(half, reader))) >= {"反映工作室或工作人员的", "全区"}


def test_the_figures_are_named(half: World) -> None:
    figures = board_of(half, "罗芳").figures

    assert [number.label for number in figures] == ["没办结", "已告知", "已办结", "已转出"]
