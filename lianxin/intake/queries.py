"""Reads of this slice: what is typed and not handed in, the voice behind a key, whose rooms somebody registers for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from lianxin.intake.models import Draft
from lianxin.intake.typed import Typed, typed_from
from lianxin.kernel.days import local
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.matters import receipts
from lianxin.matters.models import Step, Voice, VoiceMatter
from lianxin.matters.receipts import Receipt
from lianxin.people.access import PostView, Reader
from lianxin.people.models import Unit, in_force
from lianxin.rulebook.packs import RulePack, pack_on
from lianxin.trust import sealing
from lianxin.workrooms.models import Workroom

NO_RECEIPT = N_("没有这张回执")


@dataclass(frozen=True)
class Kept:
    """A photo of a draft: its name in the store, its size in pixels, and a mark of its content."""

    name: str
    width: int
    height: int
    mark: str


@dataclass(frozen=True)
class Written:
    """A draft, opened: its key, what was typed, and its photos."""

    key: UUID
    typed: Typed
    photos: tuple[Kept, ...]

    @property
    def mark(self) -> str:
        """The digest of all that is shown to be checked."""
        return self.typed.mark(len(self.photos))


@dataclass(frozen=True)
class HandedIn:
    """A receipt with the voice it is for, its room and its matter's reference."""

    receipt: Receipt
    voice: Voice


def pack_at(now: datetime.datetime) -> RulePack:
    """The rule pack of a moment's day."""
    return pack_on(local(now).date())


def opened(draft: Draft) -> Written:
    """A draft's value."""
    text = sealing.unseal_own("draft", bytes(draft.payload), str(draft.key))
    return Written(draft.key, typed_from(text), tuple(Kept(*photo) for photo in draft.photos))


def written_under(key: UUID, room: Workroom) -> Written | None:
    """What was typed under a key at a room, or None."""
    draft = Draft.objects.filter(key=key, room=room).first()
    return opened(draft) if draft else None


def handed_in(key: UUID, room: Workroom) -> HandedIn | None:
    """The receipt of what a resident handed in under a key at a room's page, or None.

    Only her own page's: keys of the desk and of sheets open nothing here.
    """
    receipt = receipts.by_key(key)
    if receipt is None:
        return None
    voice = Voice.objects.select_related("matter", "room__unit").get(pk=receipt.voice_id)
    if voice.channel != "page" or voice.room_id != room.pk:
        raise NotThere(NO_RECEIPT)
    return HandedIn(receipt, voice)


def is_just_done(link: VoiceMatter, verb: str, words: str) -> bool:
    """Whether the newest step of a matter is this same one by this same voice, with these words."""
    step = Step.objects.filter(matter=link.matter_id).select_related("text").order_by("-no").first()
    if (
        step is None
        or step.verb != verb
        or step.actor != "resident"
        or step.values.get("voice") != link.voice_id
    ):
        return False
    said = step.text.words if hasattr(step, "text") else ""
    return bool(said == words)


def slip_of(key: UUID, reader: Reader, *, now: datetime.datetime) -> HandedIn:
    """The receipt of what one of the reader's posts registered, on the same day; `NotThere` otherwise.

    That day only: a matter about her own room leaves her sight with the slip she hands over.
    """
    receipt = receipts.by_key(key)
    if receipt is None:
        raise NotThere(NO_RECEIPT)
    voice = Voice.objects.select_related("matter", "room__unit").get(pk=receipt.voice_id)
    mine = voice.heard_by_id in {post.id for post in reader.posts}
    if not mine or local(voice.received_at).date() != local(now).date():
        raise NotThere(NO_RECEIPT)
    return HandedIn(receipt, voice)


def rooms_heard_by(reader: Reader, day: datetime.date) -> dict[str, tuple[Workroom, PostView]]:
    """The rooms a liaison or delegate registers for, by id as text, each with her post there; the acting one first."""
    posts = [post for post in reader.posts if post.role in ("liaison", "delegate")]
    posts.sort(key=lambda post: post != reader.acting)
    rooms = Workroom.objects.filter(in_force(day), unit__in=[post.unit_id for post in posts])
    by_unit = {room.unit_id: room for room in rooms.select_related("unit", "area")}
    held: dict[str, tuple[Workroom, PostView]] = {}
    for post in posts:
        if post.unit_id in by_unit:
            room = by_unit[post.unit_id]
            held.setdefault(str(room.pk), (room, post))
    return held


def orphan_photos(names: Sequence[str]) -> list[str]:
    """Those of these photos to which no draft and no matter refers. Asked over every row, whatever may be read here."""
    with connection.cursor() as cursor:
        cursor.execute("select name from lianxin_orphan_photos(%s)", [list(names)])
        return [row[0] for row in cursor.fetchall()]


def district_on(day: datetime.date) -> Unit | None:
    """The district itself; None before it is set up."""
    return Unit.objects.standing(day).filter(parent=None).first()
