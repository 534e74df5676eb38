"""What the worker does here when a step is pending for reader `page`: answers are posted on residents' own pages."""

from __future__ import annotations

import datetime

from lianxin.matters.actions.closing import tell
from lianxin.matters.by import SYSTEM
from lianxin.matters.models import Clock, Matter, Pending, Step, VoiceMatter
from lianxin.matters.moves import ANSWERS


def page(row: Pending, now: datetime.datetime) -> None:
    """What the worker hands over to this slice: the pending rows of the reader «page»."""
    post_on_pages(row.step, now=now)


def post_on_pages(step: Step, *, now: datetime.datetime) -> None:
    """Tell every voice that looks on its page and does not know yet. Reads as the house; harmless when repeated.

    Nothing happens when the answer was taken back, or another one came since (that has its own pending row), or the
    matter has moved on. A voice from a sheet is left to people: nobody was given its code.
    """
    if not _stands(step):
        return
    links = VoiceMatter.objects.filter(
        matter_id=step.matter_id, until=None, told_at=None, voice__reach="page"
    )
    for voice in links.exclude(voice__channel="sheet").order_by("id").values_list("voice_id", flat=True):
        tell(step.matter_id, SYSTEM, voice=voice, how="page", reached=True, now=now)


def _stands(step: Step) -> bool:
    """Whether `step` is the answer the matter stands at now. Locks the matter, so that it still is when it is told."""
    matter = Matter.objects.select_for_update(of=("self",)).filter(pk=step.matter_id).first()
    tells = Clock.objects.running().filter(matter=matter, kind="tell")
    if matter is None or not tells.exists():
        return False
    return not Step.objects.filter(matter=matter, no__gt=step.no, verb__in=ANSWERS).exists()
