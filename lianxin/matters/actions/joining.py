"""Whose matter it is, and with which others: pass on to another room, join, part, hand over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters import queries
from lianxin.matters.actions.deed import Deed, begin, deed_on
from lianxin.matters.actions.mending import restore_assignments, restore_clocks
from lianxin.matters.by import By
from lianxin.matters.models import Matter, Step, VoiceMatter
from lianxin.matters.moves import MOVES
from lianxin.matters.stages import REPLIED, TOLD, is_open
from lianxin.people.models import Post, in_force
from lianxin.workrooms.models import Workroom


@action
def pass_on(
    matter_id: int, by: By, *, room: Workroom | None, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:  # fmt: skip
    """转给别室: another room takes it and its residents over; reference, code and clock stay."""
    with transaction.atomic():
        deed = begin("pass_on", matter_id, by, now=now, given={"room": room}, seen_no=seen_no)
        matter, old = deed.matter, deed.matter.room
        if room is None or room.pk == old.pk:
            raise Refused(N_("选另一间工作室"), field="room")
        links = VoiceMatter.objects.filter(matter=matter, until=None, kept_by=old.unit_id)
        moved = sorted(links.values_list("pk", flat=True))
        links.update(kept_by=room.unit_id)
        before = {"room": old.pk, "owner": matter.owner_id, "keeper": old.unit_id}
        if matter.owner_id == old.unit_id:
            matter.owner = room.unit
        matter.room = room
        return deed.done({"room": room.pk, "before": before, "links": moved}, words=words.strip())


@action
def join(
    matter_id: int, by: By, *, into: int | None, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """并入: the voices go to another open matter and are answered there; each keeps its receipt. Undone by `part`."""
    with transaction.atomic():
        _lock(matter_id, into)
        deed = begin("join", matter_id, by, now=now, given={"into": into}, seen_no=seen_no)
        target = _other(into, by, now)
        _check_pair(deed.matter, target.matter)
        moved = [
            _move(link, target, now) for link in VoiceMatter.objects.filter(matter=deed.matter, until=None)
        ]
        _end_links((link.moved_from for link in moved), deed.no, now)
        VoiceMatter.objects.bulk_create(moved)
        deed.end_assignments()
        deed.stop(deed.move.stops)
        deed.matter.joined_into = target.matter
        untold = queries.untold_in(target.matter)
        if target.matter.stage == TOLD and untold and not target.runs("tell"):
            target.stop(["objection"])
            target.start("tell", target.rules.pack.length("tell"))
        values = {"from": deed.matter.ref, "voices": len(moved)}
        target.done({**values, "untold": untold if target.matter.stage in (REPLIED, TOLD) else 0})
        return deed.done({"into": target.matter.ref})


@action
def part(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """分开: undo a joining. Stage, clocks, assignments, answers and ratings are as before; the other matter keeps the rest."""
    with transaction.atomic():
        _lock(matter_id, _holder(matter_id))
        deed = begin("part", matter_id, by, now=now, seen_no=seen_no)
        undoes = queries.joining_of(deed.matter)
        holder = _other(_holder(matter_id), by, now)
        mine = list(VoiceMatter.objects.filter(matter=deed.matter, ended_no=undoes))
        _end_links(_now_at(mine), None, now)
        VoiceMatter.objects.filter(pk__in=[link.pk for link in mine]).update(until=None, ended_no=None)
        restore_clocks(deed, undoes)
        restore_assignments(deed, undoes)
        deed.matter.joined_into = None
        _leave(holder, deed.matter)
        return deed.done({"undoes": undoes, "apart": True})


@action
def hand_over(
    matter_id: int, by: By, *, from_post: Post | None, to_post: Post | None, now: datetime.datetime
) -> Step:  # fmt: skip
    """交接: who leaves hands the matter to another post of the same unit; it finds it under 新动态 and in its list."""
    with transaction.atomic():
        given = {"from_post": from_post, "to_post": to_post}
        deed = begin("hand_over", matter_id, by, now=now, given=given)
        if from_post is None or to_post is None:
            raise Refused(N_("选一下谁交出来、交给谁"), field="to_post")
        standing = Post.objects.filter(in_force(local(now).date()), pk=to_post.pk, unit=from_post.unit_id)
        if from_post.pk == to_post.pk or not standing.exists():
            raise Refused(N_("只能交给同一个单位在任的人，请重新选"), field="to_post")
        return deed.done({"from_post": from_post.pk, "to_post": to_post.pk})


def _lock(*matter_ids: int | None) -> None:
    """Both matters in the order of their numbers, so that two who join crosswise do not wait for each other."""
    wanted = [pk for pk in matter_ids if pk]
    list(
        Matter.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk")
    )


def _other(matter_id: int | None, by: By, now: datetime.datetime) -> Deed:
    """The deed on the other side: what joins or leaves it is decided by the row of the first."""
    found = (
        Matter.objects.select_related("room__unit", "owner", "void_asked_by")
        .filter(pk=matter_id or 0)
        .first()
    )
    if found is None:
        raise Refused(N_("没有这件事，或者不归您看"), field="into")
    return deed_on(MOVES["join"], found, by, now=now)


def _check_pair(matter: Matter, target: Matter) -> None:
    if matter.pk == target.pk:
        raise Refused(N_("不能并入自己，写另一件的编号"), field="into")
    if not is_open(target.stage):
        raise Refused(
            N_("{ref} 已经了结，不能再并进去；要一起办，请先重办那一件"), field="into", ref=target.ref
        )
    if matter.about_id != target.about_id:
        raise Refused(N_("反映工作人员的事和别的事不能并在一起：知道的人不一样"), field="into")


def _move(link: VoiceMatter, target: Deed, now: datetime.datetime) -> VoiceMatter:
    return VoiceMatter(
        voice_id=link.voice_id, matter=target.matter, origin_id=link.origin_id, code_index=link.code_index,
        kept_by_id=link.kept_by_id, moved_from=link, since=now, linked_no=target.no,
    )  # fmt: skip


def _end_links(links: Iterable[VoiceMatter | None], ended_no: int | None, now: datetime.datetime) -> None:
    wanted = [link.pk for link in links if link is not None]
    VoiceMatter.objects.filter(pk__in=wanted).update(until=now, ended_no=ended_no)


def _holder(matter_id: int) -> int | None:
    """The matter that holds the voices now: at the end of the chain, where what took them was itself joined on."""
    while (
        into := Matter.objects.filter(pk=matter_id).values_list("joined_into", flat=True).first()
    ) is not None:
        matter_id = into
    return matter_id


def _now_at(links: list[VoiceMatter]) -> list[VoiceMatter]:
    """All links that came from these, however far they were moved on."""
    found = list(VoiceMatter.objects.filter(moved_from__in=links))
    return found + (_now_at(found) if found else [])


def _leave(holder: Deed, parted: Matter) -> None:
    """The other side's step: when all who stay were told, the telling is over."""
    links = VoiceMatter.objects.filter(matter=holder.matter, until=None)
    told, untold = links.exclude(told_at=None).count(), queries.untold_in(holder.matter)
    if holder.runs("tell") and told and not untold:
        holder.stop(["tell"])
        if is_open(holder.matter.stage):
            holder.start("objection", holder.rules.pack.length("objection"))
    holder.move = MOVES["part"]
    holder.done({"parted": parted.ref, "told": told, "untold": untold})
