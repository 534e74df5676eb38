"""The one door to matters. «Not there» and «not yours» are the same refusal; PostgreSQL decides the same again.

What a reader sees = the sights in force of the units of her posts × the share level of each voice (DESIGN §5).
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.kernel.refs import tidy_code, tidy_ref
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.matters import receipts
from lianxin.matters.models import Attachment, Matter, Sight, Voice, VoiceMatter
from lianxin.people.access import Reader, read_matter

NOT_THERE = N_("没有这件事，或者不归您看")
WRONG_CODE = N_("编号或查询码不对，请照回执再输一遍；回执丢了，请打工作室或区里的电话")


def sights_of(reader: Reader) -> QuerySet[Sight]:
    """The sights in force of the reader's units."""
    return Sight.objects.filter(
        Q(unit_id__in=reader.units),
        Q(until__isnull=True),
    )


def matters_visible_to(reader: Reader) -> QuerySet[Matter]:
    """Every matter of which one of the reader's units may know."""
    return Matter.objects.filter(Exists(sights_of(reader).filter(matter=OuterRef("pk"))))


def matter_for(reader: Reader, ref: str) -> Matter:
    """The matter behind a reference, if this reader may know of it. Raises `NotThere`."""
    found = (
        matters_visible_to(reader)
        .select_related("room__unit", "owner", "about", "category")
        .filter(ref=tidy_ref(ref))
    )
    if (matter := found.first()) is None:
        raise NotThere(NOT_THERE)
    return matter


def may_see_contact(reader: Reader, matter: Matter, voice: Voice) -> bool:
    """Whether the speaker's contact may be unmasked: by the house, by the room that keeps contact with this voice, or by a
    handling unit where the voice allows it.
    """
    mine = sights_of(reader).filter(matter=matter)
    return mine.filter(
        Q(in_house=True)
        | Q(with_contact=True) & Q(Exists(Voice.objects.filter(pk=voice.pk, share="with_contact")))
        | Q(
            Exists(
                VoiceMatter.objects.filter(voice=voice, matter=matter, until=None, kept_by=OuterRef("unit"))
            )
        )
    ).exists()


def voice_for(reader: Reader, matter: Matter, voice_id: int) -> Voice:
    """A voice that belongs now to a matter the reader already holds; what was joined on is sought there. Raises `NotThere`."""
    link = (
        VoiceMatter.objects.filter(matter=matter, voice_id=voice_id, until=None)
        .select_related("voice__speaker", "voice__room")
        .first()
    )
    if link is None:
        raise NotThere(NOT_THERE)
    return link.voice


def photo_for(reader: Reader, name: str) -> Attachment:
    """A photo of a matter this reader may know of, or of a voice that was joined into one. Raises `NotThere`.

    A voice with two matters has two links: its photos go with the one that carries the receipt they came with.
    """
    there = VoiceMatter.objects.filter(
        voice=OuterRef("voice"),
        origin=OuterRef("matter"),
        matter__in=sights_of(reader).values("matter"),
        until=None,
    )
    photo = Attachment.objects.filter(
        Q(name=name),
        Q(Exists(sights_of(reader).filter(matter=OuterRef("matter_id")))) | Q(Exists(there)),
    ).first()
    if photo is None:
        raise NotThere(NOT_THERE)
    return photo


def open_with_code(ref: str, code: str) -> VoiceMatter:
    """The resident's door: her voice and the matter it belongs to now, for a reference with its code.

    Makes that one matter readable for this transaction. Raises `NotThere` with one sentence for every way to be wrong;
    counting the tries is the view's business (`trust.throttle`).
    """
    found = receipts.by_code(tidy_ref(ref), tidy_code(code))
    if found is None:
        raise NotThere(WRONG_CODE)
    link = link_opened(*found)
    if link is None:
        raise NotThere(WRONG_CODE)
    return link


def link_opened(voice_id: int, matter_id: int) -> VoiceMatter | None:
    """A voice where it belongs now, its matter opened for this transaction; None where it does not belong there.

    The matter on the receipt is another one after a joining, and out of sight then: it is opened for a moment to read it.
    """
    read_matter(matter_id)
    links = VoiceMatter.objects.select_related(
        "voice__room", "matter__room__unit", "matter__owner", "matter__void_asked_by"
    )
    link = links.filter(voice_id=voice_id, matter_id=matter_id, until=None).first()
    if link is None:
        return None
    link.origin = link.matter if link.origin_id == matter_id else _on_the_receipt(link)
    return link


def _on_the_receipt(link: VoiceMatter) -> Matter:
    read_matter(link.origin_id)
    origin = Matter.objects.get(pk=link.origin_id)
    read_matter(link.matter_id)
    return origin
