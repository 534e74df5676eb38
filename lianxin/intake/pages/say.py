"""The three steps of saying something, and the page where what was written is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.forms import BaseForm
from django.urls import reverse

from lianxin.intake.pages.rooms import RoomHead, head_of
from lianxin.intake.queries import Written
from lianxin.intake.typed import Typed
from lianxin.kernel.masking import find_phone
from lianxin.kernel.words import N_, Words
from lianxin.matters import consent
from lianxin.matters.labels import REACHES, SHARES
from lianxin.rulebook.danger import Danger, dangers_in
from lianxin.ui.elements import Label
from lianxin.workrooms.models import Workroom

EMERGENCY = ("110", "119", "120")
ABOUT_HINTS: Mapping[str, Label] = {
    "yes": N_("选这一项，工作室、社区和街道的人都看不到这件事，只有区里组织部门看得到，由他们来办。"),
}
SHARE_HINTS: Mapping[str, Label] = {
    "room_only": N_("只有工作室的人看得到，用来告诉您答复。每次看都有记录。"),
    "with_contact": N_("办这件事的单位也看得到，方便约您去看现场。每次看都有记录。"),
    "anonymous": N_("谁都不知道是您说的，也没法打电话找您。您凭编号和查询码自己上网看。"),
}
OFFICE_HINTS: Mapping[str, Label] = {
    **SHARE_HINTS,
    "room_only": N_("办事的单位看不到，工作室也看不到。每次看都有记录。"),
}


@dataclass(frozen=True)
class WhatPage:
    """Step 1. `key` is the signed intake key of a new form, '' when answers are changed; `photos` are links to kept ones.

    `first`: step 2 is still to come.
    """

    room: RoomHead
    form: BaseForm
    key: str
    first: bool
    photos: tuple[str, ...]
    photos_lost: bool
    calls: tuple[str, ...]
    back: str
    about_hints: Mapping[str, Label]


@dataclass(frozen=True)
class YouPage:
    """Step 2. `calls` are numbers to ring now, where the words name danger; `phone` is one typed among the words."""

    room: RoomHead
    form: BaseForm
    calls: tuple[str, ...]
    phone: str
    back: str
    share_hints: Mapping[str, Label]


@dataclass(frozen=True)
class Answer:
    """One answer to be checked: its name, what was said ('' for nothing), the words for nothing, and where to change it."""

    label: Label
    text: str
    words: Label
    url: str


@dataclass(frozen=True)
class CheckPage:
    """Step 3. `mark` says what she was shown; `changed` that another page has changed it."""

    room: RoomHead
    answers: tuple[Answer, ...]
    calls: tuple[str, ...]
    phone: str
    back: str
    mark: str
    error: Label
    consent: str
    version: str
    about: bool


@dataclass(frozen=True)
class GonePage:
    """Nothing is kept under this key any more. `typed` is what was typed just now, so that it can be copied."""

    room: RoomHead
    hours: int
    typed: str


@dataclass(frozen=True)
class NoRoomPage:
    """No such room. `typed` as above."""

    typed: str


def what_page(
    room: Workroom, form: BaseForm, *, key: str, written: Written | None, photos_lost: bool, dangers: Sequence[Danger]
) -> WhatPage:  # fmt: skip
    """Step 1, for a new form or for changing what was said."""
    head, words = head_of(room), form["words"].value() or ""
    photos = photo_urls(room, written) if written else ()
    first = written is None or not written.typed.asked
    back = reverse("intake:check", args=[room.slug, written.key]) if written and not first else head.url
    calls = calls_for(words, dangers) if form.is_bound else ()
    return WhatPage(head, form, key, first, photos, photos_lost, calls, back, ABOUT_HINTS)


def you_page(room: Workroom, form: BaseForm, written: Written, *, dangers: Sequence[Danger]) -> YouPage:
    """Step 2."""
    words, about = written.typed.words, written.typed.about == "yes"
    back = reverse("intake:words", args=[room.slug, written.key])
    hints = OFFICE_HINTS if about else SHARE_HINTS
    return YouPage(head_of(room), form, calls_for(words, dangers), find_phone(words), back, hints)


def check_page(
    room: Workroom, written: Written, *, dangers: Sequence[Danger], error: Label = ""
) -> CheckPage:
    """Step 3: every answer, and what handing it in means."""
    words = written.typed.words
    phone = "" if written.typed.phone else find_phone(words)
    back = reverse("intake:you", args=[room.slug, written.key])
    return CheckPage(
        head_of(room), answers_of(room, written), calls_for(words, dangers), phone, back, written.mark, error,
        consent.SENTENCE, consent.VERSION, written.typed.about == "yes",
    )  # fmt: skip


def gone_page(room: Workroom, *, hours: int, typed: str) -> GonePage:
    """What was written is gone."""
    return GonePage(head_of(room), hours, typed)


def calls_for(words: str, dangers: Sequence[Danger]) -> tuple[str, ...]:
    """The numbers to ring now, the most fitting first; () where the words name no danger."""
    named = [number for danger in dangers_in(words, dangers) for number in danger.call]
    return tuple(dict.fromkeys((*named, *EMERGENCY))) if named else ()


def photo_urls(room: Workroom, written: Written) -> tuple[str, ...]:
    """Where the kept photos can be looked at."""
    return tuple(
        reverse("intake:draft_photo", args=[room.slug, written.key, photo.name]) for photo in written.photos
    )


def answers_of(room: Workroom, written: Written) -> tuple[Answer, ...]:
    """Every answer with the place where it is changed."""
    typed, where = written.typed, _places(room, written.key)
    photos = Words.of(N_("{n} 张"), n=len(written.photos)) if written.photos else N_("没有")
    asked = (
        Answer(N_("什么事"), typed.words, "", where["words"]),
        Answer(N_("在哪里"), typed.place, N_("没有写"), where["place"]),
        Answer(N_("照片"), "", photos, where["photos"]),
        Answer(N_("是不是反映本社区或者工作人员"), "", _about(typed), where["about"]),
        Answer(N_("姓名和电话可以给谁看"), "", _share(typed), where["share"]),
    )
    if typed.share == "anonymous" or not typed.has_contact:
        return (*asked, Answer(N_("怎么告诉您"), "", _reach(typed), where["reach"]))
    return (
        *asked,
        Answer(N_("怎么称呼"), typed.name, N_("没有写"), where["name"]),
        Answer(N_("电话"), typed.phone, N_("没有写"), where["phone"]),
        Answer(N_("住址"), typed.address, N_("没有写"), where["address"]),
        Answer(N_("怎么告诉您"), "", _reach(typed), where["reach"]),
    )


def _places(room: Workroom, key: UUID) -> dict[str, str]:
    what, you = reverse("intake:words", args=[room.slug, key]), reverse("intake:you", args=[room.slug, key])
    first = {name: f"{what}#id_{name}" for name in ("words", "place", "photos")}
    second = {name: f"{you}#id_{name}" for name in ("name", "phone", "address")}
    radios = {"about": f"{what}#id_about_0", "share": f"{you}#id_share_0", "reach": f"{you}#id_reach_0"}
    return first | second | radios


def _about(typed: Typed) -> Label:
    return N_("是，只给区里组织部门看") if typed.about == "yes" else N_("不是")


def _share(typed: Typed) -> Label:
    if typed.share == "anonymous" or not typed.has_contact:
        return SHARES["anonymous"]
    return N_("只留给区里组织部门") if typed.about == "yes" else SHARES[typed.share]


def _reach(typed: Typed) -> Label:
    return REACHES[typed.reach or ("phone" if typed.phone else "page")]
