"""The inbox as a value: which view, which rows in which groups, where the list goes on, what an empty one says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, TypeVar
from urllib.parse import urlencode

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import Rules
from lianxin.matters.lights import Light, Range, due_first, light_of, range_of, range_words, short_day
from lianxin.matters.lists import Row, Rows, Wanted, key_in
from lianxin.matters.stages import STAGES
from lianxin.matters.telling import COUNTED
from lianxin.people.access import PostView
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Column, Pager

SLUG: Final = re.compile("[a-z0-9-]{1,40}")
VIEWS: Final = {"mine": N_("等我办"), "open": N_("全部没办结的"), "done": N_("办结的")}
PROMISES: Final = N_("等着兑现的")
ABOUT: Final = {"yes": N_("只看反映工作室或工作人员的"), "no": N_("不含反映工作室或工作人员的")}
EMPTY: Final = {
    "liaison": N_("居民新说的、上一级退回的，会先到这里；有了答复，也在这里等着告诉居民。"),
    "delegate": N_("居民对工作室说的事，从登记到办结都在这里。"),
    "handler": N_("联络员派给{unit}的事，会先到这里。要是本该有事，先看看是不是派给了别的单位。"),
    "supervisor": N_("超期的事会到这里；现在一件也没有超期。"),
    "organiser": N_("报到区里的、反映工作室和工作人员的，会先到这里。"),
}


Drawn = TypeVar("Drawn")
Views = tuple[tuple[str, str, bool], ...]
"""The lists of the rail: what each is called, its address, and whether it is the one that is read."""


@dataclass(frozen=True)
class RowView:
    """One row as it is drawn; `gist`, `place`, `room` and `lead` are data. `kept` is said even where the row is cut."""

    ref: str
    url: str
    light: Light
    gist: str
    place: str
    kept: tuple[Words, ...]
    urgent: bool
    about: bool
    room: str
    room_url: str
    lead: str
    stage: str
    received: Words


@dataclass(frozen=True)
class Chip:
    """A condition in the address, and the address without it."""

    words: Words
    url: str


@dataclass(frozen=True)
class Nothing:
    """What an empty list says: what is missing, where it will come from, and one way on."""

    title: str
    words: Words | str
    url: str
    label: str


@dataclass(frozen=True)
class Waiting:
    """What waits besides the list: how many residents are to be told ('' for none) with where, and today's duty."""

    to_tell: Words | str
    url: str
    duty: Words | str


@dataclass(frozen=True)
class InboxPage:
    """The inbox for one acting post. `gone`: what was just done with a matter that it no longer sees."""

    name: str
    next: Words | str
    title: str
    view: str
    views: Views
    chips: tuple[Chip, ...]
    kept: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str, bool], ...]
    columns: tuple[Column, ...]
    groups: tuple[tuple[Words | str, tuple[RowView, ...]], ...]
    pager: Pager
    nothing: Nothing | None
    waiting: Waiting | None
    gone: Words | None = None

    @property
    def caption(self) -> Words:
        """What the table holds, for who hears it."""
        return Words.of(N_("{title}，一行一件"), title=Words.of(self.title))


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; whatever it cannot mean is left out."""
    view = query.get("view", "mine")
    stage = query.get("stage", "")
    wanted = Wanted(
        view=view if view in VIEWS else "mine",  # type: ignore[arg-type]
        sort="new" if query.get("sort") == "new" or view == "done" else "due",
        room=room if SLUG.fullmatch(room := query.get("room", "")) else "",
        stage=stage if stage in STAGES else "",
        about=about if (about := query.get("about", "")) in ABOUT else "",  # type: ignore[arg-type]
        after=key_in(query.get("after", "")),
        before=key_in(query.get("before", "")),
    )
    return replace(wanted, after=None) if wanted.before else wanted


def inbox_page(
    wanted: Wanted,
    found: Rows,
    post: PostView,
    *,
    waiting: Waiting | None,
    now: datetime.datetime,
    rules: Rules,
    gone: str = "",
) -> InboxPage:
    """The page of a list that was read. `gone`: the reference of a matter that just went out of sight."""
    narrowed = bool(wanted.room or wanted.stage or wanted.about)
    return InboxPage(
        name=post.person,
        next=_next(wanted, found, now, rules),
        title=VIEWS[wanted.view],
        view=wanted.view,
        views=views_but(VIEWS[wanted.view]),
        chips=_chips(wanted, found.room),
        kept=tuple(_query(replace(wanted.first_page, stage="")).items()),
        stages=tuple((key, label, key == wanted.stage) for key, label in STAGES.items()),
        columns=_columns(wanted),
        groups=_groups(wanted, found, now, rules),
        pager=_pager(wanted, found),
        nothing=None if found.rows else _nothing(wanted, post, narrowed),
        waiting=waiting,
        gone=Words.of(N_("{ref} 交出去了，不再归您看。"), ref=gone) if gone else None,
    )


def views_but(current: str) -> Views:
    """The lists of the rail; `current` is the label of the one that is read."""
    lists = [(label, _address(Wanted(view=key))) for key, label in VIEWS.items()]  # type: ignore[arg-type]
    return tuple((label, to, label == current) for label, to in (*lists, (PROMISES, url("matters:promises"))))


def waiting_for(post: PostView, to_tell: int, hours: str) -> Waiting:
    """What stands above the list of whoever speaks with residents. `hours` is data."""
    said = N_("还有 {n} 位等着告知") if to_tell <= COUNTED else N_("等着告知的在 {n} 位以上")
    words = Words.of(said, n=min(to_tell, COUNTED)) if to_tell else ""
    duty = Words.of(N_("{unit}接待：{hours}"), unit=post.unit, hours=hours) if hours else ""
    return Waiting(words, url("matters:tell_list"), duty)


def _query(wanted: Wanted) -> dict[str, str]:
    """The address of a list as names and values, what goes without saying left out."""
    asked = {
        "view": "" if wanted.view == "mine" else wanted.view,
        "sort": "new" if wanted.sort == "new" and wanted.view != "done" else "",
        "room": wanted.room,
        "stage": wanted.stage,
        "about": wanted.about,
        "after": str(wanted.after or ""),
        "before": str(wanted.before or ""),
    }
    return {name: value for name, value in asked.items() if value}


def _address(wanted: Wanted) -> str:
    query = urlencode(_query(wanted))
    return f"{url('matters:inbox')}?{query}" if query else url("matters:inbox")


def _next(wanted: Wanted, found: Rows, now: datetime.datetime, rules: Rules) -> Words | str:
    if wanted.view != "mine" or wanted.sort != "due" or found.more_before:
        return ""
    ranges = [range_of(row.look_at, now, rules) for row in found.rows]
    over, today = ranges.count("over"), ranges.count("today")
    if found.more_after and over == len(ranges):
        return Words.of(N_("超期的有 {over} 件以上，先办最早的。"), over=over)
    if over and today:
        return Words.of(N_("先办超期的 {over} 件和今天到期的 {today} 件。"), over=over, today=today)
    if over or today:
        said = N_("先办超期的 {n} 件。") if over else N_("先办今天到期的 {n} 件。")
        return Words.of(said, n=over or today)
    return N_("没有超期的，也没有今天到期的。") if ranges else ""


def _chips(wanted: Wanted, room: str) -> tuple[Chip, ...]:
    start, chips = wanted.first_page, []
    if wanted.room:
        room = room or wanted.room
        chips.append(Chip(Words.of(N_("工作室：{room}"), room=room), _address(replace(start, room=""))))
    if wanted.stage:
        stage = Words.of(STAGES[wanted.stage])
        chips.append(Chip(Words.of(N_("到哪步：{stage}"), stage=stage), _address(replace(start, stage=""))))
    if wanted.about:
        chips.append(Chip(Words.of(ABOUT[wanted.about]), _address(replace(start, about=""))))
    return tuple(chips)


def _columns(wanted: Wanted) -> tuple[Column, ...]:
    start, sortable = wanted.first_page, wanted.view != "done"
    by_due = _address(replace(start, sort="due")) if sortable else ""
    by_new = _address(replace(start, sort="new")) if sortable else ""
    return (
        Column(N_("期限"), "c-due", by_due, "ascending" if wanted.sort == "due" else ""),
        Column(N_("事项")),
        Column(N_("地点"), "c-place"),
        Column(N_("承办"), "c-unit"),
        Column(N_("到哪步"), "c-state"),
        Column(N_("编号"), "c-no"),
        Column(N_("登记日"), "c-got n", by_new, "descending" if wanted.sort == "new" else ""),
    )


def _groups(
    wanted: Wanted, found: Rows, now: datetime.datetime, rules: Rules
) -> tuple[tuple[Words | str, tuple[RowView, ...]], ...]:
    """Rows by range of their deadline; newest first they stand in one group without a name."""
    drawn = [(range_of(row.look_at, now, rules), _row(row, wanted, now, rules)) for row in found.rows]
    if wanted.sort == "new":
        return (("", tuple(row for _, row in drawn)),)
    return in_ranges(drawn, rules, before=found.more_before, after=found.more_after)


def in_ranges(
    drawn: Sequence[tuple[Range, Drawn]], rules: Rules, *, before: bool, after: bool
) -> tuple[tuple[Words, tuple[Drawn, ...]], ...]:
    """Rows due first, each with the range of its deadline, in groups that say how many they are; `before` and `after`: the list
    goes on there.
    """
    parts = [(name, tuple(row for _, row in rows)) for name, rows in groupby(drawn, lambda pair: pair[0])]
    cut = ({0} if before else set()) | ({len(parts) - 1} if after else set())
    return tuple(
        (_heading(range_words(name, rules), len(rows), n in cut), rows)
        for n, (name, rows) in enumerate(parts)
    )


def _heading(name: Words, count: int, cut: bool) -> Words:
    """A group that goes on before or behind this page says that its number is of this page."""
    said = N_("{range}，这一页 {count} 件") if cut else N_("{range} {count} 件")
    return Words.of(said, range=name, count=count)


def _row(row: Row, wanted: Wanted, now: datetime.datetime, rules: Rules) -> RowView:
    return RowView(
        ref=row.ref,
        url=url("matters:matter", row.ref),
        light=light_of(row.watched, rules, now),
        gist=row.gist,
        place=row.place,
        kept=kept_words(row, now),
        urgent=row.urgent,
        about=row.about,
        room=row.room,
        room_url="" if wanted.room else _address(replace(wanted.first_page, room=row.slug)),
        lead=row.lead,
        stage=STAGES[row.stage],
        received=short_day(local(row.received_at).date(), local(now).date()),
    )


def kept_words(row: Row, now: datetime.datetime) -> tuple[Words, ...]:
    """What is said of a row even where it is cut."""
    awaits = Words.of(N_("等说明")) if row.watched.awaits else None
    first = due_first(row.watched.kind, row.stage)
    return tuple(words for words in (awaits, first, _said(row, now)) if words)


def _said(row: Row, now: datetime.datetime) -> Words | None:
    """The day it was said, where that was not the day it came in."""
    if row.said_at is None or local(row.said_at).date() == local(row.received_at).date():
        return None
    return Words.of(N_("原话写于{day}"), day=short_day(local(row.said_at).date(), local(now).date()))


def _pager(wanted: Wanted, found: Rows) -> Pager:
    rows, start = found.rows, wanted.first_page
    words = Words.of(N_("这一页 {n} 件。条件都写在网址里，转发网址就是转发这张表。"), n=len(rows))
    before = _address(replace(start, before=rows[0].key(wanted.sort))) if rows and found.more_before else ""
    after = _address(replace(start, after=rows[-1].key(wanted.sort))) if rows and found.more_after else ""
    return Pager(words, before, after)


def _nothing(wanted: Wanted, post: PostView, narrowed: bool) -> Nothing:
    if narrowed:
        without = _address(replace(wanted.first_page, room="", stage="", about=""))
        return Nothing(N_("没有符合这些条件的事"), N_("去掉条件再看。"), without, N_("去掉条件"))
    if wanted.after or wanted.before:
        return Nothing(
            N_("这一页没有事了"), N_("这一段的事都办过去了。"), _address(wanted.first_page), N_("从头看")
        )
    if wanted.view != "mine":
        inbox = _address(Wanted())
        return Nothing(N_("现在一件也没有"), N_("归这里看的事会到这张表里。"), inbox, N_("看等我办的"))
    words = Words.of(EMPTY[post.role], unit=post.unit)
    return Nothing(N_("现在没有等着办的事"), words, _address(Wanted(view="open")), N_("看全部没办结的"))
