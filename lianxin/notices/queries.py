"""Reads of «新动态»: how many are new, and a piece of the list; and who is to hear of a step."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from django.db.models import F, Q, QuerySet

from lianxin.kernel.batches import Batch, batch_of
from lianxin.kernel.days import local
from lianxin.matters.models import Assignment, Matter, Sight, Step
from lianxin.matters.moves import MOVES
from lianxin.matters.queries import keepers_of, parties_of
from lianxin.matters.standing import standings_of
from lianxin.notices.access import news_of
from lianxin.notices.models import News
from lianxin.people.access import Reader
from lianxin.people.models import Deputy, Post, in_force

ROWS = 30
COUNTED = 999  # beyond this nobody reads the number any more, and counting further costs every page

Part = Literal["unseen", "seen"]
PARTS: tuple[Part, ...] = ("unseen", "seen")


def unseen_count(reader: Reader) -> int:
    """How many are new for the reader, counted up to `COUNTED`. One query, for the frame of every staff page."""
    return news_of(reader).filter(seen_at=None)[:COUNTED].count()


def newest_unseen(reader: Reader) -> int:
    """The number of her newest unseen row, or 0: what «都看过了» on this page is about."""
    return news_of(reader).filter(seen_at=None).order_by("-pk").values_list("pk", flat=True).first() or 0


def news_page(reader: Reader, *, part: Part, key: int | None, backward: bool) -> Batch[News]:
    """A piece of the reader's list: the unseen first, each part newest first. Two queries at most.

    `part` and `key` name the row before the piece (with `backward`: behind it); without a key it is the beginning.
    """
    found: list[News] = []
    for each, rows in _parts(reader, backward):
        if key is not None and _passed(each, part, backward):
            continue
        if key is not None and each == part:
            rows = rows.filter(pk__gt=key) if backward else rows.filter(pk__lt=key)
        found += rows[: ROWS + 1 - len(found)]
    return batch_of(found, ROWS, keyed=key is not None, backward=backward)


def audience(step: Step, now: datetime.datetime) -> set[int]:
    """The persons whose posts stand, in the step's matter as it is now, where its row says that they hear of it.

    Not the one who did it, and nobody outside the matter's sights. Reads as the house, with the matter opened
    (`read_matter`), since the house by itself sees only its own sights. Three queries.
    """
    matter = Matter.objects.select_related("room", "owner").get(pk=step.matter_id)
    given = list(Assignment.objects.filter(matter=matter).select_related("given_by"))
    hears, parties = set(MOVES[step.verb].hears), parties_of(matter, given, keepers_of(matter))
    actor = step.post.person_id if step.post else None
    persons = {
        post.person_id
        for post in _posts_in_sight(matter, now)
        if hears & standings_of(post.role, post.unit_id, parties)
    }
    away = Deputy.objects.filter(in_force(local(now).date()), person__in=persons)
    return (persons | set(away.values_list("stands_in_id", flat=True))) - {actor, step.values.get("stood_in")}


def _posts_in_sight(matter: Matter, now: datetime.datetime) -> QuerySet[Post]:
    """Posts in force whose unit may know of the matter; organisers may know of every one."""
    seen = Sight.objects.filter(matter=matter, until=None).values("unit_id")
    return Post.objects.filter(in_force(local(now).date()), Q(unit_id__in=seen) | Q(role="organiser"))


def _parts(reader: Reader, backward: bool) -> Iterator[tuple[Part, QuerySet[News]]]:
    news = news_of(reader).select_related("matter", "step__post__person", "step__post__unit")
    news = news.order_by(F("pk").asc() if backward else F("pk").desc())
    for part in reversed(PARTS) if backward else PARTS:
        yield part, news.filter(seen_at__isnull=part == "unseen")


def _passed(part: Part, key_part: Part, backward: bool) -> bool:
    """Whether a part lies wholly on the near side of the key."""
    return part == "seen" and key_part == "unseen" if backward else part == "unseen" and key_part == "seen"
