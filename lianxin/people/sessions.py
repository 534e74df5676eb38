"""Owns how long a sign-in lasts: by hours and by minutes without use, as the rule pack says for each role. Pure.

The marks lie in the session: when it began, when it was last used (kept to the minute, so that not every
request writes). Whoever holds several posts has the strictest limits of them all, whichever she acts as.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass

from lianxin.people.models import ROLES
from lianxin.rulebook.packs import RulePack

BEGAN, USED = "signed_in_at", "used_at"
A_MINUTE = datetime.timedelta(minutes=1)

Marks = MutableMapping[str, object]


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts at most, and how long without use."""

    longest: datetime.timedelta
    idle: datetime.timedelta


def limits_of(roles: Collection[str], pack: RulePack) -> Limits:
    """The strictest limits among `roles`; for somebody without a post the strictest there are."""
    asked = sorted(roles) or sorted(ROLES)
    return Limits(
        datetime.timedelta(hours=min(pack.number(f"session_hours_{role}") for role in asked)),
        datetime.timedelta(minutes=min(pack.number(f"session_idle_minutes_{role}") for role in asked)),
    )


@dataclass(frozen=True)
class Left:
    """How many seconds a sign-in lasts without use, how many at most, and how long before its end that is said."""

    idle: int
    longest: int
    warn: int


def is_over(
    began: datetime.datetime, used: datetime.datetime, limits: Limits, ended_at: datetime.datetime | None,
    *, now: datetime.datetime,
) -> bool:  # fmt: skip
    """Whether a sign-in is over: too long ago, too long unused, or begun before all of the person's were ended."""
    return (
        now >= began + limits.longest
        or now >= used + limits.idle
        or (ended_at is not None and began < ended_at)
    )


def begin(marks: Marks, *, now: datetime.datetime) -> None:
    """Mark a session as one that begins now."""
    marks[BEGAN] = marks[USED] = now.isoformat()


def goes_on(
    marks: Marks, roles: Collection[str], ended_at: datetime.datetime | None, pack: RulePack,
    *, now: datetime.datetime,
) -> bool:  # fmt: skip
    """Whether the session may be used now; if so, it is marked as used (at most once a minute).

    One without marks begins now: every way of signing in sets them, so this is only a session of before.
    """
    if BEGAN not in marks:
        begin(marks, now=now)
    began, used = _moment(marks[BEGAN]), _moment(marks[USED])
    if is_over(began, used, limits_of(roles, pack), ended_at, now=now):
        return False
    if now >= used + A_MINUTE:
        marks[USED] = now.isoformat()
    return True


def left_of(marks: Marks, roles: Collection[str], pack: RulePack, *, now: datetime.datetime) -> Left:
    """How long a session that goes on will do so, as its marks stand."""
    limits = limits_of(roles, pack)
    idle = _moment(marks[USED]) + limits.idle - now
    longest = _moment(marks[BEGAN]) + limits.longest - now
    return Left(
        int(idle.total_seconds()), int(longest.total_seconds()), pack.number("session_warn_minutes") * 60
    )


def _moment(text: object) -> datetime.datetime:
    return datetime.datetime.fromisoformat(str(text))
