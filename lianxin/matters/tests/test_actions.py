"""What single verbs do to clocks, sights, owners and promises, one fact to a test."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from lianxin.kernel.days import TZ, local
from lianxin.kernel.refusals import Refused, Stale
from lianxin.matters.actions import closing, handling, mending, taking
from lianxin.matters.actions.taking import register
from lianxin.matters.by import SYSTEM, acting, resident
from lianxin.matters.models import (
    Assignment,
    Clock,
    Matter,
    Pending,
    Reply,
    Sight,
    Speaker,
    Step,
    Voice,
    VoiceMatter,
)
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from lianxin.rulebook.actions import import_calendar
from lianxin.rulebook.packs import rulepacks_folder
from tests import world as cast
from tests.doing import DOERS

NOW = cast.NOW
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
Lived = tuple[cast.World, Receipt]


@pytest.fixture
def lived(db: None) -> Lived:
    """A fresh matter; the transaction reads as the house."""
    world = cast.build()
    receipt = world.tell_the_house()
    world.house()
    return world, receipt


def running(pk: int) -> dict[str, datetime.datetime]:
    """The clocks that run, by kind, with their ends in the district's time."""
    clocks = Clock.objects.filter(matter=pk, stopped_no=None, taken_back=False)
    return {clock.kind: local(clock.due_at) for clock in clocks}


def at(month: int, day: int, hour: int = 17, minute: int = 0) -> datetime.datetime:
    """A moment of 2026."""
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=TZ)


def assigned(world: cast.World, pk: int, limit: str = "ordinary", words: str = "") -> None:
    """区住建局 leads, 深沟寺街道 assists."""
    lead, assist = world.units["区住建局"], world.units["深沟寺街道"]
    handling.assign(pk, world.by("罗芳"), lead=lead, assists=[assist], limit=limit, words=words, now=NOW)


class TestRegister:
    def test_dispatch_runs_one_working_day_and_the_receipt_promises_the_ordinary_class(
        self, lived: Lived
    ) -> None:
        _, receipt = lived
        assert running(receipt.matter_id) == {"dispatch": at(6, 8)}  # Friday 5 June + 1 working day
        assert receipt.promised_on == datetime.date(2026, 6, 29)  # 19 June is a holiday

    def test_words_that_name_gas_give_dispatch_minutes_and_sort_first(self, lived: Lived) -> None:
        world, first = lived
        urgent = world.tell_the_house("厨房里有煤气味，不敢点火")
        world.house()
        assert running(urgent.matter_id) == {"dispatch": NOW + 30 * MINUTE}
        by_due = Matter.objects.order_by("look_at").values_list("pk", flat=True)
        assert list(by_due) == [urgent.matter_id, first.matter_id]

    def test_the_same_key_gives_the_first_receipt_and_keeps_new_words_unsent(self, db: None) -> None:
        world = cast.build()
        said = world.said()
        first = register(said, resident(), now=NOW)
        again = register(said, resident(), now=NOW + MINUTE)
        other = register(replace(said, words="不是这件，是路灯"), resident(), now=NOW + MINUTE)
        assert (again.ref, again.code, again.repeated, again.unsent) == (first.ref, first.code, True, "")
        assert (other.ref, other.unsent) == (first.ref, "不是这件，是路灯")
        world.house()
        assert Matter.objects.count() == Voice.objects.count() == 1

    @pytest.mark.parametrize(
        ("words", "said"),
        [("", "写一下是什么事"), (" \n　", "写一下是什么事"), ("路" * 4001, "最多 4000 个字")],
    )
    def test_no_words_and_too_many_are_refused_and_nothing_is_left(
        self, words: str, said: str, db: None
    ) -> None:
        world = cast.build()
        with pytest.raises(Refused, match=said):
            register(world.said(words), resident(), now=NOW)
        world.house()
        assert not Matter.objects.exists()

    def test_the_line_of_words_folded_away_holds_none_of_them(self, db: None) -> None:
        world = cast.build()
        insult = register(replace(world.said("骂人的话"), folded=True), resident(), now=NOW)
        titled = register(replace(world.said("骂人的话"), folded=True, gist="路塌了"), resident(), now=NOW)
        assert [world.matter(one).gist for one in (insult, titled)] == [taking.FOLDED, "路塌了"]

    def test_rare_characters_emoji_and_rtl_come_back_as_they_were_said(self, db: None) -> None:
        world = cast.build()
        words = "𬭎家的门铃坏了👵🏼，纸上写着 ‏שלום‏ 和 ﷽，\u200b行不行"
        receipt = register(world.said(words, name="𬭎𬭎"), resident(), now=NOW)
        assert Voice.objects.get(pk=receipt.voice_id).words == words

    def test_anonymous_keeps_no_contact_at_all(self, db: None) -> None:
        world = cast.build()
        register(world.said(share="anonymous"), resident(), now=NOW)
        access.read_as(unit.pk for unit in world.units.values())
        assert not Speaker.objects.exists()

    def test_nothing_of_the_contact_stands_in_the_clear(self, db: None) -> None:
        world = cast.build()
        receipt = register(world.said(), resident(), now=NOW)
        speaker = Speaker.objects.get()
        stored = b"".join(
            bytes(getattr(speaker, name) or b"")
            for name in ("data_key", "name", "phone", "address", "phone_index", "tail_index")
        )
        voice = Voice.objects.get()
        for plain in ("周桂兰", "13800000427", "0427", "14 号楼 2 单元", receipt.code):
            assert plain.encode() not in stored + bytes(voice.code) + bytes(voice.code_alone or b"")
        assert all(
            plain not in str(step.values)
            for step in Step.objects.all()
            for plain in ("周桂兰", "0427", receipt.code)
        )

    def test_a_handler_does_not_register(self, db: None) -> None:
        world = cast.build()
        with pytest.raises(Refused, match="登记由"):
            register(world.said(), world.by("郭强"), now=NOW)

    def test_a_sheet_is_nobody_s_news(self, db: None) -> None:
        world = cast.build()
        receipt = register(replace(world.said(), source="sheet:x", source_ref="1"), SYSTEM, now=NOW)
        readers = Pending.objects.filter(step__matter=receipt.matter_id).values_list("reader", flat=True)
        assert list(readers) == ["fold"]


class TestDictated:
    """代录 passes one door, whichever verb it is."""

    @pytest.mark.parametrize("name", ["钱立", "郭强"])
    def test_only_in_the_name_of_a_delegate_of_the_same_room(self, db: None, name: str) -> None:
        world = cast.build()
        by = acting(access.post_view(world.posts["何敏"]), in_name_of=world.posts[name].pk)

        with pytest.raises(Refused, match="只能以本工作室在任代表的名义"):
            taking.register(world.said(), by, now=NOW)

    def test_a_delegate_writes_in_nobody_s_name(self, db: None) -> None:
        world = cast.build()
        by = acting(access.post_view(world.posts["钱立"]), in_name_of=world.posts["林晓"].pk)

        with pytest.raises(Refused, match="只能以本工作室在任代表的名义"):
            taking.register(world.said(room="深南社区"), by, now=NOW)


class TestTriage:
    def test_urgency_seen_restarts_dispatch_in_minutes_and_denied_in_days(self, lived: Lived) -> None:
        world, receipt = lived
        pk, by, road = receipt.matter_id, world.by("何敏"), world.categories["roads"]
        for urgent, due in ((True, NOW + 35 * MINUTE), (False, at(6, 8))):
            taking.triage(
                pk, by, kind="demand", category=road, urgent=urgent, place="", gist="", now=NOW + 5 * MINUTE
            )
            assert running(pk) == {"dispatch": due}

    def test_somebody_else_s_triage_is_never_overwritten_unseen(self, lived: Lived) -> None:
        world, receipt = lived
        pk, road = receipt.matter_id, world.categories["roads"]
        taking.triage(
            pk,
            world.by("罗芳"),
            kind="demand",
            category=road,
            urgent=False,
            place="",
            gist="",
            now=NOW,
            seen_no=1,
        )
        with pytest.raises(Stale, match="罗芳分类，这次没有生效"):
            taking.triage(
                pk, world.by("何敏"), kind="advice", category=world.categories["water"], urgent=False, place="", gist="",
                now=NOW + MINUTE, seen_no=1,
            )  # fmt: skip
        assert Matter.objects.get(pk=pk).kind == "demand"


class TestAssign:
    def test_clocks_count_from_the_day_of_receipt(self, lived: Lived) -> None:
        world, receipt = lived
        pk = receipt.matter_id
        lead = world.units["区住建局"]
        handling.assign(
            pk, world.by("罗芳"), lead=lead, assists=[], limit="ordinary", words="", now=NOW + 5 * DAY
        )
        assert running(pk) == {"accept": at(6, 11), "finish": at(6, 29)}

    def test_a_class_longer_than_promised_needs_a_reason_the_resident_reads(self, lived: Lived) -> None:
        world, receipt = lived
        with pytest.raises(Refused, match="比回执上答应的晚"):
            assigned(world, receipt.matter_id, "complex")
        assigned(world, receipt.matter_id, "complex", "要挖开路面，封路得报批")
        step = Step.objects.get(matter=receipt.matter_id, verb="assign")
        assert step.values["longer"]
        assert step.text.to_resident

    def test_a_liaison_gives_only_within_her_own_subtree(self, lived: Lived) -> None:
        world, receipt = lived
        for name in ("区住建局", "深沟寺街道", "深南社区"):
            with pytest.raises(Refused, match="不归您这一级管"):
                handling.assign(
                    receipt.matter_id, world.by("何敏"), lead=world.units[name], assists=[], limit="ordinary", words="急",
                    now=NOW,
                )  # fmt: skip

    def test_pushing_work_down_needs_a_reason(self, lived: Lived) -> None:
        world, receipt = lived
        pk, down = receipt.matter_id, world.units["深新社区"]
        handling.send_up(pk, world.by("何敏"), words="修不了", now=NOW)
        with pytest.raises(Refused, match="向下交办要写明原因"):
            handling.assign(pk, world.by("吴迪"), lead=down, assists=[], limit="ordinary", words=" ", now=NOW)
        handling.assign(
            pk, world.by("吴迪"), lead=down, assists=[], limit="ordinary", words="社区有维修金", now=NOW
        )
        assert Step.objects.get(matter=pk, verb="assign").values["pushed"]

    def test_a_matter_about_a_unit_never_goes_to_it_its_own_or_those_above(self, db: None) -> None:
        world = cast.build()
        receipt = world.tell_the_house("窗口态度不好", about="深新社区")
        world.house()
        for name in ("深新社区", "深沟寺街道", "立山区"):
            with pytest.raises(Refused, match="不能交给它或它的上下级办"):
                handling.assign(
                    receipt.matter_id, world.by("罗芳"), lead=world.units[name], assists=[], limit="ordinary", words="查",
                    now=NOW,
                )  # fmt: skip
        with pytest.raises(Refused, match="不再上报"):
            handling.send_up(receipt.matter_id, world.by("罗芳"), words="查", now=NOW)


class TestHandling:
    def test_send_back_closes_after_three_working_days(self, lived: Lived) -> None:
        world, receipt = lived
        assigned(world, receipt.matter_id)
        with pytest.raises(Refused, match="过了可以退回的日子"):
            handling.send_back(receipt.matter_id, world.by("郭强"), words="不归我们", now=at(6, 10, 17, 1))
        handling.send_back(receipt.matter_id, world.by("郭强"), words="不归我们", now=at(6, 10, 16))
        assert running(receipt.matter_id) == {"dispatch": at(6, 11)}

    def test_send_up_from_handling_ends_the_assignment_and_asks_one_level_up(self, lived: Lived) -> None:
        world, receipt = lived
        pk, street = receipt.matter_id, world.units["深沟寺街道"]
        handling.send_up(pk, world.by("何敏"), words="修不了", now=NOW)
        handling.assign(pk, world.by("吴迪"), lead=street, assists=[], limit="ordinary", words="", now=NOW)
        handling.accept(pk, world.by("田野"), now=NOW)
        handling.send_up(pk, world.by("田野"), words="要区里的单位", now=NOW)
        matter = Matter.objects.get(pk=pk)
        assert (matter.stage, matter.owner.name, set(running(pk))) == ("registered", "立山区", {"dispatch"})

    def test_an_answer_b_names_a_day_and_keeps_a_promise_clock(self, lived: Lived) -> None:
        world, receipt = lived
        pk, by = receipt.matter_id, world.by("郭强")
        assigned(world, pk)
        handling.accept(pk, by, now=NOW)
        for day, said in (
            (None, "要写明哪天前办"),
            (NOW.date(), "要在今天以后"),
            (datetime.date(1899, 1, 1), "今天以后"),
            (datetime.date(2999, 1, 1), "太远"),
        ):
            with pytest.raises(Refused, match=said):
                handling.reply(pk, by, words="排上了", outcome="B", promised_on=day, now=NOW)
        handling.reply(pk, by, words="排上了", outcome="B", promised_on=datetime.date(2026, 7, 31), now=NOW)
        assert running(pk) == {"tell": at(6, 8), "promise": at(7, 31)}

    def test_taking_back_a_reply_restores_clocks_and_withdraws_it(self, lived: Lived) -> None:
        world, receipt = lived
        pk, by = receipt.matter_id, world.by("郭强")
        assigned(world, pk)
        handling.accept(pk, by, now=NOW)
        before = running(pk)
        DOERS["reply"](world, pk, by, NOW)
        mending.take_back(pk, by, now=NOW + 9 * MINUTE)
        assert running(pk) == before
        assert Matter.objects.get(pk=pk).stage == "handling"
        assert Reply.objects.get(matter=pk).taken_back

    def test_taking_back_an_assignment_ends_the_sight_it_gave(self, lived: Lived) -> None:
        world, receipt = lived
        assigned(world, receipt.matter_id)
        mending.take_back(receipt.matter_id, world.by("罗芳"), now=NOW + MINUTE)
        access.read_as(unit.pk for unit in world.units.values())
        seeing = Sight.objects.filter(matter=receipt.matter_id, until=None).values_list(
            "unit__name", flat=True
        )
        assert set(seeing) == {"立山区", "深沟寺街道", "深新社区"}

    @pytest.mark.parametrize("late", [11, 60])
    def test_nothing_is_taken_back_after_ten_minutes(self, lived: Lived, late: int) -> None:
        world, receipt = lived
        assigned(world, receipt.matter_id)
        with pytest.raises(Refused, match="过了 10 分钟"):
            mending.take_back(receipt.matter_id, world.by("罗芳"), now=NOW + late * MINUTE)


class TestTakenBack:
    """What a post did last is taken back within the minutes, and everything is as it was; afterwards it is not."""

    ROWS = (
        ("close", "told", "何敏"),
        ("send_back", "assigned", "郭强"),
        ("send_up", "registered", "何敏"),
        ("pass_on", "registered", "何敏"),
        ("void", "asked", "白川"),
    )

    def brought(self, world: cast.World, pk: int, where: str) -> None:
        """To where the verb can be done."""
        if where == "asked":
            DOERS["ask_void"](world, pk, world.by("罗芳"), NOW)
        if where in ("assigned", "told"):
            assigned(world, pk)
        if where == "told":
            for verb, name in (("accept", "郭强"), ("reply", "郭强"), ("tell", "何敏")):
                DOERS[verb](world, pk, world.by(name), NOW)

    def standing(self, pk: int) -> tuple[object, ...]:
        """All that a verb may change: stage, owner, room, clocks, assignments, who keeps contact, who sees it."""
        matter = Matter.objects.get(pk=pk)
        given = Assignment.objects.filter(matter=pk, taken_back=False).order_by("id")
        links = VoiceMatter.objects.filter(matter=pk).order_by("id")
        sights = Sight.objects.filter(matter=pk, until=None).order_by("unit").values_list("unit", "stage")
        return (
            matter.stage, matter.owner_id, matter.room_id, matter.void_asked_by_id, matter.look_at, running(pk),
            list(given.values_list("unit", "part", "until", "ended_no")),
            list(links.values_list("voice", "kept_by", "until", "told_at")), list(sights),
        )  # fmt: skip

    @pytest.mark.parametrize(("verb", "where", "name"), ROWS)
    def test_within_the_minutes_everything_is_as_before(
        self, lived: Lived, verb: str, where: str, name: str
    ) -> None:
        world, receipt = lived
        pk, by = receipt.matter_id, world.by(name)
        self.brought(world, pk, where)
        before = self.standing(pk)
        DOERS[verb](world, pk, by, NOW)
        assert self.standing(pk) != before

        mending.take_back(pk, by, now=NOW + 10 * MINUTE)
        assert self.standing(pk) == before

    @pytest.mark.parametrize(("verb", "where", "name"), ROWS)
    def test_afterwards_it_stays(self, lived: Lived, verb: str, where: str, name: str) -> None:
        world, receipt = lived
        pk, by = receipt.matter_id, world.by(name)
        self.brought(world, pk, where)
        DOERS[verb](world, pk, by, NOW)
        after = self.standing(pk)

        with pytest.raises(Refused, match="过了 10 分钟"):
            mending.take_back(pk, by, now=NOW + 11 * MINUTE)
        assert self.standing(pk) == after


class TestClosing:
    def told(self, world: cast.World, pk: int) -> None:
        """Answered, not yet told."""
        assigned(world, pk)
        for verb in ("accept", "reply"):
            DOERS[verb](world, pk, world.by("郭强"), NOW)

    def test_every_voice_is_told_before_the_matter_is(self, lived: Lived) -> None:
        world, receipt = lived
        pk = receipt.matter_id
        said = replace(world.said("我也看见了", name="李桂芝", phone="13800000999"), channel="visit")
        _, further = taking.supplement(pk, world.by("何敏"), words=said.words, said=said, now=NOW)
        assert further is not None
        self.told(world, pk)
        closing.tell(pk, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=True, now=NOW)
        assert Matter.objects.get(pk=pk).stage == "replied"
        closing.tell(pk, world.by("何敏"), voice=further.voice_id, how="visit", reached=True, now=NOW)
        assert Matter.objects.get(pk=pk).stage == "told"
        assert set(running(pk)) == {"promise", "objection"}

    def test_three_tries_in_three_half_days_close_as_unreached_and_two_at_once_count_once(
        self, lived: Lived
    ) -> None:
        world, receipt = lived
        pk, by = receipt.matter_id, world.by("何敏")
        self.told(world, pk)
        for moment in (at(6, 8, 9), at(6, 8, 10), at(6, 8, 15)):
            closing.tell(pk, by, voice=receipt.voice_id, how="phone", reached=False, now=moment)
        with pytest.raises(Refused, match="现在记了 2 次"):
            closing.close_unreached(pk, by, now=at(6, 8, 16))
        closing.tell(pk, by, voice=receipt.voice_id, how="visit", reached=False, now=at(6, 9, 9))
        closing.close_unreached(pk, by, now=at(6, 9, 10))
        assert Matter.objects.get(pk=pk).stage == "closed"
        hers = resident(receipt.voice_id)
        with pytest.raises(Refused, match="现在过了"):
            closing.redo(pk, hers, words="又塌了", now=at(6, 24, 11))
        closing.redo(pk, hers, words="又塌了", now=at(6, 24, 9))
        assert Matter.objects.get(pk=pk).stage == "handling"

    def test_the_system_closes_when_nobody_objected_and_not_before(self, lived: Lived) -> None:
        world, receipt = lived
        pk = receipt.matter_id
        self.told(world, pk)
        DOERS["tell"](world, pk, world.by("何敏"), NOW)
        ends = running(pk)["objection"]
        assert mending.matters_due(now=ends - MINUTE, most=10, but_not=()) == []
        assert mending.matters_due(now=ends, most=10, but_not=(pk,)) == []
        assert mending.matters_due(now=ends, most=10, but_not=()) == [pk]
        assert mending.settle(pk, now=ends)
        assert (Matter.objects.get(pk=pk).stage, Step.objects.get(matter=pk, verb="close").actor) == (
            "closed",
            "system",
        )
        assert mending.matters_due(now=ends, most=10, but_not=()) == []
        assert not mending.settle(pk, now=ends)

    def test_a_redo_clears_the_told_marks_and_runs_the_shorter_clock(self, lived: Lived) -> None:
        world, receipt = lived
        pk = receipt.matter_id
        self.told(world, pk)
        DOERS["tell"](world, pk, world.by("何敏"), NOW)
        closing.redo(pk, resident(receipt.voice_id), words="又塌了", now=at(6, 8, 9))
        assert running(pk) == {"finish": at(6, 15)}
        assert VoiceMatter.objects.get(matter=pk).told_at is None
        assert Matter.objects.get(pk=pk).stage == "handling"

    def test_a_resident_asks_again_within_fifteen_days_of_being_told(self, lived: Lived) -> None:
        world, receipt = lived
        pk = receipt.matter_id
        self.told(world, pk)
        with pytest.raises(Refused, match="答复告诉您以后"):
            closing.redo(pk, resident(receipt.voice_id), words="没好", now=NOW)
        DOERS["tell"](world, pk, world.by("何敏"), NOW)
        with pytest.raises(Refused, match="15 天内"):
            closing.redo(pk, resident(receipt.voice_id), words="没好", now=NOW + 15 * DAY + MINUTE)
        closing.redo(pk, world.by("韩冬"), words="抽查没好", now=NOW + 40 * DAY)


class TestRecount:
    def test_a_published_year_moves_the_day_once_and_says_so(self, db: None) -> None:
        world = cast.build()
        receipt = register(world.said(), resident(), now=at(12, 1, 9))
        access.read_matter(0)
        world.house()
        pk, lead = receipt.matter_id, world.units["区住建局"]
        handling.assign(
            pk, world.by("罗芳"), lead=lead, assists=[], limit="complex", words="难", now=at(12, 1, 10)
        )
        clock = Clock.objects.get(matter=pk, kind="finish")
        assert clock.provisional
        text = (rulepacks_folder() / "calendars" / "2026.toml").read_text(encoding="utf-8")
        import_calendar(_next_year(text), now=at(12, 2, 9))

        assert mending.matters_to_recount(now=at(12, 2, 9), after=0, most=10) == [pk]
        step = mending.recount(pk, now=at(12, 2, 9))
        assert step is not None
        assert [change[0] for change in step.values["moved"]] == ["finish"]
        moved = Clock.objects.get(pk=clock.pk)
        assert (moved.provisional, moved.due_at > clock.due_at) == (False, True)
        assert mending.recount(pk, now=at(12, 2, 9)) is None
        assert mending.matters_to_recount(now=at(12, 2, 9), after=0, most=10) == []


def _next_year(text: str) -> str:
    """A list for 2027 in the shape of the shipped ones, with New Year's Day off."""
    head = [line for line in text.splitlines() if line.startswith("source")]
    return "\n".join(["year = 2027", *head, "[off]", '2027-01-01 = "元旦"', "[made]", ""])
