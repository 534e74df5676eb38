"""A resident's page before and after a promise is kept: the day, plainly that it passed, what was done once she was told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import photo, text_of
from lianxin.intake.tests.matter import DAY, Told, told
from lianxin.intake.tests.test_track import TestRating
from lianxin.matters.actions import handling, taking
from lianxin.matters.models import Matter, Step, Voice
from lianxin.trust.uploads import take_photos
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
DONE = "管子换完了，路面也补平了。"
PROMISE = "入冬前换管"
LATE = "过了答应您的日子，还没有办到；请打下面的电话问，报编号就行。"


@pytest.fixture
def matter(world: World) -> Told:
    return told(world, reach="phone")


class TestBefore:
    def test_the_day_stands_there_with_how_far_it_is(self, matter: Told, clock: SetClock) -> None:
        matter.promised()
        page = text_of(matter.page())
        assert "答应您8月4日 星期二前办到" in page
        assert "还有 41 个工作日" in page
        assert LATE not in page

        clock(cast.NOW + 58 * DAY)
        assert "还有 2 个工作日" in text_of(matter.page())

    def test_nothing_of_it_is_said_before_she_was_told(self, matter: Told) -> None:
        matter.handled().reply(PROMISE, outcome="B")

        assert "答应您" not in text_of(matter.page())

    @pytest.mark.parametrize("closed", [False, True], ids=["没办结", "办结了"])
    def test_that_it_passed_is_said_plainly(self, matter: Told, clock: SetClock, closed: bool) -> None:
        matter.promised()
        if closed:
            matter.close()
        clock(cast.NOW + 63 * DAY)

        page = text_of(matter.page())
        assert "答应您8月4日 星期二前办到" in page
        assert "您说的事列入了计划，还没有办到。" in page
        assert "超过 3 个工作日" in page
        assert LATE in page

    def test_done_again_it_promises_nothing_any_more(self, matter: Told) -> None:
        matter.promised().page()
        assert matter.do("redo", words="等不了").status_code == 303

        assert "答应您8月4日" not in text_of(matter.page())


class TestKept:
    @pytest.mark.parametrize("closed", [False, True], ids=["没办结", "办结了"])
    def test_what_was_done_waits_until_she_is_told(self, matter: Told, closed: bool) -> None:
        matter.promised()
        if closed:
            matter.close()
        matter.keep()
        page = text_of(matter.page())
        assert DONE not in page
        assert "答应您的事有结果了。</b>联络员会在6月8日 星期一前告诉您。" in page
        assert PROMISE in page
        assert LATE not in page

        matter.tell()
        page = text_of(matter.page())
        assert page.count(DONE) == 1
        assert "区住建局说，答应您的事办到了。</b>看完答复，请评一评；没办好，可以要求再办一次。" in page
        assert "答应的事办到了" in page
        assert "区住建局以前的答复" in page
        assert PROMISE in page

    def test_who_was_not_told_in_time_reads_whom_to_call(self, matter: Told, clock: SetClock) -> None:
        matter.promised().close()
        matter.keep()
        clock(cast.NOW + 10 * DAY)

        assert "本来该告诉您了" in text_of(matter.page())

    def test_who_looks_on_her_page_is_told_there(self, world: World) -> None:
        matter = told(world).promised()
        matter.close()
        matter.post(matter.keep())

        assert DONE in text_of(matter.page())
        matter.matter()
        assert Matter.objects.get(pk=matter.pk).stage == "closed"

    def test_taken_back_nobody_is_told_by_page(self, world: World) -> None:
        matter = told(world).promised()
        matter.close()
        step = matter.keep()
        matter.take_back("郭强")
        matter.post(step)

        page = text_of(matter.page())
        assert DONE not in page
        assert "答应您8月4日 星期二前办到" in page

    def test_what_nobody_is_to_be_told_any_more_is_posted_on_no_page(self, world: World) -> None:
        matter = told(world)
        step = matter.handled().reply(PROMISE, outcome="B")
        matter.give_up()
        matter.post(step)

        assert Matter.objects.get(pk=matter.pk).stage == "closed"
        assert not Step.objects.filter(matter=matter.pk, actor="system").exists()

    def test_an_older_answer_tells_nobody_of_the_newer(self, world: World) -> None:
        matter = told(world)
        promise = matter.handled().reply(PROMISE, outcome="B")
        matter.keep()
        matter.post(promise)

        assert DONE not in text_of(matter.page())

    def test_who_never_heard_the_promise_reads_both(self, matter: Told) -> None:
        matter.handled().reply(PROMISE, outcome="B")
        matter.keep()
        matter.tell()

        page = text_of(matter.page())
        assert DONE in page
        assert PROMISE in page

    def test_another_voice_reads_nothing_of_it_before_it_was_told(self, matter: Told) -> None:
        matter.handled()
        said = matter.world.said()
        matter.world.reader("何敏")
        taking.supplement(matter.pk, matter.world.by("何敏"), words=said.words, said=said, now=matter.now)
        matter.matter()
        other = replace(matter, receipt=replace(matter.receipt, voice_id=Voice.objects.order_by("-pk")[0].pk))
        matter.reply(PROMISE, outcome="B")
        matter.tell()
        other.tell()
        matter.keep()
        other.tell()

        page = text_of(matter.page())
        assert DONE not in page
        assert PROMISE in page

    def test_she_rates_what_was_done_once_more(self, matter: Told) -> None:
        matter.promised().page()
        matter.do("rate", **TestRating.RATED)
        matter.keep()
        assert "交评价" not in text_of(matter.page())
        matter.tell()
        assert "交评价" in text_of(matter.page())
        assert matter.do("rate", **TestRating.RATED).status_code == 303
        assert "交评价" not in text_of(matter.page())

    def test_closed_long_ago_she_may_ask_again_within_days_of_hearing_it(
        self, matter: Told, clock: SetClock
    ) -> None:
        matter.promised().close()
        matter.now = cast.NOW + 90 * DAY
        clock(matter.now)
        assert "请再办一次" not in text_of(matter.page())
        matter.keep()
        matter.tell()

        assert "请再办一次" in text_of(matter.page())

    def test_who_could_not_be_reached_finds_it_on_her_page(self, matter: Told, clock: SetClock) -> None:
        matter.promised().close()
        matter.keep()
        matter.give_up()
        clock(matter.now)

        page = text_of(matter.page())
        assert DONE in page
        assert "答复我们没能告诉您，写在下面。" in page

    def test_given_up_before_and_kept_since_she_is_to_be_told(self, matter: Told, clock: SetClock) -> None:
        matter.handled().reply(PROMISE, outcome="B")
        matter.give_up()
        clock(matter.now)
        assert PROMISE in text_of(matter.page())
        matter.keep()

        page = text_of(matter.page())
        assert "答应您的事有结果了。" in page
        assert DONE not in page

    def test_its_photos_come_with_it(self, matter: Told) -> None:
        matter.promised().close()
        matter.world.reader("郭强")
        taken = take_photos([photo()], max_files=6, max_file_mb=10, max_megapixels=25)
        handling.keep_promise(matter.pk, matter.world.by("郭强"), words=DONE, now=matter.now, photos=taken)
        assert "办事的人拍的第 1 张" not in text_of(matter.page())
        matter.tell()

        assert "办事的人拍的第 1 张" in text_of(matter.page())

    def test_when_it_was_answered_stays_the_day_of_the_answer(self, matter: Told) -> None:
        matter.promised().close()
        matter.now = cast.NOW + 30 * DAY
        matter.keep()
        matter.tell()

        track = text_of(matter.page()).split("办到哪一步")[1].split("怎么说")[0]
        assert "7月5日" not in track
