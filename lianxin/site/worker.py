"""The worker: one loop over what is pending, what is due, and what comes round by itself.

1. Take the oldest pending row nobody else holds, whose matter has no older one for the same reader; let its
   reader do it; delete the row. All in one transaction, so that a kill leaves either everything or nothing.
2. A row that fails is put off, longer each time, with the kind of its trouble; other matters go on.
3. Let the system's own verbs act on matters whose time has come.
4. Run the jobs whose hour has come.
5. Sleep until the database says `lianxin_pending`, or a few seconds.

Safe to run twice, to kill, and on several machines. Never does a reader's work itself; writes no log of persons.
"""

import logging
import signal
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from types import FrameType
from typing import Protocol

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lianxin.kernel.acting import acting
from lianxin.matters.actions.mending import matters_due, settle
from lianxin.matters.models import Pending
from lianxin.people.access import read_as_house, read_matter
from lianxin.site.jobs import JOBS, Work, run_job

log = logging.getLogger("lianxin.worker")

Reader = Callable[[Pending, datetime], None]


class Due(Protocol):
    """Ids of at most `most` matters on which the system acts by itself at `now`, leaving out some."""

    def __call__(self, *, now: datetime, most: int, but_not: Collection[int]) -> list[int]: ...


class Settle(Protocol):
    """The system's own verb on one due matter; False where another worker holds it."""

    def __call__(self, matter_id: int, *, now: datetime) -> bool: ...


AT_ONCE = 20  # due matters looked for at once
LOOK_EVERY = 5.0  # seconds, whether or not the database said anything
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
AFTER_TROUBLE = timedelta(minutes=30)


@dataclass(frozen=True)
class Worker:
    """What one worker knows: the readers by name, what is due, the jobs, whether it shall stop, and what waits after trouble."""

    readers: Mapping[str, Reader]
    due: Due = matters_due
    settle: Settle = settle
    jobs: Mapping[str, Work] = field(default_factory=lambda: JOBS)
    troubled: dict[int, datetime] = field(default_factory=dict)
    stopping: Event = field(default_factory=Event)

    def run(self) -> None:
        """Work until told to stop; the piece in hand is finished first. Survives a restart of the database."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping.is_set():
            try:
                _listen()
                self.drain()
                self._sleep()
            except Exception:  # neither a lost database nor a bug leaves the house without a worker
                log.exception("the worker's loop broke; it goes on")
                connection.close()
                self.stopping.wait(1.0)

    def drain(self) -> int:
        """Do all there is to do now; how many pieces it was."""
        done = 0
        for step in (self.take_pending, self.take_due, self.take_job):
            while not self.stopping.is_set() and step(timezone.now()):
                done += 1
        return done

    def take_pending(self, now: datetime) -> bool:
        """Do one pending row, or put it off when its reader fails; False when there is none to do."""
        try:
            with acting(), transaction.atomic():
                read_as_house(timezone.localdate(now))
                row = _next_pending(now, list(self.readers))
                if row is None:
                    return False
                taken, reader = row.pk, self.readers[row.reader]
                read_matter(row.step.matter_id)  # all of its sights, not the house's own alone
                reader(row, now)
                row.delete()
        except (OperationalError, InterfaceError):
            raise
        except Exception as trouble:  # whatever a reader does wrong must not stop the others
            log.exception("a pending row could not be done")
            _put_off(taken, now, trouble)
        return True

    def take_due(self, now: datetime) -> bool:
        """Let the system's verbs act on a few matters whose time has come, each by itself; False when there are none."""
        waiting = [matter for matter, until in self.troubled.items() if until > now]
        with transaction.atomic():
            read_as_house(timezone.localdate(now))
            found = self.due(now=now, most=AT_ONCE, but_not=waiting)
        return any([self._settled(matter, now) for matter in found])

    def _settled(self, matter: int, now: datetime) -> bool:
        """Whether the system acted, or failed and puts this matter off: one that fails holds up no other."""
        try:
            with transaction.atomic():
                read_as_house(timezone.localdate(now))
                return self.settle(matter, now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("a due matter could not be settled")
            self.troubled[matter] = now + AFTER_TROUBLE
            return True

    def take_job(self, now: datetime) -> bool:
        """Run one job whose hour has come."""
        return run_job(self.jobs, now)

    def _sleep(self) -> None:
        """Until the database tells of something, or the time to look anyway."""
        until = time.monotonic() + LOOK_EVERY
        while not self.stopping.is_set() and time.monotonic() < until:
            if list(connection.connection.notifies(timeout=0.5, stop_after=1)):
                return

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def _listen() -> None:
    """Ask the database to tell of new rows (asking again costs nothing)."""
    with connection.cursor() as cursor:
        cursor.execute("listen lianxin_pending")


def _next_pending(now: datetime, readers: list[str]) -> Pending | None:
    older = Pending.objects.filter(
        step__matter=OuterRef("step__matter"), reader=OuterRef("reader"), pk__lt=OuterRef("pk")
    )
    due = Pending.objects.filter(~Exists(older), not_before__lte=now, reader__in=readers)
    return due.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()


def _put_off(pk: int, now: datetime, trouble: Exception) -> None:
    """Later, and later still: half a minute, doubled each time, six hours at most."""
    with acting(), transaction.atomic():
        row = Pending.objects.select_for_update().filter(pk=pk).first()
        if row is not None:
            row.not_before = now + min(FIRST_WAIT * 2 ** min(row.tries, 20), LONGEST_WAIT)
            row.tries = min(row.tries + 1, 32_000)
            row.trouble = type(trouble).__qualname__[:200]
            row.save(update_fields=["not_before", "tries", "trouble"])
