"""Which other matters one could be joined into: by reference, or likely ones with the reason. Reads, never writes.

It finds what its reader may know of; whether a joining passes, the action says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from lianxin.matters.access import matters_visible_to
from lianxin.matters.likeness import Likeness, Told, likeness
from lianxin.matters.models import Matter, VoiceMatter
from lianxin.matters.queries import joining_of
from lianxin.matters.stages import OPEN
from lianxin.people.access import Reader

LOOKED_AT: Final = (
    200  # the newest open ones of the room and the area: what is joined was said about the same time
)
MOST: Final = 5


@dataclass(frozen=True)
class Likely:
    """An open matter that may be about the same thing, and why. `gist` and `place` are data."""

    ref: str
    gist: str
    place: str
    stage: str
    like: Likeness


def likely_for(reader: Reader, matter: Matter) -> tuple[Likely, ...]:
    """At most five open matters that may be about the same thing, the likest first. One query, however many there are."""
    near = Q(room=matter.room_id) | (Q(area=matter.area_id) if matter.area_id else Q())
    others = (
        matters_visible_to(reader).filter(near, about=matter.about_id, stage__in=OPEN).exclude(pk=matter.pk)
    )
    me = _told(matter)
    found = [
        Likely(other.ref, other.gist, other.place, other.stage, likeness(me, _told(other)))
        for other in others.order_by("-received_at", "-pk")[:LOOKED_AT]
    ]
    likest = sorted((one for one in found if one.like.is_enough), key=lambda one: -one.like.score)
    return tuple(likest[:MOST])


def matter_by_ref(reader: Reader, ref: str) -> int | None:
    """The id behind a reference, where this reader may know of it."""
    return matters_visible_to(reader).filter(ref=ref).values_list("pk", flat=True).first() if ref else None


def coming_back(matter: Matter) -> int:
    """How many voices return when a joined matter is parted. Two queries."""
    return VoiceMatter.objects.filter(matter=matter, ended_no=joining_of(matter)).count()


def _told(matter: Matter) -> Told:
    return Told(matter.gist, matter.place, matter.room_id, matter.area_id, matter.category_id)
