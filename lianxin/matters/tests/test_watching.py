"""催办、督办、说明: who may press for a matter, what is owed then, what the slip says, what the supervisor finds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.kernel.days import TZ
from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.matters import watching as reads
from lianxin.matters.actions import closing, handling, mending, taking, watching
from lianxin.matters.by import By, resident
from lianxin.matters.lights import light_of
from lianxin.matters.lists import key_in
from lianxin.matters.models import Matter, Step
from lianxin.matters.queries import rules_on
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.filled import BUDGETS, statements, text
from lianxin.matters.tests.test_clocks import extend
from lianxin.matters.tests.test_moves import at
from lianxin.matters.verify import differences
from lianxin.matters.watched import watched_of
from lianxin.people import access
from lianxin.rulebook.queries import calendar_in_force
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
NOW = cast.NOW
SOON = NOW + datetime.timedelta(minutes=3)


def day(number: int, hour: int = 10, month: int = 6) -> datetime.datetime:
    return datetime.datetime(2026, month, number, hour, tzinfo=TZ)


def supervise(pk: int, by: By, *, now: datetime.datetime = NOW, words: str = "请说明为什么没修") -> Step:
    return watching.supervise(pk, by, words=words, now=now)


def explain(pk: int, by: By, *, now: datetime.datetime = SOON, seen_no: int | None = None) -> Step:
    return watching.explain(pk, by, words="管材没到，周五修", now=now, seen_no=seen_no)


def awaits(pk: int) -> list[int]:
    return list(watched_of([pk])[pk].awaits)


class TestPressing:
    @pytest.mark.parametrize(
        ("stage", "asked"), [("registered", "深新社区"), ("handling", "区住建局"), ("told", "区住建局")]
    )
    def test_it_names_the_unit_that_has_it(self, world: World, stage: str, asked: str) -> None:
        receipt = at(stage, world)
        world.house()
        before = Matter.objects.get(pk=receipt.matter_id)

        for verb in ("urge", "supervise"):
            step = DOERS[verb](world, receipt.matter_id, world.by("韩冬"), NOW)
            assert isinstance(step, Step)
            assert step.values == {"unit": world.units[asked].pk}

        after = Matter.objects.get(pk=receipt.matter_id)
        assert (after.stage, after.look_at) == (before.stage, before.look_at)
        access.read_as_house(NOW.date())
        assert list(differences(calendar_in_force())) == []

    @pytest.mark.parametrize("words", ["", "   ", "\n"])
    @pytest.mark.parametrize("verb", ["urge", "supervise"])
    def test_not_without_words(self, world: World, verb: str, words: str) -> None:
        receipt = at("handling", world)

        with pytest.raises(Refused, match="写一下要说的话"):
            getattr(watching, verb)(receipt.matter_id, world.by("韩冬"), words=words, now=NOW)

    @pytest.mark.parametrize("stage", ["closed", "referred", "joined", "void"])
    @pytest.mark.parametrize("verb", ["urge", "supervise"])
    def test_not_where_nothing_is_owed(self, world: World, verb: str, stage: str) -> None:
        receipt = at(stage, world)

        with pytest.raises(Refused, match="不能(催办|督办)"):
            getattr(watching, verb)(receipt.matter_id, world.by("韩冬"), words="快", now=NOW)

    @pytest.mark.parametrize("name", ["何敏", "林晓", "郭强", "田野", "罗芳"])
    @pytest.mark.parametrize("verb", ["urge", "supervise"])
    def test_only_a_supervisor_presses(self, world: World, verb: str, name: str) -> None:
        receipt = at("handling", world)

        with pytest.raises(Refused, match="由督办员来做"):
            getattr(watching, verb)(receipt.matter_id, world.by(name), words="快", now=NOW)

    @pytest.mark.parametrize("words", ["找周女士 13800000427", "打 0412-555 1234"])
    def test_no_telephone_goes_out_on_a_slip(self, world: World, words: str) -> None:
        receipt = at("handling", world)

        with pytest.raises(Refused, match="不写电话号码") as refused:
            supervise(receipt.matter_id, world.by("韩冬"), words=words)

        assert "0427" not in str(refused.value)

    def test_what_is_pressed_twice_is_one(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        client, seen = enter("韩冬"), Matter.objects.get(pk=receipt.matter_id).step_no
        for _ in range(2):
            answer = client.post(f"/m/{receipt.ref}/do/supervise/", {"words": "请书面说明", "seen_no": seen})
            assert answer["Location"] == f"/m/{receipt.ref}/order/{seen + 1}/?print=1"

        world.house()
        assert Step.objects.filter(matter=receipt.matter_id, verb="supervise").count() == 1

    def test_the_words_that_were_refused_stay(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        words = "请给 13800000427 回电话"
        answer = enter("韩冬").post(f"/m/{receipt.ref}/do/supervise/", {"words": words})

        assert answer.status_code == 400
        assert "单子要打出去，里面不写电话号码" in text(answer)
        assert f"{words}</textarea>" in text(answer)


class TestExplaining:
    def test_it_is_awaited_until_it_comes(self, world: World) -> None:
        receipt = at("handling", world)
        pk = receipt.matter_id
        assert awaits(pk) == []
        asked = supervise(pk, world.by("韩冬"))
        assert awaits(pk) == [asked.no]

        step = explain(pk, world.by("郭强"))

        assert step.values == {"answers": [asked.no]}
        assert awaits(pk) == []
        with pytest.raises(Refused, match="没有等说明的督办"):
            explain(pk, world.by("郭强"))

    def test_an_urging_asks_for_none(self, world: World) -> None:
        receipt = at("handling", world)
        watching.urge(receipt.matter_id, world.by("韩冬"), words="快", now=NOW)

        with pytest.raises(Refused, match="没有等说明的督办"):
            explain(receipt.matter_id, world.by("郭强"))

    def test_taken_back_it_waits_for_nothing_and_an_explanation_taken_back_is_owed_again(
        self, world: World
    ) -> None:
        receipt = at("handling", world)
        pk = receipt.matter_id
        supervise(pk, world.by("韩冬"))
        mending.take_back(pk, world.by("韩冬"), now=NOW)
        assert awaits(pk) == []

        asked = supervise(pk, world.by("韩冬"))
        explain(pk, world.by("郭强"))
        mending.take_back(pk, world.by("郭强"), now=SOON)

        assert awaits(pk) == [asked.no]

    def test_one_that_its_writer_did_not_see_goes_on_waiting(self, world: World) -> None:
        receipt = at("handling", world)
        pk = receipt.matter_id
        first, second = supervise(pk, world.by("韩冬")), supervise(pk, world.by("韩冬"), words="再说明一次")

        assert explain(pk, world.by("郭强"), seen_no=first.no).values == {"answers": [first.no]}
        assert awaits(pk) == [second.no]
        with pytest.raises(Stale):
            explain(pk, world.by("郭强"), seen_no=first.no)
        assert explain(pk, world.by("郭强")).values == {"answers": [second.no]}

    def test_one_explanation_answers_all_that_wait(self, world: World) -> None:
        receipt = at("handling", world)
        asked = [supervise(receipt.matter_id, world.by("韩冬"), words=w).no for w in ("为什么", "何时")]

        assert explain(receipt.matter_id, world.by("郭强")).values == {"answers": asked}
        assert awaits(receipt.matter_id) == []

    def test_who_leads_explains_and_where_nobody_leads_the_owner(self, world: World) -> None:
        receipt = at("supervised", world)
        for name in ("田野", "何敏", "韩冬"):
            with pytest.raises(Refused):
                explain(receipt.matter_id, world.by(name))
        with pytest.raises(Refused, match="由主办单位的经办人写"):
            explain(receipt.matter_id, world.by("罗芳"))

        handling.send_back(receipt.matter_id, world.by("郭强"), words="不是我们管", now=NOW)
        explain(receipt.matter_id, world.by("罗芳"))

        assert awaits(receipt.matter_id) == []

    def test_it_is_owed_after_the_matter_is_closed(self, world: World) -> None:
        receipt = at("told", world)
        supervise(receipt.matter_id, world.by("韩冬"))
        closing.close(receipt.matter_id, world.by("何敏"), now=SOON)
        assert awaits(receipt.matter_id)

        explain(receipt.matter_id, world.by("郭强"))

        assert awaits(receipt.matter_id) == []

    @pytest.mark.parametrize(("stage", "before"), [("handling", True), ("replied", False), ("told", False)])
    def test_it_waits_in_the_inbox_of_who_leads(
        self, world: World, enter: Enter, stage: str, before: bool
    ) -> None:
        receipt = at(stage, world)
        assert (receipt.ref in text(enter("郭强").get("/inbox/"))) is before

        world.house()
        supervise(receipt.matter_id, world.by("韩冬"))
        assert receipt.ref in text(enter("郭强").get("/inbox/"))
        assert (receipt.ref in text(enter("田野").get("/inbox/"))) is before

        world.house()
        explain(receipt.matter_id, world.by("郭强"))
        assert (receipt.ref in text(enter("郭强").get("/inbox/"))) is before

    def test_the_resident_reads_neither(self, world: World) -> None:
        receipt = at("supervised", world)
        explain(receipt.matter_id, world.by("郭强"))
        client = Client()
        client.post("/t/", {"ref": receipt.ref, "code": receipt.code})
        page = text(client.get(f"/t/{receipt.ref}/"))

        assert receipt.ref in page
        assert "督办" not in page
        assert "周五修" not in page

    @pytest.mark.parametrize(("name", "says"), [("郭强", "写说明"), ("韩冬", "打印单子")])
    def test_the_matter_says_so_until_it_came(self, world: World, enter: Enter, name: str, says: str) -> None:
        receipt = at("supervised", world)
        page = Drawn(text(enter(name).get(f"/m/{receipt.ref}/")))
        assert "等说明" in page.text
        assert says in page.text
        assert "等说明" in text(enter(name).get("/inbox/?view=open"))

        world.house()
        explain(receipt.matter_id, world.by("郭强"))
        assert "等说明" not in Drawn(text(enter(name).get(f"/m/{receipt.ref}/"))).text
        assert "作了说明" in text(enter(name).get(f"/m/{receipt.ref}/"))


class TestSlip:
    PRIVATE = ("周桂兰", "13800000427", "0427", "14 号楼", "洗衣盆", "单元 301")

    @pytest.mark.parametrize("stage", ["registered", "handling", "replied"])
    @pytest.mark.parametrize(("verb", "title"), [("urge", "催办单"), ("supervise", "督办单")])
    def test_it_holds_what_a_unit_needs_and_nothing_of_a_resident(
        self, world: World, enter: Enter, stage: str, verb: str, title: str
    ) -> None:
        receipt = at(stage, world)
        step = DOERS[verb](world, receipt.matter_id, world.by("韩冬"), NOW)
        assert isinstance(step, Step)
        page = text(enter("韩冬").get(f"/m/{receipt.ref}/order/{step.no}/"))
        slip = SLIP.findall(page)[0]

        for needed in (title, receipt.ref, "韩冬", "盖章", "单位的回复", "工作日", "期限"):
            assert needed in slip, needed
        for hidden in self.PRIVATE:
            assert hidden not in page, hidden

    def test_it_says_why_as_of_now(self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        receipt = at("supervised", world)
        no = Matter.objects.get(pk=receipt.matter_id).step_no
        handling.advise(receipt.matter_id, world.by("田野"), words="先围护", now=NOW)
        monkeypatch.setattr("django.utils.timezone.now", lambda: day(1, month=7))
        slip = SLIP.findall(text(enter("韩冬").get(f"/m/{receipt.ref}/order/{no}/")))[0]

        assert "超 2 个工作日" in slip
        assert "截至" in slip

    def test_it_prints_only_where_it_was_just_made(self, world: World, enter: Enter) -> None:
        receipt = at("supervised", world)
        no = Matter.objects.get(pk=receipt.matter_id).step_no
        client = enter("韩冬")

        assert 'data-print="now"' in text(client.get(f"/m/{receipt.ref}/order/{no}/?print=1"))
        assert 'data-print="now"' not in text(client.get(f"/m/{receipt.ref}/order/{no}/"))

    @pytest.mark.parametrize("no", [1, 5, 7, 99])
    def test_there_is_none_of_any_other_step(self, world: World, enter: Enter, no: int) -> None:
        receipt = at("supervised", world)
        handling.note(receipt.matter_id, world.by("郭强"), words="看过现场", to_resident=False, now=NOW)

        assert enter("韩冬").get(f"/m/{receipt.ref}/order/{no}/").status_code == 404

    def test_taken_back_there_is_none(self, world: World, enter: Enter) -> None:
        receipt = at("supervised", world)
        no = Matter.objects.get(pk=receipt.matter_id).step_no
        mending.take_back(receipt.matter_id, world.by("韩冬"), now=NOW)

        with pytest.raises(NotThere):
            reads.ordered_in(Matter.objects.get(pk=receipt.matter_id), no)
        assert enter("韩冬").get(f"/m/{receipt.ref}/order/{no}/").status_code == 404


SLIP = re.compile('<article class="order gap-2">(.*?)</article>', re.DOTALL)
FIGURE = re.compile(r'<a href="(/watch/[^"]*)">([0-9]+)</a>')
REF = re.compile(r'<span class="num">(LS-2026-\d{6})</span>')


def found(world: World, heading: str, now: datetime.datetime) -> set[int]:
    """What the supervisor finds under a heading; the number says the same."""
    reader, rules = world.reader("韩冬"), rules_on(now)
    rows = reads.rows_under(heading, reader, rules, now=now, after=None, before=None).rows
    assert reads.numbers_of(reader, rules, now=now)[heading] == len(rows)
    return {row.id for row in rows}


def unsatisfied(world: World, times: int, last: str = "no") -> Receipt:
    """A matter whose resident rated so often, and asked again between."""
    receipt = at("handling", world)
    pk, voice = receipt.matter_id, receipt.voice_id
    for n in range(times):
        handling.reply(pk, world.by("郭强"), words="修了", outcome="A", promised_on=None, now=NOW)
        closing.tell(pk, world.by("何敏"), voice=voice, how="phone", reached=True, now=NOW)
        said = last if n == times - 1 else "no"
        closing.rate(
            pk, resident(voice), voice=voice, reached=True, solved=False, satisfied=said, how="page", words="", now=NOW
        )  # fmt: skip
        closing.redo(pk, world.by("何敏"), words="没修好", now=NOW)
    return receipt


def handled(world: World) -> int:
    return at("handling", world).matter_id


class TestHeadings:
    def test_overdue_is_red_and_in_time_is_not(self, world: World) -> None:
        pk = handled(world)

        assert found(world, "red", day(11)) == {pk}  # the assist's view: 3 workdays
        handling.advise(pk, world.by("田野"), words="先围护", now=NOW)
        assert found(world, "red", day(11)) == set()
        assert found(world, "red", day(30)) == {pk}

    def test_extended_twice(self, world: World) -> None:
        pk = handled(world)
        extend(pk, world.by("郭强"))
        assert found(world, "extended", NOW) == set()
        extend(pk, world.by("韩冬"))

        assert found(world, "extended", NOW) == found(world, "red", NOW) == {pk}
        mending.take_back(pk, world.by("韩冬"), now=NOW)
        assert found(world, "extended", NOW) == found(world, "red", NOW) == set()

    @pytest.mark.parametrize(
        ("times", "last", "red"), [(1, "no", False), (2, "no", True), (2, "mostly", False), (3, "no", True)]
    )
    def test_the_same_resident_not_satisfied_again(
        self, world: World, times: int, last: str, red: bool
    ) -> None:
        pk = unsatisfied(world, times, last).matter_id
        world.house()

        assert watched_of([pk])[pk].unsatisfied == (times if last == "no" else 0)
        assert (pk in found(world, "red", NOW)) is red

    def test_two_residents_once_each_are_not_one_twice(self, world: World) -> None:
        receipt = at("handling", world)
        pk, by = receipt.matter_id, world.by("何敏")
        said = world.said("我也看到了", name="许凤英", phone="13800000315")
        further = taking.supplement(pk, by, words="我也看到了", now=NOW, said=said)[1]
        assert further is not None
        handling.reply(pk, world.by("郭强"), words="修了", outcome="A", promised_on=None, now=NOW)
        for voice in (receipt.voice_id, further.voice_id):
            closing.tell(pk, by, voice=voice, how="phone", reached=True, now=NOW)
        for voice in (receipt.voice_id, further.voice_id):
            closing.rate(
                pk, by, voice=voice, reached=True, solved=False, satisfied="no", how="phone", words="", now=NOW
            )  # fmt: skip

        assert watched_of([pk])[pk].unsatisfied == 1
        assert found(world, "red", NOW) == set()

    def test_sent_back_twice(self, world: World) -> None:
        receipt = world.tell_the_house()
        world.house()
        pk = receipt.matter_id
        for name in ("何敏", "吴迪"):
            handling.send_up(pk, world.by(name), words="修不了", now=NOW)
        for times in (1, 2):
            DOERS["assign"](world, pk, world.by("罗芳"), NOW)
            DOERS["send_back" if times == 1 else "dispute"](world, pk, world.by("郭强"), NOW)
            assert found(world, "sent_back", NOW) == ({pk} if times == 2 else set())

        mending.take_back(pk, world.by("郭强"), now=NOW)
        assert found(world, "sent_back", NOW) == set()

    def test_untouched(self, world: World) -> None:
        pk = handled(world)
        assert found(world, "untouched", day(11)) == set()
        assert found(world, "untouched", day(12)) == {pk}

        supervise(pk, world.by("韩冬"), now=day(12))
        assert found(world, "untouched", day(12)) == {pk}  # to press is not to work
        handling.note(pk, world.by("郭强"), words="看了", to_resident=False, now=day(12))
        assert found(world, "untouched", day(12)) == set()
        mending.take_back(pk, world.by("郭强"), now=day(12))
        assert found(world, "untouched", day(12)) == {pk}

    def test_what_is_paused_is_not_untouched_and_the_pause_does_not_count_afterwards(
        self, world: World
    ) -> None:
        pk = handled(world)
        handling.advise(pk, world.by("田野"), words="先围护", now=NOW)
        handling.pause(pk, world.by("郭强"), why="season", words="等化冻", now=day(8))
        cap = day(8, month=7)
        assert found(world, "untouched", day(30)) == set()

        mending.settle(pk, now=cap)

        assert found(world, "untouched", cap) == set()

    def test_a_resident_who_asks_again_sets_it_going(self, world: World) -> None:
        receipt = at("told", world)
        closing.redo(receipt.matter_id, resident(receipt.voice_id), words="又塌了", now=day(15))

        assert found(world, "untouched", day(16)) == set()
        assert found(world, "untouched", day(23)) == {receipt.matter_id}

    def test_promises_that_fall_due(self, world: World) -> None:
        pk = handled(world)
        handling.reply(
            pk, world.by("郭强"), words="月底修", outcome="B", promised_on=datetime.date(2026, 6, 30), now=NOW
        )

        assert found(world, "promises", day(24)) == set()
        assert found(world, "promises", day(25)) == {pk}
        assert found(world, "promises", day(20, month=7)) == {pk}

    def test_explanations_awaited_also_when_it_is_closed(self, world: World) -> None:
        receipt = at("told", world)
        pk = receipt.matter_id
        supervise(pk, world.by("韩冬"))
        closing.close(pk, world.by("何敏"), now=NOW)
        assert found(world, "explanations", NOW) == {pk}

        world.house()
        explain(pk, world.by("郭强"))
        assert found(world, "explanations", NOW) == set()

    @pytest.mark.parametrize("hour", [day(5), day(9), day(12), day(15), day(30), day(20, month=7)])
    def test_what_is_red_is_what_has_a_red_light(self, world: World, hour: datetime.datetime) -> None:
        """The list asks the database, the light asks the rules: both say the same of every matter."""
        for stage in (
            "registered",
            "assigned",
            "handling",
            "paused",
            "replied",
            "told",
            "kept told",
            "closed",
            "kept closed",
            "referred",
            "void",
        ):
            at(stage, world)
        twice = handled(world)
        for name in ("郭强", "韩冬"):
            world.house()
            extend(twice, world.by(name))
        unsatisfied(world, 2)
        still = handled(world)
        for name, verb in (("田野", "advise"), ("郭强", "pause")):
            world.house()
            DOERS[verb](world, still, world.by(name), NOW)
        world.house()
        rules, ids = rules_on(hour), list(Matter.objects.values_list("pk", flat=True))
        red = {pk for pk, one in watched_of(ids).items() if light_of(one, rules, hour).kind == "late"}

        assert red
        assert found(world, "red", hour) == red


class TestPage:
    def test_numbers_rows_and_empty_lists(self, world: World, enter: Enter) -> None:
        receipt = at("supervised", world)
        client = enter("韩冬")
        for heading, rows in (("explanations", [receipt.ref]), ("sent_back", []), ("red", [])):
            page = text(client.get(f"/watch/?of={heading}"))
            assert REF.findall(page) == rows
            assert ("现在没有" in page) is (not rows)
        drawn = Drawn(text(client.get("/watch/?of=explanations")))
        assert f"/m/{receipt.ref}/?do=supervise#do" in [link.get("href") for link in drawn.all("a")]

    def test_every_number_leads_to_as_many_rows(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for stage in ("registered", "supervised", "replied"):
            at(stage, world)
        monkeypatch.setattr("django.utils.timezone.now", lambda: day(30))
        client = enter("韩冬")
        figures = [(int(n), address) for address, n in FIGURE.findall(text(client.get("/watch/")))]

        assert [number for number, _ in figures] == [3, 0, 0, 3, 0, 1]
        for number, address in figures:
            assert len(REF.findall(text(client.get(address)))) == number

    def test_it_goes_on_by_key_there_and_back(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reads, "PAGE", 2)
        ids = [world.tell_the_house(now=NOW + datetime.timedelta(minutes=n)).matter_id for n in range(5)]
        reader, rules, now = world.reader("韩冬"), rules_on(day(30)), day(30)
        seen, after, keys = [], None, []
        while True:
            page = reads.rows_under("red", reader, rules, now=now, after=after, before=None)
            seen += [row.id for row in page.rows]
            keys.append(reads.key_of(page.rows[0]))
            assert page.more_before is (after is not None)
            if not page.more_after:
                break
            after = key_in(str(reads.key_of(page.rows[-1])))
        assert seen == ids

        back = reads.rows_under("red", reader, rules, now=now, after=None, before=keys[-1])
        assert [row.id for row in back.rows] == ids[2:4]
        assert (back.more_before, back.more_after) == (True, True)

    @pytest.mark.parametrize("asked", ["of=nothing", "after=x", "before=1_1&after=2_2", "of=red&after=999"])
    def test_an_address_that_means_nothing_is_no_error(self, world: World, enter: Enter, asked: str) -> None:
        assert enter("韩冬").get(f"/watch/?{asked}").status_code == 200

    @pytest.mark.parametrize("name", ["何敏", "林晓", "郭强", "罗芳", "钱立"])
    def test_it_is_the_supervisor_s(self, world: World, enter: Enter, name: str) -> None:
        assert enter(name).get("/watch/").status_code == 404

    def test_what_is_about_a_room_is_not_hers(self, world: World) -> None:
        world.tell_the_house(about="深新社区")

        assert all(found(world, heading, day(30)) == set() for heading in reads.HEADINGS)

    def test_access_alone_keeps_others_out(self, world: World) -> None:
        receipt = at("supervised", world)
        qian = world.reader("钱立")
        access.read_matter(receipt.matter_id)  # row security hides nothing of this matter any more
        for heading in reads.HEADINGS:
            page = reads.rows_under(heading, qian, rules_on(day(30)), now=day(30), after=None, before=None)
            assert page.rows == ()
        assert set(reads.numbers_of(qian, rules_on(day(30)), now=day(30)).values()) == {0}

    def test_statements_are_as_agreed_and_do_not_grow(self, world: World, enter: Enter) -> None:
        at("supervised", world)
        client = enter("韩冬")
        few = statements(client, "/watch/?of=explanations")
        for _ in range(3):
            at("supervised", world)

        assert statements(client, "/watch/?of=explanations") == few == BUDGETS["watching"]

    def test_a_slip_takes_as_agreed(self, world: World, enter: Enter) -> None:
        receipt = at("supervised", world)
        no = Matter.objects.get(pk=receipt.matter_id).step_no

        assert statements(enter("韩冬"), f"/m/{receipt.ref}/order/{no}/") == BUDGETS["order"]
