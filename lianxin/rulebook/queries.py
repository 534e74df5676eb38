"""Owns the reads of the rulebook: the calendar in force and its lists.

Never writes. The calendar is kept per process and rebuilt when the table has changed.
"""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max

from lianxin.kernel.working_time import Calendar
from lianxin.rulebook.calendars import YearList, calendar_of
from lianxin.rulebook.models import CalendarYear

Mark = tuple[int, int | None, datetime | None]


def calendar_in_force() -> Calendar:
    """Return the calendar of the newest version of every year; one small query while nothing has changed."""
    return _calendar_at(_mark())


def lists_in_force() -> tuple[CalendarYear, ...]:
    """Return the newest version of each year's list, by year."""
    return tuple(CalendarYear.objects.order_by("year", "-version").distinct("year"))


def year_list(row: CalendarYear) -> YearList:
    """Return a stored list as the value that calendars are made of."""
    return YearList(row.year, row.source, _days(row.off), _days(row.made))


def _mark() -> Mark:
    """Return what changes with every import: how many rows, the last of them, and when it came.

    The count is there because a lower id may be committed after a higher one was seen.
    """
    found = CalendarYear.objects.aggregate(rows=Count("id"), last=Max("id"), at=Max("imported_at"))
    return found["rows"], found["last"], found["at"]


@lru_cache(maxsize=2)
def _calendar_at(mark: Mark) -> Calendar:
    rows = lists_in_force()
    version = f"{rows[0].year}-{rows[-1].year}/{mark[0]}" if rows else "none"
    return calendar_of(map(year_list, rows), version)


def _days(stored: dict[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in stored.items()}
