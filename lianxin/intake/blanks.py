"""空白登记表: the number on a printed form, the key reserved for it, and what was printed for a room.

A form is good for one matter, for ever: paper has no session that runs out. Never reads what was written on one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Count, Min, QuerySet

from lianxin.intake.models import Blank
from lianxin.kernel.acting import action
from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_, Words
from lianxin.matters.models import Voice
from lianxin.people.access import PostView
from lianxin.workrooms.models import Workroom

DIGITS = 6
NO_SUCH = N_("没有这个号码的登记表，照纸上右上角再看一遍；没有号码就空着")
BATCHES = 20  # how many printings the page names; older ones are on paper anyway


@dataclass(frozen=True)
class Printing:
    """Forms printed together: their batch, when, how many, and how many of them were typed in since."""

    batch: UUID
    at: datetime.datetime
    printed: int
    typed: int


def number_of(pk: int) -> str:
    """The number printed on a form: its id and a check digit, «000123-4», so that a slip of the pen is noticed."""
    digits = f"{pk:0{DIGITS}d}"
    return f"{digits}-{_check_digit(digits)}"


def id_in(typed: str) -> int:
    """The id behind a number as somebody typed it (with or without dash, spaces and leading zeros), or 0."""
    digits = re.sub(r"[\s\-‐‑–—－]", "", typed).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if not re.fullmatch(r"[0-9]{2,12}", digits):
        return 0
    pk, check = digits[:-1].lstrip("0"), digits[-1]
    return int(pk) if pk and _check_digit(pk.zfill(DIGITS)) == check else 0


def blank_for(typed: str, room: Workroom, key: UUID) -> Blank:
    """The printed form of this room with this number, for the form under `key`.

    Raises `Refused` (field `blank`) where there is none, and where another form was it already: paper typed in twice is one
    matter, and whoever types it again hears which.
    """
    found = Blank.objects.filter(pk=id_in(typed), room=room).first()
    if found is None:
        raise Refused(NO_SUCH, field="blank")
    if found.typed_at is not None and found.typed_under != key:
        raise Refused(_already(found), field="blank")
    return found


def printings_of(room: Workroom) -> list[Printing]:
    """The newest printings of a room, newest first. One query."""
    counted = (
        Blank.objects.filter(room=room)
        .values("batch")
        .annotate(at=Min("printed_at"), printed=Count("pk"), typed=Count("typed_at"))
        .order_by("-at")[:BATCHES]
    )
    return [Printing(**row) for row in counted]


def printed_together(batch: UUID, rooms: Collection[int]) -> QuerySet[Blank]:
    """The forms of one printing of these rooms, in order. Raises `NotThere` where there are none."""
    found = Blank.objects.filter(batch=batch, room__in=rooms).select_related("room").order_by("pk")
    if not found:
        raise NotThere(N_("没有这一批登记表"))
    return found


@action
def reserve(room: Workroom, post: PostView, *, count: int, most: int, now: datetime.datetime) -> UUID:
    """Reserve the keys of `count` forms to be printed for a room; returns their batch. Refuses none and more than `most`."""
    if not 1 <= count <= most:
        raise Refused(N_("一次印 1 到 {most} 张"), field="count", most=most)
    batch = uuid4()
    Blank.objects.bulk_create(
        Blank(batch=batch, room=room, printed_by_id=post.id, printed_at=now) for _ in range(count)
    )
    return batch


@action
def note_typed(blank: Blank, key: UUID, *, now: datetime.datetime) -> None:
    """This form was typed in, into the form under `key`; the first time counts."""
    Blank.objects.filter(pk=blank.pk, typed_at=None).update(typed_at=now, typed_under=key)


def _already(blank: Blank) -> Words:
    """Which matter it is, where the reader may know of it: row security decides."""
    voice = Voice.objects.filter(intake_key=blank.key).select_related("matter").first()
    if voice is None:
        return Words.of(N_("这张纸 {at} 已经录过了，不用再录"), at=blank.typed_at)
    return Words.of(
        N_("这张纸 {at} 已经录过了，是 {ref}，不用再录；还有话，到那件事里补"),
        at=blank.typed_at,
        ref=voice.matter.ref,
    )


def _check_digit(digits: str) -> str:
    """Luhn's: every wrong digit and nearly every swap of two neighbours is noticed."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)
