"""兑现: who keeps a promise and when, who has to be told of it then, and what that does to every other clock."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.days import TZ, local
from lianxin.kernel.refusals import Refused, Stale
from lianxin.matters.actions import closing, handling, joining, mending
from lianxin.matters.by import resident
from lianxin.matters.models import Attachment, Clock, Matter, Pending, Reply, Step, VoiceMatter
from lianxin.matters.moves import ANSWERS, MOVES
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.test_joining import join, told_the_house
from lianxin.matters.tests.test_moves import at
from lianxin.matters.verify import differences
from lianxin.people import access
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.doing import DOERS
from tests.planted import photo
from tests.world import World

pytestmark = pytest.mark.django_db

DONE = "管子换完了，路面也补平了。"
DAY = datetime.timedelta(days=1)
STAGES = pytest.mark.parametrize(
    "stage", ["replied", "told", "closed"], ids=["还没告知", "告知过了", "办结了"]
)


def keep(
    world: World, receipt: Receipt, *, name: str = "郭强", words: str = DONE, now: datetime.datetime = cast.NOW,
    seen_no: int | None = None,
) -> Step:  # fmt: skip
    world.house()
    return handling.keep_promise(receipt.matter_id, world.by(name), words=words, now=now, seen_no=seen_no)


def tell(
    world: World, receipt: Receipt, *, reached: bool = True, now: datetime.datetime = cast.NOW, voice: int = 0
) -> Step:
    voice = voice or receipt.voice_id
    return closing.tell(
        receipt.matter_id, world.by("何敏"), voice=voice, how="phone", reached=reached, now=now
    )


def running(receipt: Receipt) -> set[str]:
    found = Clock.objects.filter(matter=receipt.matter_id, stopped_no=None, taken_back=False)
    ends = list(found.values_list("due_at", flat=True))
    assert Matter.objects.get(pk=receipt.matter_id).look_at == min(ends, default=None)
    kinds = list(found.values_list("kind", flat=True))
    assert len(kinds) == len(set(kinds))
    return set(kinds)


def stage_of(receipt: Receipt) -> str:
    return Matter.objects.get(pk=receipt.matter_id).stage


def link_of(receipt: Receipt) -> VoiceMatter:
    return VoiceMatter.objects.get(voice=receipt.voice_id, until=None)


def is_whole() -> bool:
    access.read_as_house(cast.NOW.date())
    return list(differences(calendar_in_force())) == []


class TestWhoAndWhen:
    @STAGES
    def test_the_stage_stays_and_she_is_to_be_told(self, world: World, stage: str) -> None:
        receipt = at(stage, world)
        step = keep(world, receipt)

        assert stage_of(receipt) == stage
        assert running(receipt) == {"tell"}
        assert link_of(receipt).told_at is None
        assert step.values["promised_on"] == "2026-07-15"
        assert step.values["untold"] == 1
        assert is_whole()

    @STAGES
    def test_then_she_is_told_of_it(self, world: World, stage: str) -> None:
        receipt = at(stage, world)
        keep(world, receipt)
        tell(world, receipt)

        assert stage_of(receipt) == {"replied": "told"}.get(stage, stage)
        assert running(receipt) == (set() if stage == "closed" else {"objection"})
        assert is_whole()
        with pytest.raises(Refused, match="每一位都告知过了"):
            tell(world, receipt)

    @pytest.mark.parametrize(
        "stage",
        ["registered", "assigned", "handling", "referred", "void"],
        ids=["登记", "交办", "在办", "转出", "作废"],
    )
    def test_not_where_nothing_was_answered(self, world: World, stage: str) -> None:
        with pytest.raises(Refused, match="不能兑现"):
            keep(world, at(stage, world))

    @pytest.mark.parametrize("name", ["何敏", "林晓", "罗芳", "韩冬", "田野", "方圆"])
    def test_nobody_but_the_lead_s_handler(self, world: World, name: str) -> None:
        with pytest.raises(Refused, match="兑现由主办单位的经办人来做"):
            keep(world, at("closed", world), name=name)

    def test_an_answer_that_promised_nothing_is_not_kept(self, world: World) -> None:
        receipt = at("handling", world)
        handling.reply(
            receipt.matter_id, world.by("郭强"), words="修好了", outcome="A", promised_on=None, now=cast.NOW
        )
        with pytest.raises(Refused, match="没有等着兑现的承诺"):
            keep(world, receipt)

    def test_nor_is_one_kept_twice(self, world: World) -> None:
        receipt = at("closed", world)
        keep(world, receipt)
        with pytest.raises(Refused, match="没有等着兑现的承诺"):
            keep(world, receipt)

    @pytest.mark.parametrize("words", ["", "  \n"])
    def test_it_says_what_was_done(self, world: World, words: str) -> None:
        receipt = at("told", world)
        with pytest.raises(Refused, match="写一下要说的话"):
            keep(world, receipt, words=words)

        assert running(receipt) == {"objection", "promise"}

    def test_of_two_at_once_the_second_is_told_who_was_faster(self, world: World) -> None:
        receipt = at("closed", world)
        seen = Matter.objects.get(pk=receipt.matter_id).step_no
        keep(world, receipt)
        with pytest.raises(Stale, match="兑现"):
            keep(world, receipt, seen_no=seen)

        assert Reply.objects.filter(matter=receipt.matter_id).count() == 2

    def test_what_is_done_again_promises_nothing_until_it_is_answered(self, world: World) -> None:
        receipt = at("told", world)
        DOERS["redo"](world, receipt.matter_id, world.by("何敏"), cast.NOW)
        with pytest.raises(Refused):
            keep(world, receipt)
        DOERS["reply"](world, receipt.matter_id, world.by("郭强"), cast.NOW + DAY)
        step = keep(world, receipt, now=cast.NOW + DAY)

        assert step.values["promised_on"] == "2026-07-16"

    def test_photos_come_with_it(self, world: World) -> None:
        receipt = at("closed", world)
        world.house()
        step = handling.keep_promise(
            receipt.matter_id, world.by("郭强"), words=DONE, now=cast.NOW, photos=[photo()]
        )

        assert Attachment.objects.get(matter=receipt.matter_id).no == step.no

    def test_who_speaks_with_residents_hears_of_it_and_their_pages_are_told(self, world: World) -> None:
        step = keep(world, at("closed", world))

        assert "keep_promise" in ANSWERS
        assert {"room_liaison", "keeping_liaison", "room_delegate"} <= set(MOVES["keep_promise"].hears)
        assert set(Pending.objects.filter(step=step).values_list("reader", flat=True)) == {
            "fold",
            "news",
            "page",
        }


class TestTheDay:
    """The clock of a promise: the day itself, or the next workday; kept when it is kept, red until then."""

    @pytest.mark.parametrize(
        ("day", "late_at"),
        [
            pytest.param((2026, 7, 31), (7, 31), id="工作日"),
            pytest.param((2026, 8, 1), (8, 3), id="星期六，顺延到星期一"),
            pytest.param((2026, 6, 19), (6, 22), id="端午，顺延过周末"),
            pytest.param((2026, 9, 20), (9, 20), id="调休上班的星期天，不顺延"),
        ],
    )
    def test_it_ends_on_the_day_or_the_next_workday(
        self, world: World, day: tuple[int, int, int], late_at: tuple[int, int]
    ) -> None:
        receipt, on = at("handling", world), datetime.date(*day)
        handling.reply(
            receipt.matter_id, world.by("郭强"), words="排上了", outcome="B", promised_on=on, now=cast.NOW
        )
        clock = Clock.objects.get(matter=receipt.matter_id, kind="promise")

        assert local(clock.due_at) == datetime.datetime(2026, *late_at, 17, tzinfo=TZ)
        assert keep(world, receipt).values["promised_on"] == on.isoformat()

    def test_late_it_is_kept_all_the_same(self, world: World) -> None:
        receipt = at("closed", world)
        keep(world, receipt, now=cast.NOW + 400 * DAY)

        assert running(receipt) == {"tell"}

    def test_nothing_but_keeping_moves_it(self) -> None:
        assert {row.verb for row in MOVES.values() if "promise" in row.starts} == {"reply"}


class TestWhatFollows:
    def test_nothing_is_closed_while_somebody_does_not_know(self, world: World) -> None:
        receipt = at("kept told", world)
        with pytest.raises(Refused, match="还有 1 人不知道答应的事办到了，先告知再办结"):
            closing.close(receipt.matter_id, world.by("何敏"), now=cast.NOW)
        assert mending.matters_due(now=cast.NOW + 40 * DAY, most=9, but_not=()) == []
        tell(world, receipt)

        closing.close(receipt.matter_id, world.by("何敏"), now=cast.NOW)

    def test_the_days_to_object_begin_anew_when_she_is_told(self, world: World) -> None:
        receipt = at("told", world)
        keep(world, receipt, now=cast.NOW + 10 * DAY)
        tell(world, receipt, now=cast.NOW + 11 * DAY)
        ends = Clock.objects.get(matter=receipt.matter_id, kind="objection", stopped_no=None).due_at
        assert local(ends).date() == datetime.date(2026, 7, 1)

        assert mending.matters_due(now=ends, most=9, but_not=()) == [receipt.matter_id]
        assert mending.settle(receipt.matter_id, now=ends)
        assert running(receipt) == set()

    def test_she_rates_what_was_done_once_more(self, world: World) -> None:
        receipt = at("told", world)
        she = resident(receipt.voice_id)
        DOERS["rate"](world, receipt.matter_id, she, cast.NOW)
        keep(world, receipt)
        with pytest.raises(Refused, match="还没有告知过"):
            DOERS["rate"](world, receipt.matter_id, she, cast.NOW)
        tell(world, receipt)
        DOERS["rate"](world, receipt.matter_id, she, cast.NOW)
        with pytest.raises(Refused, match="已经评价过了"):
            DOERS["rate"](world, receipt.matter_id, she, cast.NOW)

    def test_the_one_who_kept_it_never_files_its_rating(self, world: World) -> None:
        step = keep(world, at("closed", world))

        assert Reply.objects.get(matter=step.matter_id, no=step.no).post_id == world.posts["郭强"].pk

    def test_she_may_ask_again_within_days_of_hearing_it(self, world: World) -> None:
        receipt = at("closed", world)
        she, late = resident(receipt.voice_id), cast.NOW + 100 * DAY
        with pytest.raises(Refused, match="现在过了"):
            closing.redo(receipt.matter_id, she, words="没修", now=late)
        keep(world, receipt, now=late)
        tell(world, receipt, now=late + DAY)
        closing.redo(receipt.matter_id, she, words="没修好", now=late + 10 * DAY)

        assert stage_of(receipt) == "handling"
        assert running(receipt) == {"finish"}
        assert is_whole()

    def test_done_again_before_she_was_told_nobody_is_told(self, world: World) -> None:
        receipt = at("kept closed", world)
        closing.redo(receipt.matter_id, world.by("何敏"), words="又坏了", now=cast.NOW)

        assert running(receipt) == {"finish"}

    @pytest.mark.parametrize("stage", ["replied", "told", "closed"])
    def test_who_cannot_be_reached_ends_the_telling(self, world: World, stage: str) -> None:
        receipt = at(stage, world)
        keep(world, receipt)
        for n in (1, 2):
            tell(world, receipt, reached=False, now=cast.NOW + n * DAY)
        with pytest.raises(Refused, match="现在记了 2 次"):
            closing.close_unreached(receipt.matter_id, world.by("何敏"), now=cast.NOW + 3 * DAY)
        tell(world, receipt, reached=False, now=cast.NOW + 3 * DAY)
        closing.close_unreached(receipt.matter_id, world.by("何敏"), now=cast.NOW + 3 * DAY)

        assert stage_of(receipt) == "closed"
        assert running(receipt) == set()
        assert is_whole()

    def test_tries_to_tell_of_the_promise_do_not_count_for_what_was_done(self, world: World) -> None:
        receipt = at("replied", world)
        for n in range(3):
            tell(world, receipt, reached=False, now=cast.NOW - (3 - n) * DAY)
        keep(world, receipt)
        with pytest.raises(Refused, match="现在记了 0 次"):
            closing.close_unreached(receipt.matter_id, world.by("何敏"), now=cast.NOW)

    @pytest.mark.parametrize("stage", ["told", "closed"])
    def test_where_everybody_knows_nobody_is_closed_as_unreached(self, world: World, stage: str) -> None:
        receipt = at(stage, world)
        with pytest.raises(Refused, match="每一位都告知过了"):
            closing.close_unreached(receipt.matter_id, world.by("何敏"), now=cast.NOW)

    def test_closed_without_reaching_her_it_is_still_kept_and_tried_again(self, world: World) -> None:
        receipt = at("replied", world)
        for n in (1, 2, 3):
            tell(world, receipt, reached=False, now=cast.NOW + n * DAY)
        closing.close_unreached(receipt.matter_id, world.by("何敏"), now=cast.NOW + 3 * DAY)
        assert running(receipt) == {"promise"}
        with pytest.raises(Refused, match="每一位都告知过了"):
            tell(world, receipt, now=cast.NOW + 4 * DAY)
        keep(world, receipt, now=cast.NOW + 5 * DAY)
        tell(world, receipt, now=cast.NOW + 6 * DAY)

        assert running(receipt) == set()


class TestTakingBack:
    @STAGES
    def test_taken_back_it_is_as_before(self, world: World, stage: str) -> None:
        receipt = at(stage, world)
        clocks, link = running(receipt), link_of(receipt)
        keep(world, receipt)
        mending.take_back(receipt.matter_id, world.by("郭强"), now=cast.NOW)

        assert running(receipt) == clocks
        now = link_of(receipt)
        assert (now.told_at, now.told_how, now.told_no) == (link.told_at, link.told_how, link.told_no)
        assert stage_of(receipt) == stage
        assert Reply.objects.filter(matter=receipt.matter_id, taken_back=False).count() == 1
        assert is_whole()
        keep(world, receipt)

    def test_not_once_somebody_was_told(self, world: World) -> None:
        receipt = at("kept closed", world)
        tell(world, receipt)
        with pytest.raises(Refused, match="只能撤回自己刚做的上一步"):
            mending.take_back(receipt.matter_id, world.by("郭强"), now=cast.NOW)


class TestSeveralVoices:
    """鞍山路的两位：一位听过承诺，一位还没有."""

    def test_who_never_heard_the_promise_hears_what_was_done(self, world: World) -> None:
        receipt, other = at("replied", world), told_the_house(world)
        join(world, other, receipt)
        tell(world, receipt)
        step = keep(world, receipt)
        assert step.values["untold"] == 2
        assert [entry[0] for entry in step.values["told"]] == [link_of(receipt).pk]
        tell(world, receipt)
        assert stage_of(receipt) == "replied"
        tell(world, receipt, voice=other.voice_id)

        assert stage_of(receipt) == "told"
        assert running(receipt) == {"objection"}

    @pytest.mark.parametrize("stage", ["told", "closed"])
    def test_when_the_last_untold_leaves_the_telling_is_over(self, world: World, stage: str) -> None:
        receipt, other = at("replied", world), told_the_house(world)
        join(world, other, receipt)
        tell(world, receipt)
        tell(world, receipt, voice=other.voice_id)
        if stage == "closed":
            closing.close(receipt.matter_id, world.by("何敏"), now=cast.NOW)
        keep(world, receipt)
        tell(world, receipt)
        joining.part(other.matter_id, world.by("罗芳"), now=cast.NOW)

        assert stage_of(receipt) == stage
        assert running(receipt) == (set() if stage == "closed" else {"objection"})
        assert is_whole()

    def test_who_is_joined_in_while_it_is_told_waits_for_the_same_clock(self, world: World) -> None:
        receipt, other = at("kept told", world), told_the_house(world)
        join(world, other, receipt)

        assert running(receipt) == {"tell"}
        assert stage_of(receipt) == "replied"
        assert is_whole()

    def test_joined_away_the_promise_stops_and_comes_back_when_parted(self, world: World) -> None:
        receipt, into = at("told", world), told_the_house(world)
        join(world, receipt, into)
        assert running(receipt) == set()
        joining.part(receipt.matter_id, world.by("罗芳"), now=cast.NOW)

        assert running(receipt) == {"objection", "promise"}
