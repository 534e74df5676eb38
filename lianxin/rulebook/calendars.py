"""Owns the reading of one year's holiday list and how the lists of many years become one calendar.

Never touches a database (`queries`, `actions` do) and never counts a limit (`kernel.working_time` does).
Source of the form: RULES §9; which days are free says the notice each file names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.kernel.working_time import Calendar
from lianxin.rulebook import toml_text

# Names of holidays as the lists write them; marked so that a page can say them in English.
HOLIDAYS = (
    N_("元旦"),
    N_("春节"),
    N_("清明"),
    N_("五一"),
    N_("端午"),
    N_("中秋"),
    N_("国庆"),
    N_("抗战胜利纪念日"),
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SATURDAY = 5
_LONGEST_SOURCE = 300
_LONGEST_NAME = 20


@dataclass(frozen=True)
class YearList:
    """The official list of one year: weekdays off and weekend days worked, each with its holiday."""

    year: int
    source: str
    off: Mapping[date, str]
    made: Mapping[date, str]


def read_year(text: str) -> YearList:
    """Return the list in `text`.

    Refuses an unknown or missing key, a missing source, a day of another year or written twice, a weekend in
    `off`, a weekday in `made`, and a list without a single day off.
    """
    top = toml_text.parse(text)
    toml_text.only_keys(top, ("year", "source", "off", "made"), "")
    year = _year(top["year"])
    off, made = _days(top["off"], "off", year), _days(top["made"], "made", year)
    _refuse_wrong_weekdays(off, made)
    if not off:
        raise Refused(N_("off 里一天放假也没有，像是还没有填"))
    return YearList(year, _source(top["source"]), off, made)


def shipped_years(folder: Path) -> tuple[YearList, ...]:
    """Return the lists of a folder's `*.toml`, by year; refuses one whose name is not its year."""
    lists = []
    for path in sorted(folder.glob("*.toml")):
        found = _read_file(path)
        if path.stem != str(found.year):
            raise Refused(N_("{file} 里写的是 {year} 年"), file=path.name, year=found.year)
        lists.append(found)
    return tuple(lists)


def calendar_of(lists: Iterable[YearList], version: str) -> Calendar:
    """Return the calendar that the lists make together; one list per year."""
    years: set[int] = set()
    off: dict[date, str] = {}
    made: dict[date, str] = {}
    for one in lists:
        years.add(one.year)
        off |= one.off
        made |= one.made
    return Calendar(version, frozenset(years), off, made)


def _read_file(path: Path) -> YearList:
    try:
        return read_year(path.read_text(encoding="utf-8"))
    except Refused as refused:
        raise Refused(N_("{file}：{what}"), file=path.name, what=refused.words) from None


def _year(found: object) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 1950 <= found <= 2199:
        raise Refused(N_("year 要写四位数的年份，不加引号"))
    return found


def _source(found: object) -> str:
    if not isinstance(found, str) or not found.strip():
        raise Refused(N_("source 要写清楚依据哪个通知"))
    if len(found) > _LONGEST_SOURCE:
        raise Refused(N_("source 最多写 {most} 个字"), most=_LONGEST_SOURCE)
    return found.strip()


def _days(found: object, where: str, year: int) -> dict[date, str]:
    if not isinstance(found, dict):
        raise Refused(N_("{where} 要写成一张表，一天一行"), where=where)
    return {_day(key, where, year): _holiday(name, key) for key, name in found.items()}


def _day(key: str, where: str, year: int) -> date:
    try:
        day = date.fromisoformat(key) if _DAY.fullmatch(key) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(
            N_("{where} 里的 {key} 不是日子，要写成 {year}-01-01 这样"), where=where, key=key, year=year
        )
    if day.year != year:
        raise Refused(N_("{day:year} 不在 {year} 年，请写到那一年的文件里"), day=day, year=year)
    return day


def _holiday(name: object, key: str) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME:
        raise Refused(N_("{key} 后面要写是哪个假，最多 {most} 个字"), key=key, most=_LONGEST_NAME)
    return name.strip()


def _refuse_wrong_weekdays(off: Mapping[date, str], made: Mapping[date, str]) -> None:
    for day in off:
        if day.weekday() >= _SATURDAY:
            raise Refused(N_("{day:year} 是周末，本来就不上班，不用写在 off 里"), day=day)
    for day in made:
        if day.weekday() < _SATURDAY:
            raise Refused(N_("{day:year} 本来就要上班，不能写在 made 里"), day=day)
