"""Which length each clock runs for, and when it ends. Pure; numbers come from the rule pack (`rulepacks/`)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel.days import local
from lianxin.kernel.working_time import Calendar, Due, Length, Pause, due
from lianxin.rulebook.pack import RulePack


@dataclass(frozen=True)
class Rules:
    """The pack and the calendar in force when something is decided."""

    pack: RulePack
    calendar: Calendar

    def due(self, start: datetime.datetime, length: Length, pauses: Sequence[Pause] = ()) -> Due:
        """When `length` from `start` ends by these rules; what was paused is not counted."""
        return due(start, length, self.calendar, self.pack.closes, pauses)


def finish_length(pack: RulePack, limit: str) -> Length:
    """The length of a class of limit, or of doing it again (`redo`)."""
    return pack.length("redo") if limit == "redo" else pack.classes[limit].length


def promise_length(starts_at: datetime.datetime, promised_on: datetime.date) -> Length:
    """Natural days from a moment to the promised day."""
    return Length((promised_on - local(starts_at).date()).days, "days")


def promised_day(starts_at: datetime.datetime, length: Length) -> datetime.date:
    """The day a promise names, read off its clock: it may end later, where that day is not worked."""
    return local(starts_at).date() + datetime.timedelta(days=length.amount)
