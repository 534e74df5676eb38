"""Lights, ranges and whose turn it is: rules alone, no database."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from lianxin.kernel.days import TZ
from lianxin.kernel.words import Words, say
from lianxin.kernel.working_time import Calendar
from lianxin.matters import stages
from lianxin.matters.clocks import Rules
from lianxin.matters.lights import Watched, due_first, light_of, range_of, range_words, short_day
from lianxin.matters.lists import Key, key_in
from lianxin.matters.whose import turn_of
from lianxin.rulebook.packs import pack_on

CALENDAR = Calendar(
    "t", frozenset({2026}), {datetime.date(2026, 6, 19): "端午"}, {datetime.date(2026, 6, 13): "端午"}
)
NOW = datetime.datetime(2026, 6, 12, 9, 32, tzinfo=TZ)  # a Friday; the next day is worked
RULES = Rules(pack_on(NOW.date()), CALENDAR)
JUST_NOW = NOW - datetime.timedelta(hours=1)


def at(day: int, hour: int = 17, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 6, day, hour, minute, tzinfo=TZ)


def shown(watched: Watched, rules: Rules = RULES, now: datetime.datetime = NOW) -> tuple[str, str, str]:
    """Colour, words and what stands beside them."""
    light = light_of(watched, rules, now)
    return light.kind, say(light.words, str, "zh-Hans"), say(light.more, str, "zh-Hans") if light.more else ""


def with_number(name: str, value: int) -> Rules:
    """The rules with one number of the pack changed."""
    numbers = {**RULES.pack.numbers, name: replace(RULES.pack.numbers[name], value=value)}
    return Rules(replace(RULES.pack, numbers=numbers), CALENDAR)


@pytest.mark.parametrize(
    ("look_at", "where", "kind", "words"),
    [
        (at(10), "over", "late", "超 2 个工作日"),
        (at(11), "over", "late", "超 1 个工作日"),
        (at(12, 9, 0), "over", "late", "已过时限"),
        (at(12, 9, 52), "today", "soon", "今天 9:52 到期"),
        (at(12), "today", "soon", "今天 17:00 到期"),
        (at(13), "soon", "soon", "还有 1 个工作日"),
        (at(15), "soon", "ok", "还有 2 个工作日"),
        (at(16), "soon", "ok", "还有 3 个工作日"),
        (at(17), "later", "calm", "还有 4 个工作日"),
        (None, "none", "stop", "没有时限"),
    ],
    ids=["超两天", "超一天", "刚过", "今天急件", "今天", "调休那天", "两天", "三天", "四天", "没有"],
)
def test_a_light_says_how_long_is_left(
    look_at: datetime.datetime | None, where: str, kind: str, words: str
) -> None:
    assert range_of(look_at, NOW, RULES) == where
    assert shown(Watched(stages.HANDLING, look_at, "finish", touched_at=JUST_NOW)) == (kind, words, "")


H, LEFT4, LEFT2, LEFT0, OVER2 = stages.HANDLING, at(17), at(15), at(12), at(10)
# Nobody touched it since Friday 5 June: the workdays 8 to 12 June are five. Monday 8 June: four.
LONG_AGO, NOT_SO_LONG = at(5, 23, 59), at(8, 0, 0)


@pytest.mark.parametrize(
    ("stage", "look_at", "facts", "expected"),
    [
        pytest.param(H, LEFT4, {"extended": 1}, ("calm", "还有 4 个工作日", ""), id="延期一次不红"),
        pytest.param(H, LEFT4, {"extended": 2}, ("late", "延期 2 次", "还有 4 个工作日"), id="延期两次"),
        pytest.param(
            H, OVER2, {"extended": 2}, ("late", "超 2 个工作日", "延期 2 次"), id="超期又延期两次，先说超期"
        ),
        pytest.param(H, LEFT4, {"unsatisfied": 1}, ("calm", "还有 4 个工作日", ""), id="一次不满意不红"),
        pytest.param(
            H, LEFT4, {"unsatisfied": 2}, ("late", "第 2 次不满意", "还有 4 个工作日"), id="第二次不满意"
        ),
        pytest.param(
            H, OVER2, {"unsatisfied": 3, "extended": 2},
            ("late", "超 2 个工作日", "延期 2 次、第 3 次不满意"), id="三样都有",
        ),
        pytest.param(
            stages.TOLD, at(26), {"kind": "objection", "unsatisfied": 2}, ("late", "第 2 次不满意", "6月26日自动办结"),
            id="告知过了又不满意",
        ),
        pytest.param(
            stages.CLOSED, None, {"unsatisfied": 2}, ("done", "已办结", ""), id="办结了不再亮"
        ),
        pytest.param(
            stages.CLOSED, LEFT4, {"unsatisfied": 2, "kind": "promise"}, ("calm", "还有 4 个工作日", ""),
            id="办结了只看承诺",
        ),
        pytest.param(
            stages.CLOSED, OVER2, {"kind": "promise"}, ("late", "超 2 个工作日", ""), id="承诺过了",
        ),
        pytest.param(
            H, LEFT4, {"touched_at": LONG_AGO}, ("soon", "5 个工作日没人动", "还有 4 个工作日"), id="五天没人动"
        ),
        pytest.param(
            H, LEFT4, {"touched_at": NOT_SO_LONG}, ("calm", "还有 4 个工作日", ""), id="四天没人动不黄"
        ),
        pytest.param(H, LEFT4, {"touched_at": None}, ("calm", "还有 4 个工作日", ""), id="没记的不算"),
        pytest.param(
            H, LEFT0, {"touched_at": LONG_AGO}, ("soon", "今天 17:00 到期", "5 个工作日没人动"),
            id="快到期又没人动",
        ),
        pytest.param(
            H, LEFT2, {"touched_at": LONG_AGO}, ("soon", "5 个工作日没人动", "还有 2 个工作日"), id="黄压过蓝"
        ),
        pytest.param(
            H, OVER2, {"touched_at": LONG_AGO}, ("late", "超 2 个工作日", ""), id="红压过黄"
        ),
        pytest.param(
            stages.TOLD, at(26), {"kind": "objection", "touched_at": LONG_AGO}, ("stop", "6月26日自动办结", ""), id="告知以后不催",
        ),
        pytest.param(
            stages.REFERRED, LEFT4, {"touched_at": LONG_AGO}, ("calm", "还有 4 个工作日", ""), id="转出的不算没人动",
        ),
        pytest.param(
            H, at(20), {"touched_at": LONG_AGO, "kind": "pause_cap"}, ("stop", "暂停到6月20日", ""),
            id="暂停不算没人动",
        ),
        pytest.param(
            stages.REGISTERED, LEFT4, {"waits_since": at(9, 23)}, ("ok", "3 个工作日没派出", "还有 4 个工作日"),
            id="三天没派出",
        ),
        pytest.param(
            stages.REGISTERED, LEFT2, {"waits_since": at(9, 23)}, ("ok", "还有 2 个工作日", "3 个工作日没派出"),
            id="没派出又快到期",
        ),
        pytest.param(
            stages.REGISTERED, LEFT4, {"waits_since": at(10)}, ("calm", "还有 4 个工作日", ""), id="两天没派出不亮"
        ),
        pytest.param(H, LEFT4, {"waits_since": LONG_AGO}, ("calm", "还有 4 个工作日", ""), id="派出了的不算"),
    ],
)  # fmt: skip
def test_a_light_says_why_it_is_lit(
    stage: str, look_at: datetime.datetime | None, facts: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert shown(Watched(stage, look_at, **{"kind": "finish", "touched_at": JUST_NOW, **facts})) == expected


@pytest.mark.parametrize(
    ("number", "value", "facts", "before", "after"),
    [
        ("light_soon_workdays", 4, {}, "calm", "ok"),
        ("light_behind_workdays", 4, {}, "calm", "soon"),
        ("light_untouched_workdays", 4, {"touched_at": NOT_SO_LONG}, "calm", "soon"),
        ("light_undispatched_workdays", 2, {"stage": stages.REGISTERED, "waits_since": at(10)}, "calm", "ok"),
        ("light_extended_times", 1, {"extended": 1}, "calm", "late"),
        ("light_unsatisfied_times", 1, {"unsatisfied": 1}, "calm", "late"),
    ],
)
def test_every_number_is_the_pack_s(
    number: str, value: int, facts: dict[str, Any], before: str, after: str
) -> None:
    watched = Watched(**{"stage": H, "look_at": LEFT4, "kind": "finish", "touched_at": JUST_NOW, **facts})

    assert (shown(watched)[0], shown(watched, with_number(number, value))[0]) == (before, after)


def test_a_group_of_a_list_reaches_as_far_as_the_pack_says() -> None:
    assert say(range_words("soon", RULES), str, "zh-Hans") == "3 个工作日内"
    assert range_of(LEFT4, NOW, with_number("light_soon_workdays", 4)) == "soon"
    assert say(range_words("over", RULES), str, "zh-Hans") == "超期"


def test_before_free_days_only_the_day_is_right() -> None:
    thursday = datetime.datetime(2026, 6, 18, 18, 0, tzinfo=TZ)

    assert shown(Watched(stages.CLOSED, at(20), "promise"), now=thursday) == ("soon", "6月20日到期", "")


@pytest.mark.parametrize("look_at", [at(1), at(12), at(30)])
def test_a_resident_who_may_still_object_turns_no_light_red(look_at: datetime.datetime) -> None:
    assert shown(Watched(stages.TOLD, look_at, "objection"))[0] == "stop"
    assert shown(Watched(stages.TOLD, look_at))[0] == "stop"


@pytest.mark.parametrize("stage", [stages.REPLIED, stages.TOLD, stages.CLOSED])
def test_a_promise_that_is_late_is_red_wherever_the_matter_stands(stage: str) -> None:
    assert shown(Watched(stage, at(10), "promise"))[:2] == ("late", "超 2 个工作日")
    assert due_first("promise", stage) == Words.of("等着兑现")


@pytest.mark.parametrize("look_at", [at(10), at(16), at(30)])
def test_a_pause_is_never_red_and_says_until_when(look_at: datetime.datetime) -> None:
    watched = Watched(stages.HANDLING, look_at, "pause_cap", unsatisfied=2)

    assert shown(watched) == ("stop", f"暂停到6月{look_at.day}日", "")
    assert due_first("pause_cap", stages.HANDLING) is None


@pytest.mark.parametrize("stage", [stages.CLOSED, stages.REFERRED, stages.VOID])
def test_what_is_done_and_owes_nothing_has_no_colour(stage: str) -> None:
    light = light_of(Watched(stage), RULES, NOW)

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
