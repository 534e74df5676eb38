"""Taking a matter in: register, supplement, triage, answer on the spot, refer out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.kernel.masking import normal_phone
from lianxin.kernel.refs import format_ref, new_code
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters import receipts
from lianxin.matters.actions.deed import Deed, begin, deed_on
from lianxin.matters.by import By
from lianxin.matters.guards import refusal
from lianxin.matters.models import Attachment, Category, Matter, Reply, Speaker, Step, Voice, VoiceMatter
from lianxin.matters.moves import MOVES
from lianxin.matters.receipts import Receipt
from lianxin.people.access import read_matter
from lianxin.people.models import Unit
from lianxin.rulebook.danger import danger_in
from lianxin.trust import sealing
from lianxin.trust.uploads import Photo, keep
from lianxin.workrooms.models import Workroom

GIST_LENGTH = 40


@dataclass(frozen=True)
class Contact:
    """How a speaker is reached, as typed; all parts may be ''."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Said:
    """What came in through a door, before it is a voice.

    `key` is made when the form is opened; `reach` is how she asked to be told, '' where nothing was said of it; `about`
    is the unit complained of; `most_words` overrides the pack's limit.
    """

    room: Workroom
    words: str
    key: UUID
    channel: str
    share: str = "room_only"
    reach: str = ""
    place: str = ""
    contact: Contact = Contact()
    photos: Sequence[Photo] = ()
    about: Unit | None = None
    consent_version: str = ""
    said_at: datetime.datetime | None = None
    source: str = ""
    source_ref: str = ""
    most_words: int = 0


@action
def register(said: Said, by: By, *, now: datetime.datetime) -> Receipt:
    """登记: make a voice and its matter, start the dispatch clock, promise a day. The same key gives the first receipt again.

    Refuses empty words and words longer than the pack allows (`said.most_words` raises that for sheets).
    """
    if (earlier := receipts.by_key(said.key)) is not None:
        return earlier.again(said.words)
    try:
        with transaction.atomic():
            return _register(said, by, now)
    except IntegrityError:
        if (earlier := receipts.by_key(said.key)) is None:
            raise
        return earlier.again(said.words)


def _register(said: Said, by: By, now: datetime.datetime) -> Receipt:
    matter_id = _next_id()
    read_matter(matter_id)
    deed = deed_on(MOVES["register"], _new_matter(matter_id, said, now), by, now=now)
    if (no := refusal(deed.move, deed.facts)) is not None:
        raise Refused(no)
    _check_words(said.words, deed, said.most_words)
    urgent = bool(danger_in(said.words, deed.rules.pack.danger_words))
    deed.matter.urgent, deed.quiet = urgent, bool(said.source)
    if said.about is not None:
        deed.matter.about, deed.matter.owner = said.about, deed.office
    deed.matter.save(force_insert=True)
    promised = deed.rules.due(now, deed.rules.pack.classes[deed.rules.pack.default_class].length)
    voice, code = add_voice(deed, said, promised_on=local(promised.at).date())
    deed.start_dispatch()
    day = said.said_at and local(said.said_at).date()
    deed.done({"voice": voice.pk, "room": said.room.pk, "said_on": day and day.isoformat(), "urgent": urgent})
    return Receipt(deed.matter.ref, code, voice.promised_on, voice.pk, matter_id, voice.words)


def add_voice(deed: Deed, said: Said, *, promised_on: datetime.date) -> tuple[Voice, str]:
    """Write a voice with its sealed speaker, code and photos, linked to the deed's matter. Returns it and its code."""
    code = new_code()
    voice = Voice(
        matter=deed.matter, words=said.words, place=said.place, channel=said.channel, room=said.room,
        speaker=_speaker(deed.matter, said), heard_by_id=deed.by.post.id if deed.by.post else None, share=said.share,
        reach=said.reach, consent_version=said.consent_version, promised_on=promised_on, said_at=said.said_at,
        received_at=deed.at, intake_key=said.key, source=said.source, source_ref=said.source_ref,
        code=sealing.seal_own("code", code, str(said.key)), code_index=receipts.code_index(deed.matter.ref, code),
    )  # fmt: skip
    voice.save()
    VoiceMatter.objects.create(voice=voice, matter=deed.matter, since=deed.at, linked_no=deed.no)
    add_photos(deed, said.photos, voice)
    return voice, code


def add_photos(deed: Deed, photos: Sequence[Photo], voice: Voice | None) -> None:
    """Keep the photos outside the database and note them at the step being done."""
    Attachment.objects.bulk_create(
        Attachment(
            matter=deed.matter, voice=voice, no=deed.no, name=keep(photo), width=photo.width, height=photo.height,
            size=len(photo.data),
        )
        for photo in photos
    )  # fmt: skip


@action
def supplement(
    matter_id: int,
    by: By,
    *,
    words: str,
    now: datetime.datetime,
    photos: Sequence[Photo] = (),
    said: Said | None = None,
) -> tuple[Step, Receipt | None]:
    """补充: words to a matter that is still open, from a resident about her own voice or written down by the house.

    With `said` it is a further voice (another resident about the same thing) with a receipt of its own.
    """
    with transaction.atomic():
        deed = begin("supplement", matter_id, by, now=now, given={"words": words.strip()})
        _check_words(words, deed, 0)
        if said is None:
            add_photos(deed, photos, None)
            return deed.done({"photos": len(photos), "voice": by.voice}, words=words), None
        promised = deed.rules.due(now, deed.rules.pack.classes[deed.rules.pack.default_class].length)
        read_matter(
            matter_id
        )  # a new voice is linked to nothing yet: row security would not show it to its writer
        voice, code = add_voice(deed, said, promised_on=local(promised.at).date())
        step = deed.done({"voice": voice.pk, "further": True, "photos": len(said.photos)})
        return step, Receipt(deed.matter.ref, code, voice.promised_on, voice.pk, matter_id, voice.words)


@action
def triage(
    matter_id: int, by: By, *, kind: str, category: Category | None, urgent: bool, place: str, gist: str,
    now: datetime.datetime, seen_no: int | None = None,
) -> Step:  # fmt: skip
    """分类: kind, category, urgency, place and the line lists show. Urgency seen or denied restarts dispatch by its length."""
    with transaction.atomic():
        given = {"kind": kind, "category": category and category.pk}
        deed = begin("triage", matter_id, by, now=now, given=given, seen_no=seen_no)
        matter, placed = deed.matter, place.strip() != deed.matter.place
        if urgent != matter.urgent:
            deed.stop(["dispatch"])
        before = {"kind": matter.kind, "category": matter.category_id, "urgent": matter.urgent}
        matter.kind, matter.category, matter.urgent = kind, category, urgent
        matter.place, matter.gist = place.strip(), gist.strip() or matter.gist
        if not deed.runs("dispatch"):
            deed.start_dispatch()
        return deed.done({**given, "urgent": urgent, "placed": placed, "before": before})


@action
def answer_on_spot(
    matter_id: int, by: By, *, words: str, outcome: str, told: Mapping[int, str], now: datetime.datetime,
    seen_no: int | None = None,
) -> Step:  # fmt: skip
    """当场解答: an answer without a unit (A, C or D). `told` maps voices already told to how; others are told later."""
    with transaction.atomic():
        deed = begin(
            "answer_on_spot",
            matter_id,
            by,
            now=now,
            given={"words": words.strip(), "outcome": outcome},
            seen_no=seen_no,
        )
        if outcome == "B" or by.post is None or by.post.unit_id is None:
            raise Refused(N_("列入计划的事要交给单位办，不能当场答复"), field="outcome")
        for link in VoiceMatter.objects.filter(
            matter_id=matter_id, until=None, voice__in=[v for v, how in told.items() if how]
        ):
            mark_told(link, told[link.voice_id], deed)
        untold = VoiceMatter.objects.filter(matter_id=matter_id, until=None, told_at=None).count()
        Reply.objects.create(
            matter=deed.matter, unit_id=by.post.unit_id, post_id=by.post.id, no=deed.no, outcome=outcome
        )
        deed.stop(["dispatch"])
        kind = "tell" if untold else "objection"
        deed.start(kind, deed.rules.pack.length(kind))
        return deed.done({"outcome": outcome, "untold": untold}, words=words, to_resident=True)


@action
def refer_out(
    matter_id: int,
    by: By,
    *,
    body: str,
    because: str,
    words: str,
    now: datetime.datetime,
    seen_no: int | None = None,
) -> Step:
    """转出: not ours to handle; to which body and why (keys of the rule pack), in words the resident will read."""
    with transaction.atomic():
        deed = begin(
            "refer_out", matter_id, by, now=now, given={"body": body, "because": because}, seen_no=seen_no
        )
        deed.stop(["dispatch"])
        deed.start("tell", deed.rules.pack.length("tell"))
        return deed.done({"body": body, "because": because}, words=words.strip(), to_resident=True)


def mark_told(link: VoiceMatter, how: str, deed: Deed) -> None:
    """This voice now knows, and by which way."""
    link.told_at, link.told_how, link.told_no = deed.at, how, deed.no
    link.save(update_fields=["told_at", "told_how", "told_no"])


def gist_of(words: str) -> str:
    """The first sentence of the words, cut to what a list shows."""
    first = re.split(r"[。！？!?；;\n]", words.strip(), maxsplit=1)[0].strip() or words.strip()
    return first if len(first) <= GIST_LENGTH else first[: GIST_LENGTH - 1] + "…"


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('matters_matter', 'id'))")
        return int(cursor.fetchone()[0])


def _new_matter(matter_id: int, said: Said, now: datetime.datetime) -> Matter:
    root = Unit.objects.only("letters").get(pk=said.room.unit.path[0])
    return Matter(
        id=matter_id, ref=format_ref(root.letters, local(now).year, matter_id), room=said.room, owner=said.room.unit,
        stage="registered", gist=gist_of(said.words), place=said.place, area=said.room.area,
        received_at=now,
    )  # fmt: skip


def _check_words(words: str, deed: Deed, most: int) -> None:
    most = most or deed.rules.pack.number("max_words")
    if not words.strip():
        raise Refused(N_("写一下是什么事，好派人去看"), field="words")
    if len(words) > most:
        raise Refused(
            N_("写了 {count} 个字，最多 {most} 个字；请分成几件，或删短一些"),
            field="words",
            count=len(words),
            most=most,
        )


def _speaker(matter: Matter, said: Said) -> Speaker | None:
    contact = said.contact
    if said.share == "anonymous" or not (contact.name or contact.phone or contact.address):
        return None
    key, wrapped = sealing.new_data_key()
    phone = normal_phone(contact.phone)
    speaker = Speaker(
        matter=matter, data_key=wrapped,
        name=_sealed(key, contact.name, "name"), phone=_sealed(key, contact.phone, "phone"),
        address=_sealed(key, contact.address, "address"),
        phone_index=sealing.blind("phone", phone) if phone else None,
        tail_index=sealing.blind("tail", phone[-4:]) if phone else None,
    )  # fmt: skip
    speaker.save()
    return speaker


def _sealed(key: bytes, text: str, about: str) -> bytes | None:
    return sealing.seal(key, text, about) if text else None
