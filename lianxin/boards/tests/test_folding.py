"""Tallies are folded once, whoever folds; totals built anew say what the steps say."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from lianxin.boards import actions, queries, readers
from lianxin.boards.actions import fold_step, rebuild
from lianxin.boards.queries import counts_by_steps, counts_now
from lianxin.boards.tests import scene
from lianxin.kernel.acting import acting
from lianxin.matters.models import Pending, Step, Tally, TallyTotal
from lianxin.matters.verify import differences
from lianxin.people import access
from lianxin.people.models import Unit
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.world import World


@pytest.fixture
def world(db: None, at_noon: None) -> World:
    """Built for each test: some of this file really commit, and may not stand in a transaction of the file."""
    return cast.build()


def totals() -> dict[tuple[int, str], int]:
    """What is folded, zeros left out."""
    return {(t.unit_id, t.stage): t.count for t in TallyTotal.objects.all() if t.count}


def counted() -> dict[tuple[int, str], int]:
    """What a board would show of every unit, zeros left out."""
    units = Unit.objects.values_list("id", flat=True)
    return {key: n for key, n in counts_now(units).items() if n}


@pytest.mark.django_db
class TestFolding:
    @pytest.fixture(autouse=True)
    def lived(self, world: World) -> None:
        scene.live(world)
        world.house()

    def test_what_is_folded_is_counted_once_and_no_longer_pending(self) -> None:
        before = counted()
        assert totals() == {}

        for step in Step.objects.order_by("id"):
            fold_step(step)
            assert counted() == before

        assert totals() == before
        assert not Tally.objects.exists()

    def test_folding_again_changes_nothing(self) -> None:
        for step in [*Step.objects.all(), *Step.objects.all()]:
            fold_step(step)

        assert totals() == counted() == {k: n for k, n in counts_by_steps(cast.NOW).items() if n}

    def test_the_order_of_folding_does_not_matter(self) -> None:
        before = counted()

        for step in Step.objects.order_by("-id"):
            fold_step(step)

        assert totals() == before

    def test_the_worker_hands_over_pending_rows(self) -> None:
        rows = list(Pending.objects.filter(reader="fold").select_related("step"))
        before = counted()

        for row in rows:
            readers.fold(row, cast.NOW)

        assert len(rows) == Step.objects.count()
        assert totals() == before

    def test_totals_are_built_anew_from_the_steps(self, any_write: None) -> None:
        right = counted()
        for step in Step.objects.order_by("id")[:9]:
            fold_step(step)
        TallyTotal.objects.update(count=41)
        Tally.objects.all().delete()
        assert list(differences(calendar_in_force())) != []

        assert rebuild(now=cast.NOW) == len(right)

        assert totals() == right
        assert not Tally.objects.exists()
        assert list(differences(calendar_in_force())) == []

    def test_the_steps_are_replayed_and_no_stored_stage_is_believed(self, any_write: None) -> None:
        right = counted()
        with connection.cursor() as cursor:
            cursor.execute("update matters_matter set stage = 'closed'")

        rebuild(now=cast.NOW)

        assert totals() == right

    def test_matters_are_counted_in_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = dict(counts_by_steps(cast.NOW))
        monkeypatch.setattr(queries, "CHUNK", 4)

        assert dict(counts_by_steps(cast.NOW)) == right
        assert sum(right.values()) == len(scene.HISTORIES) + 1


@pytest.mark.django_db(transaction=True)
class TestSeveralAtOnce:
    @pytest.fixture
    def lived(self, at_noon: None) -> World:
        with transaction.atomic():
            world = cast.build()
            scene.live(world)
        return world

    def test_two_workers_fold_each_step_once(self, lived: World) -> None:
        with transaction.atomic():
            lived.house()
            steps, right = list(Step.objects.order_by("id")), counted()
        ready = threading.Barrier(2)

        def fold(mine: list[Step]) -> None:
            for step in mine:
                ready.wait(10)
                with transaction.atomic():
                    fold_step(step)

        self.at_once(lambda: fold(steps), lambda: fold(steps))

        assert totals() == right
        assert not Tally.objects.exists()

    def test_a_matter_that_comes_in_while_totals_are_built_is_counted(
        self, lived: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted_already, came_in = threading.Event(), threading.Event()
        count = counts_by_steps

        def count_and_wait(now: object) -> queries.Counts:
            found = count(cast.NOW)
            counted_already.set()
            came_in.wait(1.5)  # in vain: whoever comes in waits for the lock
            return found

        def build() -> None:
            with transaction.atomic():
                lived.house()
                rebuild(now=cast.NOW)

        def come_in() -> None:
            counted_already.wait(10)
            with transaction.atomic():
                lived.tell_the_house()
            came_in.set()

        monkeypatch.setattr(actions, "counts_by_steps", count_and_wait)
        self.at_once(build, come_in)

        with transaction.atomic():
            lived.house()
            assert counted() == {k: n for k, n in count(cast.NOW).items() if n}

    def at_once(self, *works: Callable[[], None]) -> None:
        trouble: list[BaseException] = []

        def run(work: Callable[[], None]) -> None:
            try:
                with acting():
                    work()
            except BaseException as error:
                trouble.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert trouble == []


@pytest.mark.django_db
def test_the_whole_count_equals_a_plain_one(world: World) -> None:
    scene.live(world)
    rooms = {room.slug: room.unit_id for room in world.rooms.values()} | {"office": world.units["组织部"].pk}

    plain = {(rooms[room], stage): n for (room, stage), n in scene.plain_counts(world).items()}

    assert counted() == plain
    access.read_as(())
    assert Tally.objects.aggregate(n=Sum("count"))["n"] == sum(plain.values())
