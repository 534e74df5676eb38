"""Logins and days as people type them."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.refusals import Refused
from lianxin.people.logins import is_login, tidy_login
from lianxin.people.spans import refuse_odd_span

D = datetime.date


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("linxiao", "linxiao"),
        (" LinXiao ", "linxiao"),
        ("ｌｉｎ１０２４", "lin1024"),
        ("1 024", "1024"),
        ("", ""),
    ],
)
def test_a_login_is_forgiven(typed: str, meant: str) -> None:
    assert tidy_login(typed) == meant


@pytest.mark.parametrize("login", ["1024", "lin.xiao", "a-b_c", "ab", "a" * 40])
def test_a_login_may_be(login: str) -> None:
    assert is_login(login)


@pytest.mark.parametrize("login", ["", "a", "林晓", "a b", ".ab", "a" * 41, "a\x00b", "a\n", "ab'--"])
def test_a_login_may_not_be(login: str) -> None:
    assert not is_login(login)


@pytest.mark.parametrize(
    ("since", "until"),
    [(D(2026, 1, 1), None), (D(2026, 1, 1), D(2026, 1, 1)), (D(1949, 10, 1), D(2099, 12, 31))],
)
def test_a_span_may_be(since: datetime.date, until: datetime.date | None) -> None:
    refuse_odd_span(since, until)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (D(1899, 1, 1), None, "since"),
        (D(2100, 1, 1), None, "since"),
        (D(2026, 1, 1), D(2025, 12, 31), "until"),
        (D(2026, 1, 1), D(9999, 1, 1), "until"),
    ],
    ids=["1899 年开始", "下个世纪开始", "没开始就结束", "9999 年结束"],
)
def test_an_odd_span_is_refused_at_its_field(
    since: datetime.date, until: datetime.date | None, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        refuse_odd_span(since, until)

    assert refused.value.field == field
