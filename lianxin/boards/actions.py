"""The only writes of this slice: folding tallies into totals, and building the totals anew from the steps."""

from __future__ import annotations

import datetime

from django.db import connection, transaction

from lianxin.boards.queries import counts_by_steps
from lianxin.kernel.acting import action
from lianxin.matters.models import Step, Tally, TallyTotal

# One statement: what is deleted is what is added, whoever else folds the same step at the same moment. Totals are
# touched in one order, so that two folds never wait for each other.
FOLD = """
with gone as (delete from {tally} where step_id = %s returning unit_id, stage, count)
insert into {total} as t (unit_id, stage, count)
select unit_id, stage, sum(count) from gone group by unit_id, stage order by unit_id, stage
on conflict (unit_id, stage) do update set count = t.count + excluded.count
"""


@action
def fold_step(step: Step) -> None:
    """Add a step's tallies to the totals and delete them; nothing happens the second time."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD.format(tally=Tally._meta.db_table, total=TallyTotal._meta.db_table), [step.pk])


@action
def rebuild(*, now: datetime.datetime) -> int:
    """Build the totals anew by replaying every step; how many totals there are. The caller reads as the house.

    Holds up whoever changes a stage while it counts: the lock waits for steps under way, and theirs wait for it,
    so that none is counted twice or left out.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"lock table {Tally._meta.db_table} in share row exclusive mode")
        counts = counts_by_steps(now)
        Tally.objects.all().delete()
        TallyTotal.objects.all().delete()
        totals = [
            TallyTotal(unit_id=unit, stage=stage, count=n) for (unit, stage), n in sorted(counts.items())
        ]
        return len(TallyTotal.objects.bulk_create(totals))
