"""References and tracking codes: how they are written, and what is forgiven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.refs import format_ref, group_code, new_code, number_of, tidy_code, tidy_ref


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("LS-2026-000137", "LS-2026-000137", id="照抄"),
        pytest.param("ls-2026-000137", "LS-2026-000137", id="小写"),
        pytest.param("  LS 2026 000137 ", "LS-2026-000137", id="用空格"),
        pytest.param("ＬＳ－２０２６－０００１３７", "LS-2026-000137", id="全角"),
        pytest.param("LS—2026—137", "LS-2026-000137", id="破折号，少零"),
        pytest.param("LS2026000137", "LS-2026-000137", id="没有横线"),
        pytest.param("LS-2026-1234567", "LS-2026-1234567", id="七位号"),
        pytest.param("「LS-2026-000137」。", "LS-2026-000137", id="带标点"),
        pytest.param("LS\u30002026\u3000137", "LS-2026-000137", id="全角空格"),
        pytest.param("LS-2026-000000", "", id="零号不是编号"),
        pytest.param("LS-2026-", "", id="没有号"),
        pytest.param("2026-000137", "", id="没有区"),
        pytest.param("LS-26-000137", "", id="年份两位"),
        pytest.param("LS-2026-1234567890", "", id="太长"),
        pytest.param("楼前路面塌陷", "", id="不是编号"),
        pytest.param("AB栋2026年5月", "", id="句子里的字母和数"),
        pytest.param("LS-٢٠٢٦-٠٠٠١٣٧", "", id="别国数字"),
        pytest.param("", "", id="空"),
    ],
)
def test_a_reference_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert tidy_ref(typed) == meant


@given(st.integers(1, 999_999_999), st.integers(2000, 2999))
def test_a_written_reference_is_read_back(number: int, year: int) -> None:
    ref = format_ref("LS", year, number)

    assert tidy_ref(ref) == ref
    assert number_of(ref) == number
    assert tidy_ref(ref.lower().replace("-", " ")) == ref


@given(st.text())
def test_any_text_is_a_reference_or_nothing(text: str) -> None:
    ref = tidy_ref(text)

    assert ref == "" or tidy_ref(ref) == ref


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12345678", "12345678"),
        ("1234 5678", "12345678"),
        ("１２３４－５６７８", "12345678"),
        ("0000 0001", "00000001"),
        ("1234567", ""),
        ("123456789", ""),
        ("1234567a", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert tidy_code(typed) == meant


def test_a_code_is_said_in_fours() -> None:
    assert group_code("12345678") == "1234 5678"


def test_new_codes_are_eight_digits_and_differ() -> None:
    codes = {new_code() for _ in range(200)}

    assert all(tidy_code(code) == code for code in codes)
    assert len(codes) > 190
