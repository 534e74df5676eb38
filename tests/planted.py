"""A district in which every matter carries words, a name and a phone that no other has: where one turns up, it came from there.

Built with the product's own verbs. Who may know of each matter, and whose contact she may see, is written down here by
hand (DESIGN §4 «Sight», §5), never asked of the product.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q, QuerySet
from PIL import Image

from lianxin.intake.actions import keep_words, keep_you
from lianxin.intake.blanks import reserve
from lianxin.intake.models import Draft
from lianxin.intake.typed import Typed
from lianxin.kernel.acting import acting
from lianxin.matters.actions import closing, correcting, handling, joining, mending, taking, watching
from lianxin.matters.actions.taking import Contact, Said, register
from lianxin.matters.by import By, resident
from lianxin.matters.models import Attachment, Pending, Voice
from lianxin.matters.receipts import Receipt
from lianxin.notices.actions import tell_people
from lianxin.people import access, actions
from lianxin.people.models import Person, Post
from lianxin.trust.uploads import Photo, take_photos
from tests import world as cast
from tests.world import World

LOOKED: Final = cast.NOW + datetime.timedelta(minutes=5)
"""The moment at which the pages are looked at: while what was done last can still be taken back."""
A_DAY: Final = datetime.timedelta(days=1)
ADMIN: Final = "申管"
PASSWORD: Final = "槐树底下一口老井"  # noqa: S105 - of the cast, in a database that is thrown away

AT_THE_DESK: Final = "何敏"  # who registered the one that came in there

HOUSE: Final = ("何敏", "林晓")
ABOVE: Final = ("吴迪", "田野", "韩冬", "罗芳", "白川")
OFFICE: Final = ("罗芳", "白川")


@dataclass(frozen=True)
class Heard:
    """One voice: its contact as it was typed, and who may see it."""

    contact: Contact
    by: frozenset[str] = frozenset()

    @property
    def full(self) -> tuple[str, ...]:
        """What nobody reads who did not say why."""
        return self.contact.name, self.contact.phone, self.contact.address

    @property
    def masked(self) -> str:
        """What stands on the page of whoever may see the contact, and on no other."""
        return f"{self.contact.phone[:3]} **** {self.contact.phone[-4:]}"


@dataclass(frozen=True)
class Planted:
    """One matter: how it is addressed, who may know of it, what was planted in it.

    `token` stands in everything that was ever said about it.
    """

    name: str
    pk: int
    ref: str
    key: UUID
    code: str
    token: str
    seers: frozenset[str]
    voices: dict[int, Heard]
    photos: tuple[str, ...]

    @property
    def voice(self) -> int:
        """The voice that was heard first."""
        return min(self.voices)


@dataclass
class District:
    """The cast's district with its planted matters, a draft under `draft`, an administrator, and a slip for 白川.

    `deputy`: 何敏 will stand in for 林晓 next week. The matter `told` was handed over by her to him.

    What was typed again under the key of the matter `own` waits beside its receipt.
    """

    world: World
    matters: dict[str, Planted] = field(default_factory=dict)
    draft: UUID = field(default_factory=uuid4)
    draft_photo: str = ""
    blanks: UUID = field(default_factory=uuid4)
    slip: str = ""
    deputy: int = 0

    def pk(self, name: str) -> int:
        """The number of somebody's person."""
        return self.world.person(name).pk

    def all_units(self) -> tuple[int, ...]:
        """Every unit there is: who reads as all of them sees everything."""
        return tuple(unit.pk for unit in self.world.units.values())


def token_of(number: int) -> str:
    """The word planted in matter `number`."""
    return f"槲寄生{number}号坑"


def contact_of(number: int) -> Contact:
    """Who said matter `number`: nobody else is called that, has that phone or lives there."""
    return Contact(f"柯凤鸣{number}", f"1370000{7100 + number}", f"深新社区{number}0{number}栋")


def photo(colour: str = "grey") -> Photo:
    """A small picture, through the one door."""
    data = io.BytesIO()
    Image.new("RGB", (12, 8), colour).save(data, "JPEG")
    files = [SimpleUploadedFile("a.jpg", data.getvalue(), "image/jpeg")]
    return take_photos(files, max_files=6, max_file_mb=10, max_megapixels=25)[0]


def build() -> District:
    """The whole district, read by nobody. Needs a transaction."""
    district = District(cast.build())
    _an_administrator(district.world)
    for life in LIVES:
        life(district)
    _a_draft(district)
    _a_way_in(district)
    district.blanks = _forms_of_paper(district.world)
    _a_deputy(district)
    access.read_as(())
    access.read_matter(0)
    return district


# Each life is one matter, told by the number of its token. What happens to it is done as the house reads.


def own(d: District) -> None:
    """Of 深新社区's own room, just registered, with a photo."""
    receipt = _heard(d, 1, photos=(photo("red"),))
    _plant(d, "own", 1, receipt, [*HOUSE, *ABOVE], HOUSE)


def led(d: District) -> None:
    """In hand: 区住建局 leads, the subdistrict assists; a second resident wants her contact kept in the room."""
    receipt = _heard(d, 2)
    _to_the_top(d, receipt, 2)
    _assign(d, receipt, "区住建局", assists=("深沟寺街道",))
    handling.accept(receipt.matter_id, d.world.by("郭强"), now=cast.NOW)
    words = f"{token_of(2)}围起来了"
    handling.note(
        receipt.matter_id, d.world.by("郭强"), words=words, to_resident=True, now=cast.NOW, photos=[photo("blue")]
    )  # fmt: skip
    _, further = taking.supplement(
        receipt.matter_id, d.world.by("何敏"), words=words, now=cast.NOW,
        said=replace(_said(d, 2), share="room_only", contact=contact_of(20)),
    )  # fmt: skip
    assert further is not None
    contact = (*HOUSE, "郭强", "吴迪", "田野")
    _plant(d, "led", 2, receipt, [*HOUSE, *ABOVE, "郭强"], contact)
    d.matters["led"].voices[further.voice_id] = Heard(contact_of(20), frozenset(HOUSE))


def sent_back(d: District) -> None:
    """区住建局 had it and sent it back: it keeps its sight, without contact."""
    receipt = _heard(d, 3)
    _to_the_top(d, receipt, 3)
    _assign(d, receipt, "区住建局")
    handling.send_back(receipt.matter_id, d.world.by("郭强"), words=f"{token_of(3)}不归我们", now=cast.NOW)
    _plant(d, "sent_back", 3, receipt, [*HOUSE, *ABOVE, "郭强"], HOUSE)


def closed(d: District) -> None:
    """Answered with a photo, told and closed."""
    receipt = _heard(d, 4)
    _to_the_top(d, receipt, 4)
    _assign(d, receipt, "区住建局")
    handling.accept(receipt.matter_id, d.world.by("郭强"), now=cast.NOW)
    handling.reply(
        receipt.matter_id, d.world.by("郭强"), words=f"{token_of(4)}填好了", outcome="A", promised_on=None,
        now=cast.NOW, photos=[photo("green")],
    )  # fmt: skip
    by = d.world.by("何敏")
    closing.tell(receipt.matter_id, by, voice=receipt.voice_id, how="phone", reached=True, now=cast.NOW)
    closing.close(receipt.matter_id, by, now=cast.NOW)
    _plant(d, "closed", 4, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


def next_door(d: District) -> None:
    """Of 深南社区, led by 区城管局: 钱立's and 方圆's own."""
    receipt = _heard(d, 5, room="深南社区", photos=(photo("black"),))
    _to_the_top(d, receipt, 5, first="钱立")
    _assign(d, receipt, "区城管局")
    _plant(d, "next_door", 5, receipt, ["钱立", "方圆", *ABOVE], ("钱立", "方圆"))


def about(d: District) -> None:
    """About 深新社区 itself: only the organiser's office knows."""
    receipt = _heard(d, 6, about="深新社区", photos=(photo("white"),))
    _plant(d, "about", 6, receipt, OFFICE, OFFICE)


def about_given(d: District) -> None:
    """About 深新社区, and given to 区住建局, which learns the matter and never the speaker."""
    receipt = _heard(d, 7, about="深新社区")
    _assign(d, receipt, "区住建局")
    _plant(d, "about_given", 7, receipt, [*OFFICE, "郭强"], OFFICE)


def taken_back(d: District) -> None:
    """Given to 区城管局 by mistake, which heard of it, and taken back at once."""
    receipt = _heard(d, 8)
    _to_the_top(d, receipt, 8)
    _assign(d, receipt, "区城管局")
    _tell_the_news(d)
    mending.take_back(receipt.matter_id, d.world.by("罗芳"), now=cast.NOW)
    _plant(d, "taken_back", 8, receipt, [*HOUSE, *ABOVE], HOUSE)


def at_the_desk(d: District) -> None:
    """Said to 何敏 at her desk."""
    receipt = _heard(d, 9, by=d.world.by(AT_THE_DESK))
    _plant(d, "at_the_desk", 9, receipt, [*HOUSE, *ABOVE], HOUSE)


def told(d: District) -> None:
    """Answered and told, not yet closed; 何敏 handed it to 林晓."""
    _answered(d, "told", 10, told=True)
    posts = d.world.posts
    joining.hand_over(
        d.matters["told"].pk, d.world.by("何敏"), from_post=posts["何敏"], to_post=posts["林晓"], now=cast.NOW
    )
    _tell_the_news(d)


def untold(d: District) -> None:
    """Answered days ago; three times nobody was at home."""
    _answered(d, "untold", 11, told=False)


def host(d: District) -> None:
    """Of 深新社区, led by 区城管局, with a voice of 深南社区 joined in, which wants her contact kept in her room; another was
    joined and parted. The voice that stays here speaks with the word of this matter: who reads it need not see its own.
    """
    receipt = _heard(d, 12)
    _to_the_top(d, receipt, 12)
    _assign(d, receipt, "区城管局")
    guest, back = _guest(d, 13, receipt, words=12), _guest(d, 14, receipt, words=14)
    _tell_the_news(d)
    joining.part(back.matter_id, d.world.by("罗芳"), now=cast.NOW)
    _plant(d, "guest", 13, guest, ["钱立", *ABOVE], ("钱立", *HOUSE))
    _plant(d, "back", 14, back, ["钱立", *ABOVE], ("钱立",))
    _plant(d, "host", 12, receipt, [*HOUSE, *ABOVE, "方圆", "钱立"], (*HOUSE, "方圆"))
    d.matters["host"].voices.update(d.matters["guest"].voices)


def dictated(d: District) -> None:
    """何敏 wrote in 林晓's name; 罗芳 asked for it to be void."""
    receipt = _heard(d, 15)
    by = replace(d.world.by("何敏"), in_name_of=d.world.posts["林晓"].pk)
    words = f"{token_of(15)}去看过"
    handling.note(receipt.matter_id, by, words=words, to_resident=False, now=cast.NOW)
    correcting.correct(
        receipt.matter_id,
        d.world.by("何敏"),
        field="place",
        place=f"{token_of(15)}南口",
        words=words,
        now=cast.NOW,
    )
    correcting.ask_void(receipt.matter_id, d.world.by("罗芳"), words=words, now=cast.NOW)
    _plant(d, "dictated", 15, receipt, [*HOUSE, *ABOVE], HOUSE)


def paused(d: District) -> None:
    """In hand and standing still."""
    receipt = _heard(d, 16)
    _to_the_top(d, receipt, 16)
    _assign(d, receipt, "区住建局")
    by, words = d.world.by("郭强"), f"{token_of(16)}等化冻"
    handling.accept(receipt.matter_id, by, now=cast.NOW)
    handling.pause(receipt.matter_id, by, why="season", words=words, now=cast.NOW)
    _plant(d, "paused", 16, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


def returned(d: District) -> None:
    """Given to 区住建局 once more after it was sent back: what may be disputed, once."""
    receipt = _heard(d, 17)
    _to_the_top(d, receipt, 17)
    _assign(d, receipt, "区住建局")
    handling.send_back(receipt.matter_id, d.world.by("郭强"), words=f"{token_of(17)}不归我们", now=cast.NOW)
    _assign(d, receipt, "区住建局")
    _plant(d, "returned", 17, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


def supervised(d: District) -> None:
    """In hand and supervised: an explanation is awaited."""
    receipt = _heard(d, 18)
    _to_the_top(d, receipt, 18)
    _assign(d, receipt, "区住建局")
    handling.accept(receipt.matter_id, d.world.by("郭强"), now=cast.NOW)
    words = f"{token_of(18)}请说明"
    watching.supervise(receipt.matter_id, d.world.by("韩冬"), words=words, now=cast.NOW)
    _plant(d, "supervised", 18, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


def promised(d: District) -> None:
    """Answered with a promise, told and closed: 区住建局 has still to keep it."""
    receipt = _heard(d, 19)
    _to_the_top(d, receipt, 19)
    _assign(d, receipt, "区住建局")
    by, words, day = d.world.by("郭强"), f"{token_of(19)}年底前换管", datetime.date(2026, 12, 1)
    handling.accept(receipt.matter_id, by, now=cast.NOW)
    handling.reply(receipt.matter_id, by, words=words, outcome="B", promised_on=day, now=cast.NOW)
    by = d.world.by("何敏")
    closing.tell(receipt.matter_id, by, voice=receipt.voice_id, how="phone", reached=True, now=cast.NOW)
    closing.close(receipt.matter_id, by, now=cast.NOW)
    _plant(d, "promised", 19, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


LIVES: Final = (
    own,
    led,
    sent_back,
    closed,
    next_door,
    about,
    about_given,
    taken_back,
    at_the_desk,
    told,
    untold,
    host,
    dictated,
    paused,
    returned,
    supervised,
    promised,
)


def _answered(d: District, name: str, number: int, *, told: bool) -> None:
    begun = cast.NOW - 5 * A_DAY
    receipt = _heard(d, number, now=begun)
    by = d.world.by("罗芳")
    _to_the_top(d, receipt, number, now=begun)
    handling.assign(
        receipt.matter_id,
        by,
        lead=d.world.units["区住建局"],
        assists=[],
        limit="ordinary",
        words="",
        now=begun,
    )
    by = d.world.by("郭强")
    handling.accept(receipt.matter_id, by, now=begun)
    words = f"{token_of(number)}填好了"
    handling.reply(receipt.matter_id, by, words=words, outcome="A", promised_on=None, now=begun)
    for days in (0,) if told else (1, 2, 3):
        closing.tell(
            receipt.matter_id, d.world.by("何敏"), voice=receipt.voice_id, how="phone", reached=told,
            now=begun + days * A_DAY,
        )  # fmt: skip
    _plant(d, name, number, receipt, [*HOUSE, *ABOVE, "郭强"], (*HOUSE, "郭强"))


def _guest(d: District, number: int, host: Receipt, *, words: int) -> Receipt:
    """Of 深南社区, joined into another, with a photo of its resident and one of its room; she says the word of matter `words`."""
    guest = _heard(d, number, words=words, room="深南社区", share="room_only", photos=[photo("yellow")])
    handling.note(
        guest.matter_id, d.world.by("钱立"), words=f"{token_of(number)}拍了", to_resident=False, now=cast.NOW,
        photos=[photo("brown")],
    )  # fmt: skip
    joining.join(guest.matter_id, d.world.by("罗芳"), into=host.matter_id, now=cast.NOW)
    return guest


def _said(d: District, number: int, *, room: str = "深新社区", about: str = "") -> Said:
    said = d.world.said(f"{token_of(number)}又塌了。孩子绕着走。", room=room, about=about)
    return replace(said, place=f"{token_of(number)}北口", contact=contact_of(number))


def _heard(
    d: District, number: int, *, room: str = "深新社区", about: str = "", photos: Iterable[Photo] = (), by: By | None = None,
    now: datetime.datetime = cast.NOW, share: str = "with_contact", words: int = 0,
) -> Receipt:  # fmt: skip
    said = replace(
        _said(d, words or number, room=room, about=about), photos=tuple(photos), share=share,
        gist=f"{token_of(number)}又塌了", contact=contact_of(number),
    )  # fmt: skip
    if by is not None:
        said = replace(said, channel="visit")
    receipt = register(said, by or resident(), now=now)
    access.read_matter(0)
    d.world.house()
    return receipt


def _to_the_top(
    d: District, receipt: Receipt, number: int, *, first: str = "何敏", now: datetime.datetime = cast.NOW
) -> None:
    for name in (first, "吴迪"):
        handling.send_up(receipt.matter_id, d.world.by(name), words=f"{token_of(number)}修不了", now=now)


def _assign(d: District, receipt: Receipt, lead: str, assists: tuple[str, ...] = ()) -> None:
    units = d.world.units
    handling.assign(
        receipt.matter_id, d.world.by("罗芳"), lead=units[lead], assists=[units[name] for name in assists],
        limit="ordinary", words="", now=cast.NOW,
    )  # fmt: skip


def _plant(
    d: District, name: str, number: int, receipt: Receipt, seers: Iterable[str], contact: Iterable[str]
) -> None:
    _tell_the_news(d)
    d.matters[name] = Planted(
        name=name, pk=receipt.matter_id, ref=receipt.ref, key=Voice.objects.get(pk=receipt.voice_id).intake_key,
        code=receipt.code, token=token_of(number), seers=frozenset(seers),
        voices={receipt.voice_id: Heard(contact_of(number), frozenset(contact))},
        photos=tuple(_photos_at(receipt.matter_id).values_list("name", flat=True)),
    )  # fmt: skip


def _photos_at(matter: int) -> QuerySet[Attachment]:
    """Those of its steps, and those of the voices that belong to it now."""
    of_voices = Q(voice__links__matter=matter, voice__links__until=None)
    return Attachment.objects.filter(Q(voice=None, matter=matter) | of_voices).order_by("id")


def _tell_the_news(d: District) -> None:
    """What the worker does with the steps that are pending for the reader «news»."""
    d.world.house()
    with acting():
        for row in Pending.objects.filter(reader="news").select_related("step").order_by("id"):
            access.read_matter(row.step.matter_id)
            tell_people(row.step, now=cast.NOW)
            row.delete()
    access.read_matter(0)


def _an_administrator(world: World) -> None:
    person: Person = actions.add_person(ADMIN, "shenguan")
    post: Post = actions.add_post(person, "system_admin", None, since=cast.SINCE)
    world.posts[ADMIN] = post


def _a_draft(d: District) -> None:
    """What somebody has typed and not yet handed in; and what was typed once more under a key already used."""
    said, room = contact_of(0), d.world.rooms["深新社区"]
    typed = Typed(
        f"{token_of(0)}还没交",
        place="楼前",
        share="with_contact",
        name=said.name,
        phone=said.phone,
        asked=True,
    )
    keep_words(room, d.draft, typed, [photo("pink")], dropped=(), most_photos=6, now=cast.NOW)
    keep_you(room, d.draft, typed)
    d.draft_photo = Draft.objects.get(key=d.draft).photos[0][0]
    again = Typed(f"{token_of(1)}还有一段")
    keep_words(room, d.matters["own"].key, again, [], dropped=(), most_photos=6, now=cast.NOW)


def _forms_of_paper(world: World) -> UUID:
    """Two forms printed for 深新社区."""
    post = access.post_view(world.posts["何敏"])
    return reserve(world.rooms["深新社区"], post, count=2, most=2, now=cast.NOW)


def _a_way_in(d: District) -> None:
    """白川 has a password, and a slip printed after it."""
    person = actions.change_password(d.world.person("白川"), PASSWORD, now=cast.NOW)
    _, d.slip = actions.make_slip(person, now=cast.NOW, hours=24)


def _a_deputy(d: District) -> None:
    """何敏 stands in for 林晓 in a week, for three days."""
    since = cast.NOW.date() + 7 * A_DAY
    row = actions.stand_in(
        d.world.person("林晓"), d.world.person("何敏"), "leave", since=since, last=since + 2 * A_DAY, today=cast.NOW.date()
    )  # fmt: skip
    d.deputy = row.pk
