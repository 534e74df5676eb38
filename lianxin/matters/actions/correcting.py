"""Putting right what was written down: correct a field, object to what stands in one's name, ask for void, void."""

from __future__ import annotations

import datetime

from django.db import transaction

from lianxin.kernel.acting import action
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters.actions.deed import Deed, begin
from lianxin.matters.actions.taking import FOLDED, Contact, gist_of, keep_version, speaker_for
from lianxin.matters.by import By
from lianxin.matters.labels import CORRECTED
from lianxin.matters.models import Category, Dictation, Speaker, Step, Voice, VoiceMatter


@action
def correct(
    matter_id: int, by: By, *, field: str, words: str, now: datetime.datetime, voice: int | None = None, place: str = "",
    category: Category | None = None, contact: Contact | None = None, folded: bool = False, seen_no: int | None = None,
) -> Step:  # fmt: skip
    """更正: place, category, one voice's contact, or whether her words are folded away; with the reason, the old version kept.

    Contact is corrected where there is some: who left none is asked again, not corrected.
    """
    with transaction.atomic():
        given = {"field": field if field in CORRECTED else "", "words": words.strip()}
        deed = begin("correct", matter_id, by, now=now, given=given, seen_no=seen_no)
        values: dict[str, object] = {"field": field}
        if field == "place":
            keep_version(deed, "place", deed.matter.place, place.strip())
            deed.matter.place = place.strip()
        elif field == "category":
            values |= _category(deed, category)
        elif field == "contact":
            values |= _contact(deed, voice, contact)
        else:
            values |= _folded(deed, voice, folded)
        return deed.done(values, words=words.strip())


@action
def object_to(
    matter_id: int, by: By, *, against: int | None, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:  # fmt: skip
    """异议: a delegate says that a step written in his name was not what he meant. The step stays; his words stand beside it."""
    with transaction.atomic():
        given = {"against": against, "words": words.strip()}
        deed = begin("object_to", matter_id, by, now=now, given=given, seen_no=seen_no)
        mine = Dictation.objects.filter(
            matter=deed.matter, no=against or 0, post=by.post.id if by.post else 0, objected_no=None
        )
        if not mine.update(objected_no=deed.no):
            raise Refused(N_("这一步不是以您的名义代录的，请重新选"), field="against")
        return deed.done({"against": against}, words=words.strip())


@action
def ask_void(
    matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None
) -> Step:
    """请求作废: an organiser says why; another one decides."""
    with transaction.atomic():
        deed = begin("ask_void", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        deed.matter.void_asked_by_id = by.post.id if by.post else None
        return deed.done({}, words=words.strip())


@action
def void(matter_id: int, by: By, *, words: str, now: datetime.datetime, seen_no: int | None = None) -> Step:
    """作废: kept and shown, counted nowhere; its clocks stop, its residents read that it was withdrawn and whom to call."""
    with transaction.atomic():
        deed = begin("void", matter_id, by, now=now, given={"words": words.strip()}, seen_no=seen_no)
        deed.end_assignments()
        deed.stop(deed.move.stops)
        return deed.done({}, words=words.strip())


def _category(deed: Deed, category: Category | None) -> dict[str, object]:
    if category is None or category.pk == deed.matter.category_id:
        raise Refused(N_("选一个和现在不同的类别"), field="category")
    before = deed.matter.category_id
    deed.matter.category = category
    return {"category": category.pk, "before": {"category": before}}


def _contact(deed: Deed, voice_id: int | None, contact: Contact | None) -> dict[str, object]:
    voice = _voice(deed, voice_id)
    old = voice.speaker
    if old is None and voice.speaker_id is not None:
        raise Refused(N_("这一位的联系方式不归您看，请和他联系的工作室来更正"), field="voice")
    if old is None:
        raise Refused(
            N_("这一位没有留联系方式，没有可更正的；他现在愿意留，请另登一件再并进来"), field="voice"
        )
    if contact is None or not (contact.name or contact.phone or contact.address):
        raise Refused(N_("写一下更正后的姓名、电话或住址"), field="phone")
    new = speaker_for(voice.matter, voice.pk, contact)
    Speaker.objects.filter(pk=old.pk).update(ended_no=deed.no)
    Voice.objects.filter(pk=voice.pk).update(speaker=new)
    return {"voice": voice.pk, "person": [old.pk, new.pk]}


def _folded(deed: Deed, voice_id: int | None, folded: bool) -> dict[str, object]:
    """The line of the lists goes with the words where it is made of them."""
    voice, matter = _voice(deed, voice_id), deed.matter
    Voice.objects.filter(pk=voice.pk).update(folded=folded)
    shown, hidden = gist_of(voice.words), FOLDED
    before, after = (shown, hidden) if folded else (hidden, shown)
    if matter.gist == before:
        keep_version(deed, "gist", before, after)
        matter.gist = after
    return {"voice": voice.pk, "folded": folded}


def _voice(deed: Deed, voice_id: int | None) -> Voice:
    links = VoiceMatter.objects.filter(matter=deed.matter, voice=voice_id or 0, until=None)
    link = links.select_related("voice__speaker", "voice__matter").first()
    if link is None:
        raise Refused(N_("选一下更正哪一位的"), field="voice")
    return link.voice
