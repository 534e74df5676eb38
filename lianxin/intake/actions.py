"""The writes of this slice: keep what is typed, hand it in, add it to the first, forget it.

Each door's own step towards the verbs of `matters`; nothing of a matter is written here.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lianxin.intake.models import Draft
from lianxin.intake.queries import Kept, Written, is_just_done, opened
from lianxin.intake.typed import Typed
from lianxin.kernel.acting import action
from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.kernel.words import N_
from lianxin.matters import consent, receipts
from lianxin.matters.actions import closing
from lianxin.matters.actions.taking import Contact, Said, register, supplement
from lianxin.matters.by import resident
from lianxin.matters.models import Matter, VoiceMatter
from lianxin.matters.receipts import Receipt
from lianxin.trust import sealing
from lianxin.trust.uploads import Photo, forget, keep, kept
from lianxin.workrooms.models import Workroom

CHANGED = N_("在另一页上改过了。下面是现在的样子，看一遍，对了再交")
GONE = N_("没有找到写好的话：可能放得太久，已经清掉了")


@action
def keep_words(
    room: Workroom, key: UUID, typed: Typed, photos: Sequence[Photo], *, dropped: Collection[str], most_photos: int,
    now: datetime.datetime,
) -> None:  # fmt: skip
    """Keep step 1 under the form's key, sealed; photos come on top of those kept before, less the `dropped` ones.

    A photo that is there already (a double click, the way back) is not kept twice.
    Refuses (field `photos`) more photos than `most_photos`.
    """
    with transaction.atomic():
        draft, _ = Draft.objects.select_for_update(of=("self",)).get_or_create(
            key=key, defaults={"room": room, "payload": b"", "made_at": now}
        )
        if draft.room_id != room.pk:
            raise NotThere(GONE)
        held = [Kept(*photo) for photo in draft.photos]
        staying = [photo for photo in held if photo.name not in dropped]
        new = {mark: photo for photo in photos if (mark := _mark(photo)) not in {p.mark for p in staying}}
        _check_number(len(staying) + len(new), most_photos)
        taken = [Kept(keep(photo), photo.width, photo.height, mark) for mark, photo in new.items()]
        _write(draft, typed, [*staying, *taken])
    _forget_files(photo.name for photo in held if photo.name in dropped)


@action
def keep_you(room: Workroom, key: UUID, typed: Typed) -> None:
    """Keep step 2 under the form's key. Raises `NotThere` when step 1 is gone."""
    with transaction.atomic():
        draft = _locked(room, key)
        if draft is None:
            raise NotThere(GONE)
        _write(draft, typed, [Kept(*photo) for photo in draft.photos])


@action
def hand_in(room: Workroom, key: UUID, seen: str, *, now: datetime.datetime) -> Receipt | None:
    """Register what is kept under a key, once; the draft goes with it. None when there is nothing under that key.

    `seen` is the mark of what she was shown: anything else raises `Stale`. Pressed again, from another tab or by
    fifty presses at once, it answers with the first receipt; one that carries other words keeps them as `unsent`.
    """
    with transaction.atomic():
        draft = _locked(room, key)
        if draft is None:
            return receipts.by_key(key)
        written = opened(draft)
        if seen != written.mark:
            raise Stale(CHANGED)
        receipt = register(_said(room, written), resident(), now=now)
        if not receipt.unsent:
            _drop(draft, written.photos)
        return receipt


@action
def add_unsent(room: Workroom, receipt: Receipt, key: UUID, *, now: datetime.datetime) -> bool:
    """补充到这件事: the words kept under a used key become a supplement of its matter; False when there are none."""
    with transaction.atomic():
        draft = _locked(room, key)
        if draft is None:
            return False
        written = opened(draft)
        words = "\n".join(filter(None, (written.typed.words, written.typed.place)))
        photos = _photos(written.photos)
        supplement(receipt.matter_id, resident(receipt.voice_id), words=words, now=now, photos=photos)
        _drop(draft, written.photos)
        return True


@action
def start_another(room: Workroom, key: UUID, *, now: datetime.datetime) -> UUID | None:
    """另报一件: the words kept under a used key move to a key of their own; None when there are none."""
    with transaction.atomic():
        draft = _locked(room, key)
        if draft is None:
            return None
        written = opened(draft)
        other = Draft(key=uuid4(), room=room, made_at=now)
        _write(other, written.typed, written.photos)
        draft.delete()
        return other.key


@action
def do_as_resident(link: VoiceMatter, verb: str, given: Mapping[str, Any], *, now: datetime.datetime) -> None:
    """Rate, ask again or add (`rate`, `redo`, `supplement`), as the voice whose code was right; pressed twice, done once."""
    by, pk = resident(link.voice_id), link.matter_id
    with transaction.atomic():
        Matter.objects.select_for_update(of=("self",)).get(pk=pk)
        if is_just_done(link, verb, given["words"]):
            return
        if verb == "rate":
            reached, solved = given["reached"] == "yes", given["solved"] == "yes"
            closing.rate(
                pk, by, voice=link.voice_id, reached=reached, solved=solved, satisfied=given["satisfied"], how="page",
                words=given["words"], now=now,
            )  # fmt: skip
        elif verb == "redo":
            closing.redo(pk, by, words=given["words"], now=now)
        else:
            supplement(pk, by, words=given["words"], now=now, photos=given["photos"])


@action
def drop_draft(room: Workroom, key: UUID) -> None:
    """Forget what is kept under a key, photos too."""
    with transaction.atomic():
        draft = _locked(room, key)
        if draft is not None:
            _drop(draft, opened(draft).photos)


@action
def forget_drafts(before: datetime.datetime) -> int:
    """Forget what was begun before a moment and never handed in, photos too; how many drafts that was."""
    with transaction.atomic():
        drafts = list(Draft.objects.select_for_update(skip_locked=True).filter(made_at__lt=before))
        Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    _forget_files(photo[0] for draft in drafts for photo in draft.photos)
    return len(drafts)


def _locked(room: Workroom, key: UUID) -> Draft | None:
    return Draft.objects.select_for_update(of=("self",)).filter(key=key, room=room).first()


def _write(draft: Draft, typed: Typed, photos: Sequence[Kept]) -> None:
    draft.payload = sealing.seal_own("draft", typed.text(), str(draft.key))
    draft.photos = [[photo.name, photo.width, photo.height, photo.mark] for photo in photos]
    draft.save()


def _drop(draft: Draft, photos: Iterable[Kept]) -> None:
    draft.delete()
    _forget_files(photo.name for photo in photos)


def _forget_files(names: Iterable[str]) -> None:
    """Take the files away once what forgot them is committed; one that is gone already is no matter."""
    for name in list(names):
        transaction.on_commit(partial(forget, name), robust=True)


def _mark(photo: Photo) -> str:
    return hashlib.sha256(photo.data).hexdigest()[:32]


def _check_number(given: int, most: int) -> None:
    if given > most:
        raise Refused(
            N_("一共 {given} 张照片，最多 {most} 张；请去掉 {over} 张"), field="photos", given=given, most=most,
            over=given - most,
        )  # fmt: skip


def _photos(photos: Sequence[Kept]) -> list[Photo]:
    try:
        return [Photo(kept(photo.name).read_bytes(), photo.width, photo.height) for photo in photos]
    except (NotThere, FileNotFoundError):
        raise Refused(N_("有照片找不到了，请重新选一次照片"), field="photos") from None


def _said(room: Workroom, written: Written) -> Said:
    typed, about = written.typed, written.typed.about == "yes"
    share = typed.share or ("room_only" if typed.has_contact else "anonymous")
    return Said(
        room=room, words=typed.words, key=written.key, channel="page", place=typed.place,
        # a matter about the room never shows its speaker to whoever handles it
        share="room_only" if about and share == "with_contact" else share,
        reach=typed.reach or ("phone" if typed.phone else "page"),
        contact=Contact(typed.name, typed.phone, typed.address),
        photos=_photos(written.photos), about=room.unit if about else None, consent_version=consent.VERSION,
    )  # fmt: skip
