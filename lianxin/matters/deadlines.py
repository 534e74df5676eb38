"""A deadline as people read it: of what, until when, by which rule, and how each day was counted.

Recounts from the start of a clock by the pack and calendar in force; never moves a clock (`recount` does). Source of
every number: the rule pack.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Due, Length, Pause
from lianxin.matters.clocks import Rules
from lianxin.matters.labels import CLOCK_KINDS
from lianxin.matters.models import Clock
from lianxin.rulebook.pack import DEFAULT, LimitClass, RulePack
from lianxin.rulebook.packs import rulepacks_folder, sources_in

LENGTHS = {"workdays": N_("{n} 个工作日"), "days": N_("{n} 天"), "minutes": N_("{n} 分钟")}
ONE = {"workdays": N_("1 个工作日"), "days": N_("1 天"), "minutes": N_("1 分钟")}
COUNTED = {
    "workdays": N_("从{start}的次日起数 {n} 个工作日。灰格不数，粗框是调休上班，要数。"),
    "days": N_("从{start}的次日起数 {n} 天，放假也数；最后一天不上班就顺延到上班那天。"),
    "minutes": N_("从{at}起数 {n} 分钟，不分昼夜和放假。"),
}


@dataclass(frozen=True)
class Deadline:
    """One deadline. `source` is a citation (data) or '' for a default of the system; `swapped` are make-up workdays counted.

    `unpublished`: the first year it is counted into whose holidays are not published, 0 where all are.
    `recount`: the calendar in force gives another day than the one stored; the worker will recount it.
    """

    kind: str
    of: Words | str
    at: datetime.datetime
    rule: Words
    caption: Words
    due: Due
    source: str
    swapped: tuple[datetime.date, ...]
    unpublished: int = 0
    recount: bool = False

    @property
    def day(self) -> datetime.date:
        """The day it ends, in China's time."""
        return local(self.at).date()

    @property
    def until(self) -> Words:
        """The moment it ends, as a sentence needs it."""
        return Words.of("{at:year,weekday}", at=self.at)

    @property
    def swapped_days(self) -> Words:
        """The make-up workdays that were counted, by name."""
        return Words.of("{days}", days=self.swapped)

    @property
    def in_minutes(self) -> bool:
        """Whether it runs by the clock, so that there are no days to show."""
        return not any(day.number for day in self.due.counted)


def deadlines_of(clocks: Iterable[Clock], rules: Rules) -> tuple[Deadline, ...]:
    """The running clocks explained, earliest first; needs `assignment` at hand."""
    return tuple(_of_clock(clock, rules) for clock in sorted(clocks, key=lambda clock: clock.due_at))


def limit_due(
    limit: LimitClass, since: datetime.datetime, rules: Rules, pauses: Sequence[Pause] = ()
) -> Deadline:
    """What a class of limit would give, counted from `since`: for a form, before anything is set."""
    return _deadline("finish", CLOCK_KINDS["finish"], limit, since, limit.length, rules, pauses)


def length_words(length: Length) -> Words:
    """«15 个工作日»."""
    if length.amount == 1:
        return Words.of(ONE[length.unit])
    return Words.of(LENGTHS[length.unit], n=length.amount)


def _of_clock(clock: Clock, rules: Rules) -> Deadline:
    first = clock.longer(-sum(clock.extensions))
    limit = _limit(clock, first, rules.pack)
    found = _deadline(
        clock.kind, CLOCK_KINDS[clock.kind], limit, clock.starts_at, clock.length, rules, clock.paused
    )
    rule = _with_more(_rule(limit, first), clock)
    return Deadline(
        found.kind, found.of, clock.due_at, rule, found.caption, found.due, found.source, found.swapped,
        found.unpublished, recount=found.due.at != clock.due_at,
    )  # fmt: skip


def _deadline(
    kind: str, of: str, limit: LimitClass | None, since: datetime.datetime, length: Length, rules: Rules,
    pauses: Sequence[Pause] = (),
) -> Deadline:  # fmt: skip
    due = rules.due(since, length, pauses)
    start = local(since)
    caption = Words.of(COUNTED[length.unit], start=start.date(), at=start, n=length.amount)
    swapped = tuple(day.day for day in due.counted if day.day in rules.calendar.made and day.number)
    unknown = (day.day.year for day in due.counted if not rules.calendar.is_published(day.day.year))
    unpublished = next(unknown, 0) if due.provisional else 0
    return Deadline(
        kind, of, due.at, _rule(limit, length), caption, due, _source(limit), swapped, unpublished
    )


def _limit(clock: Clock, length: Length, pack: RulePack) -> LimitClass | None:
    """The line of the pack a clock runs by: its class of limit, or the stretch of its kind; None where none fits now."""
    named = clock.assignment.limit if clock.kind == "finish" and clock.assignment else ""
    lines = (
        pack.classes.get(named),
        pack.lengths.get("redo"),
        pack.lengths.get(clock.kind),
        pack.lengths["urgent"],
    )
    return next((line for line in lines if line is not None and line.length == length), None)


def _with_more(rule: Words, clock: Clock) -> Words:
    """The rule, with what was added to it and that pauses are left out."""
    added, paused = sum(clock.extensions), clock.paused
    more = Words.of(N_("，延期 {n} 个工作日"), n=added) if added else ""
    still = N_("，暂停的日子不数") if paused else ""
    return (
        Words.of(N_("{rule}{more}{still}"), rule=rule, more=more, still=Words.of(still))
        if added or paused
        else rule
    )


def _rule(limit: LimitClass | None, length: Length) -> Words:
    if limit is None:
        return length_words(length)
    return Words.of(N_("{label}，{length}"), label=Words.of(limit.label), length=length_words(length))


def _source(limit: LimitClass | None) -> str:
    """What the practice is called; where it was found stands in brackets behind it and is nothing for a page."""
    if limit is None or limit.source == DEFAULT:
        return ""
    return sources_in(rulepacks_folder()).get(limit.source, limit.source).partition("（")[0]
