"""The worker: nothing lost, nothing twice, order within a matter, and nobody waits for a row that fails."""

import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction

from lianxin.kernel.acting import acting
from lianxin.matters.actions import handling
from lianxin.matters.models import Matter, Pending
from lianxin.people.access import read_as_house
from lianxin.site.worker import AFTER_TROUBLE, FIRST_WAIT, LONGEST_WAIT, LOOK_EVERY, Reader, Worker, _listen
from tests import world as cast

NOW = cast.NOW + timedelta(hours=1)


def nothing_due(*, now: datetime, most: int, but_not: Collection[int]) -> list[int]:
    """A house in which nothing is due."""
    return []


class Noted:
    """A reader that notes what it was given, and fails where it is told to."""

    def __init__(self, fails: Callable[[Pending], bool] = lambda row: False) -> None:
        self.steps: list[int] = []
        self.fails = fails

    def __call__(self, row: Pending, now: datetime) -> None:
        """Take the row."""
        self.steps.append(row.step_id)
        if self.fails(row):
            raise ValueError("13800000427")


def worker(**readers: Reader) -> Worker:
    """A worker with these readers, and nothing else to do."""
    return Worker(readers, due=nothing_due, jobs={})


def only(*names: str) -> list[Pending]:
    """Leave only the pending rows of these readers, oldest first."""
    with acting(), transaction.atomic():
        read_as_house(cast.NOW.date())
        Pending.objects.exclude(reader__in=names).delete()
        return list(Pending.objects.select_related("step").order_by("pk"))


def drain(one: Worker, now: datetime = NOW) -> int:
    """Take until there is nothing more to take at `now`."""
    done = 0
    while one.take_pending(now):
        done += 1
    return done


@pytest.fixture
def world() -> cast.World:
    """Two matters; the first has three steps, the second one."""
    built = cast.build()
    first = built.tell_the_house()
    built.tell_the_house("路灯不亮")
    built.reader("何敏")
    for n in range(2):
        note(built, first.matter_id, f"看过了 {n}")
    return built


def note(world: cast.World, matter_id: int, words: str) -> None:
    """A further step."""
    handling.note(matter_id, world.by("何敏"), words=words, to_resident=False, now=cast.NOW)


@pytest.mark.django_db
class TestTaking:
    def test_each_row_is_taken_once_in_the_order_of_its_matter(self, world: cast.World) -> None:
        rows, noted = only("fold"), Noted()

        assert drain(worker(fold=noted)) == len(rows) == 4
        assert noted.steps == [row.step_id for row in rows]
        assert not Pending.objects.exists()

    def test_each_reader_takes_its_own(self, world: cast.World) -> None:
        only("fold", "news")
        fold, news = Noted(), Noted()

        drain(worker(fold=fold, news=news))

        assert sorted(fold.steps) == sorted(news.steps)

    def test_a_row_for_nobody_known_stays(self, world: cast.World) -> None:
        before = len(only("fold", "news"))

        drain(worker(fold=Noted()))

        assert Pending.objects.count() == before / 2

    def test_a_row_waits_for_its_time(self, world: cast.World) -> None:
        only("fold")
        with acting():
            Pending.objects.update(not_before=NOW)

        assert drain(worker(fold=Noted()), NOW - timedelta(seconds=1)) == 0
        assert drain(worker(fold=Noted()), NOW) == 4

    def test_it_reads_as_the_house(self, world: cast.World) -> None:
        only("fold")
        seen: list[int] = []
        world.reader("钱立")

        drain(worker(fold=lambda row, now: seen.append(Matter.objects.count())))

        assert seen == [2, 2, 2, 2]


@pytest.mark.django_db
class TestFailing:
    def test_a_failing_row_is_put_off_and_the_next_matter_goes_on(self, world: cast.World) -> None:
        rows = only("fold")
        first = rows[0]
        noted = Noted(fails=lambda row: row.pk == first.pk)

        drain(worker(fold=noted))

        other = [row.step_id for row in rows if row.step.matter_id != first.step.matter_id]
        assert noted.steps == [first.step_id, *other]

    def test_what_came_after_it_in_its_matter_waits_for_it(self, world: cast.World) -> None:
        first = only("fold")[0]
        drain(worker(fold=Noted(fails=lambda row: row.pk == first.pk)))
        noted = Noted()

        drain(worker(fold=noted), NOW + FIRST_WAIT)

        assert noted.steps[0] == first.step_id
        assert len(noted.steps) == 3

    def test_it_is_tried_again_later_and_later_still(self, world: cast.World) -> None:
        row = only("fold")[0]
        one = worker(fold=Noted(fails=lambda _: True))
        waits = []
        now = NOW
        for _ in range(14):
            one.take_pending(now)
            row.refresh_from_db()
            waits.append(row.not_before - now)
            now = row.not_before
            with acting():
                Pending.objects.exclude(pk=row.pk).delete()

        assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
        assert waits[-1] == LONGEST_WAIT
        assert row.tries == 14

    def test_the_trouble_is_its_kind_and_no_personal_value(self, world: cast.World) -> None:
        row = only("fold")[0]

        worker(fold=Noted(fails=lambda _: True)).take_pending(NOW)

        row.refresh_from_db()
        assert row.trouble == "ValueError"

    def test_what_the_reader_wrote_before_it_failed_is_undone(self, world: cast.World) -> None:
        only("fold")

        def half(row: Pending, now: datetime) -> None:
            Pending.objects.exclude(pk=row.pk).delete()
            raise ValueError

        worker(fold=half).take_pending(NOW)

        assert Pending.objects.count() == 4

    def test_a_lost_database_is_no_fault_of_the_row(self, world: cast.World) -> None:
        row = only("fold")[0]

        def lost(row: Pending, now: datetime) -> None:
            raise OperationalError

        with pytest.raises(OperationalError):
            worker(fold=lost).take_pending(NOW)
        row.refresh_from_db()
        assert row.tries == 0

    def test_due_matters_that_fail_do_not_stop_it(self, world: cast.World) -> None:
        settled: list[int] = []

        def due(*, now: datetime, most: int, but_not: Collection[int]) -> list[int]:
            return [matter for matter in (1, 2, 3) if matter not in (*but_not, *settled)][:most]

        def settle(matter_id: int, *, now: datetime) -> bool:
            if matter_id == 1:
                raise ValueError("13800000427")
            settled.append(matter_id)
            return True

        one = Worker({}, due, settle, jobs={})
        while one.take_due(NOW):
            pass

        assert settled == [2, 3]
        assert list(one.troubled) == [1]
        assert one.take_due(NOW + AFTER_TROUBLE), "it is tried again later"


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_what_one_holds_the_other_leaves_with_its_whole_matter(self, world_committed: cast.World) -> None:
        rows = only("fold")
        holding, go_on = threading.Event(), threading.Event()

        def slow(row: Pending, now: datetime) -> None:
            holding.set()
            go_on.wait(10)

        def other() -> None:
            worker(fold=slow).take_pending(NOW)
            connections.close_all()

        thread = threading.Thread(target=other)
        thread.start()
        assert holding.wait(10)
        noted = Noted()
        drain(worker(fold=noted))
        go_on.set()
        thread.join()

        first = rows[0].step.matter_id
        assert noted.steps == [row.step_id for row in rows if row.step.matter_id != first]
        assert Pending.objects.count() == 2

    def test_a_killed_worker_leaves_its_row(self, world_committed: cast.World) -> None:
        before = len(only("fold"))

        def killed(row: Pending, now: datetime) -> None:
            with connection.cursor() as cursor:
                cursor.execute("select pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(OperationalError):
            worker(fold=killed).take_pending(NOW)
        connection.close()
        assert Pending.objects.count() == before

    def test_it_is_woken_by_a_new_step(self, world_committed: cast.World) -> None:
        only("fold")

        def a_step_comes() -> None:
            time.sleep(0.3)
            with transaction.atomic():
                read_as_house(cast.NOW.date())
                note(world_committed, matter_id, "又看了一回")
            connections.close_all()

        with transaction.atomic():
            read_as_house(cast.NOW.date())
            matter_id = Matter.objects.order_by("pk").values_list("pk", flat=True)[0]
        _listen()
        thread = threading.Thread(target=a_step_comes)
        thread.start()
        begun = time.monotonic()
        worker()._sleep()
        slept = time.monotonic() - begun
        thread.join()

        assert 0.2 < slept < LOOK_EVERY - 1

    def test_it_survives_a_lost_connection_and_stops_when_told(
        self, world_committed: cast.World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        only("fold")
        monkeypatch.setattr("signal.signal", lambda *_: None)
        looks: list[datetime] = []

        def lose_then_stop(*, now: datetime, most: int, but_not: Collection[int]) -> list[int]:
            looks.append(now)
            if len(looks) == 1:
                raise OperationalError
            one.stopping.set()
            return []

        one = Worker({"fold": Noted()}, due=lose_then_stop, jobs={})
        one.run()

        assert len(looks) == 2
        assert not Pending.objects.exists()


@pytest.fixture
def world_committed(transactional_db: None) -> cast.World:
    """The same two matters, committed for other connections to see."""
    with transaction.atomic():
        built = cast.build()
        first = built.tell_the_house()
        built.tell_the_house("路灯不亮")
        read_as_house(cast.NOW.date())
        for n in range(2):
            note(built, first.matter_id, f"看过了 {n}")
    return built
