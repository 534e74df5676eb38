"""交接: what a post still holds of open matters, and handing it over one by one. What a reader sees of it is her own sight.

A post holds a matter on which it made a step, in whose name something was written down, whose voice it heard or that was
handed to it, until it hands it over itself. Drafts are counted by whoever keeps them (`counts_drafts`), never read here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lianxin.kernel.days import TZ
from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import Words
from lianxin.matters.access import matters_visible_to
from lianxin.matters.actions.joining import hand_over
from lianxin.matters.by import By
from lianxin.matters.models import Clock, Dictation, Matter, Step, VoiceMatter
from lianxin.people.access import Reader
from lianxin.people.models import Post, in_force
from lianxin.people.queries import NO_PERSON

MOST: Final = 200  # on one page; the rest comes when these are handed over
A_DAY: Final = datetime.timedelta(days=1)

_drafts: list[Callable[[int], int]] = []


@dataclass(frozen=True)
class Held:
    """One open matter that a post holds, and what it owes: to tell somebody, to keep a promise. `gist` is data."""

    id: int
    ref: str
    gist: str
    stage: str
    tells: bool
    promises: bool


@dataclass(frozen=True)
class Result:
    """What became of one row; `refused` is '' where it was handed over."""

    ref: str
    refused: Words | str


@dataclass(frozen=True)
class HandedOver:
    """One line of the sheet."""

    ref: str
    gist: str
    stage: str
    by: str


def counts_drafts(count: Callable[[int], int]) -> None:
    """Whoever keeps drafts says how many a post has not finished; said once, when the program starts."""
    _drafts[:] = [count]


def drafts_of(post: Post) -> int:
    """How many drafts the post has not finished: a number, never words."""
    return sum(count(post.pk) for count in _drafts)


def posts_of_leaver(reader: Reader, person_id: int, day: datetime.date) -> list[Post]:
    """The posts of a person whose matters this reader may hand over, those in force first. Raises `NotThere`.

    An organiser all; a liaison those of her own unit, everybody her own (whether the verb passes, its row says).
    """
    posts = Post.objects.filter(person=person_id, unit__isnull=False).select_related("person", "unit")
    found = [post for post in posts.order_by("-since", "-pk") if _is_hers(reader, post)]
    if not found:
        raise NotThere(NO_PERSON)
    return sorted(found, key=lambda post: post.until is not None and post.until <= day)


def receivers_of(post: Post, day: datetime.date) -> list[Post]:
    """The posts of others in the same unit that may take it over, by name."""
    posts = Post.objects.filter(in_force(day), unit=post.unit_id, person__is_active=True)
    return list(posts.exclude(person=post.person_id).select_related("person").order_by("person__name", "pk"))


def held_by(reader: Reader, post: Post) -> list[Held]:
    """The open matters in the reader's sight that the post holds, the most urgent first; one more than `MOST` if there are.

    One query, however many there are.
    """
    runs = Clock.objects.running().filter(matter=OuterRef("pk"))
    rows = _held(matters_visible_to(reader), post.pk).annotate(
        tells=Exists(runs.filter(kind="tell")), promises=Exists(runs.filter(kind="promise"))
    )
    ordered = rows.order_by(F("look_at").asc(nulls_last=True), "pk")[: MOST + 1]
    columns = ordered.values_list("pk", "ref", "gist", "stage", "tells", "promises")
    return [Held(*row) for row in columns]


def hand_over_each(
    held: Sequence[Held], refs: Collection[str], by: By, *, from_post: Post, to_post: Post, now: datetime.datetime
) -> list[Result]:  # fmt: skip
    """Hand over those of the held that were chosen, each by itself: one that is refused keeps back no other."""
    results = []
    for one in held:
        if one.ref in refs:
            try:
                hand_over(one.id, by, from_post=from_post, to_post=to_post, now=now)
                results.append(Result(one.ref, ""))
            except Refused as refused:
                results.append(Result(one.ref, refused.words))
    return results


def handed_over(reader: Reader, from_post: Post, to_post: Post, day: datetime.date) -> list[HandedOver]:
    """What one post handed to another on a day, as far as the reader sees it, by reference. One query."""
    begins = datetime.datetime.combine(day, datetime.time(), TZ)
    steps = Step.objects.filter(
        verb="hand_over", values__from_post=from_post.pk, values__to_post=to_post.pk,
        happened_at__gte=begins, happened_at__lt=begins + A_DAY, matter__in=matters_visible_to(reader),
    )  # fmt: skip
    columns = steps.order_by("matter_id", "no").values_list(
        "matter__ref", "matter__gist", "matter__stage", "post__person__name"
    )
    return list({row[0]: HandedOver(*row) for row in columns}.values())


def sheet_posts(reader: Reader, from_id: int, to_id: int) -> tuple[Post, Post]:
    """The two posts of a sheet, for whoever may hand over what the first holds and for the second. Raises `NotThere`."""
    found = {
        post.pk: post
        for post in Post.objects.filter(pk__in=[from_id, to_id], unit__isnull=False).select_related(
            "person", "unit"
        )
    }
    if len(found) < 2 or not (_is_hers(reader, found[from_id]) or found[to_id].person_id == reader.person_id):
        raise NotThere(NO_PERSON)
    return found[from_id], found[to_id]


def _held(matters: QuerySet[Matter], post: int) -> QuerySet[Matter]:
    given = Step.objects.filter(matter=OuterRef("pk"), verb="hand_over", values__from_post=post)
    last = Subquery(given.order_by("-no").values("no")[:1], output_field=IntegerField())
    mine = {"matter": OuterRef("pk"), "no__gt": OuterRef("given_no")}
    heard = VoiceMatter.objects.filter(matter=OuterRef("pk"), until=None, linked_no__gt=OuterRef("given_no"))
    return (
        matters.filter(pk__in=Matter.objects.open().values("pk"))
        .annotate(given_no=Coalesce(last, Value(0)))
        .filter(
            Q(Exists(Step.objects.filter(**mine, post=post)))
            | Q(Exists(Step.objects.filter(**mine, verb="hand_over", values__to_post=post)))
            | Q(Exists(Dictation.objects.filter(**mine, post=post)))
            | Q(Exists(heard.filter(Q(voice__heard_by=post) | Q(voice__in_name_of=post))))
        )
    )


def _is_hers(reader: Reader, post: Post) -> bool:
    own = reader.person_id == post.person_id
    same_room = reader.acting is not None and reader.acting.unit_id == post.unit_id
    return reader.acts_as("organiser") or own or (reader.acts_as("liaison") and same_room)
