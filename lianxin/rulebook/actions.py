"""Owns the writes of the rulebook: an official holiday list comes in, as a file or with the program.

Never changes a row that is there, and never recounts a deadline: `recount` in the slice above does.
"""

from datetime import datetime

from django.db import connection, transaction

from lianxin.kernel.acting import action
from lianxin.rulebook.calendars import YearList, read_year, shipped_years
from lianxin.rulebook.models import CalendarYear
from lianxin.rulebook.packs import rulepacks_folder
from lianxin.rulebook.queries import year_list

ONE_IMPORT_AT_A_TIME = 7_305_119  # an advisory lock of our own; any fixed number does


@action
def import_calendar(text: str, *, now: datetime) -> CalendarYear:
    """Take in the list of one year and return its row; the same list again returns the row that is there.

    A list that differs from the one in force becomes its next version. Refuses what `read_year` refuses.
    """
    given = read_year(text)
    with transaction.atomic():
        _wait_for_other_imports()
        newest = CalendarYear.objects.filter(year=given.year).order_by("-version").first()
        if newest is not None and year_list(newest) == given:
            return newest
        row = _row(given, newest.version + 1 if newest else 1, now)
        row.save()
        return row


@action
def seed_calendars(*, now: datetime) -> int:
    """Take in the shipped lists of all years that have none yet; return how many came in.

    A year that an operator imported herself is left alone.
    """
    with transaction.atomic():
        _wait_for_other_imports()
        there = set(CalendarYear.objects.values_list("year", flat=True))
        shipped = shipped_years(rulepacks_folder() / "calendars")
        rows = [_row(given, 1, now) for given in shipped if given.year not in there]
        return len(CalendarYear.objects.bulk_create(rows))


def _row(given: YearList, version: int, now: datetime) -> CalendarYear:
    return CalendarYear(
        year=given.year,
        version=version,
        off={day.isoformat(): name for day, name in given.off.items()},
        made={day.isoformat(): name for day, name in given.made.items()},
        source=given.source,
        imported_at=now,
    )


def _wait_for_other_imports() -> None:
    """Hold a lock until the transaction ends, so that two imports never make the same version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
