"""Setting right: take back one's own last step, recount deadlines, and what the system does when something is due."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lianxin.kernel.acting import action
from lianxin.matters import queries
from lianxin.matters.actions.closing import close
from lianxin.matters.actions.deed import Deed, begin
from lianxin.matters.actions.handling import resume
from lianxin.matters.by import SYSTEM, By
from lianxin.matters.models import (
    Assignment,
    Clock,
    Feedback,
    Matter,
    Reply,
    Speaker,
    Step,
    Version,
    Voice,
    VoiceMatter,
)
from lianxin.matters.stages import HANDLING, TOLD
from lianxin.workrooms.models import Workroom


@action
def take_back(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """撤回: undo one's own last step while nothing followed. The step stays in the ledger; its effects are gone."""
    with transaction.atomic():
        deed = begin("take_back", matter_id, by, now=now, seen_no=seen_no)
        undone = Step.objects.get(matter=deed.matter, no=deed.matter.step_no)
        restore_clocks(deed, undone.no)
        restore_assignments(deed, undone.no)
        _restore_links(undone)
        _restore_matter(deed.matter, undone)
        _restore_people(undone)
        Reply.objects.filter(matter=deed.matter, no=undone.no).update(taken_back=True)
        Feedback.objects.filter(matter=deed.matter, no=undone.no).update(taken_back=True)
        return deed.done({"undoes": undone.no, "verb": undone.verb})


@action
def recount(matter_id: int, *, now: datetime.datetime) -> Step | None:
    """重算时限: recompute the running clocks by the calendar in force. A step only where a day moved or became certain."""
    with transaction.atomic():
        deed = begin("recount", matter_id, SYSTEM, now=now)
        moved = [change for clock in deed.running if (change := _recounted(deed, clock))]
        if not moved:
            return None
        return deed.done({"moved": moved, "calendar": deed.rules.calendar.version})


def matters_to_recount(*, now: datetime.datetime, after: int, most: int) -> list[int]:
    """Ids of matters with a running clock counted by another calendar than the one in force, above `after`."""
    version = queries.rules_on(now).calendar.version
    other = Clock.objects.running().filter(matter=OuterRef("pk")).exclude(calendar=version)
    found = Matter.objects.filter(Exists(other), pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


def matters_due(*, now: datetime.datetime, most: int, but_not: Collection[int]) -> list[int]:
    """Ids of at most `most` matters on which the system acts by itself at `now`, the longest due first."""
    kinds = Q(kind="objection", matter__stage=TOLD) | Q(kind="pause_cap", matter__stage=HANDLING)
    due = Clock.objects.running().filter(kinds, due_at__lte=now).exclude(matter_id__in=but_not)
    return list(due.order_by("due_at").values_list("matter_id", flat=True)[:most])


def settle(matter_id: int, *, now: datetime.datetime) -> bool:
    """What the system does by itself when a clock ends: close what nobody objected to, let go on what was paused as long as
    it may. False where another worker holds it.
    """
    with transaction.atomic():
        mine = Matter.objects.select_for_update(skip_locked=True).filter(pk=matter_id)
        stage = mine.values_list("stage", flat=True).first()
        does = {TOLD: close, HANDLING: resume}.get(stage or "")
        if does is None:
            return False
        does(matter_id, SYSTEM, now=now)
        return True


def _recounted(deed: Deed, clock: Clock) -> list[object] | None:
    if clock.calendar == deed.rules.calendar.version:
        return None
    ends = deed.rules.due(clock.starts_at, clock.length, clock.paused)
    before, was_open = clock.due_at, clock.provisional
    clock.due_at, clock.provisional, clock.calendar = ends.at, ends.provisional, deed.rules.calendar.version
    clock.save(update_fields=["due_at", "provisional", "calendar"])
    if ends.at == before and ends.provisional == was_open:
        return None
    return [clock.kind, before.isoformat(), ends.at.isoformat()]


def restore_clocks(deed: Deed, no: int) -> None:
    """Forget the clocks that step `no` started, and let run again those it stopped."""
    Clock.objects.filter(matter=deed.matter, started_no=no).update(taken_back=True)
    Clock.objects.filter(matter=deed.matter, stopped_no=no).update(stopped_no=None)
    deed.running = list(Clock.objects.running().filter(matter=deed.matter).order_by("id"))


def restore_assignments(deed: Deed, no: int) -> None:
    """Forget the assignments that step `no` gave, and let stand again those it ended."""
    given = Assignment.objects.filter(matter=deed.matter)
    given.filter(given_no=no).update(taken_back=True, until=deed.at, ended_no=deed.no)
    given.filter(ended_no=no).update(until=None, ended_no=None)
    given.filter(done_no=no).update(done_at=None, done_no=None)
    deed.assignments = list(given.select_related("unit", "given_by").order_by("id"))


def _restore_links(undone: Step) -> None:
    links = VoiceMatter.objects.filter(matter_id=undone.matter_id)
    links.filter(told_no=undone.no).update(told_at=None, told_how="", told_no=None)
    if undone.verb == "supplement":
        links.filter(linked_no=undone.no).update(until=undone.written_at)
    if undone.verb == "pass_on":
        links.filter(pk__in=undone.values["links"]).update(kept_by=undone.values["before"]["keeper"])
    told = undone.values.get("told")
    for pk, at, how, no in told if isinstance(told, list) else []:
        links.filter(pk=pk).update(told_at=datetime.datetime.fromisoformat(at), told_how=how, told_no=no)


def _restore_matter(matter: Matter, undone: Step) -> None:
    before = undone.values.get("before") or {}
    matter.owner_id = before.get("owner", matter.owner_id)
    matter.kind = before.get("kind", matter.kind)
    matter.category_id = before.get("category", matter.category_id)
    matter.urgent = before.get("urgent", matter.urgent)
    if "room" in before:
        matter.room = Workroom.objects.select_related("unit").get(pk=before["room"])
    if undone.verb == "ask_void":
        matter.void_asked_by = None
    for version in Version.objects.filter(matter=matter, no=undone.no):
        setattr(matter, version.field, version.before)


def _restore_people(undone: Step) -> None:
    """What a correction changed of a voice is as it was; the contact it brought stays kept, ended by the step that made it."""
    if undone.verb != "correct" or "voice" not in undone.values:
        return
    voice = Voice.objects.filter(pk=undone.values["voice"])
    if "folded" in undone.values:
        voice.update(folded=not undone.values["folded"])
        return
    old, new = undone.values["person"]
    Speaker.objects.filter(pk=new).update(ended_no=undone.no)
    Speaker.objects.filter(pk=old).update(ended_no=None)
    voice.update(speaker=old)
