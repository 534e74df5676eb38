"""The intake key of a form: made when the form is opened, signed, and good for one room and some hours.

Nothing is written when a form is opened: the key travels in the form. A key somebody made up, changed, took from
another room's form or kept too long is refused; the form then gets a new one and what was typed stays.
"""

from __future__ import annotations

import datetime
from uuid import UUID, uuid4

from django.core import signing

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_

TOO_OLD = N_("这张表打开得太久了，已经换了一张新的。写的都还在，看一遍，再按一次")


class TooOld(Refused):
    """The form's key is not one of ours, or not any more: it gets a new one."""


def issue(door: str, *, now: datetime.datetime) -> str:
    """A new signed key for the form at `door` (a room's slug, or the desk)."""
    return issue_again(uuid4(), door, now=now)


def issue_again(key: UUID, door: str, *, now: datetime.datetime) -> str:
    """The same key signed anew, for a form whose draft is opened again."""
    return signing.Signer(salt=_salt(door)).sign(f"{key.hex}.{int(now.timestamp())}")


def key_in(signed: str, door: str, *, hours: int, now: datetime.datetime) -> UUID:
    """The key in a form that came back. Raises `TooOld` with one sentence for every way it can be wrong."""
    try:
        key, made = signing.Signer(salt=_salt(door)).unsign(signed).split(".")
    except signing.BadSignature:
        raise TooOld(TOO_OLD) from None
    if now.timestamp() - int(made) > hours * 3600:
        raise TooOld(TOO_OLD)
    return UUID(key)


def _salt(door: str) -> str:
    return f"intake.key:{door}"
