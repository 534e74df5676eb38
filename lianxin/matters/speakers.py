"""A speaker as this reader may see her: masked, or the words that say why nothing is shown.

Opens only what is going to be shown and masks it at once; the whole contact is opened by `contact_of` alone, for the
page that a read-log entry stands before. Never logs, never keeps what it opened.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.kernel.masking import mask_address, mask_name, mask_phone
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.matters.access import NOT_THERE, may_see_contact, sights_of, voice_for
from lianxin.matters.models import Matter, Speaker, Voice
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
    """How this reader may see contact in one matter: as the house, or where the voice allows it, or not."""

    in_house: bool
    with_contact: bool

    def lets_see(self, voice: Voice) -> bool:
        """Whether contact of that voice may be seen."""
        return self.in_house or (self.with_contact and voice.share == "with_contact")


def share_of(reader: Reader, matter: Matter) -> Share:
    """What the reader's sights of a matter allow. One query."""
    found = list(sights_of(reader).filter(matter=matter).values_list("in_house", "with_contact"))
    return Share(any(house for house, _ in found), any(contact for _, contact in found))


def masked(voice: Voice, share: Share) -> Masked:
    """The speaker of a voice for this reader. Needs `speaker` at hand."""
    if voice.speaker_id is None:
        return Masked(why_not=NONE_LEFT)
    if not share.lets_see(voice) or voice.speaker is None:
        return Masked(why_not=IN_THE_ROOM)
    return masked_contact(voice.speaker)


def speaker_for(reader: Reader, matter: Matter, voice_id: int) -> Speaker:
    """The speaker of a voice of this matter, if this reader may see who it is. Raises `NotThere`."""
    voice = voice_for(reader, matter, voice_id)
    if voice.speaker is None or not may_see_contact(reader, matter, voice):
        raise NotThere(NOT_THERE)
    return voice.speaker


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
