"""Reads of the desk: what is offered to choose among, what was left unfinished, which calls ended today."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Window

from lianxin.intake.desk_actions import NOT_YOURS, opened
from lianxin.intake.models import DeskDraft, EndedCall
from lianxin.kernel.days import local
from lianxin.kernel.refusals import NotThere
from lianxin.matters.models import Voice
from lianxin.people.access import PostView, Reader
from lianxin.people.models import Post, in_force
from lianxin.workrooms.models import Workroom

_ENDED_MOST = 5


@dataclass(frozen=True)
class Unfinished:
    """A form of this post that was not registered: its key, what was typed, when it was typed last, of how many it is one."""

    key: UUID
    typed: dict[str, str]
    kept_at: datetime.datetime
    count: int = 1


@dataclass(frozen=True)
class Named:
    """A delegate in whose name may be written: the post, the unit it is of, the name."""

    post: int
    unit: int | None
    name: str


def delegates_of(posts: Collection[PostView], day: datetime.date) -> list[Named]:
    """The delegates in whose name these liaisons may write."""
    units = {post.unit_id for post in posts if post.role == "liaison"}
    held = Post.objects.filter(in_force(day), role="delegate", unit__in=units).select_related("person")
    return [Named(post.pk, post.unit_id, post.person.name) for post in held.order_by("person__name", "pk")]


def newest_unfinished(reader: Reader, *, since: datetime.datetime) -> Unfinished | None:
    """The form one of the reader's posts typed in last and did not register; None when there is none."""
    registered = Voice.objects.filter(intake_key=OuterRef("key"))
    drafts = DeskDraft.objects.filter(post__in=[post.id for post in reader.posts], kept_at__gte=since)
    counted = drafts.exclude(Exists(registered)).annotate(count=Window(Count("pk")))
    draft = counted.order_by("-kept_at").first()
    return Unfinished(draft.key, opened(draft), draft.kept_at, draft.count) if draft else None


def unfinished(key: UUID, reader: Reader) -> Unfinished:
    """That very form, if it is one of the reader's posts'. Raises `NotThere`."""
    draft = DeskDraft.objects.filter(key=key, post__in=[post.id for post in reader.posts]).first()
    if draft is None:
        raise NotThere(NOT_YOURS)
    return Unfinished(draft.key, opened(draft), draft.kept_at)


def ended_today(rooms: Collection[Workroom], now: datetime.datetime) -> Sequence[EndedCall]:
    """The newest calls of these rooms that ended today without a matter, newest first."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    calls = EndedCall.objects.filter(room__in=rooms, at__gte=midnight).select_related("post__person")
    return list(calls.order_by("-at", "-pk")[:_ENDED_MOST])
