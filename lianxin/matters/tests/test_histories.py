"""Generated histories keep the invariants of DESIGN §4, whoever does whatever in whichever order."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.kernel.refusals import Refused
from lianxin.matters.by import By
from lianxin.matters.guards import moves_passing
from lianxin.matters.models import Clock, Matter, Sight, Step, Tally, TallyTotal
from lianxin.matters.moves import MOVES, replay
from lianxin.matters.stages import is_open
from lianxin.matters.verify import differences
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.doing import DOERS, actors, facts, sees

Deeds = list[tuple[int, int, int]]  # which actor, which of her buttons, how many minutes later
DEEDS = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from([1, 5, 60, 1500, 9000])), max_size=25
)


def live(world: cast.World, deeds: Deeds, about: str) -> tuple[int, list[tuple[str, str]]]:
    """Live a history: every deed is one that somebody's page offers. Returns the matter and what was done by whom."""
    receipt = world.tell_the_house(about=about)
    pk, now, done = receipt.matter_id, cast.NOW, [("周桂兰", "register")]
    for actor, button, minutes in deeds:
        now += datetime.timedelta(minutes=minutes)
        willing = []
        for name, by in actors(world, receipt.voice_id):
            if sees(world, name, pk):
                willing += [
                    (name, by, row.verb)
                    for row in moves_passing(facts(pk, by, now))
                    if row.verb != "register"
                ]
        name, by, verb = willing[(actor * 7 + button) % len(willing)]
        sees(world, name, pk)
        DOERS[verb](world, pk, by, now)
        done.append((name, verb))
    world.house()
    return pk, done


@pytest.mark.django_db
def test_a_lived_history_keeps_every_invariant() -> None:
    world = cast.build()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(deeds=DEEDS, about=st.sampled_from(["", "", "深新社区"]))
    def lived(deeds: Deeds, about: str) -> None:
        with transaction.atomic():
            _keeps_every_invariant(world, deeds, about)
            transaction.set_rollback(True)

    lived()


def _keeps_every_invariant(world: cast.World, deeds: Deeds, about: str) -> None:
    pk, done = live(world, deeds, about)
    matter = Matter.objects.get(pk=pk)
    steps = list(Step.objects.filter(matter=pk).order_by("no"))
    assert replay([(step.verb, step.values) for step in steps]) == matter.stage, done
    assert [difference.what for difference in differences(calendar_in_force())] == [], done
    if is_open(matter.stage):
        assert matter.owner_id
        assert Clock.objects.filter(matter=pk, stopped_no=None, taken_back=False).exists(), done
    _counts_equal_a_plain_count(done)
    if about:
        _nobody_below_the_office_sees(world, pk)


def _counts_equal_a_plain_count(done: list[tuple[str, str]]) -> None:
    plain = Counter(Matter.objects.values_list("stage", flat=True))
    counted: Counter[str] = Counter()
    for rows in (Tally.objects, TallyTotal.objects):
        for stage, count in rows.values_list("stage").annotate(n=Sum("count")):
            counted[stage] += count
    assert +counted == plain, done


def _nobody_below_the_office_sees(world: cast.World, pk: int) -> None:
    office, handlers = world.units["组织部"].pk, {world.units["区住建局"].pk, world.units["区城管局"].pk}
    seeing = set(Sight.objects.filter(matter=pk, until=None).values_list("unit_id", flat=True))
    assert office in seeing
    assert seeing <= {office} | handlers
    contact = set(Sight.objects.filter(matter=pk, with_contact=True).values_list("unit_id", flat=True))
    assert contact == {office}


@pytest.mark.django_db
def test_a_verb_out_of_turn_is_refused_and_changes_nothing() -> None:
    """Anybody tries anything, seeing everything: a refusal leaves no step; what passes leaves exactly one."""
    world = cast.build()
    verbs = sorted(DOERS.keys() - {"register", "recount"})

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(tried=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(verbs)), max_size=12))
    def trying(tried: list[tuple[int, str]]) -> None:
        with transaction.atomic():
            receipt, now = world.tell_the_house(), cast.NOW
            for who, verb in tried:
                now += datetime.timedelta(minutes=2)
                _one_step_or_none(
                    world, receipt.matter_id, actors(world, receipt.voice_id)[who][1], verb, now
                )
            transaction.set_rollback(True)

    trying()


def _one_step_or_none(world: cast.World, pk: int, by: By, verb: str, now: datetime.datetime) -> None:
    world.house()
    before = Matter.objects.get(pk=pk)
    expected = verb in {row.verb for row in moves_passing(facts(pk, by, now))}
    passed = _try(verb, world, pk, by, now)
    after = Matter.objects.get(pk=pk)
    assert passed == expected
    assert after.step_no == before.step_no + passed
    assert passed or (after.stage, bytes(after.head)) == (before.stage, bytes(before.head))


def _try(verb: str, world: cast.World, pk: int, by: By, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            DOERS[verb](world, pk, by, now)
    except Refused:
        return False
    return True


@pytest.mark.django_db
def test_verify_finds_every_kind_of_tampering(any_write: None) -> None:
    """Each stored thing that is changed behind the program's back is named by verify."""
    world = cast.build()
    pk, _ = live(world, [(3, 1, 5), (5, 2, 60), (8, 0, 5)], "")
    calendar = calendar_in_force()
    changes = {
        "stage": "update matters_matter set stage = 'closed' where id = %s",
        "look_at": "update matters_matter set look_at = look_at + interval '1 day' where id = %s",
        "head": "update matters_matter set head = 'x' where id = %s",
        "clock": "update matters_clock set due_at = due_at + interval '1 hour' where matter_id = %s and stopped_no is null",
        "sum": "insert into matters_tallytotal (unit_id, stage, count) select owner_id, 'told', 3 from matters_matter where id=%s",
        "owner": "update matters_matter set about_id = owner_id where id = %s",
    }  # fmt: skip
    assert list(differences(calendar)) == []
    for name, change in changes.items():
        point = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute(change, [pk])
        assert list(differences(calendar)), name
        transaction.savepoint_rollback(point)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["update matters_step set verb = 'note'", "delete from matters_step", "truncate matters_step cascade"],
)
def test_the_ledger_refuses_everything_but_a_new_step(change: str, any_write: None) -> None:
    world = cast.build()
    world.tell_the_house()
    world.house()

    with (
        pytest.raises(Exception, match="append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_every_row_of_the_table_takes_part_in_generated_histories() -> None:
    assert DOERS.keys() == MOVES.keys()
