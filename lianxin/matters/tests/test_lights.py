"""Lights, ranges and whose turn it is: rules alone, no database."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.days import TZ
from lianxin.kernel.words import Words, say
from lianxin.kernel.working_time import Calendar
from lianxin.matters import stages
from lianxin.matters.lights import due_first, light_of, range_of, short_day
from lianxin.matters.lists import Key, key_in
from lianxin.matters.whose import turn_of

CALENDAR = Calendar(
    "t", frozenset({2026}), {datetime.date(2026, 6, 19): "端午"}, {datetime.date(2026, 6, 13): "端午"}
)
NOW = datetime.datetime(2026, 6, 12, 9, 32, tzinfo=TZ)  # a Friday; the next day is worked


def at(day: int, hour: int = 17, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 6, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("look_at", "where", "kind", "words"),
    [
        (at(10), "over", "late", "超 2 个工作日"),
        (at(11), "over", "late", "超 1 个工作日"),
        (at(12, 9, 0), "over", "late", "已过时限"),
        (at(12, 9, 52), "today", "soon", "今天 9:52 到期"),
        (at(12), "today", "soon", "今天 17:00 到期"),
        (at(13), "soon", "soon", "还有 1 个工作日"),
        (at(16), "soon", "soon", "还有 3 个工作日"),
        (at(17), "later", "ok", "还有 4 个工作日"),
        (None, "none", "stop", "没有时限"),
    ],
    ids=["超两天", "超一天", "刚过", "今天急件", "今天", "调休那天", "三天", "四天", "没有"],
)
def test_a_light_says_how_long_is_left(
    look_at: datetime.datetime | None, where: str, kind: str, words: str
) -> None:
    light = light_of(look_at, stages.HANDLING, NOW, CALENDAR)

    assert range_of(look_at, NOW, CALENDAR) == where
    assert (light.kind, say(light.words, str, "zh-Hans")) == (kind, words)


def test_before_free_days_only_the_day_is_right() -> None:
    thursday = datetime.datetime(2026, 6, 18, 18, 0, tzinfo=TZ)
    light = light_of(at(20), stages.CLOSED, thursday, CALENDAR)

    assert say(light.words, str, "zh-Hans") == "6月20日到期"


@pytest.mark.parametrize("look_at", [at(1), at(12), at(30)])
def test_a_resident_who_may_still_object_turns_no_light_red(look_at: datetime.datetime) -> None:
    assert light_of(look_at, stages.TOLD, NOW, CALENDAR).kind == "stop"
    assert light_of(look_at, stages.TOLD, NOW, CALENDAR, "objection").kind == "stop"


@pytest.mark.parametrize("stage", [stages.REPLIED, stages.TOLD, stages.CLOSED])
def test_a_promise_that_is_late_is_red_wherever_the_matter_stands(stage: str) -> None:
    light = light_of(at(10), stage, NOW, CALENDAR, "promise")
    which = due_first("promise", stage)

    assert (light.kind, say(light.words, str, "zh-Hans")) == ("late", "超 2 个工作日")
    assert which == Words.of("等着兑现")


@pytest.mark.parametrize("look_at", [at(10), at(16), at(30)])
def test_a_pause_is_never_red_and_says_until_when(look_at: datetime.datetime) -> None:
    light = light_of(look_at, stages.HANDLING, NOW, CALENDAR, "pause_cap")

    assert (light.kind, say(light.words, str, "zh")) == ("stop", f"暂停到6月{look_at.day}日")
    assert due_first("pause_cap", stages.HANDLING) is None


@pytest.mark.parametrize("stage", [stages.CLOSED, stages.REFERRED, stages.VOID])
def test_what_is_done_and_owes_nothing_has_no_colour(stage: str) -> None:
    light = light_of(None, stage, NOW, CALENDAR)

    assert (light.kind, light.words) == ("done", stages.STAGES[stage])


def test_a_light_that_is_not_about_its_stage_says_of_what() -> None:
    words = due_first("assist", stages.HANDLING)

    assert words is not None
    assert say(words, str, "zh-Hans") == "先到期的是协办意见"
    assert due_first("finish", stages.HANDLING) is None
    assert due_first("", stages.CLOSED) is None


def test_a_short_day_names_another_year() -> None:
    today = NOW.date()

    assert say(short_day(datetime.date(2026, 6, 5), today), str, "zh-Hans") == "6月5日"
    assert say(short_day(datetime.date(2019, 8, 1), today), str, "zh-Hans") == "2019年8月1日"


def test_a_key_survives_its_address() -> None:
    key = Key(datetime.datetime(2026, 6, 5, 2, 20, 0, 123456, tzinfo=datetime.UTC), 137)

    assert key_in(str(key)) == key


@pytest.mark.parametrize(
    "text", ["", "x", "1_", "_1", "1_2_3", "1_x", "9" * 17 + "_1", "1_" + "9" * 19, "１_1", "\x00"]
)
def test_a_key_that_is_none_is_no_error(text: str) -> None:
    assert key_in(text) is None


VALUES = {
    "name": "何敏",
    "owner": "深新社区",
    "lead": "区住建局",
    "teller": "深新社区党代表工作室",
    "untold": 2,
    "tells": True,
    "promised": "",
    "late": False,
}
PROMISED = {**VALUES, "tells": False, "promised": datetime.date(2026, 7, 31)}


@pytest.mark.parametrize("stage", list(stages.STAGES))
def test_every_stage_says_whose_turn_it_is(stage: str) -> None:
    turn = turn_of(stage, (), VALUES)

    assert say(turn.whose, str, "zh-Hans")
    assert turn.verb == ""


def test_who_must_act_is_named_first() -> None:
    turn = turn_of(stages.REPLIED, ("tell", "note"), VALUES)

    assert turn.verb == "tell"
    assert say(turn.whose, str, "zh-Hans") == "何敏，这件事等着告知居民。"
    assert say(turn.next, str, "zh-Hans") == "还有 2 人没有告知。"


@pytest.mark.parametrize(
    ("verbs", "late", "whose", "then"),
    [
        (
            ("keep_promise",),
            False,
            "何敏，答应的事等着兑现。",
            "7月31日 星期五前办到；办到了就写明办了什么。",
        ),
        (
            ("keep_promise",),
            True,
            "何敏，答应的事等着兑现。",
            "答应的是7月31日 星期五前，已经过了。这个日子不能改，办到了就写明办了什么。",
        ),
        ((), False, "这件事办结了。", "区住建局答应7月31日 星期五前办到。"),
        ((), True, "这件事办结了。", "区住建局答应7月31日 星期五前办到，已经过了，还没有办到。"),
    ],
    ids=["经办人，没到期", "经办人，过了", "旁人，没到期", "旁人，过了"],
)
def test_what_was_promised_is_said_where_it_is_done_otherwise(
    verbs: tuple[str, ...], late: bool, whose: str, then: str
) -> None:
    turn = turn_of(stages.CLOSED, verbs, {**PROMISED, "late": late})

    assert (say(turn.whose, str, "zh-Hans"), say(turn.next, str, "zh-Hans", 2026)) == (whose, then)


@pytest.mark.parametrize("stage", [stages.TOLD, stages.CLOSED])
def test_a_promise_kept_waits_for_who_tells(stage: str) -> None:
    turn = turn_of(stage, (), VALUES)

    assert say(turn.whose, str, "zh-Hans") == "答应的事办到了，等深新社区党代表工作室告知居民。"
    assert say(turn.next, str, "zh-Hans") == "还有 2 人没有告知，由深新社区党代表工作室去说。"


def test_at_the_top_nobody_is_told_to_send_it_up() -> None:
    assert "上报" in say(turn_of(stages.REGISTERED, ("assign", "send_up"), VALUES).next, str, "zh-Hans")
    assert "上报" not in say(turn_of(stages.REGISTERED, ("assign",), VALUES).next, str, "zh-Hans")
