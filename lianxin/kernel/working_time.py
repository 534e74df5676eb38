"""Owns how time limits are counted: workdays by the official calendar, minutes and days in natural time.

Never reads a clock, never decides which limit a matter has (rule packs do), never touches a database.
Sources of the counting rules: RULES §9 (S119 on make-up workdays, S122 on the day of start and the last day).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from lianxin.kernel.days import TZ, local
from lianxin.kernel.words import N_

Unit = Literal["workdays", "minutes", "days"]
Kind = Literal["count", "off", "made", "end", "start", "outside"]

Pause = tuple[datetime, datetime]
"""From when to when nothing was counted, both aware. The day it began still counts, the day it ended does not."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Length:
    """A time limit: a whole number of at least one, in workdays, natural minutes or natural days."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a length is at least one")


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: Monday to Friday, but for weekday holidays (`off`) and make-up days (`made`).

    `off` and `made` name the holiday; `years` are those whose official list is known.
    """

    version: str
    years: frozenset[int]
    off: Mapping[date, str]
    made: Mapping[date, str]

    def is_workday(self, day: date) -> bool:
        """Return whether `day` is worked; in an unpublished year Monday to Friday are."""
        return day in self.made or (day.weekday() < _SATURDAY and day not in self.off)

    def is_published(self, year: int) -> bool:
        """Return whether the official list of `year` is in this calendar."""
        return year in self.years

    def why(self, day: date) -> str:
        """Return the message id that says why `day` is worked or not: 调休上班, 国庆, 周末, 工作日."""
        if day in self.made:
            return N_("调休上班")
        if day.weekday() < _SATURDAY:
            return self.off.get(day, N_("工作日"))
        return self._holiday_around(day) or N_("周末")

    def _holiday_around(self, day: date) -> str:
        """Return the holiday that a free weekend day is part of, or ''; notices list it, `off` does not."""
        for step in (-_DAY, _DAY):
            near = day + step
            if near.weekday() >= _SATURDAY and near not in self.made:
                near += step
            if near in self.off:
                return self.off[near]
        return ""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the explaining calendar: its number in the count, if it has one, and why it is special.

    `note` is a message id or ''. `kind`: the day it started, a counted workday, a day off, a counted make-up
    workday, the day it ends, or a day outside that only fills the week.
    """

    day: date
    number: int | None
    note: str
    kind: Kind


@dataclass(frozen=True)
class Due:
    """When a limit ends (aware, UTC), whether that rests on an unpublished year, and how it was counted."""

    at: datetime
    provisional: bool
    counted: tuple[CountedDay, ...]


def due(
    start: datetime, length: Length, calendar: Calendar, closes: time, pauses: Sequence[Pause] = ()
) -> Due:
    """Return when `length` counted from `start` ends; what was paused is not counted.

    The day of `start` is never counted, workday or not, early or after close of business (S122). Workdays end
    at close of business of the last one. Days run in natural time and, where the last one is not worked, end
    with the next workday (S122). Minutes run day and night. A naive `start` raises ValueError.
    """
    if length.unit == "minutes":
        still = sum((until - since for since, until in pauses), timedelta())
        return _due_in_minutes(local(start), length.amount, still, calendar)
    first, paused = local(start).date(), _paused_days(pauses)
    count = _workdays_after if length.unit == "workdays" else _days_after
    counted = (_start_day(first, calendar), *count(first, length.amount, calendar, paused))
    last = counted[-1].day
    needed = first + (length.amount + len(paused)) * _DAY if length.unit == "days" else first + _DAY
    provisional = not all(calendar.is_published(year) for year in range(needed.year, last.year + 1))
    return Due(datetime.combine(last, closes, TZ).astimezone(UTC), provisional, counted)


def workdays_left(now: datetime, due_at: datetime, calendar: Calendar) -> int:
    """Return the workdays after today up to the day it is due; negative: those since, today included.

    0 on the day itself, also after close of business: whether it is over is `due_at < now`.
    """
    today, last = local(now).date(), local(due_at).date()
    if last >= today:
        return sum(map(calendar.is_workday, _days_between(today, last)))
    return -sum(map(calendar.is_workday, _days_between(last, today)))


def workdays_ago(now: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the moment since which at most `days` - 1 workdays have begun, today included (aware).

    What lies before it lies at least `days` workdays back, as `workdays_left` counts them.
    """
    day = local(now).date()
    while (days := days - calendar.is_workday(day)) > 0:
        day -= _DAY
    return datetime.combine(day, time.min, TZ).astimezone(UTC)


def paused_workdays(pauses: Sequence[Pause], calendar: Calendar) -> int:
    """Return how many workdays these pauses took out of a count."""
    return sum(map(calendar.is_workday, _paused_days(pauses)))


def weeks_of(counted: Sequence[CountedDay]) -> tuple[tuple[CountedDay, ...], ...]:
    """Return the days in weeks from Monday to Sunday, filled up at both ends with days outside the count."""
    first, last = counted[0].day, counted[-1].day
    before = [_outside(first - n * _DAY) for n in range(first.weekday(), 0, -1)]
    after = [_outside(last + n * _DAY) for n in range(1, 7 - last.weekday())]
    days = (*before, *counted, *after)
    return tuple(days[n : n + 7] for n in range(0, len(days), 7))


def _paused_days(pauses: Sequence[Pause]) -> frozenset[date]:
    return frozenset(
        day for since, until in pauses for day in _days_between(local(since).date(), local(until).date())
    )


def _due_in_minutes(start: datetime, minutes: int, still: timedelta, calendar: Calendar) -> Due:
    end = (start.astimezone(UTC) + timedelta(minutes=minutes) + still).astimezone(TZ)
    first, last = start.date(), end.date()
    counted = [_start_day(first, calendar)] if first < last else []
    counted += [
        CountedDay(day, None, _note(day, calendar), "count") for day in _days_between(first, last - _DAY)
    ]
    counted.append(CountedDay(last, None, _note(last, calendar), "end"))
    return Due(end.astimezone(UTC), False, tuple(counted))


def _workdays_after(
    first: date, amount: int, calendar: Calendar, paused: frozenset[date]
) -> Iterator[CountedDay]:
    day, number = first, 0
    while number < amount:
        day += _DAY
        if not calendar.is_workday(day) or day in paused:
            yield CountedDay(day, None, _why_not(day, calendar, paused), "off")
            continue
        number += 1
        kind: Kind = "end" if number == amount else "made" if day in calendar.made else "count"
        yield CountedDay(day, number, _note(day, calendar), kind)


def _days_after(
    first: date, amount: int, calendar: Calendar, paused: frozenset[date]
) -> Iterator[CountedDay]:
    day, number = first + _DAY, 1
    while number < amount or day in paused:
        if day in paused:
            yield CountedDay(day, None, _why_not(day, calendar, paused), "off")
        else:
            yield CountedDay(day, number, _note(day, calendar), "count")
            number += 1
        day += _DAY
    last = day
    while not calendar.is_workday(day) or day in paused:
        yield CountedDay(day, amount if day == last else None, _why_not(day, calendar, paused), "off")
        day += _DAY
    yield CountedDay(day, amount if day == last else None, _note(day, calendar), "end")


def _why_not(day: date, calendar: Calendar, paused: frozenset[date]) -> str:
    return N_("暂停") if day in paused and calendar.is_workday(day) else calendar.why(day)


def _start_day(day: date, calendar: Calendar) -> CountedDay:
    return CountedDay(day, None, _note(day, calendar), "start")


def _outside(day: date) -> CountedDay:
    return CountedDay(day, None, "", "outside")


def _note(day: date, calendar: Calendar) -> str:
    """Return why the day is special, '' for an ordinary workday."""
    if day.weekday() < _SATURDAY and day not in calendar.off:
        return ""
    return calendar.why(day)


def _days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days after `first` up to and including `last`."""
    for number in range(1, (last - first).days + 1):
        yield first + number * _DAY
