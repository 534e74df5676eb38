"""Two numbers in one field, an extension, spaces and slashes: what is looked up. No database."""

import datetime

import pytest

from lianxin.intake.lookup import forms_of, months_before
from lianxin.kernel.days import TZ
from lianxin.kernel.phones import phones_in


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("13800000427", ("13800000427",)),
        ("138 0000 0427", ("13800000427",)),
        ("138/0000/0427", ("13800000427",)),
        ("+86 138-0000-0427", ("13800000427",)),
        ("１３８００００２７４２", ("13800002742",)),
        ("0412-5551234 转 18", ("04125551234-18",)),
        ("13800000427/13900000001", ("13800000427", "13900000001")),
        ("13800000427 13900000001", ("13800000427", "13900000001")),
        ("13800000427、0412-5551234", ("13800000427", "04125551234")),
        ("13800000427或13800000427", ("13800000427",)),
        ("本人 13800000427", ("13800000427",)),
        ("没有电话", ()),
        ("", ()),
        ("12", ()),
    ],
)
def test_what_is_typed_is_what_is_looked_up(typed: str, numbers: tuple[str, ...]) -> None:
    assert phones_in(typed) == numbers


def test_a_column_of_numbers_is_no_field_for_one() -> None:
    assert len(phones_in("/".join(f"1380000{n:04}" for n in range(50)))) == 3


def test_an_extension_is_looked_up_without_it_too() -> None:
    assert forms_of("04125551234-18") == ("04125551234-18", "04125551234")
    assert forms_of("13800000427") == ("13800000427",)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [((2026, 6, 5), 12, (2025, 6, 5)), ((2028, 2, 29), 12, (2027, 2, 28)), ((2026, 3, 31), 1, (2026, 2, 28))],
)
def test_twelve_months_ago_is_a_day_there_was(
    day: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    at = datetime.datetime(*day, 10, tzinfo=TZ)

    assert months_before(at, months).date() == datetime.date(*before)
