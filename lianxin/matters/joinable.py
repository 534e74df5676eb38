"""Which other matters one could be joined into: by reference, or likely ones with the reason. Reads, never writes.

What it finds is bounded by row security; whether a joining passes, the action says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from lianxin.matters.likeness import Likeness, Told, likeness
from lianxin.matters.models import Matter, Step, VoiceMatter

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


def likely_for(matter: Matter) -> tuple[Likely, ...]:
    """At most five open matters that may be about the same thing, the likest first. One query, however many there are."""
    near = Q(room=matter.room_id) | (Q(area=matter.area_id) if matter.area_id else Q())
    others = Matter.objects.open().filter(near, about=matter.about_id).exclude(pk=matter.pk)
    me = _told(matter)
    found = [
        Likely(other.ref, other.gist, other.place, other.stage, likeness(me, _told(other)))
        for other in others.order_by("-received_at", "-pk")[:LOOKED_AT]
    ]
    likest = sorted((one for one in found if one.like.is_enough), key=lambda one: -one.like.score)
    return tuple(likest[:MOST])


def matter_by_ref(ref: str) -> int | None:
    """The id behind a reference, where row security shows it to this reader."""
    return Matter.objects.filter(ref=ref).values_list("pk", flat=True).first() if ref else None


def coming_back(matter: Matter) -> int:
    """How many voices return when a joined matter is parted. Two queries."""
    steps = Step.objects.filter(matter=matter, verb="join", values__has_key="into").order_by("-no")
    joined = steps.values_list("no", flat=True).first()
    return VoiceMatter.objects.filter(matter=matter, ended_no=joined or 0).count()


def _told(matter: Matter) -> Told:
    return Told(matter.gist, matter.place, matter.room_id, matter.area_id, matter.category_id)
