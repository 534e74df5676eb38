"""The holiday lists: what is refused, what is shipped, and the worked examples of RULES §9 on them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.days import TZ, local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.working_time import Length, due
from lianxin.rulebook.calendars import HOLIDAYS, calendar_of, read_year, shipped_years
from lianxin.rulebook.packs import rulepacks_folder, sources_in
from lianxin.rulebook.rules_page import workdays_in

SHIPPED = {listed.year: listed for listed in shipped_years(rulepacks_folder() / "calendars")}
CALENDAR = calendar_of(SHIPPED.values(), "shipped")
GOOD = """
year = 2027
source = "国务院办公厅关于 2027 年部分节假日安排的通知"
[off]
2027-01-01 = "元旦"
2027-02-08 = "春节"
[made]
2027-02-14 = "春节"
"""


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TZ)


def days(year: int, listed: str) -> Iterator[date]:
    """Read «1/1-2 2/16»: the notation of RULES §9."""
    for part in listed.split():
        month, _, span = part.partition("/")
        first, _, last = span.partition("-")
        for day in range(int(first), int(last or first) + 1):
            yield date(year, int(month), day)


@pytest.mark.parametrize(
    ("start", "workdays", "ends"),
    [
        pytest.param("2026-02-13", 3, "2026-02-25", id="春节前，周六调休算一天"),
        pytest.param("2026-04-30", 3, "2026-05-08", id="五一前"),
        pytest.param("2025-09-30", 3, "2025-10-11", id="到期日是调休的星期六"),
        pytest.param("2024-02-09", 5, "2024-02-22", id="除夕那年是工作日"),
        pytest.param("2025-01-24", 5, "2025-02-07", id="周日调休算一天"),
        pytest.param("2026-11-21", 3, "2026-11-25", id="周六收到是周三"),
    ],
)
def test_the_worked_examples_of_the_rules_hold(start: str, workdays: int, ends: str) -> None:
    found = due(at(start), Length(workdays, "workdays"), CALENDAR, time(17, 0))

    assert local(found.at) == at(ends).replace(hour=17)
    assert not found.provisional


def test_thirty_workdays_from_late_november_reach_the_unpublished_year() -> None:
    found = due(at("2026-11-24"), Length(30, "workdays"), CALENDAR, time(17, 0))

    assert local(found.at) == at("2027-01-05").replace(hour=17)
    assert found.provisional


def test_the_published_year_moves_that_deadline() -> None:
    published = calendar_of([*SHIPPED.values(), read_year(GOOD)], "with 2027")

    found = due(at("2026-11-24"), Length(30, "workdays"), published, time(17, 0))

    assert local(found.at) == at("2027-01-06").replace(hour=17)
    assert not found.provisional


@given(st.dates(date(2004, 1, 1), date(2026, 10, 1)), st.integers(1, 30))
def test_a_deadline_on_the_real_calendar_is_a_workday(start: date, workdays: int) -> None:
    moment = datetime.combine(start, time(12, 0), TZ)

    found = due(moment, Length(workdays, "workdays"), CALENDAR, time(17, 0))

    assert CALENDAR.is_workday(local(found.at).date())


@pytest.mark.parametrize(
    ("year", "off", "made", "total"),
    [
        (
            2024,
            "1/1 2/12-16 4/4-5 5/1-3 6/10 9/16-17 10/1-4 10/7",
            "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
            251,
        ),
        (
            2025,
            "1/1 1/28-31 2/3-4 4/4 5/1-2 5/5 6/2 10/1-3 10/6-8",
            "1/26 2/8 4/27 9/28 10/11",
            248,
        ),
        (
            2026,
            "1/1-2 2/16-20 2/23 4/6 5/1 5/4-5 6/19 9/25 10/1-2 10/5-7",
            "1/4 2/14 2/28 5/9 9/20 10/10",
            248,
        ),
    ],
)
def test_the_last_three_years_are_those_of_the_rules(year: int, off: str, made: str, total: int) -> None:
    listed = SHIPPED[year]

    assert set(listed.off) == set(days(year, off))
    assert set(listed.made) == set(days(year, made))
    assert workdays_in(listed) == total


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_year_is_shipped_whole(year: int) -> None:
    listed = SHIPPED[year]

    assert str(year) in listed.source
    assert {*listed.off.values(), *listed.made.values()} <= set(HOLIDAYS)
    assert 248 <= workdays_in(listed) <= 253


def test_every_s_code_a_list_names_is_listed() -> None:
    named = {code for listed in SHIPPED.values() for code in re.findall(r"S[0-9]+", listed.source)}

    assert named == {"S119", "S120", "S121"}
    assert named <= set(sources_in(rulepacks_folder()))


def test_no_other_year_is_shipped() -> None:
    assert set(SHIPPED) == set(range(2004, 2027))
    assert CALENDAR.is_published(2026)
    assert not CALENDAR.is_published(2027)


def test_a_good_list_is_read() -> None:
    listed = read_year(GOOD)

    assert (listed.year, len(listed.off), len(listed.made)) == (2027, 2, 1)
    assert read_year("\ufeff" + GOOD.replace("\n", "\r\n")) == listed


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        pytest.param('2027-02-14 = "春节"', '2027-02-15 = "春节"', "本来就要上班", id="调休写了工作日"),
        pytest.param('2027-02-08 = "春节"', '2027-02-07 = "春节"', "是周末，本来就不上班", id="放假写了周末"),
        pytest.param('2027-01-01 = "元旦"', '2026-01-01 = "元旦"', "不在 2027 年", id="别年的日子"),
        pytest.param('2027-02-08 = "春节"', '2027-01-01 = "春节"', "第 6 行写重了", id="同一天写两次"),
        pytest.param('2027-02-08 = "春节"', '2027-02-30 = "春节"', "2027-02-30 不是日子", id="没有这一天"),
        pytest.param('2027-02-08 = "春节"', '2027-2-8 = "春节"', "2027-2-8 不是日子", id="写法不齐"),
        pytest.param('2027-02-08 = "春节"', '"20270208" = "春节"', "20270208 不是日子", id="没有横线"),
        pytest.param('2027-02-08 = "春节"', '2027.02.08 = "春节"', "不是日子", id="用点分开"),
        pytest.param('2027-02-08 = "春节"', "2027-02-08 = true", "要写是哪个假", id="没有假名"),
        pytest.param('2027-02-08 = "春节"', '2027-02-08 = " "', "要写是哪个假", id="假名是空的"),
        pytest.param('2027-02-08 = "春节"', '2027-02-08 "春节"', "第 6 行读不懂", id="少等号"),
        pytest.param("[off]", "[holiday]", "holiday 没有这一项", id="不认识的表"),
        pytest.param("[off]", "half_days = 1\n[off]", "half_days 没有这一项", id="不认识的项"),
        pytest.param("year = 2027", "", "缺 year", id="没有年份"),
        pytest.param("year = 2027", 'year = "2027"', "year 要写四位数", id="年份加了引号"),
        pytest.param("year = 2027", "year = 27", "year 要写四位数", id="两位年份"),
        pytest.param("year = 2027", "year = true", "year 要写四位数", id="年份不是数"),
        pytest.param(
            'source = "国务院办公厅关于 2027 年部分节假日安排的通知"', "", "缺 source", id="没有依据"
        ),
        pytest.param(
            '"国务院办公厅关于 2027 年部分节假日安排的通知"', '" "', "依据哪个通知", id="依据是空的"
        ),
        pytest.param(
            '"国务院办公厅关于 2027 年部分节假日安排的通知"', f'"{"通" * 301}"', "最多写 300", id="依据太长"
        ),
        pytest.param(
            '[off]\n2027-01-01 = "元旦"\n2027-02-08 = "春节"', "[off]", "像是还没有填", id="一天也没有"
        ),
        pytest.param('[made]\n2027-02-14 = "春节"', "", "缺 made", id="没有调休表"),
        pytest.param("year = 2027", "made = 3\nyear = 2027\n", "写重了", id="表写了两次"),
        pytest.param("year = 2027", "year = 2027" + "#" * 200_000, "文件太长", id="太长"),
        pytest.param("year = 2027", "x = " + "[" * 5_000, "读不懂", id="括号太深"),
    ],
)
def test_a_badly_formed_list_is_refused_in_words(wrong: str, right: str, sentence: str) -> None:
    assert wrong in GOOD

    with pytest.raises(Refused, match=sentence):
        read_year(GOOD.replace(wrong, right))


@given(st.text())
def test_any_text_is_a_list_or_a_refusal(text: str) -> None:
    with pytest.raises(Refused):
        read_year(text)
