"""Taking a matter in: register, supplement, triage, answer on the spot, refer out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.kernel.phones import phones_in
from lianxin.kernel.refs import format_ref, new_code
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters import queries, receipts
from lianxin.matters.actions.deed import Deed, begin, deed_on
from lianxin.matters.by import By
from lianxin.matters.guards import refusal
from lianxin.matters.models import (
    Attachment,
    Category,
    Matter,
    Reply,
    Speaker,
    Step,
    Version,
    Voice,
    VoiceMatter,
)
from lianxin.matters.moves import MOVES
from lianxin.matters.receipts import Receipt
from lianxin.people.access import read_matter
from lianxin.people.models import Unit
from lianxin.rulebook.danger import danger_in
from lianxin.trust import sealing
from lianxin.trust.uploads import Photo, keep
from lianxin.workrooms.models import Workroom

GIST_LENGTH = 40
FOLDED = (
    "有骂人的话，折起来了"  # data, as the line it stands for: what lists show instead of words folded away
)


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
    `for_whom` says for whom somebody speaks, `affected` is that person, `guardian` a child's. `happened_at` is when it was
    said where that is written down later (补录), `late_because` why. `gist` is the line lists show, cut from the words if ''
    and they are not folded away.
    `read_back`: it was read to her and she agreed.
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
    gist: str = ""
    for_whom: str = ""
    affected: Contact = Contact()
    guardian: Contact = Contact()
    speech: str = ""
    folded: bool = False
    happened_at: datetime.datetime | None = None
    late_because: str = ""
    read_back: bool = False


@action
def register(said: Said, by: By, *, now: datetime.datetime) -> Receipt:
    """登记: make a voice and its matter, start the dispatch clock, promise a day. The same key gives the first receipt again.

    Refuses empty words and words longer than the pack allows (`said.most_words` raises that for sheets). What is written
    down later (`said.happened_at`, 补录) needs a reason: dispatch and accept run from now, the promise and the finish clock
    from when it happened.
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


@action
def register_also(matter_id: int, by: By, *, voice: int, gist: str, now: datetime.datetime) -> Receipt:
    """登记: one voice raised two things; the second is a matter of its own, found with the same code under its own reference."""
    with transaction.atomic():
        links = VoiceMatter.objects.select_related("voice__room__unit", "voice__matter", "matter__owner")
        link = links.filter(voice=voice, matter=matter_id, until=None).first()
        if link is None or not gist.strip():
            raise Refused(N_("写一句第二件是什么事"), field="also")
        said, first = link.voice, link.matter
        receipt = receipts.receipt_of(said)
        raised = VoiceMatter.objects.filter(voice=voice, until=None, matter__gist=gist_of(gist))
        if (done := raised.exclude(matter=first).select_related("matter").first()) is not None:
            return replace(receipt, ref=done.matter.ref, matter_id=done.matter_id, repeated=True)
        other = _blank_matter(said.room, gist, place="", now=now)
        read_matter(other.pk)
        deed = deed_on(MOVES["register"], other, by, now=now)
        if (no := refusal(deed.move, deed.facts)) is not None:
            raise Refused(no)
        other.about_id, other.received_at = first.about_id, first.received_at
        other.owner = first.owner if first.about_id is None else deed.office
        other.save(force_insert=True)
        _link(deed, said, receipt.code)
        deed.start_dispatch()
        deed.done({"voice": said.pk, "room": said.room_id, "also": first.ref, "urgent": False})
        read_matter(matter_id)
        return replace(receipt, ref=other.ref, matter_id=other.pk)


def _register(said: Said, by: By, now: datetime.datetime) -> Receipt:
    began = said.happened_at or now
    gist = said.gist or (FOLDED if said.folded else said.words)
    matter = _blank_matter(said.room, gist, place=said.place, now=began)
    read_matter(matter.pk)
    deed = deed_on(MOVES["register"], matter, by, now=now)
    _check_late(said, deed)
    deed.happened_at = said.happened_at
    if (no := refusal(deed.move, deed.facts)) is not None:
        raise Refused(no)
    _check_words(said.words, deed, said.most_words)
    urgent = bool(danger_in(said.words, deed.rules.pack.danger_words))
    deed.matter.urgent, deed.quiet = urgent, bool(said.source)
    if said.about is not None:
        deed.matter.about, deed.matter.owner = said.about, deed.office
    deed.matter.save(force_insert=True)
    voice, code = add_voice(deed, said, promised_on=_promised_on(deed, began))
    deed.start_dispatch()
    day = said.said_at and local(said.said_at).date()
    values = {
        "voice": voice.pk, "room": said.room.pk, "said_on": day and day.isoformat(), "urgent": urgent,
        **({"late": True} if said.happened_at else {}), **_read_back(said),
    }  # fmt: skip
    deed.done(values, words=said.late_because.strip())
    return Receipt(deed.matter.ref, code, voice.promised_on, voice.pk, matter.pk, voice.words)


def _read_back(said: Said) -> dict[str, bool]:
    return {"read_back": True} if said.read_back else {}


def _promised_on(deed: Deed, began: datetime.datetime) -> datetime.date:
    pack = deed.rules.pack
    return local(deed.rules.due(began, pack.classes[pack.default_class].length).at).date()


def _check_late(said: Said, deed: Deed) -> None:
    if said.happened_at is None:
        return
    days = deed.rules.pack.number("late_days")
    if said.happened_at > deed.at:
        raise Refused(N_("补录的时间还没到，看看日子写对没有"), field="happened_at")
    if said.happened_at < deed.at - datetime.timedelta(days=days):
        raise Refused(
            N_("补录最多往前 {days} 天，看看年份写对没有；更早的请当作今天说的登记"),
            field="happened_at",
            days=days,
        )
    if not said.late_because.strip():
        raise Refused(N_("写一下为什么补录，比如停电、下乡用纸记的"), field="late_because")


def add_voice(deed: Deed, said: Said, *, promised_on: datetime.date) -> tuple[Voice, str]:
    """Write a voice with its sealed speakers, code and photos, linked to the deed's matter. Returns it and its code."""
    code, voice_id = new_code(), _next_id("matters_voice")
    speaker = None if said.share == "anonymous" else _person(deed.matter, voice_id, said.contact, "speaker")
    voice = Voice(
        id=voice_id, matter=deed.matter, words=said.words, place=said.place, channel=said.channel, room=said.room,
        speaker=speaker, heard_by_id=deed.by.post.id if deed.by.post else None, share=said.share,
        reach=said.reach, consent_version=said.consent_version, promised_on=promised_on,
        said_at=said.said_at or said.happened_at, received_at=deed.at, intake_key=said.key, source=said.source,
        source_ref=said.source_ref, for_whom=said.for_whom, speech=said.speech, folded=said.folded,
        in_name_of_id=deed.by.in_name_of, code=sealing.seal_own("code", code, str(said.key)),
        code_alone=receipts.code_alone(code),
    )  # fmt: skip
    voice.save(force_insert=True)
    for part, contact in (("affected", said.affected), ("guardian", said.guardian)):
        _person(deed.matter, voice_id, contact, part)
    _link(deed, voice, code)
    add_photos(deed, said.photos, voice)
    return voice, code


def _link(deed: Deed, voice: Voice, code: str) -> None:
    """This voice belongs to the deed's matter, whose reference stands on its receipt."""
    VoiceMatter.objects.create(
        voice=voice, matter=deed.matter, origin=deed.matter, code_index=receipts.code_index(deed.matter.ref, code),
        kept_by_id=voice.room.unit_id, since=deed.at, linked_no=deed.no,
    )  # fmt: skip


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
        # a new voice is linked to nothing yet: row security would not show it to its writer
        read_matter(matter_id)
        voice, code = add_voice(deed, said, promised_on=_promised_on(deed, now))
        step = deed.done({"voice": voice.pk, "further": True, "photos": len(said.photos), **_read_back(said)})
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
        keep_version(deed, "place", matter.place, place.strip())
        keep_version(deed, "gist", matter.gist, gist.strip() or matter.gist)
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
        untold = queries.untold_in(deed.matter)
        Reply.objects.create(
            matter=deed.matter,
            unit_id=by.post.unit_id,
            post_id=by.post.id,
            stood_in_id=by.post.deputy,
            no=deed.no,
            outcome=outcome,
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


def keep_version(deed: Deed, field: str, before: str, after: str) -> None:
    """Keep what a field of the matter said, where this step changes it."""
    if before != after:
        Version.objects.create(matter=deed.matter, no=deed.no, field=field, before=before)


def mark_told(link: VoiceMatter, how: str, deed: Deed) -> None:
    """This voice now knows, and by which way."""
    link.told_at, link.told_how, link.told_no = deed.at, how, deed.no
    link.save(update_fields=["told_at", "told_how", "told_no"])


def clear_told(deed: Deed) -> list[list[object]]:
    """Nobody knows of the answer any more: [link, when, how, step] of each who did, for the values of the step."""
    links = list(
        VoiceMatter.objects.filter(matter=deed.matter, until=None).exclude(told_at=None).order_by("id")
    )
    cleared: list[list[object]] = [
        [link.pk, link.told_at and link.told_at.isoformat(), link.told_how, link.told_no] for link in links
    ]
    VoiceMatter.objects.filter(pk__in=[link.pk for link in links]).update(
        told_at=None, told_how="", told_no=None
    )
    return cleared


def gist_of(words: str) -> str:
    """The first sentence of the words, cut to what a list shows."""
    first = re.split(r"[。！？!?；;\n]", words.strip(), maxsplit=1)[0].strip() or words.strip()
    return first if len(first) <= GIST_LENGTH else first[: GIST_LENGTH - 1] + "…"


def _next_id(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def _blank_matter(room: Workroom, gist: str, *, place: str, now: datetime.datetime) -> Matter:
    root = Unit.objects.only("letters").get(pk=room.unit.path[0])
    number = _next_id("matters_matter")
    return Matter(
        id=number, ref=format_ref(root.letters, local(now).year, number), room=room, owner=room.unit,
        stage="registered", gist=gist_of(gist), place=place, area=room.area, received_at=now,
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


def _person(matter: Matter, voice_id: int, contact: Contact, part: str) -> Speaker | None:
    return speaker_for(matter, voice_id, contact, part) if any(astuple(contact)) else None


def speaker_for(matter: Matter, voice_id: int, contact: Contact, part: str = "speaker") -> Speaker:
    """Write a person sealed under a data key of her own, with the blind indexes of her phone and of a second one."""
    key, wrapped = sealing.new_data_key()
    phone, also, *_ = (*phones_in(contact.phone), "", "")
    speaker = Speaker(
        matter=matter, voice_id=voice_id, part=part, data_key=wrapped,
        name=_sealed(key, contact.name, "name"), phone=_sealed(key, contact.phone, "phone"),
        address=_sealed(key, contact.address, "address"),
        phone_index=sealing.blind("phone", phone) if phone else None,
        also_index=sealing.blind("phone", also) if also else None,
        tail_index=sealing.blind("tail", phone[-4:]) if phone else None,
    )  # fmt: skip
    speaker.save()
    return speaker


def _sealed(key: bytes, text: str, about: str) -> bytes | None:
    return sealing.seal(key, text, about) if text else None
