"""延期、暂停、恢复: when the answer is due, who may move that, how far, and what a day that stood still is worth."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.days import TZ, local
from lianxin.kernel.refusals import Refused, Stale
from lianxin.kernel.words import say
from lianxin.matters.actions import handling, mending
from lianxin.matters.by import By
from lianxin.matters.deadlines import deadlines_of
from lianxin.matters.models import Clock, Matter, Step
from lianxin.matters.queries import rules_on
from lianxin.matters.verify import differences
from lianxin.people import access
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db

GIVEN = (("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"))
HANDLED = (*GIVEN, ("郭强", "accept"))


@pytest.fixture
def matter(world: World) -> int:
    """In hand since 5 June, an ordinary matter: 15 workdays, due on 29 June."""
    return lived(world, HANDLED)


def lived(world: World, deeds: tuple[tuple[str, str], ...]) -> int:
    receipt = world.tell_the_house()
    world.house()
    for name, verb in deeds:
        DOERS[verb](world, receipt.matter_id, world.by(name), cast.NOW)
    return receipt.matter_id


def day(month: int, number: int, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(2026, month, number, hour, tzinfo=TZ)


def due(pk: int, kind: str = "finish") -> datetime.date:
    clock = Clock.objects.get(matter=pk, kind=kind, stopped_no=None, taken_back=False)
    assert Matter.objects.get(pk=pk).look_at == min(
        Clock.objects.filter(matter=pk, stopped_no=None, taken_back=False).values_list("due_at", flat=True)
    )
    return local(clock.due_at).date()


def extend(pk: int, by: By, days: int | None = 5, *, now: datetime.datetime = cast.NOW) -> Step:
    return handling.extend(pk, by, days=days, words="管材还没到", now=now)


def pause(pk: int, by: By, *, now: datetime.datetime = cast.NOW) -> Step:
    return handling.pause(pk, by, why="approval", words="等市里批路口开挖", now=now)


def is_whole(pk: int) -> bool:
    """The ledger, the clocks and `look_at` agree with what is reckoned anew."""
    access.read_as_house(cast.NOW.date())
    return list(differences(calendar_in_force())) == []


class TestExtend:
    @pytest.mark.parametrize(
        ("days", "ends"),
        [
            pytest.param(1, datetime.date(2026, 6, 30), id="延一天"),
            pytest.param(5, datetime.date(2026, 7, 6), id="延五天，跳过周末"),
            pytest.param(15, datetime.date(2026, 7, 20), id="最多十五天"),
        ],
    )
    def test_it_moves_the_day(self, world: World, matter: int, days: int, ends: datetime.date) -> None:
        assert due(matter) == datetime.date(2026, 6, 29)

        step = extend(matter, world.by("郭强"), days)

        assert due(matter) == ends
        assert step.values == {"days": days, "due_on": ends.isoformat()}
        assert is_whole(matter)

    @pytest.mark.parametrize("days", [0, -1, 16, 400])
    def test_never_nothing_and_never_more_than_the_pack_says(
        self, world: World, matter: int, days: int
    ) -> None:
        with pytest.raises(Refused, match="一次最少延 1 个、最多延 15 个工作日"):
            extend(matter, world.by("郭强"), days)

        assert due(matter) == datetime.date(2026, 6, 29)

    def test_the_second_is_the_supervisor_s_and_there_is_no_third(self, world: World, matter: int) -> None:
        with pytest.raises(Refused, match="第一次延期由主办单位的经办人提"):
            extend(matter, world.by("韩冬"))
        extend(matter, world.by("郭强"))
        with pytest.raises(Refused, match="再次延期由督办员批"):
            extend(matter, world.by("郭强"))

        extend(matter, world.by("韩冬"), 3)

        assert due(matter) == datetime.date(2026, 7, 9)
        for name in ("郭强", "韩冬"):
            with pytest.raises(Refused, match="已经延期 2 次，不能再延"):
                extend(matter, world.by(name))
        assert is_whole(matter)

    def test_not_after_it_is_due(self, world: World, matter: int) -> None:
        with pytest.raises(Refused, match="已经过了时限，不能再延期"):
            extend(matter, world.by("郭强"), now=day(6, 29, 18))

    def test_in_the_last_hour_it_still_passes(self, world: World, matter: int) -> None:
        extend(matter, world.by("郭强"), 1, now=day(6, 29, 16))

        assert due(matter) == datetime.date(2026, 6, 30)

    def test_of_two_at_once_the_second_is_told_who_was_faster(self, world: World, matter: int) -> None:
        seen = Matter.objects.get(pk=matter).step_no
        extend(matter, world.by("郭强"))
        with pytest.raises(Stale, match="延期"):
            handling.extend(matter, world.by("郭强"), days=5, words="管材", now=cast.NOW, seen_no=seen)

        assert due(matter) == datetime.date(2026, 7, 6)

    @pytest.mark.parametrize(("days", "words"), [(None, "等管材"), (5, "  ")])
    def test_nothing_is_extended_without_days_and_reason(
        self, world: World, matter: int, days: int | None, words: str
    ) -> None:
        with pytest.raises(Refused):
            handling.extend(matter, world.by("郭强"), days=days, words=words, now=cast.NOW)

    def test_taken_back_it_is_as_before_and_may_be_asked_for_again(self, world: World, matter: int) -> None:
        extend(matter, world.by("郭强"), 15)
        mending.take_back(matter, world.by("郭强"), now=cast.NOW)
        assert due(matter) == datetime.date(2026, 6, 29)

        extend(matter, world.by("郭强"), 5)

        assert due(matter) == datetime.date(2026, 7, 6)
        assert is_whole(matter)

    def test_who_takes_over_counts_anew(self, world: World, matter: int) -> None:
        """改派: its own class from the day of receipt, and its own first extension."""
        extend(matter, world.by("郭强"), 15)
        handling.reassign(
            matter, world.by("罗芳"), lead=world.units["区城管局"], assists=[], limit="complex", words="归城管",
            now=cast.NOW,
        )  # fmt: skip
        assert due(matter) == datetime.date(2026, 7, 20)
        handling.accept(matter, world.by("方圆"), now=cast.NOW)
        extend(matter, world.by("方圆"), 1)

        assert due(matter) == datetime.date(2026, 7, 21)


class TestPause:
    def test_the_days_between_are_not_counted(self, world: World, matter: int) -> None:
        pause(matter, world.by("郭强"), now=day(6, 8))
        assert not Clock.objects.filter(matter=matter, kind="finish", stopped_no=None).exists()

        step = handling.resume(matter, world.by("郭强"), now=day(6, 11))

        assert due(matter) == datetime.date(2026, 7, 2)  # three workdays: 9, 10 and 11 June
        assert step.values["due_on"] == "2026-07-02"
        assert is_whole(matter)

    def test_at_most_so_long_in_all(self, world: World, matter: int) -> None:
        by = world.by("郭强")
        pause(matter, by, now=day(6, 8))
        handling.resume(matter, by, now=day(6, 11))
        pause(matter, by, now=day(6, 12))

        assert due(matter, "pause_cap") == datetime.date(2026, 7, 8)  # 17 of the 20 workdays are left

    def test_a_pause_without_end_ends_by_itself(self, world: World, matter: int) -> None:
        pause(matter, world.by("郭强"), now=day(6, 8))
        cap = Clock.objects.get(matter=matter, kind="pause_cap").due_at
        assert mending.matters_due(now=cap - datetime.timedelta(minutes=1), most=9, but_not=()) == []
        assert mending.matters_due(now=cap, most=9, but_not=()) == [matter]

        assert mending.settle(matter, now=cap)

        assert Step.objects.filter(matter=matter).latest("no").actor == "system"
        assert due(matter) == datetime.date(2026, 7, 27)
        with pytest.raises(Refused, match="暂停的日子用完了"):
            pause(matter, world.by("郭强"), now=cap)
        assert mending.matters_due(now=cap, most=9, but_not=()) == []

    def test_nobody_pauses_what_is_over(self, world: World, matter: int) -> None:
        with pytest.raises(Refused, match="已经过了时限，不能再暂停"):
            pause(matter, world.by("郭强"), now=day(6, 29, 18))

    def test_not_twice_and_not_resumed_twice(self, world: World, matter: int) -> None:
        by = world.by("郭强")
        with pytest.raises(Refused, match="没有暂停，不用恢复"):
            handling.resume(matter, by, now=cast.NOW)
        pause(matter, by)
        with pytest.raises(Refused, match="已经暂停着了"):
            pause(matter, by)
        with pytest.raises(Refused, match="暂停着的事不用延期"):
            extend(matter, by)

    def test_only_for_a_reason_of_the_list(self, world: World, matter: int) -> None:
        with pytest.raises(Refused, match="选一下为什么暂停"):
            handling.pause(matter, world.by("郭强"), why="忙", words="忙", now=cast.NOW)

    def test_it_can_be_answered_meanwhile(self, world: World, matter: int) -> None:
        pause(matter, world.by("郭强"))
        DOERS["reply"](world, matter, world.by("郭强"), day(6, 9))

        assert not Clock.objects.filter(matter=matter, kind="pause_cap", stopped_no=None).exists()
        assert is_whole(matter)

    def test_extended_before_it_keeps_what_was_added(self, world: World, matter: int) -> None:
        by = world.by("郭强")
        extend(matter, by, 5)
        pause(matter, by, now=day(6, 8))
        handling.resume(matter, by, now=day(6, 9))

        assert due(matter) == datetime.date(2026, 7, 7)
        extend(matter, world.by("韩冬"), 1, now=day(6, 9))
        assert due(matter) == datetime.date(2026, 7, 8)
        mending.take_back(matter, world.by("韩冬"), now=day(6, 9))
        with pytest.raises(Refused, match="再次延期由督办员批"):
            extend(matter, by, now=day(6, 9))

    @pytest.mark.parametrize("undone", ["pause", "resume"])
    def test_taken_back_it_is_as_before(self, world: World, matter: int, undone: str) -> None:
        by = world.by("郭强")
        pause(matter, by, now=day(6, 8))
        if undone == "resume":
            handling.resume(matter, by, now=day(6, 10))
        mending.take_back(matter, by, now=day(6, 8) if undone == "pause" else day(6, 10))

        assert Clock.objects.filter(matter=matter, kind="pause_cap", stopped_no=None, taken_back=False).exists() is (
            undone == "resume"
        )  # fmt: skip
        if undone == "pause":
            assert due(matter) == datetime.date(2026, 6, 29)
        assert is_whole(matter)

    @pytest.mark.parametrize("way", ["reassign", "send_back"])
    def test_whoever_takes_over_is_given_the_days_it_stood_still(
        self, world: World, matter: int, way: str
    ) -> None:
        pause(matter, world.by("郭强"), now=day(6, 8))
        now = day(6, 10)
        if way == "send_back":
            handling.send_back(matter, world.by("郭强"), words="不是我们管", now=now)
            now = day(6, 12)  # what lay with nobody is not paused
        give = handling.assign if way == "send_back" else handling.reassign
        step = give(
            matter, world.by("罗芳"), lead=world.units["区城管局"], assists=[], limit="ordinary", words="归城管",
            now=now,
        )  # fmt: skip

        assert due(matter) == datetime.date(2026, 7, 1)
        assert step.values["due_on"] == "2026-07-01"
        assert is_whole(matter)

    def test_a_new_calendar_counts_around_it_too(self, world: World, matter: int, any_write: None) -> None:
        by = world.by("郭强")
        pause(matter, by, now=day(6, 8))
        handling.resume(matter, by, now=day(6, 11))
        Clock.objects.filter(matter=matter).update(calendar="older")

        assert mending.recount(matter, now=day(6, 11)) is None
        assert due(matter) == datetime.date(2026, 7, 2)


def test_the_rule_says_what_was_added_and_what_stood_still(world: World, matter: int) -> None:
    by = world.by("郭强")
    extend(matter, by, 5)
    pause(matter, by, now=day(6, 8))
    handling.resume(matter, by, now=day(6, 9))
    running = Clock.objects.filter(matter=matter, stopped_no=None, taken_back=False)
    found = {one.kind: one for one in deadlines_of(running.select_related("assignment"), rules_on(day(6, 9)))}

    assert found["finish"].day == datetime.date(2026, 7, 7)
    assert not found["finish"].recount
    assert say(found["finish"].rule, str, "zh") == "一般事项，15 个工作日，延期 5 个工作日，暂停的日子不数"
    assert "暂停" in [one.note for one in found["finish"].due.counted]
