"""督办 as a page: how many matters stand under each heading, and the matters of the one that was chosen."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import Rules
from lianxin.matters.lights import Light, light_of
from lianxin.matters.lists import Key, Row
from lianxin.matters.pages.inbox import kept_words
from lianxin.matters.stages import STAGES, is_open
from lianxin.matters.watching import HEADINGS, WatchedRows, key_of
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Column, Pager

# heading → what it is called, what it counts, what an empty list says. {n} is the pack's number.
TITLES: Final[Mapping[str, tuple[str, str, str]]] = {
    "red": (
        N_("红灯"), N_("超期的、延期满次数的、同一位又不满意的"),
        N_("现在没有红灯的事。超了期、延期满次数、同一位又不满意的，会到这里。"),
    ),
    "sent_back": (
        N_("退回 {n} 次以上"), N_("没办结、被主办单位退回过 {n} 次以上的"), N_("现在没有来回退的事。"),
    ),
    "extended": (N_("延期 {n} 次以上"), N_("正在办、答复延期过 {n} 次以上的"), N_("现在没有延期满次数的事。")),
    "untouched": (
        N_("{n} 个工作日没人动"), N_("还欠着下一步，{n} 个工作日里没人记过一步的；暂停的不算"), N_("现在没有放着没人动的事。"),
    ),
    "promises": (
        N_("承诺快到期"), N_("答应了居民、{n} 个工作日内到期或者已经过了的"), N_("这几天没有到期的承诺。"),
    ),
    "explanations": (N_("等说明"), N_("督办过、单位的书面说明还没来的"), N_("没有等着的说明。督办以后，说明没来的会到这里。")),
}  # fmt: skip
COLUMNS: Final = (
    Column(N_("期限"), "c-due"), Column(N_("事项")), Column(N_("承办"), "c-unit"), Column(N_("到哪步"), "c-state"),
    Column(N_("编号"), "c-no"), Column(N_("督办"), "c-order noprint"),
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One number: what it is called and counts, and the list that holds just these matters."""

    key: str
    label: Words
    meaning: Words
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class WatchedRow:
    """One matter; `gist` and `lead` are data, `kept` is said even where the row is cut. `press_url`: the form of 督办, '' where it
    is too late for one.
    """

    ref: str
    url: str
    light: Light
    gist: str
    kept: tuple[Words, ...]
    lead: str
    stage: str
    press_url: str


@dataclass(frozen=True)
class WatchingPage:
    """The supervisor's page. `nothing` is what an empty list says."""

    at: datetime.datetime
    headings: tuple[Heading, ...]
    title: Words
    rows: tuple[WatchedRow, ...]
    pager: Pager
    nothing: Words | None
    columns: tuple[Column, ...] = COLUMNS

    @property
    def caption(self) -> Words:
        """What the table holds, for who hears it."""
        return Words.of(N_("{title}，一行一件，最急在上"), title=self.title)


def heading_in(asked: str) -> str:
    """The heading an address asks for; the first for anything that is none."""
    return asked if asked in HEADINGS else next(iter(HEADINGS))


def watching_page(
    heading: str, numbers: Mapping[str, int], found: WatchedRows, rules: Rules, *, now: datetime.datetime
) -> WatchingPage:
    """The page of a heading that was read."""
    headings = tuple(_heading(key, count, heading, rules) for key, count in numbers.items())
    return WatchingPage(
        now, headings, _said(heading, 0, rules), tuple(_row(row, rules, now) for row in found.rows),
        _pager(heading, found), None if found.rows else _said(heading, 2, rules),
    )  # fmt: skip


def _heading(key: str, count: int, chosen: str, rules: Rules) -> Heading:
    return Heading(
        key, _said(key, 0, rules), _said(key, 1, rules), count, _address(key), chosen=key == chosen
    )


def _said(key: str, which: int, rules: Rules) -> Words:
    numbers = {
        "sent_back": "watch_sent_back_times",
        "extended": "light_extended_times",
        "untouched": "light_untouched_workdays",
    }
    n = rules.pack.number(numbers[key]) if key in numbers else rules.pack.length("promise_ahead").amount
    return Words.of(TITLES[key][which], n=n)


def _row(row: Row, rules: Rules, now: datetime.datetime) -> WatchedRow:
    here = url("matters:matter", row.ref)
    return WatchedRow(
        row.ref, here, light_of(row.watched, rules, now), row.gist, kept_words(row, now), row.lead, STAGES[row.stage],
        f"{here}?do=supervise#do" if is_open(row.stage) else "",
    )  # fmt: skip


def _address(heading: str, **key: Key) -> str:
    asked = {"of": heading} | {name: str(one) for name, one in key.items()}
    return f"{url('matters:watching')}?{urlencode(asked)}"


def _pager(heading: str, found: WatchedRows) -> Pager:
    rows = found.rows
    return Pager(
        Words.of(N_("这一页 {n} 件。"), n=len(rows)),
        _address(heading, before=key_of(rows[0])) if rows and found.more_before else "",
        _address(heading, after=key_of(rows[-1])) if rows and found.more_after else "",
    )
