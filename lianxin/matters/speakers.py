"""A speaker as this reader may see her: masked, or the words that say why nothing is shown.

Opens only what is going to be shown and masks it at once; the whole contact is opened by `contact_of` alone, for the
page that a read-log entry stands before. Never logs, never keeps what it opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianxin.kernel.masking import mask_address, mask_name, mask_phone
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.matters.access import NOT_THERE, may_see_contact, sights_of, voice_for
from lianxin.matters.labels import SPEAKER_PARTS
from lianxin.matters.models import Matter, Sight, Speaker, Voice
from lianxin.people.access import Reader
from lianxin.trust import sealing

NONE_LEFT = N_("没留联系方式")
IN_THE_ROOM = N_("联系方式留在工作室")
SHREDDED = N_("联系方式已经清除")


@dataclass(frozen=True)
class Contact:
    """A speaker's contact in full, as it was typed; parts not given are ''."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Masked:
    """A speaker for a page: masked parts, or `why_not`, a msgid, where none may be shown or none was left."""

    name: str = ""
    phone: str = ""
    address: str = ""
    why_not: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is something behind the stars."""
        return not self.why_not


@dataclass(frozen=True)
class Share:
    """How this reader may see contact in one matter: as the house, or where the voice allows it, or of voices with which one
    of her `units` keeps contact.
    """

    in_house: bool = False
    with_contact: bool = False
    units: frozenset[int] = frozenset()

    def lets_see(self, voice: Voice, kept_by: int | None = None) -> bool:
        """Whether contact of that voice may be seen; `kept_by` is the unit that keeps contact with it in this matter."""
        return self.in_house or kept_by in self.units or (self.with_contact and voice.share == "with_contact")


@dataclass(frozen=True)
class Person:
    """Somebody of a voice, masked: what she is to it, and whether this is how she was written down before (旧版)."""

    part: str
    old: bool
    masked: Masked

    @property
    def label(self) -> str:
        """What she is to the voice, a msgid."""
        return SPEAKER_PARTS[self.part]


def share_of(reader: Reader, matter: Matter) -> Share:
    """What the reader's sights of a matter allow. One query."""
    return _share(sights_of(reader).filter(matter=matter))


def shares_of(reader: Reader, matters: Iterable[int]) -> Mapping[int, Share]:
    """The same for several matters by their ids. One query."""
    found: dict[int, list[Sight]] = {}
    for sight in sights_of(reader).filter(matter__in=list(matters)):
        found.setdefault(sight.matter_id, []).append(sight)
    return {pk: _share(sights) for pk, sights in found.items()}


def _share(sights: Iterable[Sight]) -> Share:
    found = list(sights)
    return Share(
        any(sight.in_house for sight in found),
        any(sight.with_contact for sight in found),
        frozenset(sight.unit_id for sight in found),
    )


def masked(voice: Voice, share: Share, kept_by: int | None = None) -> Masked:
    """The speaker of a voice for this reader. Needs `speaker` at hand."""
    if voice.speaker_id is None:
        return Masked(why_not=NONE_LEFT)
    if not share.lets_see(voice, kept_by) or voice.speaker is None:
        return Masked(why_not=IN_THE_ROOM)
    return masked_contact(voice.speaker)


def others_of(voices: Iterable[Voice]) -> Mapping[int, tuple[Person, ...]]:
    """Voice → those it is for, guardians, and how anybody of it was written down before a correction. One query.

    The caller shows them only where `Share.lets_see` the voice; row security hides the others anyway.
    """
    present = {voice.pk: voice.speaker_id for voice in voices}
    found: dict[int, tuple[Person, ...]] = {}
    for row in Speaker.objects.filter(voice__in=list(present)).order_by("id"):
        if row.voice_id is not None and row.pk != present[row.voice_id]:
            person = Person(row.part, row.ended_no is not None, masked_contact(row))
            found[row.voice_id] = (*found.get(row.voice_id, ()), person)
    return found


def people_for(reader: Reader, matter: Matter, voice_id: int) -> tuple[Speaker, ...]:
    """Everybody of a voice of this matter, the present speaker first, if this reader may see who it is. Raises `NotThere`."""
    voice = voice_for(reader, matter, voice_id)
    people = sorted(Speaker.objects.filter(voice=voice), key=lambda row: (row.ended_no is not None, row.pk))
    if not people or not may_see_contact(reader, matter, voice):
        raise NotThere(NOT_THERE)
    return tuple(people)


def masked_contact(speaker: Speaker) -> Masked:
    """A speaker's contact opened and masked at once."""
    if speaker.data_key is None:
        return Masked(why_not=SHREDDED)
    contact = contact_of(speaker)
    return Masked(mask_name(contact.name), mask_phone(contact.phone), mask_address(contact.address))


def contact_of(speaker: Speaker) -> Contact:
    """The whole contact, opened. The caller has asked whether it may be seen, and has it logged where it is shown."""
    if speaker.data_key is None:
        return Contact("", "", "")
    key = sealing.open_data_key(bytes(speaker.data_key))
    parts = ((speaker.name, "name"), (speaker.phone, "phone"), (speaker.address, "address"))
    return Contact(*(sealing.unseal(key, bytes(blob), about) if blob else "" for blob, about in parts))


def completed(voice_id: int | None, name: str, phone: str, address: str) -> Contact:
    """A contact as corrected: what was left blank stays as it was. Shows nothing; row security bounds what is opened."""
    old = Speaker.objects.filter(voices=voice_id or 0).first()
    was = contact_of(old) if old else Contact("", "", "")
    return Contact(name or was.name, phone or was.phone, address or was.address)
