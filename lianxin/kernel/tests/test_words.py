"""Sentences that wait for a language, and how days are written."""

from datetime import UTC, date, datetime

import pytest

from lianxin.kernel.days import day_words, local, moment_words
from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.kernel.words import N_, Words, say

CATALOGUE = {
    "": "Project-Id-Version: lianxin\n",
    "供暖": "heating",
    "{who}于{day}办结": "closed on {day} by {who}",
    "类别：{category}": "category: {category}",
}
FRIDAY = date(2024, 6, 28)


def in_english(msgid: str) -> str:
    return CATALOGUE.get(msgid, msgid)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        pytest.param("供暖", "供暖", "heating", id="短语走词表"),
        pytest.param("", "", "", id="空话不念出词表的头"),
        pytest.param(Words.of("供暖"), "供暖", "heating", id="没有值的话"),
        pytest.param(
            Words.of("{who}于{day}办结", who="供暖", day=FRIDAY),
            "供暖于6月28日 星期五办结",
            "closed on Fri 28 June by 供暖",
            id="人名是数据，不翻译",
        ),
        pytest.param(
            Words.of("类别：{category}", category=Words("供暖")),
            "类别：供暖",
            "category: heating",
            id="套着的话要翻译",
        ),
        pytest.param(Words.of("{n} 件", n=3), "3 件", "3 件", id="数字"),
        pytest.param(
            Words.of("{all}", all=("甲", Words("供暖"), 2)), "甲、供暖、2", "甲, heating, 2", id="一串"
        ),
        pytest.param(
            Words.of("{day:year}", day=FRIDAY), "2024年6月28日 星期五", "Fri 28 June 2024", id="带年份的日子"
        ),
        pytest.param(
            Words.of("{at}", at=datetime(2024, 6, 28, 1, 5, tzinfo=UTC)),
            "6月28日 9:05",
            "28 June 9:05",
            id="时刻",
        ),
        pytest.param(
            Words.of("{at:year,weekday}", at=datetime(2024, 6, 28, 16, 0, tzinfo=UTC)),
            "2024年6月29日 星期六 0:00",
            "Sat 29 June 2024 0:00",
            id="过了半夜是第二天",
        ),
    ],
)
def test_words_are_said_in_both_languages(words: Words | str, chinese: str, english: str) -> None:
    assert say(words, str, "zh-Hans") == chinese
    assert say(words, in_english, "en") == english


def test_what_a_person_typed_is_never_a_pattern() -> None:
    typed = "{who.__class__} {0} %s"

    assert say(Words.of("{words}", words=typed), str, "zh-Hans") == typed
    assert say(Words(typed), str, "zh-Hans") == typed


def test_a_missing_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say(Words.of("{who}{what}", who="甲"), str, "zh-Hans")


def test_a_value_that_cannot_be_said_is_a_bug() -> None:
    with pytest.raises(TypeError):
        say(Words.of("{x}", x=1.5), str, "zh-Hans")


def test_an_unknown_way_to_write_a_day_is_a_bug() -> None:
    with pytest.raises(ValueError, match="month"):
        say(Words.of("{day:month}", day=FRIDAY), str, "zh-Hans")


def test_a_marked_message_is_unchanged() -> None:
    assert N_("供暖") == "供暖"


def test_a_day_says_its_weekday() -> None:
    assert day_words(FRIDAY, "zh-Hans") == "6月28日 星期五"
    assert day_words(FRIDAY, "en") == "Fri 28 June"


def test_a_moment_is_said_in_chinas_time() -> None:
    at = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)

    assert moment_words(at, "zh-Hans", year=True) == "2027年1月1日 0:30"
    assert local(at).date() == date(2027, 1, 1)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 1, 1))


def test_a_refusal_carries_words_and_field() -> None:
    refused = Refused("最多写 {most} 个字", field="words", most=4000)

    assert refused.words == Words("最多写 {most} 个字", {"most": 4000})
    assert (refused.field, str(refused)) == ("words", "最多写 4000 个字")
    assert Refused(Words.of("{n} 次", n=3)).words == Words("{n} 次", {"n": 3})


def test_stale_and_not_there_are_refusals() -> None:
    assert issubclass(Stale, Refused)
    assert issubclass(NotThere, Refused)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        pytest.param("{day}", "2027年1月6日 星期三", "Wed 6 January 2027", id="日子"),
        pytest.param("{day:plain}", "2027年1月6日", "6 January 2027", id="不带星期的日子"),
        pytest.param("{at}", "2027年1月6日 0:30", "6 January 2027 0:30", id="时刻"),
        pytest.param("{days}", "2027年1月6日 星期三", "Wed 6 January 2027", id="一串里的日子"),
        pytest.param("{nested}", "2027年1月6日 星期三", "Wed 6 January 2027", id="套着的日子"),
    ],
)
def test_a_day_of_another_year_carries_its_year(words: str, chinese: str, english: str) -> None:
    day = date(2027, 1, 6)
    at = datetime(2027, 1, 5, 16, 30, tzinfo=UTC)  # the 6th in China

    said = Words.of(words, day=day, days=(day,), at=at, nested=Words.of("{day}", day=day))

    assert say(said, str, "zh-Hans", 2026) == chinese
    assert say(said, str, "en", 2026) == english
    assert "2027" not in say(said, str, "zh-Hans", 2027)
    assert "2027" not in say(said, str, "zh-Hans")


def test_a_moment_belongs_to_the_year_it_has_in_china() -> None:
    assert moment_words(datetime(2026, 12, 31, 16, 30, tzinfo=UTC), "en", this_year=2027) == "1 January 0:30"
