"""Bringing the answer home: tell, close as unreached, rate, redo, close."""

from __future__ import annotations

import datetime

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters import queries
from lianxin.matters.actions.deed import Deed, begin
from lianxin.matters.actions.taking import clear_told, mark_told
from lianxin.matters.by import By
from lianxin.matters.clocks import finish_length
from lianxin.matters.labels import HOWS, SATISFIED
from lianxin.matters.models import Feedback, Step, VoiceMatter
from lianxin.matters.stages import is_open
from lianxin.matters.standing import speaks_with_its_own_alone


@action
def tell(
    matter_id: int, by: By, *, voice: int | None, how: str, reached: bool, now: datetime.datetime,
    seen_no: int | None = None,
) -> Step:  # fmt: skip
    """告知: one voice hears the answer (or the referral), or was tried in vain. The last one told ends the telling."""
    with transaction.atomic():
        deed = begin("tell", matter_id, by, now=now, given={"voice": voice, "how": how}, seen_no=seen_no)
        if how not in HOWS:
            raise Refused(N_("选一下怎么告知的"), field="how")
        link = _link(deed, voice)
        _check_keeper(deed, link)
        if link.told_at is not None:
            raise Refused(N_("这一位已经告知过了"), field="voice")
        if reached:
            mark_told(link, how, deed)
        untold = queries.untold_in(deed.matter)
        if not untold:
            deed.stop(["tell"])
            if is_open(deed.matter.stage):
                deed.start("objection", deed.rules.pack.length("objection"))
        return deed.done({"voice": voice, "how": how, "reached": reached, "untold": untold})


@action
def close_unreached(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """无法告知办结: after the tries the pack asks for, at different times; outside satisfaction."""
    with transaction.atomic():
        deed = begin("close_unreached", matter_id, by, now=now, seen_no=seen_no)
        deed.stop(deed.move.stops)
        return deed.done({"tries": deed.facts.tries})


@action
def rate(
    matter_id: int, by: By, *, voice: int | None, reached: bool | None, solved: bool | None, satisfied: str, how: str,
    words: str, now: datetime.datetime,
) -> Step:  # fmt: skip
    """评价: reached, solved, satisfied, once for each telling; by the resident's page, or written down by the liaison."""
    with transaction.atomic():
        given = {"voice": voice, "reached": reached, "solved": solved, "satisfied": satisfied}
        deed = begin("rate", matter_id, by, now=now, given=given, voice=voice)
        link = _link(deed, voice)
        if link.told_no is None or satisfied not in SATISFIED or reached is None or solved is None:
            raise Refused(N_("先告知，再评价"), field="voice")
        _check_keeper(deed, link)
        Feedback.objects.create(
            link=link, matter=deed.matter, told_no=link.told_no, no=deed.no, reached=reached, solved=solved,
            satisfied=satisfied, by=how,
        )  # fmt: skip
        return deed.done({**given, "how": how}, words=words.strip())


@action
def redo(matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """重办: asked for with a reason; the lead's shorter clock runs, or dispatch where no lead stands."""
    with transaction.atomic():
        deed = begin("redo", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        deed.stop(deed.move.stops)
        told = clear_told(deed)
        lead, due_on = deed.lead, None
        if lead is None:
            deed.start_dispatch()
        else:
            due_on = (
                local(deed.start("finish", finish_length(deed.rules.pack, "redo"), on=lead).at)
                .date()
                .isoformat()
            )
        values = {"lead": lead and lead.unit_id, "told": told, "due_on": due_on, "voice": by.voice}
        return deed.done(values, words=words.strip())


@action
def close(matter_id: int, by: By, *, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """办结: every voice was told; by the liaison, or by the system when the time to object is over."""
    with transaction.atomic():
        deed = begin("close", matter_id, by, now=now, seen_no=seen_no)
        deed.stop(deed.move.stops)
        return deed.done({})


def _link(deed: Deed, voice: int | None) -> VoiceMatter:
    link = VoiceMatter.objects.filter(matter=deed.matter, voice=voice or 0, until=None).first()
    if link is None:
        raise Refused(N_("这件事里没有这一位，请重新选"), field="voice")
    return link


def _check_keeper(deed: Deed, link: VoiceMatter) -> None:
    """A room whose resident's voice was joined here speaks with that resident, and with nobody else's."""
    post = deed.by.post
    if speaks_with_its_own_alone(deed.facts.standings) and post and link.kept_by_id != post.unit_id:
        raise Refused(N_("这一位由首接的工作室联系，请选自己工作室的那一位"), field="voice")
