"""Owns which days may stand as the beginning or end of what the district keeps: units, posts, terms, rooms. Pure."""

from __future__ import annotations

import datetime

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_

EARLIEST = datetime.date(1949, 10, 1)
LATEST = datetime.date(2099, 12, 31)


def refuse_odd_day(day: datetime.date, *, field: str) -> None:
    """Refuse a day before the People's Republic or beyond this century: a slip of the finger, never meant."""
    if not EARLIEST <= day <= LATEST:
        raise Refused(N_("年份写得不对，看看是不是打错了：{day:year}"), field=field, day=day)


def refuse_odd_span(since: datetime.date, until: datetime.date | None) -> None:
    """Refuse a span with an odd day, and one that ends before it begins."""
    refuse_odd_day(since, field="since")
    if until is not None:
        refuse_odd_day(until, field="until")
        if until < since:
            raise Refused(N_("结束的日子不能早于开始的日子"), field="until")
