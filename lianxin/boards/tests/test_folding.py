"""Tallies are folded once, whoever folds; totals built anew say what the steps say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Sum

from lianxin.boards import queries, readers
from lianxin.boards.actions import fold_step, rebuild
from lianxin.boards.queries import counts_by_steps
from lianxin.boards.tests import scene
from lianxin.matters.models import Pending, Step, Tally, TallyTotal
from lianxin.matters.verify import differences
from lianxin.people import access
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.world import World


@pytest.mark.django_db
class TestFolding:
    @pytest.fixture(autouse=True)
    def seen_by_the_house(self, lived: World) -> None:
        lived.house()

    def test_what_is_folded_is_counted_once_and_no_longer_pending(self) -> None:
        before = scene.counted()
        assert scene.totals() == {}

        for step in Step.objects.order_by("id"):
            fold_step(step)
            assert scene.counted() == before

        assert scene.totals() == before
        assert not Tally.objects.exists()

    def test_folding_again_changes_nothing(self) -> None:
        for step in [*Step.objects.all(), *Step.objects.all()]:
            fold_step(step)

        assert scene.totals() == scene.counted() == {k: n for k, n in counts_by_steps(cast.NOW).items() if n}

    def test_the_order_of_folding_does_not_matter(self) -> None:
        before = scene.counted()

        for step in Step.objects.order_by("-id"):
            fold_step(step)

        assert scene.totals() == before

    def test_the_worker_hands_over_pending_rows(self) -> None:
        rows = list(Pending.objects.filter(reader="fold").select_related("step"))
        before = scene.counted()

        for row in rows:
            readers.fold(row, cast.NOW)

        assert len(rows) == Step.objects.count()
        assert scene.totals() == before

    def test_totals_are_built_anew_from_the_steps(self, any_write: None) -> None:
        right = scene.counted()
        for step in Step.objects.order_by("id")[:9]:
            fold_step(step)
        TallyTotal.objects.update(count=41)
        Tally.objects.all().delete()
        assert list(differences(calendar_in_force())) != []

        assert rebuild(now=cast.NOW) == len(right)

        assert scene.totals() == right
        assert not Tally.objects.exists()
        assert list(differences(calendar_in_force())) == []

    def test_the_steps_are_replayed_and_no_stored_stage_is_believed(self, any_write: None) -> None:
        right = scene.counted()
        with connection.cursor() as cursor:
            cursor.execute("update matters_matter set stage = 'closed'")

        rebuild(now=cast.NOW)

        assert scene.totals() == right

    def test_matters_are_counted_in_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = dict(counts_by_steps(cast.NOW))
        monkeypatch.setattr(queries, "CHUNK", 4)

        assert dict(counts_by_steps(cast.NOW)) == right
        assert sum(right.values()) == len(scene.HISTORIES) + 1


@pytest.mark.django_db
def test_the_whole_count_equals_a_plain_one(lived: World) -> None:
    rooms = {room.slug: room.unit_id for room in lived.rooms.values()} | {"office": lived.units["组织部"].pk}

    plain = {(rooms[room], stage): n for (room, stage), n in scene.plain_counts(lived).items()}

    assert scene.counted() == plain
    access.read_as(())
    assert Tally.objects.aggregate(n=Sum("count"))["n"] == sum(plain.values())
