"""Owns how a day and a moment are written for people, in Chinese and in English, in China's time.

Never reads a clock and never decides what a day means: that is `working_time`. A day of another year than
this one (`this_year`, 0 where nobody said which) is always written with its year.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")

_ZH_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_EN_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local(moment: datetime) -> datetime:
    """Return the aware `moment` in China's time; a naive one is a bug and raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(TZ)


def day_words(day: date, lang: str, *, year: bool = False, this_year: int = 0) -> str:
    """Return «6月28日 星期五», or «Fri 28 June» when `lang` is English; `year` adds the year."""
    plain = plain_day_words(day, lang, year=year, this_year=this_year)
    if lang.startswith("en"):
        return f"{_EN_WEEKDAYS[day.weekday()]} {plain}"
    return f"{plain} {_ZH_WEEKDAYS[day.weekday()]}"


def plain_day_words(day: date, lang: str, *, year: bool = False, this_year: int = 0) -> str:
    """Return «6月28日» or «28 June», without the day of the week."""
    return _plain_day(day, lang, year or day.year != (this_year or day.year))


def moment_words(
    moment: datetime, lang: str, *, year: bool = False, weekday: bool = False, this_year: int = 0
) -> str:
    """Return «9月28日 9:30» or «28 September 9:30» in China's time; `weekday` names the day as well."""
    here = local(moment)
    write = day_words if weekday else plain_day_words
    return f"{write(here, lang, year=year, this_year=this_year)} {here.hour}:{here.minute:02}"


def _plain_day(day: date, lang: str, year: bool) -> str:
    if lang.startswith("en"):
        return f"{day.day} {_EN_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
