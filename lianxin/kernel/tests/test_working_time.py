"""Counting of time limits: on a small calendar of our own, and properties that hold on any calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.days import TZ, local
from lianxin.kernel.working_time import (
    Calendar,
    Length,
    Pause,
    Unit,
    due,
    weeks_of,
    workdays_ago,
    workdays_left,
)

CLOSES = time(17, 0)
CALENDAR = Calendar(
    version="test",
    years=frozenset({2026}),
    off={date(2026, 9, 25): "中秋", date(2026, 10, 1): "国庆", date(2026, 10, 2): "国庆"}
    | {date(2026, 10, day): "国庆" for day in (5, 6, 7)},
    made={date(2026, 9, 20): "国庆", date(2026, 10, 10): "国庆"},
)


def at(day: str, hour: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=TZ)


def end_of(start: datetime, amount: int, unit: Unit) -> datetime:
    return local(due(start, Length(amount, unit), CALENDAR, CLOSES).at)


@pytest.mark.parametrize(
    ("start", "workdays", "ends"),
    [
        pytest.param(at("2026-09-23"), 1, at("2026-09-24", "17:00"), id="当日不计，次日下班到期"),
        pytest.param(at("2026-09-24"), 1, at("2026-09-28", "17:00"), id="中秋和周末不数"),
        pytest.param(at("2026-09-23"), 10, at("2026-10-14", "17:00"), id="跨国庆，调休要数"),
        pytest.param(at("2026-11-21"), 3, at("2026-11-25", "17:00"), id="周六收到，三个工作日是周三"),
        pytest.param(at("2026-11-22", "23:59"), 3, at("2026-11-25", "17:00"), id="周日半夜收到也是周三"),
        pytest.param(at("2026-09-23", "17:01"), 1, at("2026-09-24", "17:00"), id="下班后收到仍算当天"),
        pytest.param(at("2026-09-23", "00:00"), 1, at("2026-09-24", "17:00"), id="零点收到算当天"),
        pytest.param(at("2026-09-19"), 1, at("2026-09-20", "17:00"), id="调休的星期天到期"),
        pytest.param(at("2026-09-20"), 1, at("2026-09-21", "17:00"), id="调休那天收到也不计"),
    ],
)
def test_workdays_are_counted_from_the_day_after(start: datetime, workdays: int, ends: datetime) -> None:
    assert end_of(start, workdays, "workdays") == ends


@pytest.mark.parametrize(
    ("start", "minutes", "ends"),
    [
        pytest.param(at("2026-09-23", "16:50"), 30, at("2026-09-23", "17:20"), id="下班也走表"),
        pytest.param(at("2026-09-25", "23:50"), 30, at("2026-09-26", "00:20"), id="过半夜，放假也走表"),
        pytest.param(at("2026-11-20", "23:59"), 2 * 1440, at("2026-11-22", "23:59"), id="过周末"),
    ],
)
def test_urgent_minutes_run_day_and_night(start: datetime, minutes: int, ends: datetime) -> None:
    assert end_of(start, minutes, "minutes") == ends


@pytest.mark.parametrize(
    ("start", "days", "ends"),
    [
        pytest.param(at("2026-11-02"), 15, at("2026-11-17", "17:00"), id="落在工作日"),
        pytest.param(at("2026-11-06"), 15, at("2026-11-23", "17:00"), id="落在周六，顺延到周一"),
        pytest.param(at("2026-09-16"), 15, at("2026-10-08", "17:00"), id="落在国庆，顺延到节后"),
        pytest.param(at("2026-09-05"), 15, at("2026-09-20", "17:00"), id="落在调休的星期天，不顺延"),
    ],
)
def test_natural_days_end_on_a_workday(start: datetime, days: int, ends: datetime) -> None:
    assert end_of(start, days, "days") == ends


WORKED, NATURAL, SOON = Length(3, "workdays"), Length(3, "days"), Length(30, "minutes")


@pytest.mark.parametrize(
    ("start", "length", "pauses", "ends"),
    [
        pytest.param(at("2026-11-16"), WORKED, [], at("2026-11-19", "17:00"), id="没有暂停"),
        pytest.param(
            at("2026-11-16"),
            WORKED,
            [(at("2026-11-17"), at("2026-11-17", "16:00"))],
            at("2026-11-19", "17:00"),
            id="当天停当天恢复，不动",
        ),
        pytest.param(
            at("2026-11-16"),
            WORKED,
            [(at("2026-11-17"), at("2026-11-18"))],
            at("2026-11-20", "17:00"),
            id="停的那天照数，恢复的那天不数",
        ),
        pytest.param(
            at("2026-11-16"),
            WORKED,
            [(at("2026-11-20"), at("2026-11-23"))],
            at("2026-11-19", "17:00"),
            id="到期以后的暂停不救",
        ),
        pytest.param(
            at("2026-11-16"),
            WORKED,
            [(at("2026-11-19"), at("2026-11-22"))],
            at("2026-11-19", "17:00"),
            id="到期当天停，当天照数",
        ),
        pytest.param(
            at("2026-11-18"),
            WORKED,
            [(at("2026-11-19"), at("2026-11-22"))],
            at("2026-11-24", "17:00"),
            id="停过周末，只少数一个工作日",
        ),
        pytest.param(
            at("2026-11-16"),
            WORKED,
            [(at("2026-11-16"), at("2026-11-17")), (at("2026-11-18"), at("2026-11-19"))],
            at("2026-11-23", "17:00"),
            id="停两次，加起来",
        ),
        pytest.param(
            at("2026-09-28"),
            WORKED,
            [(at("2026-09-29"), at("2026-10-08"))],
            at("2026-10-10", "17:00"),
            id="停过国庆，恢复后的调休要数",
        ),
        pytest.param(
            at("2026-11-16"),
            NATURAL,
            [(at("2026-11-17"), at("2026-11-18"))],
            at("2026-11-20", "17:00"),
            id="自然日也停",
        ),
        pytest.param(
            at("2026-11-16"),
            SOON,
            [(at("2026-11-16", "10:10"), at("2026-11-16", "11:10"))],
            at("2026-11-16", "11:30"),
            id="急件按分钟停",
        ),
    ],
)
def test_what_was_paused_is_not_counted(
    start: datetime, length: Length, pauses: list[Pause], ends: datetime
) -> None:
    assert local(due(start, length, CALENDAR, CLOSES, pauses).at) == ends


def test_a_paused_day_says_so() -> None:
    counted = due(
        at("2026-11-19"), Length(1, "workdays"), CALENDAR, CLOSES, [(at("2026-11-19"), at("2026-11-23"))]
    ).counted

    assert [(day.day.day, day.kind, day.note) for day in counted] == [
        (19, "start", ""),
        (20, "off", "暂停"),
        (21, "off", "周末"),
        (22, "off", "周末"),
        (23, "off", "暂停"),
        (24, "end", ""),
    ]


@pytest.mark.parametrize(
    ("start", "length", "provisional"),
    [
        pytest.param(at("2026-11-24"), Length(30, "workdays"), True, id="三十个工作日到了明年"),
        pytest.param(at("2026-11-24"), Length(15, "workdays"), False, id="年内不说暂定"),
        pytest.param(at("2026-12-30"), Length(1, "workdays"), False, id="年末最后一天"),
        pytest.param(at("2026-12-31"), Length(1, "workdays"), True, id="次日就是明年"),
        pytest.param(at("2026-12-20"), Length(15, "days"), True, id="自然日到了明年"),
        pytest.param(at("2026-12-30"), Length(1, "days"), False, id="自然日落在年内"),
        pytest.param(at("2026-12-31", "23:50"), Length(30, "minutes"), False, id="分钟不看放假安排"),
        pytest.param(at("2025-12-31"), Length(1, "workdays"), False, id="收到那天不数，它的年份不要紧"),
    ],
)
def test_reaching_an_unpublished_year_is_said(start: datetime, length: Length, provisional: bool) -> None:
    assert due(start, length, CALENDAR, CLOSES).provisional is provisional


def test_publishing_the_year_moves_a_provisional_deadline() -> None:
    start, length = at("2026-12-30"), Length(3, "workdays")
    published = Calendar(
        "test2", CALENDAR.years | {2027}, {**CALENDAR.off, date(2027, 1, 1): "元旦"}, CALENDAR.made
    )

    before, after = due(start, length, CALENDAR, CLOSES), due(start, length, published, CLOSES)

    assert (local(before.at), before.provisional) == (at("2027-01-04", "17:00"), True)
    assert (local(after.at), after.provisional) == (at("2027-01-05", "17:00"), False)


def test_a_due_moment_is_in_utc() -> None:
    found = due(at("2026-09-23"), Length(1, "workdays"), CALENDAR, CLOSES).at

    assert found == datetime(2026, 9, 24, 9, 0, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_the_day_of_receipt_is_the_day_in_china() -> None:
    late_in_utc = datetime(2026, 9, 22, 23, 0, tzinfo=UTC)

    assert end_of(late_in_utc, 1, "workdays") == at("2026-09-24", "17:00")


def test_a_naive_start_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 9, 23), Length(1, "workdays"), CALENDAR, CLOSES)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_length_is_at_least_one(amount: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Length(amount, "workdays")


def test_each_day_of_the_count_says_why() -> None:
    counted = due(at("2026-09-23"), Length(10, "workdays"), CALENDAR, CLOSES).counted

    assert [(f"{day.day:%m-%d}", day.kind, day.number, day.note) for day in counted] == [
        ("09-23", "start", None, ""),
        ("09-24", "count", 1, ""),
        ("09-25", "off", None, "中秋"),
        ("09-26", "off", None, "中秋"),
        ("09-27", "off", None, "中秋"),
        ("09-28", "count", 2, ""),
        ("09-29", "count", 3, ""),
        ("09-30", "count", 4, ""),
        ("10-01", "off", None, "国庆"),
        ("10-02", "off", None, "国庆"),
        ("10-03", "off", None, "国庆"),
        ("10-04", "off", None, "国庆"),
        ("10-05", "off", None, "国庆"),
        ("10-06", "off", None, "国庆"),
        ("10-07", "off", None, "国庆"),
        ("10-08", "count", 5, ""),
        ("10-09", "count", 6, ""),
        ("10-10", "made", 7, "调休上班"),
        ("10-11", "off", None, "周末"),
        ("10-12", "count", 8, ""),
        ("10-13", "count", 9, ""),
        ("10-14", "end", 10, ""),
    ]


def test_natural_days_show_the_roll_to_the_next_workday() -> None:
    counted = due(at("2026-11-19"), Length(2, "days"), CALENDAR, CLOSES).counted

    assert [(day.day.day, day.kind, day.number) for day in counted] == [
        (19, "start", None),
        (20, "count", 1),
        (21, "off", 2),
        (22, "off", None),
        (23, "end", None),
    ]


def test_urgent_minutes_show_their_days() -> None:
    within = due(at("2026-09-23", "9:00".zfill(5)), Length(30, "minutes"), CALENDAR, CLOSES).counted
    over = due(at("2026-09-24", "23:50"), Length(1500, "minutes"), CALENDAR, CLOSES).counted

    assert [(day.day.day, day.kind) for day in within] == [(23, "end")]
    assert [(day.day.day, day.kind, day.note) for day in over] == [
        (24, "start", ""),
        (25, "count", "中秋"),
        (26, "end", "中秋"),
    ]


def test_the_count_is_laid_out_in_weeks() -> None:
    counted = due(at("2026-09-23"), Length(10, "workdays"), CALENDAR, CLOSES).counted

    weeks = weeks_of(counted)

    assert [len(week) for week in weeks] == [7, 7, 7, 7]
    assert {week[0].day.weekday() for week in weeks} == {0}
    assert [day.day.day for day in weeks[0] if day.kind == "outside"] == [21, 22]
    assert [day.day.day for day in weeks[-1] if day.kind == "outside"] == [15, 16, 17, 18]
    assert tuple(day for week in weeks for day in week if day.kind != "outside") == counted


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-09-24", "工作日"),
        ("2026-09-25", "中秋"),
        ("2026-09-27", "中秋"),
        ("2026-09-20", "调休上班"),
        ("2026-09-19", "周末"),
        ("2026-10-03", "国庆"),
        ("2026-10-11", "周末"),
    ],
)
def test_a_day_says_why_it_is_worked_or_not(day: str, why: str) -> None:
    assert CALENDAR.why(date.fromisoformat(day)) == why


@pytest.mark.parametrize(
    ("now", "due_at", "left"),
    [
        pytest.param(at("2026-10-12"), at("2026-10-14", "17:00"), 2, id="还有两个"),
        pytest.param(at("2026-10-09"), at("2026-10-12", "17:00"), 2, id="调休算一个"),
        pytest.param(at("2026-10-14"), at("2026-10-14", "17:00"), 0, id="就是今天"),
        pytest.param(at("2026-10-14", "18:00"), at("2026-10-14", "17:00"), 0, id="今天已过点"),
        pytest.param(at("2026-10-16"), at("2026-10-14", "17:00"), -2, id="超两个"),
        pytest.param(at("2026-10-18"), at("2026-10-16", "17:00"), 0, id="周末不算超"),
        pytest.param(at("2026-10-08"), at("2026-09-30", "17:00"), -1, id="长假只超一个"),
    ],
)
def test_workdays_left_are_counted_like_the_limit(now: datetime, due_at: datetime, left: int) -> None:
    assert workdays_left(now, due_at, CALENDAR) == left


FIRST = date(2026, 9, 1)
DAYS = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
WEEKDAYS = DAYS.filter(lambda day: day.weekday() < 5)
WEEKEND = DAYS.filter(lambda day: day.weekday() >= 5)
STARTS = st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1), timezones=st.sampled_from([TZ, UTC]))
LENGTHS = st.one_of(
    st.builds(Length, st.integers(1, 40), st.sampled_from(["workdays", "days"])),
    st.builds(Length, st.integers(1, 5000), st.just("minutes")),
)


def a_calendar(off: set[date], made: set[date]) -> Calendar:
    return Calendar("any", frozenset({2026}), dict.fromkeys(off, "假"), dict.fromkeys(made, "假"))


@given(STARTS, LENGTHS, st.sets(WEEKDAYS), st.sets(WEEKEND), WEEKDAYS)
def test_a_further_holiday_never_makes_a_deadline_earlier(
    start: datetime, length: Length, off: set[date], made: set[date], more: date
) -> None:
    before = due(start, length, a_calendar(off, made), CLOSES)
    after = due(start, length, a_calendar(off | {more}, made), CLOSES)

    assert after.at >= before.at


@given(STARTS, LENGTHS, st.sets(WEEKDAYS), st.sets(WEEKEND), WEEKEND)
def test_a_further_make_up_workday_never_makes_a_deadline_later(
    start: datetime, length: Length, off: set[date], made: set[date], more: date
) -> None:
    before = due(start, length, a_calendar(off, made), CLOSES)
    after = due(start, length, a_calendar(off, made | {more}), CLOSES)

    assert after.at <= before.at


@given(STARTS, LENGTHS, st.sets(WEEKDAYS), st.sets(WEEKEND), st.lists(st.tuples(STARTS, STARTS), max_size=3))
def test_a_pause_never_makes_a_deadline_earlier(
    start: datetime, length: Length, off: set[date], made: set[date], between: list[tuple[datetime, datetime]]
) -> None:
    calendar, pauses = a_calendar(off, made), [(min(pair), max(pair)) for pair in between]

    assert due(start, length, calendar, CLOSES, pauses).at >= due(start, length, calendar, CLOSES).at


@given(STARTS, LENGTHS, st.integers(1, 15), st.sets(WEEKDAYS), st.sets(WEEKEND))
def test_a_longer_limit_never_ends_earlier(
    start: datetime, length: Length, more: int, off: set[date], made: set[date]
) -> None:
    calendar, longer = a_calendar(off, made), Length(length.amount + more, length.unit)

    assert due(start, longer, calendar, CLOSES).at >= due(start, length, calendar, CLOSES).at


@given(STARTS, LENGTHS, st.sets(WEEKDAYS), st.sets(WEEKEND))
def test_a_deadline_is_later_and_on_a_workday(
    start: datetime, length: Length, off: set[date], made: set[date]
) -> None:
    calendar = a_calendar(off, made)
    found = due(start, length, calendar, CLOSES)
    last = found.counted[-1]

    assert found.at > start
    assert local(found.at).date() == last.day
    assert last.kind == "end"
    assert length.unit == "minutes" or calendar.is_workday(last.day)
    assert length.unit != "workdays" or last.number == length.amount


@given(STARTS, st.integers(1, 40), st.sets(WEEKDAYS), st.sets(WEEKEND))
def test_the_count_is_without_gaps_and_numbers_each_workday_once(
    start: datetime, amount: int, off: set[date], made: set[date]
) -> None:
    calendar = a_calendar(off, made)
    counted = due(start, Length(amount, "workdays"), calendar, CLOSES).counted

    assert [day.day for day in counted] == [counted[0].day + timedelta(days=n) for n in range(len(counted))]
    assert [day.number for day in counted if day.number] == list(range(1, amount + 1))
    assert all(calendar.is_workday(day.day) is bool(day.number) for day in counted[1:])
    assert (
        workdays_left(start, due(start, Length(amount, "workdays"), calendar, CLOSES).at, calendar) == amount
    )


@given(now=STARTS, days=st.integers(1, 12), hours=st.integers(0, 24 * 40))
def test_what_lies_before_so_many_workdays_ago_lies_that_far_back(
    now: datetime, days: int, hours: int
) -> None:
    moment = now - timedelta(hours=hours)

    assert (moment < workdays_ago(now, days, CALENDAR)) == (-workdays_left(now, moment, CALENDAR) >= days)
