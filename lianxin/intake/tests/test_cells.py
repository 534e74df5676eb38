"""What a cell means, by examples: no database, no guess."""

from __future__ import annotations

import datetime

import pytest

from lianxin.intake.cells import Cell, moment_of, text_of
from lianxin.kernel.days import TZ

NOW = datetime.datetime(2026, 6, 5, 10, 20, tzinfo=TZ)
WRITTEN = datetime.datetime(2019, 11, 5, 14, 31, tzinfo=TZ)
DAY = datetime.datetime(2019, 11, 5, tzinfo=TZ)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2019/11/5 14:31:00", WRITTEN),
        ("2019/11/5 14:31", WRITTEN),
        ("2019-11-05T14:31:00", WRITTEN),
        ("2019-11-05 14:31:00.000", WRITTEN),
        ("2019年11月5日 14:31", WRITTEN),
        ("2019年11月5日14时31分", WRITTEN),
        (" 2019.11.5 ", DAY),
        ("2019-11-05", DAY),
        (datetime.datetime(2019, 11, 5, 14, 31), WRITTEN),
        (datetime.date(2019, 11, 5), DAY),
        (43774.0, DAY),
        (43774, DAY),
        ("43774", DAY),
        (43774 + (14 * 60 + 31) / 1440, WRITTEN),
        (datetime.datetime(2026, 6, 5, 10, 20), NOW),
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Cell, moment: datetime.datetime) -> None:
    assert moment_of(cell, NOW) == moment


@pytest.mark.parametrize(
    "cell",
    [
        *(None, "", "昨天", "11/5/2019", "2019-13-05", "2019-02-30", "2019-11-05 25:00", "201911051431"),
        *(0, 0.5, -3.0, float("nan"), float("inf"), 1e12, True, "0", "1"),
        *("1899-12-31", "1900/1/0", "1900-01-01 00:00:00", datetime.datetime(1899, 12, 30), datetime.date(1900, 1, 1)),
        *("1989-12-31", "2026-06-05 10:21", "2027-01-01", datetime.date(2999, 1, 1), datetime.time(9, 30)),
        datetime.timedelta(days=3),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_none(cell: Cell | None) -> None:
    assert moment_of(cell, NOW) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (188006.0, "188006"),
        (12.5, "12.5"),
        (7, "7"),
        (None, ""),
        ("\n\t\t  路灯坏了\n\t", "路灯坏了"),
        ("一_x000D_\n二", "一\n二"),
        ("一_x000D_二", "一\n二"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("_x005F_x000D_", "_x000D_"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("一\t二", "一\t二"),
        ("𬭎家湾", "𬭎家湾"),
        ("_xD84C__xDF13_", "\U00023313"),
        ("_xD84C_", "�"),
        ("😀👨‍👩‍👧", "😀👨‍👩‍👧"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_a_text_is_whole_and_without_traps(cell: Cell | None, text: str) -> None:
    assert text_of(cell) == text
