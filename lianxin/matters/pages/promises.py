"""The list of promises that are not kept yet, as a value: due first, in groups as the inbox has them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import Rules
from lianxin.matters.lights import Light, Watched, light_of, range_of, short_day
from lianxin.matters.pages.inbox import PROMISES, Views, in_ranges, views_but
from lianxin.matters.promises import Promise, Promises
from lianxin.matters.stages import STAGES
from lianxin.people.access import PostView
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Column, Pager

SHOWN: Final = 80  # characters of the answer; the matter's page has it whole
COLUMNS: Final = (
    Column(N_("期限"), "c-due"),
    Column(N_("答应了什么")),
    Column(N_("哪天前"), "c-due"),
    Column(N_("谁答应的"), "c-unit"),
    Column(N_("到哪步"), "c-state"),
    Column(N_("编号"), "c-no"),
)
HANDLER: Final = N_("办到了就打开那一件，按“兑现承诺”。答应的日子不能改，过了就一直红着，到办到为止。")
OTHERS: Final = N_("办到了由答应的单位写明，再告诉居民。答应的日子不能改，过了就一直红着，到办到为止。")
EMPTY: Final = {
    "handler": N_("答复时选了“列入计划”的，会先到这里；办到了，在那一件里写明。"),
    "liaison": N_("单位答应了居民、还没办到的，会到这里；办到了，再告诉居民。"),
    "delegate": N_("单位答应了居民、还没办到的，会到这里；办到了，再告诉居民。"),
    "supervisor": N_("单位答应了居民、还没办到的，会到这里，早到期的在前。"),
    "organiser": N_("单位答应了居民、还没办到的，会到这里，早到期的在前。"),
}


@dataclass(frozen=True)
class PromiseRow:
    """One promise as it is drawn; `gist`, `words` and `unit` are data."""

    ref: str
    url: str
    light: Light
    gist: str
    words: str
    day: Words
    unit: str
    stage: str


@dataclass(frozen=True)
class PromisesPage:
    """The list for one acting post. `views` are the other lists; `way` is where an empty one leads: its label and address."""

    name: str
    next: Words | str
    views: Views
    columns: tuple[Column, ...]
    groups: tuple[tuple[Words, tuple[PromiseRow, ...]], ...]
    pager: Pager
    empty: tuple[str, str] | None
    way: tuple[str, str]

    @property
    def title(self) -> str:
        """What the list is called."""
        return PROMISES

    @property
    def caption(self) -> Words:
        """What the table holds, for who hears it."""
        return Words.of(N_("{title}，一行一件"), title=Words.of(PROMISES))


def promises_page(
    post: PostView, found: Promises, *, after: str, now: datetime.datetime, rules: Rules
) -> PromisesPage:
    """The page of a list that was read. `after`: the key it begins behind, '' for its beginning."""
    begin = url("matters:promises")
    more = f"{begin}?{urlencode({'after': str(found.rows[-1].key)})}" if found.more else ""
    said = Words.of(N_("这一页 {n} 件，早到期的在前。"), n=len(found.rows))
    empty = (N_("现在没有等着兑现的承诺"), EMPTY[post.role])
    if after:
        empty = (N_("这一页没有等着兑现的承诺了"), N_("这一段的都兑现了。"))
    return PromisesPage(
        name=post.person,
        next=(HANDLER if post.role == "handler" else OTHERS) if found.rows else "",
        views=views_but(PROMISES),
        columns=COLUMNS,
        groups=_groups(found, bool(after), now, rules),
        pager=Pager(said, begin if after else "", more),
        empty=None if found.rows else empty,
        way=(N_("从头看"), begin) if after else (N_("看收件"), url("matters:inbox")),
    )


def _groups(
    found: Promises, behind: bool, now: datetime.datetime, rules: Rules
) -> tuple[tuple[Words, tuple[PromiseRow, ...]], ...]:
    drawn = [(range_of(one.due_at, now, rules), _row(one, now, rules)) for one in found.rows]
    return in_ranges(drawn, rules, before=behind, after=found.more)


def _row(one: Promise, now: datetime.datetime, rules: Rules) -> PromiseRow:
    words = one.words if len(one.words) <= SHOWN else one.words[: SHOWN - 1] + "…"
    return PromiseRow(
        one.ref, url("matters:matter", one.ref), light_of(Watched(one.stage, one.due_at, "promise"), rules, now), one.gist,
        words, short_day(one.day, local(now).date()), one.unit, STAGES[one.stage],
    )  # fmt: skip
