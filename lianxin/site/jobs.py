"""Work that comes round by itself, by the hour or at night: a table, and one row with the next time for each.

Owns when a job runs. Never what it does: that is its slice's. A job is claimed first and done afterwards, in
transactions of its own; one that is killed or fails comes round again at its next time.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from lianxin.intake.actions import forget_drafts
from lianxin.intake.desk_actions import forget_desk_drafts
from lianxin.intake.queries import orphan_photos
from lianxin.kernel.acting import acting
from lianxin.matters.actions.mending import matters_to_recount, recount
from lianxin.people import kept_forms
from lianxin.people.access import read_as_house
from lianxin.rulebook.packs import pack_on
from lianxin.site.models import Job
from lianxin.trust.throttle import forget_attempts
from lianxin.trust.uploads import forget, kept_before

log = logging.getLogger("lianxin.jobs")

BITE = 50  # matters in one transaction, so that nobody waits long for a lock

ARMFUL = 1000  # photos asked about at once


@dataclass(frozen=True)
class Work:
    """One job: what it does at `now`, and the time after `now` when it is to run again."""

    do: Callable[[datetime], object]
    after: Callable[[datetime], datetime]


def hourly(now: datetime) -> datetime:
    """An hour from now."""
    return now + timedelta(hours=1)


def nightly(now: datetime) -> datetime:
    """Half past three of the coming night, local time."""
    local = timezone.localtime(now)
    tonight = local.replace(hour=3, minute=30, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


def forget_old_sessions(now: datetime) -> None:
    """Delete the sessions that are over."""
    call_command("clearsessions")


class Moved(NamedTuple):
    """A deadline that another calendar moved, or made certain: the matter's reference, the kind of clock, before and after."""

    ref: str
    kind: str
    before: datetime
    after: datetime


def recount_deadlines(now: datetime) -> tuple[Moved, ...]:
    """Recount every running clock that was counted by another calendar than the one in force; what moved, by matter."""
    last, found = 0, [0]
    moved: list[Moved] = []
    while found:
        with transaction.atomic():
            read_as_house(timezone.localdate(now))
            found = matters_to_recount(now=now, after=last, most=BITE)
            for matter_id in found:
                if (step := recount(matter_id, now=now)) is not None:
                    moved += [
                        Moved(
                            step.matter.ref,
                            kind,
                            datetime.fromisoformat(before),
                            datetime.fromisoformat(after),
                        )
                        for kind, before, after in step.values["moved"]
                    ]
        last = found[-1] if found else last
    return tuple(moved)


def forget_typed(now: datetime) -> None:
    """Delete what was typed and never handed in, with its photos, forms that were sent too late and never again, and tries
    at codes nobody counts any more.
    """
    pack = pack_on(timezone.localdate(now))
    forget_drafts(now - timedelta(hours=pack.number("draft_hours")))
    forget_desk_drafts(now - timedelta(hours=pack.number("draft_hours")))
    kept_forms.forget_old(now - timedelta(hours=pack.number("kept_form_hours")))
    forget_attempts(now - timedelta(days=1))


def forget_orphan_photos(now: datetime) -> None:
    """Take photos out of the store that no row refers to: what a request kept that was rolled back, or killed, later.

    A day old at least, so that no request is still on its way to writing the row.
    """
    names = kept_before(now - timedelta(days=1))
    for start in range(0, len(names), ARMFUL):
        for name in orphan_photos(names[start : start + ARMFUL]):
            forget(name)


JOBS: Mapping[str, Work] = {
    "forget_typed": Work(forget_typed, hourly),
    "forget_old_sessions": Work(forget_old_sessions, nightly),
    "forget_orphan_photos": Work(forget_orphan_photos, nightly),
    "recount_deadlines": Work(recount_deadlines, hourly),
}


def run_job(jobs: Mapping[str, Work], now: datetime) -> bool:
    """Claim and run one job whose time has come; False when there is none that nobody else has claimed."""
    name = _claim(jobs, now)
    if name is None:
        return False
    try:
        jobs[name].do(now)
    except Exception:  # a job that fails must not stop the worker
        log.exception("the job %s failed", name)
    return True


def _claim(jobs: Mapping[str, Work], now: datetime) -> str | None:
    with acting(), transaction.atomic():
        _enter_new(jobs, now)
        due = Job.objects.filter(name__in=jobs, next_at__lte=now).select_for_update(skip_locked=True)
        job = due.order_by("next_at").first()
        if job is None:
            return None
        job.next_at = jobs[job.name].after(now)
        job.save(update_fields=["next_at"])
        return job.name


def _enter_new(jobs: Mapping[str, Work], now: datetime) -> None:
    known = set(Job.objects.values_list("name", flat=True))
    new = [Job(name=name, next_at=work.after(now)) for name, work in jobs.items() if name not in known]
    if new:
        Job.objects.bulk_create(new, ignore_conflicts=True)
