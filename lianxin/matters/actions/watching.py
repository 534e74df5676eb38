"""Pressing for a matter: urge, supervise, and the explanation that a supervised unit writes."""

from __future__ import annotations

import datetime

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.phones import find_phone
from lianxin.kernel.refusals import Refused, Stale
from lianxin.kernel.words import N_
from lianxin.matters import queries
from lianxin.matters.actions.deed import begin
from lianxin.matters.by import By
from lianxin.matters.models import Step


@action
def urge(matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """催办: the supervisor asks whoever has it to hurry. Nothing has to be answered."""
    return _press("urge", matter_id, by, words, now, seen_no)


@action
def supervise(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """督办: the supervisor asks whoever has it for a written explanation, which is awaited from now on."""
    return _press("supervise", matter_id, by, words, now, seen_no)


@action
def explain(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """说明: answers every 督办 that waits for it and that its writer had before her eyes; one she did not see goes on waiting."""
    with transaction.atomic():
        deed = begin("explain", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        answers = sorted(no for no in deed.facts.awaits if seen_no is None or no <= seen_no)
        if not answers:
            raise Stale(queries.what_happened(deed.matter, now=now))
        return deed.done({"answers": answers}, words=words.strip(), on=deed.lead)


def _press(
    verb: str, matter_id: int, by: By, words: str, now: datetime.datetime, seen_no: int | None
) -> Step:
    """The step names the unit that is pressed: the one that leads, or where none leads the one that has to give it out."""
    if find_phone(words):
        raise Refused(N_("单子要打出去，里面不写电话号码；请拿掉，要联系的人在系统里看"), field="words")
    with transaction.atomic():
        deed = begin(verb, matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        unit = deed.lead.unit_id if deed.lead else deed.matter.owner_id
        return deed.done({"unit": unit}, words=words.strip(), on=deed.lead)
