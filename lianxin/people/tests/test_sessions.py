"""How long a sign-in lasts: the rule, and the marks it reads."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.days import TZ
from lianxin.people import sessions
from lianxin.people.models import ROLES
from lianxin.people.sessions import Limits, Marks, goes_on, is_over, limits_of
from lianxin.rulebook.packs import pack_on

NOON = datetime.datetime(2026, 6, 5, 12, 0, tzinfo=TZ)
PACK = pack_on(NOON.date())
DAY_AND_HALF_HOUR = Limits(datetime.timedelta(hours=8), datetime.timedelta(minutes=30))


def ago(**length: float) -> datetime.datetime:
    return NOON - datetime.timedelta(**length)


@pytest.mark.parametrize(
    ("began", "used", "ended_at", "over"),
    [
        (ago(hours=1), ago(minutes=1), None, False),
        (ago(hours=8), ago(minutes=1), None, True),
        (ago(hours=7, minutes=59), ago(minutes=1), None, False),
        (ago(hours=1), ago(minutes=30), None, True),
        (ago(hours=1), ago(minutes=29), None, False),
        (ago(hours=1), ago(minutes=1), ago(minutes=5), True),
        (ago(minutes=5), ago(minutes=1), ago(minutes=5), False),
        (ago(minutes=1), ago(minutes=1), ago(minutes=5), False),
    ],
    ids=[
        "在用",
        "太久了",
        "差一分到点",
        "太久没动",
        "差一分没动",
        "被重设以前登录的",
        "重设那一刻登录的",
        "重设以后登录的",
    ],
)
def test_a_sign_in_is_over(
    began: datetime.datetime, used: datetime.datetime, ended_at: datetime.datetime | None, over: bool
) -> None:
    assert is_over(began, used, DAY_AND_HALF_HOUR, ended_at, now=NOON) is over


def test_every_role_has_its_limits() -> None:
    assert all(limits_of([role], PACK).longest > limits_of([role], PACK).idle * 0 for role in ROLES)


def test_whoever_holds_two_posts_has_the_stricter_limits() -> None:
    both, organiser = limits_of(["liaison", "organiser"], PACK), limits_of(["organiser"], PACK)

    assert both == organiser
    assert both.idle < limits_of(["liaison"], PACK).idle


def test_whoever_holds_no_post_has_the_strictest_limits() -> None:
    none = limits_of([], PACK)

    assert none.longest == min(limits_of([role], PACK).longest for role in ROLES)
    assert none.idle == min(limits_of([role], PACK).idle for role in ROLES)


def test_a_session_in_use_is_marked_at_most_once_a_minute() -> None:
    marks: Marks = {}
    sessions.begin(marks, now=NOON)
    began = dict(marks)

    assert goes_on(marks, ["organiser"], None, PACK, now=NOON + datetime.timedelta(seconds=59))
    assert marks == began
    assert goes_on(marks, ["organiser"], None, PACK, now=NOON + datetime.timedelta(seconds=60))
    assert marks[sessions.USED] != began[sessions.USED]
    assert marks[sessions.BEGAN] == began[sessions.BEGAN]


def test_a_session_kept_in_use_still_ends_after_its_hours() -> None:
    marks: Marks = {}
    sessions.begin(marks, now=NOON)

    on = [
        goes_on(marks, ["organiser"], None, PACK, now=NOON + datetime.timedelta(minutes=m))
        for m in range(0, 490, 10)
    ]

    assert on == [m < 480 for m in range(0, 490, 10)]


def test_a_session_that_is_over_is_not_marked_as_used() -> None:
    marks: Marks = {}
    sessions.begin(marks, now=NOON)

    assert not goes_on(marks, ["organiser"], None, PACK, now=NOON + datetime.timedelta(minutes=30))
    assert marks[sessions.USED] == NOON.isoformat()


def test_a_session_without_marks_begins_now() -> None:
    marks: Marks = {}

    assert goes_on(marks, ["liaison"], None, PACK, now=NOON)
    assert marks[sessions.BEGAN] == NOON.isoformat()
