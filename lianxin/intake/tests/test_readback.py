"""我给您念一遍: three lines one can listen to, numbers as one says them. No database."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.intake.readback import HOW, Spoken, grouped, length, read_back, what_of
from lianxin.kernel.words import say
from lianxin.matters.labels import FOR_WHOM, REACHES

DAY = datetime.date(2026, 10, 19)
TOLD = Spoken("赵女士", "138 0013 8000", "暖气试水漏水，墙皮泡起来", "深新社区 22 号楼 3 单元", DAY, "phone")


def said(spoken: Spoken) -> list[str]:
    return [say(line, str, "zh-Hans") for line in read_back(spoken)]


def test_who_what_where_and_by_when_are_three_lines() -> None:
    assert said(TOLD) == [
        "赵女士，我给您念一遍。电话 138-0013-8000。",
        "您说的是：暖气试水漏水，墙皮泡起来；在深新社区 22 号楼 3 单元。",
        "10月19日 星期一前用电话给您答复。对不对？",
    ]


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("13800138000", "138-0013-8000"),
        ("+86 138 0013 8000", "138-0013-8000"),
        ("0412-5551234", "0412-555-1234"),
        ("024-23451234", "024-2345-1234"),
        ("5551234", "555-1234"),
        ("0412-5551234 转 18", "0412-555-1234 转 18"),
        ("400-123-4567", "400-123-4567"),
        ("+852 2123 4567", "+852-2123-4567"),
        ("13800138000/13900139000", "138-0013-8000"),
        ("没有", ""),
        ("", ""),
    ],
)
def test_a_number_is_grouped_as_one_says_it(typed: str, spoken: str) -> None:
    assert grouped(typed) == spoken


def test_nothing_typed_is_nothing_to_read() -> None:
    assert read_back(Spoken("赵女士", "", " ", "", DAY, "visit")) == ()


def test_a_missing_place_is_asked_for() -> None:
    assert "地方您还没有说" in said(Spoken("", "", "灯不亮", "", DAY, "visit"))[1]


def test_for_whom_and_a_second_thing_are_read() -> None:
    spoken = Spoken(
        "", "", "灯不亮", "3 号楼", DAY, "visit", whom="parent", affected="周桂香", also="井盖没了"
    )

    assert said(spoken)[1] == "您替周桂香说的是：灯不亮；在3 号楼。还有一件：井盖没了。"


def test_what_is_added_names_the_matter_and_asks_for_no_place() -> None:
    lines = said(
        Spoken("", "", "还没修", "", DAY, "phone", added="路塌了", said_on=datetime.date(2026, 6, 2))
    )

    assert lines[1] == "您说的是：还没修。"
    assert lines[2].startswith("加到6月2日说的“路塌了”里，10月19日 星期一前")


def test_the_anonymous_hear_that_nothing_was_kept() -> None:
    lines = said(Spoken("赵女士", "13800138000", "灯不亮", "3 号楼", DAY, "page", anonymous=True))

    assert "赵女士" not in "".join(lines)
    assert "138" not in "".join(lines)


def test_every_way_of_telling_is_said() -> None:
    assert set(HOW) == set(REACHES)


@given(
    name=st.text(max_size=200),
    phone=st.sampled_from(["", "13800138000", "0412-5551234 转 123456", "+85221234567"]),
    what=st.text(min_size=1, max_size=400),
    place=st.text(max_size=200),
    by=st.dates(datetime.date(2026, 1, 1), datetime.date(2030, 12, 31)),
    reach=st.sampled_from(sorted(HOW)),
    anonymous=st.booleans(),
    whom=st.sampled_from(["", *sorted(FOR_WHOM)]),
    affected=st.text(max_size=200),
    also=st.text(max_size=200),
    added=st.text(max_size=200),
)
def test_it_never_takes_longer_than_one_can_listen(
    name: str,
    phone: str,
    what: str,
    place: str,
    by: datetime.date,
    reach: str,
    anonymous: bool,
    whom: str,
    affected: str,
    also: str,
    added: str,
) -> None:
    lines = read_back(Spoken(name, phone, what, place, by, reach, anonymous, whom, affected, also, added, by))

    assert length(lines) <= 120  # U-22
    assert len(lines) in (0, 3)


def test_the_longest_of_everything_still_fits() -> None:
    lines = read_back(
        Spoken(
            "名" * 40, "0412-5551234 转 123456", "事" * 400, "地" * 200, datetime.date(2027, 12, 31), "notice",
            whom="child", affected="孩" * 40, also="又" * 40, added="旧" * 40, said_on=datetime.date(2026, 12, 31),
        )
    )  # fmt: skip

    assert length(lines) <= 120
    assert "…" in say(lines[1], str, "zh-Hans")


@pytest.mark.parametrize(
    ("gist", "words", "what"),
    [
        ("灯不亮", "楼道灯不亮。三天了。", "灯不亮"),
        (" ", "楼道灯不亮。三天了。", "楼道灯不亮"),
        ("", " ", ""),
    ],
)
def test_the_title_stands_for_the_words(gist: str, words: str, what: str) -> None:
    assert what_of(gist, words) == what
