"""The light of a deadline: a word, a shape and a colour, read off when it ends; and the range lists group by. Pure.

Never stored and never typed: a light is always reckoned from `look_at`, the calendar and the moment of reading.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final, Literal

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Calendar, workdays_left
from lianxin.matters.labels import CLOCK_KINDS
from lianxin.matters.stages import (
    ASSIGNED,
    CLOSED,
    HANDLING,
    REFERRED,
    REGISTERED,
    REPLIED,
    STAGES,
    TOLD,
    is_done,
)

Range = Literal["over", "today", "soon", "later", "none"]
SOON: Final = 3  # workdays: how far «soon» reaches (LOOK, the inbox sheet)

RANGES: Final[dict[Range, str]] = {
    "over": N_("超期"),
    "today": N_("今天到期"),
    "soon": N_("三个工作日内"),
    "later": N_("以后"),
    "none": N_("没有时限"),
}


MONTHS: Final = (
    *(N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月")),
    *(N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月")),
)


OWED: Final = {
    REGISTERED: "dispatch",
    ASSIGNED: "accept",
    HANDLING: "finish",
    REPLIED: "tell",
    TOLD: "objection",
    REFERRED: "tell",
    CLOSED: "promise",
}  # the clock that a stage is waiting for


@dataclass(frozen=True)
class Light:
    """A light as it is drawn: `kind` names shape and colour (`stop` and `done` have none)."""

    kind: Literal["ok", "soon", "late", "stop", "done"]
    words: Words | str


def range_of(look_at: datetime.datetime | None, now: datetime.datetime, calendar: Calendar) -> Range:
    """Where a deadline stands among the groups of a list. `now` and `look_at` are aware."""
    if look_at is None:
        return "none"
    if look_at < now:
        return "over"
    if local(look_at).date() == local(now).date():
        return "today"
    return "soon" if workdays_left(now, look_at, calendar) <= SOON else "later"


def due_first(kind: str, stage: str) -> Words | None:
    """Which deadline the light speaks of, where it is not the one this stage waits for (an assist's view, mostly), and always
    of a promise: what is done otherwise still owes it.
    """
    if kind == "promise":
        return Words.of(N_("等着兑现"))
    if not kind or kind in (OWED.get(stage), "pause_cap"):
        return None
    return Words.of(N_("先到期的是{kind}"), kind=Words.of(CLOCK_KINDS[kind]))


def short_day(day: datetime.date, today: datetime.date) -> Words:
    """A day as narrow as a list needs it: «6月5日», with its year where that is not this one."""
    said = N_("{month}{day}日") if day.year == today.year else N_("{year}年{month}{day}日")
    return Words.of(said, year=day.year, month=Words.of(MONTHS[day.month - 1]), day=day.day)


def light_of(
    look_at: datetime.datetime | None, stage: str, now: datetime.datetime, calendar: Calendar, kind: str = ""
) -> Light:
    """The light of a matter whose earliest running clock, of this kind, ends at `look_at`.

    When everybody is told nobody owes anything but a promise: what runs then is the resident's time to object, never a red
    light. Nor is a pause that runs: it says until when.
    """
    if look_at is None:
        return Light("done", STAGES[stage]) if is_done(stage) else Light("stop", RANGES["none"])
    if stage == TOLD and kind in ("", "objection"):
        return Light("stop", _closes_by_itself(look_at, now))
    if kind == "pause_cap":
        return Light(
            "stop", Words.of(N_("暂停到{day}"), day=short_day(local(look_at).date(), local(now).date()))
        )
    return _LIGHTS[range_of(look_at, now, calendar)](look_at, now, calendar)


def _closes_by_itself(look_at: datetime.datetime, now: datetime.datetime) -> Words | str:
    day, today = local(look_at).date(), local(now).date()
    return N_("今天自动办结") if day <= today else Words.of(N_("{day}自动办结"), day=short_day(day, today))


def _over(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Light:
    days = -workdays_left(now, look_at, calendar)
    if days < 2:
        return Light("late", N_("超 1 个工作日") if days == 1 else N_("已过时限"))
    return Light("late", Words.of(N_("超 {days} 个工作日"), days=days))


def _today(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Light:
    at = local(look_at)
    return Light("soon", Words.of(N_("今天 {time} 到期"), time=f"{at.hour}:{at.minute:02}"))


def _soon(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Light:
    return Light("soon", _left(look_at, now, calendar))


def _later(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Light:
    return Light("ok", _left(look_at, now, calendar))


def _left(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Words:
    days = workdays_left(now, look_at, calendar)
    if days < 1:  # the next days are all free: no number would be right
        return Words.of(N_("{day}到期"), day=short_day(local(look_at).date(), local(now).date()))
    return Words.of(N_("还有 1 个工作日") if days == 1 else N_("还有 {days} 个工作日"), days=days)


_LIGHTS: Final = {"over": _over, "today": _today, "soon": _soon, "later": _later}
