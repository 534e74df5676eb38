"""Holiday lists in the database: taken in once, versioned, and seen at once by whoever counts."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from lianxin.kernel.refusals import Refused
from lianxin.rulebook.actions import ONE_IMPORT_AT_A_TIME, import_calendar, seed_calendars
from lianxin.rulebook.models import CalendarYear
from lianxin.rulebook.queries import calendar_in_force, lists_in_force

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LIST = """
year = 2027
source = "国务院办公厅关于 2027 年部分节假日安排的通知"
[off]
2027-01-01 = "元旦"
[made]
2027-02-14 = "春节"
"""
CORRECTED = LIST.replace('2027-01-01 = "元旦"', '2027-01-01 = "元旦"\n2027-02-08 = "春节"')


@pytest.fixture(autouse=True)
def no_lists(any_write: None) -> None:
    CalendarYear.objects.all().delete()


def test_seeding_takes_every_shipped_year_once() -> None:
    assert seed_calendars(now=NOW) == 23
    assert seed_calendars(now=NOW) == 0

    assert CalendarYear.objects.count() == 23
    assert calendar_in_force().years == frozenset(range(2004, 2027))


def test_seeding_leaves_an_imported_year_alone() -> None:
    own = import_calendar(LIST.replace("2027", "2026").replace("2026-02-14", "2026-02-15"), now=NOW)

    seed_calendars(now=NOW)

    assert CalendarYear.objects.get(year=2026) == own


def test_an_imported_year_is_published_at_once() -> None:
    seed_calendars(now=NOW)
    before = calendar_in_force()

    row = import_calendar(LIST, now=NOW)

    after = calendar_in_force()
    assert (row.year, row.version, row.imported_at) == (2027, 1, NOW)
    assert (before.is_published(2027), after.is_published(2027)) == (False, True)
    assert after.off[date(2027, 1, 1)] == "元旦"
    assert (before.version, after.version) == ("2004-2026/23", "2004-2027/24")


def test_the_same_list_again_changes_nothing() -> None:
    first = import_calendar(LIST, now=NOW)

    again = import_calendar(LIST.replace("[made]", "# 又一遍\n[made]"), now=NOW)

    assert again == first
    assert CalendarYear.objects.count() == 1


def test_a_corrected_list_becomes_the_next_version() -> None:
    import_calendar(LIST, now=NOW)
    before = calendar_in_force()

    row = import_calendar(CORRECTED, now=NOW)

    after = calendar_in_force()
    assert row.version == 2
    assert [listed.version for listed in lists_in_force()] == [2]
    assert (date(2027, 2, 8) in before.off, date(2027, 2, 8) in after.off) == (False, True)
    assert before.version != after.version


def test_going_back_to_an_earlier_list_is_a_version_too() -> None:
    for text in (LIST, CORRECTED, LIST):
        import_calendar(text, now=NOW)

    assert [listed.version for listed in lists_in_force()] == [3]
    assert date(2027, 2, 8) not in calendar_in_force().off


def test_a_refused_list_leaves_no_row() -> None:
    with pytest.raises(Refused):
        import_calendar(LIST.replace("2027-02-14", "2027-02-15"), now=NOW)

    assert not CalendarYear.objects.exists()


def test_an_import_that_is_rolled_back_is_forgotten() -> None:
    calendar_in_force()
    with transaction.atomic():
        import_calendar(LIST, now=NOW)
        assert calendar_in_force().is_published(2027)
        transaction.set_rollback(True)

    assert not calendar_in_force().is_published(2027)


def test_a_second_import_waits_for_the_first() -> None:
    import_calendar(LIST, now=NOW)

    with transaction.atomic("aside"), connections["aside"].cursor() as other:
        other.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
        assert other.fetchone() == (False,)


def test_without_any_list_the_calendar_is_plain_weeks() -> None:
    calendar = calendar_in_force()

    assert (calendar.version, calendar.years) == ("none", frozenset())
    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 3))


def test_an_unchanged_calendar_costs_one_query() -> None:
    seed_calendars(now=NOW)
    calendar_in_force()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        first, second = calendar_in_force(), calendar_in_force()

    assert len(queries) == 2
    assert first is second


@pytest.mark.parametrize(
    "wrong",
    [{"version": 0}, {"year": 1949}, {"year": 2200}, {"source": ""}],
    ids=lambda wrong: "-".join(f"{key}={value}" for key, value in wrong.items()),
)
def test_the_database_holds_the_bounds(wrong: dict[str, object]) -> None:
    fields = {"year": 2027, "version": 1, "off": {}, "made": {}, "source": "通知", "imported_at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.create(**(fields | wrong))


def test_a_version_exists_once() -> None:
    fields = {"year": 2027, "version": 1, "off": {}, "made": {}, "source": "通知", "imported_at": NOW}
    CalendarYear.objects.create(**fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.create(**fields)
