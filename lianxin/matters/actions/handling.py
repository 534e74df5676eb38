"""Getting a matter handled: send up, assign, reassign, accept, send back, advise, note, extend, pause, resume, reply, keep."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.kernel.working_time import Due, Length
from lianxin.matters import queries
from lianxin.matters.actions.deed import WANTED, Deed, begin
from lianxin.matters.actions.taking import add_photos, clear_told
from lianxin.matters.by import By
from lianxin.matters.clocks import finish_length, promise_length, promised_day
from lianxin.matters.models import Reply, Step, VoiceMatter
from lianxin.matters.moves import ORGANISER
from lianxin.matters.sights import may_handle
from lianxin.people.models import GRASSROOTS, Unit
from lianxin.trust.uploads import Photo


@action
def send_up(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """上报: the level above takes it over and passes it on. The reason is required."""
    with transaction.atomic():
        deed = begin("send_up", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        above = deed.unit(deed.path(deed.matter.owner_id)[-2])
        before = deed.matter.owner_id
        deed.matter.owner = above
        deed.end_assignments()
        deed.stop(deed.move.stops)
        deed.start_dispatch()
        return deed.done({"owner": above.pk, "before": {"owner": before}}, words=words.strip())


@action
def assign(
    matter_id: int, by: By, *, lead: Unit | None, assists: Sequence[Unit], limit: str, words: str, now: datetime.datetime,
    seen_no: int | None = None,
) -> Step:  # fmt: skip
    """交办: a lead, assists and a class of limit, counted from the day of receipt.

    A liaison assigns within her own subtree, the organiser anywhere; pushing work down and a class longer than the
    receipt promised need a reason, and the resident reads the latter.
    """
    with transaction.atomic():
        deed = begin("assign", matter_id, by, now=now, given={"lead": lead, "limit": limit}, seen_no=seen_no)
        deed.stop(["dispatch"])
        return _give_out(deed, lead, assists, limit, words)


@action
def reassign(
    matter_id: int, by: By, *, lead: Unit | None, assists: Sequence[Unit], limit: str, words: str, now: datetime.datetime,
    seen_no: int | None = None,
) -> Step:  # fmt: skip
    """改派: another lead, with the reason; the organiser may name the same one, which is her ruling. The finish clock still
    counts from the day of receipt: the promise stands.
    """
    with transaction.atomic():
        given = {"lead": lead, "limit": limit, "words": words.strip()}
        deed = begin("reassign", matter_id, by, now=now, given=given, seen_no=seen_no)
        deed.end_assignments()
        deed.stop(deed.move.stops)
        return _give_out(deed, lead, assists, limit, words)


@action
def accept(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """签收: the lead takes it on; from now on it is in hand."""
    with transaction.atomic():
        deed = begin("accept", matter_id, by, now=now, seen_no=seen_no)
        deed.stop(["accept"])
        return deed.done({"unit": deed.lead and deed.lead.unit_id}, on=deed.lead)


@action
def send_back(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """退回: not the lead's to handle, said inside the window with a reason. The owner passes it on anew."""
    with transaction.atomic():
        deed = begin("send_back", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        lead = deed.lead
        deed.end_assignments()
        deed.stop(deed.move.stops)
        deed.start_dispatch()
        return deed.done({"unit": lead and lead.unit_id}, words=words.strip(), on=lead)


@action
def dispute(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """提请裁定: a second unit says it is not its own; the organiser decides by 改派, and until then it stays where it is."""
    with transaction.atomic():
        deed = begin("dispute", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        deed.start_dispatch()
        return deed.done({"unit": deed.lead and deed.lead.unit_id}, words=words.strip(), on=deed.lead)


@action
def advise(matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """协办意见: an assist gives its view once; the lead reads it."""
    with transaction.atomic():
        deed = begin("advise", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        unit = by.post.unit_id if by.post else None
        given = next(
            a for a in deed.assignments if a.part == "assist" and a.until is None and a.unit_id == unit
        )
        given.done_at, given.done_no = now, deed.no
        given.save(update_fields=["done_at", "done_no"])
        deed.stop(["assist"], on=given)
        return deed.done({"unit": unit}, words=words.strip(), on=given)


@action
def note(
    matter_id: int,
    by: By,
    *,
    words: str,
    to_resident: bool,
    now: datetime.datetime,
    photos: Sequence[Photo] = (),
) -> Step:
    """记事: what happened on the way. `to_resident` (给居民看) puts it on the resident's page."""
    with transaction.atomic():
        deed = begin("note", matter_id, by, now=now, given={"words": words.strip()})
        add_photos(deed, photos, None)
        return deed.done({"photos": len(photos)}, words=words.strip(), to_resident=to_resident)


@action
def extend(
    matter_id: int, by: By, *, days: int | None, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:  # fmt: skip
    """延期: the answer is due so many workdays later, told with the reason; never more at once than the pack says."""
    with transaction.atomic():
        given = {"days": days, "words": words.strip()}
        deed = begin("extend", matter_id, by, now=now, given=given, seen_no=seen_no)
        most = deed.rules.pack.number("extend_days")
        if days is None or not 1 <= days <= most:
            raise Refused(N_("一次最少延 1 个、最多延 {most} 个工作日"), field="days", most=most)
        finish = queries.finish_in(deed.running)
        assert finish is not None  # the guard saw it run
        deed.stop(["finish"])
        ends = deed.start_from(
            finish.starts_at, "finish", finish.longer(days), on=deed.lead, pauses=finish.paused,
            extensions=[*finish.extensions, days],
        )  # fmt: skip
        values = {"days": days, "due_on": _day_of(ends)}
        return deed.done(values, words=words.strip(), to_resident=True, on=deed.lead)


@action
def pause(
    matter_id: int, by: By, *, why: str, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:  # fmt: skip
    """暂停: the answer's clock stands still for a reason of the pack's list, no longer in all than the pack says."""
    with transaction.atomic():
        given = {"why": why, "words": words.strip()}
        deed = begin("pause", matter_id, by, now=now, given=given, seen_no=seen_no)
        if why not in dict(deed.rules.pack.pause_reasons):
            raise Refused(WANTED["why"], field="why")
        deed.stop(["finish"])
        deed.start("pause_cap", Length(deed.facts.pause_left, "workdays"), on=deed.lead)
        return deed.done({"why": why}, words=words.strip(), to_resident=True, on=deed.lead)


@action
def resume(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """恢复: the answer's clock runs on, the days it stood still left out; by the system when the pause is used up."""
    with transaction.atomic():
        deed = begin("resume", matter_id, by, now=now, seen_no=seen_no)
        finish, pauses = queries.finish_before(deed.matter, now=now)
        if finish is None:
            raise Refused(N_("没有暂停，不用恢复"))
        deed.stop(["pause_cap"])
        ends = deed.start_from(
            finish.starts_at,
            "finish",
            finish.length,
            on=deed.lead,
            pauses=pauses,
            extensions=finish.extensions,
        )
        return deed.done({"due_on": _day_of(ends)}, on=deed.lead)


@action
def reply(
    matter_id: int, by: By, *, words: str, outcome: str, promised_on: datetime.date | None, now: datetime.datetime,
    photos: Sequence[Photo] = (), seen_no: int | None = None,
) -> Step:  # fmt: skip
    """答复: the unit's answer to the house, with an outcome A–D. B names the day it will be done by, later than today."""
    with transaction.atomic():
        given = {"words": words.strip(), "outcome": outcome}
        deed = begin("reply", matter_id, by, now=now, given=given, seen_no=seen_no)
        day = _promised(outcome, promised_on, local(now).date())
        lead = deed.lead
        if lead is None or by.post is None:
            raise Refused(N_("这件事没有主办单位，请先交办"))
        Reply.objects.create(
            matter=deed.matter,
            unit_id=lead.unit_id,
            post_id=by.post.id,
            stood_in_id=by.post.deputy,
            no=deed.no,
            outcome=outcome,
            promised_on=day,
        )
        add_photos(deed, photos, None)
        deed.stop(deed.move.stops)
        deed.start("tell", deed.rules.pack.length("tell"))
        if day is not None:
            deed.start("promise", promise_length(now, day), on=lead)
        untold = queries.untold_in(deed.matter)
        values = {
            "outcome": outcome,
            "promised_on": day and day.isoformat(),
            "untold": untold,
            "unit": lead.unit_id,
        }
        return deed.done(values, words=words.strip(), to_resident=True, on=lead)


@action
def keep_promise(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, photos: Sequence[Photo] = (), seen_no: int | None = None
) -> Step:  # fmt: skip
    """兑现: what was promised (outcome B) is done. Whoever was told of the promise is to be told what was done; the stage stays.

    The words are an answer like the first one, without an outcome of their own. Until the last one is told nobody's days to
    object run: they begin anew then, unless the matter was closed already.
    """
    with transaction.atomic():
        deed = begin("keep_promise", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        lead, promise = deed.lead, queries.promise_in(deed.running)
        if lead is None or by.post is None:
            raise Refused(N_("这件事没有主办单位，请先交办"))
        assert promise is not None  # the guard saw it run
        Reply.objects.create(
            matter=deed.matter,
            unit_id=lead.unit_id,
            post_id=by.post.id,
            stood_in_id=by.post.deputy,
            no=deed.no,
        )
        add_photos(deed, photos, None)
        told = clear_told(deed)
        deed.stop(deed.move.stops)
        if not deed.runs("tell"):
            deed.start("tell", deed.rules.pack.length("tell"))
        values = {
            "promised_on": promised_day(promise.starts_at, promise.length).isoformat(), "told": told,
            "untold": queries.untold_in(deed.matter), "unit": lead.unit_id, "photos": len(photos),
        }  # fmt: skip
        return deed.done(values, words=words.strip(), to_resident=True, on=lead)


def _promised(outcome: str, day: datetime.date | None, today: datetime.date) -> datetime.date | None:
    if outcome != "B":
        return None
    if day is None:
        raise Refused(N_("列入计划要写明哪天前办"), field="promised_on")
    if day <= today:
        raise Refused(N_("答应的日子要在今天以后"), field="promised_on")
    if day.year > today.year + 5:
        raise Refused(N_("答应的日子太远了，请写五年以内的"), field="promised_on")
    return day


def _give_out(deed: Deed, lead: Unit | None, assists: Sequence[Unit], limit: str, words: str) -> Step:
    if lead is None or limit not in deed.rules.pack.classes:
        raise Refused(N_("选一个主办单位和一类时限"), field="lead")
    assists = [unit for unit in assists if unit.pk != lead.pk]
    for unit in (lead, *assists):
        _check_reach(deed, unit)
    length = finish_length(deed.rules.pack, limit)
    begins, pauses = queries.counted_from(deed.matter, now=deed.at)
    due = deed.rules.due(begins, length, pauses)
    pushed = is_pushed_down(lead, deed.path(deed.matter.owner_id))
    longer = local(due.at).date() > _latest_promise(deed)
    _check_reason(words, pushed, longer)
    given = deed.give(lead, "lead", limit)
    deed.start("accept", deed.rules.pack.length("urgent" if deed.matter.urgent else "accept"), on=given)
    deed.start_from(begins, "finish", length, on=given, pauses=pauses)
    for unit in assists:
        deed.start("assist", deed.rules.pack.length("assist"), on=deed.give(unit, "assist"))
    values = {
        "lead": lead.pk, "assists": [unit.pk for unit in assists], "limit": limit, "longer": longer, "pushed": pushed,
        "due_on": _day_of(due),
    }  # fmt: skip
    return deed.done(values, words=words.strip(), to_resident=longer, on=given)


def _day_of(ends: Due) -> str:
    return local(ends.at).date().isoformat()


def is_pushed_down(lead: Unit, owner: tuple[int, ...]) -> bool:
    """Whether giving to `lead` pushes work down the ladder: to a subdistrict or community below the owner's level."""
    return lead.kind in GRASSROOTS and lead.pk != owner[-1] and owner[-1] in lead.path


def _check_reach(deed: Deed, unit: Unit) -> None:
    path, by = tuple(unit.path), deed.by.post
    about = deed.path(deed.matter.about_id) if deed.matter.about_id else None
    if not may_handle(path, about):
        raise Refused(N_("这件事反映的就是{unit}，不能交给它或它的上下级办"), field="lead", unit=unit.name)
    if ORGANISER not in deed.facts.standings and (by is None or by.unit_id not in path):
        raise Refused(N_("{unit}不归您这一级管，请先上报，由上一级交办"), field="lead", unit=unit.name)
    if unit.until is not None and unit.until <= local(deed.at).date():
        raise Refused(N_("{unit}已经撤销，请选接替它的单位"), field="lead", unit=unit.name)


def _check_reason(words: str, pushed: bool, longer: bool) -> None:
    if pushed and not words.strip():
        raise Refused(N_("向下交办要写明原因，上一级会看到"), field="words")
    if longer and not words.strip():
        raise Refused(N_("这个日子比回执上答应的晚，请写明原因，居民会看到"), field="words")


def _latest_promise(deed: Deed) -> datetime.date:
    links = VoiceMatter.objects.filter(matter=deed.matter, until=None).select_related("voice")
    return max((link.voice.promised_on for link in links), default=local(deed.at).date())
