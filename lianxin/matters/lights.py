"""The light of a matter: a word, a shape and a colour that say why it is watched; and the range lists group by. Pure.

Never stored and never typed: a light is reckoned from running clocks, steps, the calendar and the moment of reading. Its
numbers are the rule pack's. It is about the matter, never about a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Calendar, workdays_ago, workdays_left
from lianxin.matters.clocks import Rules
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
    is_open,
)

Range = Literal["over", "today", "soon", "later", "none"]
Kind = Literal["ok", "soon", "late", "calm", "stop", "done"]

RANGES: Final[dict[Range, str]] = {
    "over": N_("超期"),
    "today": N_("今天到期"),
    "soon": N_("{n} 个工作日内"),
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


WATCHED: Final = (REGISTERED, ASSIGNED, HANDLING, REPLIED)  # open, and somebody owes the next step


@dataclass(frozen=True)
class Watched:
    """What the light of one matter is read off. `look_at` is when the first running clock ends, `kind` which one it is.

    `waits_since`: since when it lies with nobody to handle it, None where it is given out. `touched_at`: when somebody last did
    something about it. `extended`: how often its answer, now owed, was put off. `unsatisfied`: how often one and the same voice
    said «not satisfied», the last time too. `awaits`: the numbers of the steps that wait for an explanation; they light nothing.
    """

    stage: str
    look_at: datetime.datetime | None = None
    kind: str = ""
    waits_since: datetime.datetime | None = None
    touched_at: datetime.datetime | None = None
    extended: int = 0
    unsatisfied: int = 0
    awaits: Sequence[int] = ()

    @property
    def is_owed(self) -> bool:
        """Whether a clock runs on somebody: neither a resident's time to object nor a pause."""
        return self.look_at is not None and not self.ends_by_itself and self.kind != "pause_cap"

    @property
    def ends_by_itself(self) -> bool:
        """Whether everybody is told and only a resident's time to object runs."""
        return self.stage == TOLD and self.kind in ("", "objection")


@dataclass(frozen=True)
class Light:
    """A light as it is drawn: `kind` names shape and colour (`calm`, `stop` and `done` have none), `words` say why it is lit.

    `more`: what else has this colour, and the workdays that are left, where `words` do not say them.
    """

    kind: Kind
    words: Words | str
    more: Words | str = ""

    @property
    def said(self) -> tuple[Words, ...]:
        """All of it as words, for a sentence."""
        both = (self.words, self.more)
        return tuple(Words.of(words) if isinstance(words, str) else words for words in both if words)


def range_of(look_at: datetime.datetime | None, now: datetime.datetime, rules: Rules) -> Range:
    """Where a deadline stands among the groups of a list. `now` and `look_at` are aware."""
    if look_at is None:
        return "none"
    if look_at < now:
        return "over"
    if local(look_at).date() == local(now).date():
        return "today"
    near = workdays_left(now, look_at, rules.calendar) <= rules.pack.number("light_soon_workdays")
    return "soon" if near else "later"


def range_words(name: Range, rules: Rules) -> Words:
    """What a group of a list is called."""
    return Words.of(RANGES[name], n=rules.pack.number("light_soon_workdays"))


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


def light_of(watched: Watched, rules: Rules, now: datetime.datetime) -> Light:
    """The light of a matter: the worst colour for which there is a reason, with every reason of that colour.

    When everybody is told nobody owes anything but a promise: what else runs then is the resident's time to object, and only a
    resident who is not satisfied again makes it red. A pause that runs is never red: it says until when.
    """
    if watched.look_at is None and is_done(watched.stage):
        return Light("done", STAGES[watched.stage])
    left = _time(watched, rules.calendar, now)
    if watched.kind == "pause_cap":
        return Light("stop", left)
    found = [(kind, said) for kind, reason in _REASONS if (said := reason(_Asked(watched, rules, now, left)))]
    worst = next((kind for kind in ("late", "soon", "ok") if kind in dict(found)), None)
    if worst is None:
        return Light("calm" if watched.is_owed else "stop", left)
    why = [said for kind, said in found if kind == worst]
    more = (*why[1:], *(() if left in why else (left,)))
    words = tuple(Words.of(said) if isinstance(said, str) else said for said in more)
    return Light(worst, why[0], Words.of("{all}", all=words) if words else "")


@dataclass(frozen=True)
class _Asked:
    """What a reason for a colour is read off. `left` says how long is left."""

    watched: Watched
    rules: Rules
    now: datetime.datetime
    left: Words | str

    def number(self, name: str) -> int:
        return self.rules.pack.number(name)

    def since(self, moment: datetime.datetime) -> int:
        """The workdays since `moment`."""
        return -workdays_left(self.now, moment, self.rules.calendar)

    def is_within(self, days: int) -> bool:
        """Whether at most so many workdays are left."""
        ends = self.watched.look_at
        return (
            self.watched.is_owed
            and ends is not None
            and workdays_left(self.now, ends, self.rules.calendar) <= days
        )


def _over(asked: _Asked) -> Words | str:
    ends = asked.watched.look_at
    return asked.left if asked.watched.is_owed and ends is not None and ends < asked.now else ""


def _often_extended(asked: _Asked) -> Words | str:
    """Only while the answer is owed: what was answered is extended no more."""
    times = asked.watched.extended
    most = asked.number("light_extended_times")
    return Words.of(N_("延期 {n} 次"), n=times) if times >= most else ""


def _unsatisfied_again(asked: _Asked) -> Words | str:
    times = asked.watched.unsatisfied
    most = asked.number("light_unsatisfied_times")
    said = N_("第 {n} 次不满意")
    return Words.of(said, n=times) if times >= most and is_open(asked.watched.stage) else ""


def _behind(asked: _Asked) -> Words | str:
    return asked.left if asked.is_within(asked.number("light_behind_workdays")) else ""


def _untouched(asked: _Asked) -> Words | str:
    touched = asked.watched.touched_at
    if (
        touched is None
        or asked.watched.stage not in WATCHED
        or touched >= untouched_before(asked.rules, asked.now)
    ):
        return ""
    return Words.of(N_("{n} 个工作日没人动"), n=asked.since(touched))


def _due_soon(asked: _Asked) -> Words | str:
    return asked.left if asked.is_within(asked.number("light_soon_workdays")) else ""


def _not_given_out(asked: _Asked) -> Words | str:
    since, days = asked.watched.waits_since, asked.number("light_undispatched_workdays")
    if (
        since is None
        or asked.watched.stage != REGISTERED
        or since >= workdays_ago(asked.now, days, asked.rules.calendar)
    ):
        return ""
    return Words.of(N_("{n} 个工作日没派出"), n=asked.since(since))


_REASONS: Final[tuple[tuple[Literal["late", "soon", "ok"], Callable[[_Asked], Words | str]], ...]] = (
    ("late", _over),
    ("late", _often_extended),
    ("late", _unsatisfied_again),
    ("soon", _behind),
    ("soon", _untouched),
    ("ok", _due_soon),
    ("ok", _not_given_out),
)


def untouched_before(rules: Rules, now: datetime.datetime) -> datetime.datetime:
    """What nobody did anything about since before this moment is untouched for as long as the pack says."""
    return workdays_ago(now, rules.pack.number("light_untouched_workdays"), rules.calendar)


def _time(watched: Watched, calendar: Calendar, now: datetime.datetime) -> Words | str:
    """How long is left, or for how long it is over; at the end of a matter, what happens by itself and when."""
    ends = watched.look_at
    if ends is None:
        return RANGES["none"]
    if watched.ends_by_itself:
        return _closes_by_itself(ends, now)
    if watched.kind == "pause_cap":
        return Words.of(N_("暂停到{day}"), day=short_day(local(ends).date(), local(now).date()))
    if ends < now:
        return _overdue(ends, now, calendar)
    return _today(ends) if local(ends).date() == local(now).date() else _left(ends, now, calendar)


def _closes_by_itself(look_at: datetime.datetime, now: datetime.datetime) -> Words | str:
    day, today = local(look_at).date(), local(now).date()
    return N_("今天自动办结") if day <= today else Words.of(N_("{day}自动办结"), day=short_day(day, today))


def _overdue(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Words | str:
    days = -workdays_left(now, look_at, calendar)
    if days < 2:
        return N_("超 1 个工作日") if days == 1 else N_("已过时限")
    return Words.of(N_("超 {days} 个工作日"), days=days)


def _today(look_at: datetime.datetime) -> Words:
    at = local(look_at)
    return Words.of(N_("今天 {time} 到期"), time=f"{at.hour}:{at.minute:02}")


def _left(look_at: datetime.datetime, now: datetime.datetime, calendar: Calendar) -> Words:
    days = workdays_left(now, look_at, calendar)
    if days < 1:  # the next days are all free: no number would be right
        return Words.of(N_("{day}到期"), day=short_day(local(look_at).date(), local(now).date()))
    return Words.of(N_("还有 1 个工作日") if days == 1 else N_("还有 {days} 个工作日"), days=days)
