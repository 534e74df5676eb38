"""What the page «新动态» shows, as values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from lianxin.kernel.batches import Batch
from lianxin.kernel.words import N_, Words
from lianxin.notices.models import News
from lianxin.ui.pieces import Column, Pager

COLUMNS = tuple(map(Column, (N_("什么时候"), N_("发生了什么"), N_("哪件事"), N_("编号"))))
NEW, SEEN = N_("还没看过"), N_("看过的")


@dataclass(frozen=True)
class NewsRow:
    """One step: when it happened, the sentence of the timeline, and the matter it belongs to."""

    at: datetime.datetime
    said: Words
    gist: str
    ref: str
    url: str


@dataclass(frozen=True)
class NewsPage:
    """A piece of the list: the unseen first. `upto` names the newest unseen row, 0 for none."""

    groups: tuple[tuple[str, tuple[NewsRow, ...]], ...]
    columns: tuple[Column, ...]
    unseen: int
    upto: int
    pager: Pager


def news_page(batch: Batch[News], said: Mapping[int, Words], *, unseen: int, upto: int) -> NewsPage:
    """The page of a piece of news; `said` holds the sentence of each step."""
    groups = tuple(
        (NEW if new else SEEN, tuple(_row(news, said) for news in rows))
        for new, rows in groupby(batch.rows, lambda news: news.seen_at is None)
    )
    return NewsPage(groups, COLUMNS, unseen, upto, _pager(batch))


def _row(news: News, said: Mapping[int, Words]) -> NewsRow:
    matter = news.matter
    address = reverse("matters:matter", args=[matter.ref])
    return NewsRow(news.step.happened_at, said[news.step_id], matter.gist, matter.ref, address)


def _pager(batch: Batch[News]) -> Pager:
    here = reverse("notices:news")
    return Pager(
        Words.of(N_("这一页 {n} 条"), n=len(batch.rows)),
        before=f"{here}?before={_key(batch.rows[0])}" if batch.before and batch.rows else "",
        after=f"{here}?after={_key(batch.rows[-1])}" if batch.after and batch.rows else "",
    )


def _key(news: News) -> str:
    return f"{'seen' if news.seen_at else 'unseen'}-{news.pk}"
