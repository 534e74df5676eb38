"""Several who fold at the same moment: these tests really commit."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from lianxin.boards import actions, queries
from lianxin.boards.actions import fold_step, rebuild
from lianxin.boards.queries import counts_by_steps
from lianxin.boards.tests import scene
from lianxin.kernel.acting import acting
from lianxin.matters.models import Step, Tally
from tests import world as cast
from tests.world import World


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
            steps, right = list(Step.objects.order_by("id")), scene.counted()
        ready = threading.Barrier(2)

        def fold(mine: list[Step]) -> None:
            for step in mine:
                ready.wait(10)
                with transaction.atomic():
                    fold_step(step)

        self.at_once(lambda: fold(steps), lambda: fold(steps))

        assert scene.totals() == right
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
            assert scene.counted() == {k: n for k, n in count(cast.NOW).items() if n}

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
