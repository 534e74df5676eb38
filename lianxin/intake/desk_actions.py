"""The writes of the desk: look a number up (logged), keep what is typed, take it down, end a call.

Each is one step towards the verbs of `matters`; nothing of a matter is written here.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from lianxin.intake.looked import Looked
from lianxin.intake.lookup import Writing, earlier_of, indexes_of, writing_now
from lianxin.intake.models import Blank, DeskDraft, EndedCall
from lianxin.intake.same import Earlier
from lianxin.kernel.acting import action
from lianxin.kernel.phones import phones_in
from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_
from lianxin.matters import receipts
from lianxin.matters.actions.taking import Said, register, register_also, supplement, triage
from lianxin.matters.by import By
from lianxin.matters.models import Category
from lianxin.matters.receipts import Receipt
from lianxin.people.access import PostView, Reader, read_matter
from lianxin.rulebook.danger import danger_in
from lianxin.rulebook.pack import RulePack
from lianxin.trust import sealing
from lianxin.trust.actions import log_read
from lianxin.workrooms.models import Workroom

WHY_LOOKED = "登记时按来电号码查以前的事"  # kept in the read log as it stands, like any reason somebody types
NOT_YOURS = N_("没有这张没写完的表，或者不是您的")
TOO_MUCH = N_("写的太长，没有存上；请分成几件")
_PURPOSE = "desk draft"
_FIELDS_MOST = 30_000  # characters of a whole draft: the longest words with all that stands beside them


@dataclass(frozen=True)
class Sorted:
    """分类 made at once: the category, its kind, and whether somebody is in danger now."""

    category: Category
    kind: str
    urgent: bool


@dataclass(frozen=True)
class Found:
    """What a look-up brought: matters of these numbers, and who is writing for them now."""

    earlier: tuple[Earlier, ...] = ()
    writing: tuple[Writing, ...] = ()


@action
def look_up(
    numbers: Sequence[str], looked: Looked, reader: Reader, post: PostView, rooms: Collection[Workroom], pack: RulePack,
    *, now: datetime.datetime,
) -> Found:  # fmt: skip
    """What these numbers said before, in the read log first: once for each form and number."""
    for _ in looked.new_among(numbers):
        log_read(
            person_id=reader.person_id,
            post_id=post.id,
            kind="search",
            matter_ref="",
            reason=WHY_LOOKED,
            at=now,
        )
    return Found(
        earlier_of(numbers, reader, rooms, pack, now=now),
        writing_now(numbers, reader, rooms, looked.key, pack, now=now),
    )


@action
def keep_desk(
    key: UUID, post: PostView, room: Workroom, typed: Mapping[str, str], *, now: datetime.datetime
) -> bool:
    """Keep what is typed at the desk, sealed, under the form's key; False when that form is registered already.

    Refuses what is longer than any form could be, and a key that is another post's.
    """
    text = json.dumps(dict(typed), ensure_ascii=False)
    if len(text) > _FIELDS_MOST:
        raise Refused(TOO_MUCH)
    if receipts.by_key(key) is not None or Blank.objects.filter(typed_under=key).exists():
        read_matter(0)
        return False
    held = {"room": room, "kept_at": now, "payload": sealing.seal_own(_PURPOSE, text, str(key))}
    held["phones"] = indexes_of(phones_in(typed.get("phone", "")))
    if not DeskDraft.objects.filter(key=key, post=post.id).update(**held):
        try:
            with transaction.atomic():
                DeskDraft.objects.create(key=key, post_id=post.id, made_at=now, **held)
        except IntegrityError:
            raise NotThere(NOT_YOURS) from None
    return True


@action
def take_down(
    said: Said, by: By, *, draft: UUID, same: int | None, also: str, sorting: Sorted | None, pack: RulePack,
    now: datetime.datetime,
) -> Receipt:  # fmt: skip
    """登记 at the desk, all or nothing: the voice (a new matter, or one more voice of the matter `same`), a second thing
    `also` as a matter of its own, and 分类 at once. The form's `draft` goes with it. The same key gives the first
    receipt again.
    """
    with transaction.atomic():
        receipt = _further(same, said, by, now) if same else register(said, by, now=now)
        if receipt.unsent:
            return receipt
        DeskDraft.objects.filter(key=draft).delete()
        if receipt.repeated:
            return receipt
        if also:
            register_also(receipt.matter_id, by, voice=receipt.voice_id, gist=also, now=now)
        if sorting is not None and not same:
            urgent = sorting.urgent or bool(danger_in(said.words, pack.danger_words))
            triage(
                receipt.matter_id, By("post", by.post), kind=sorting.kind, category=sorting.category, urgent=urgent,
                place=said.place, gist=said.gist, now=now,
            )  # fmt: skip
        return receipt


@action
def end_call(
    key: UUID, post: PostView, room: Workroom, *, because: str, line: str, now: datetime.datetime
) -> None:
    """结束通话: one line, and what was typed under the form's key is deleted. Pressed twice, it is one line."""
    DeskDraft.objects.filter(key=key, post=post.id).delete()
    EndedCall.objects.get_or_create(
        key=key, defaults={"room": room, "post_id": post.id, "at": now, "because": because, "line": line}
    )


@action
def forget_desk_drafts(before: datetime.datetime) -> int:
    """Forget what was typed at desks before a moment and never registered; how many forms that was."""
    return DeskDraft.objects.filter(kept_at__lt=before).delete()[0]


def opened(draft: DeskDraft) -> dict[str, str]:
    """What a desk's draft holds."""
    held: dict[str, str] = json.loads(sealing.unseal_own(_PURPOSE, bytes(draft.payload), str(draft.key)))
    return held


def _further(same: int, said: Said, by: By, now: datetime.datetime) -> Receipt:
    """A further voice of a matter, once for each key."""
    if (first := receipts.by_key(said.key)) is not None:
        return first.again(said.words)
    try:
        with transaction.atomic():
            _, receipt = supplement(same, by, words=said.words, now=now, said=said)
    except IntegrityError:
        receipt = receipts.by_key(said.key)
        if receipt is None:
            raise
        return receipt.again(said.words)
    if receipt is None:
        raise AssertionError("a further voice has a receipt")
    return receipt
