"""What is taken home: the receipt on a resident's own page, and the slip a liaison prints."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.forms import BaseForm
from django.urls import reverse

from lianxin.intake.pages.rooms import RoomHead, head_of
from lianxin.intake.pages.say import calls_for
from lianxin.intake.queries import HandedIn, Written
from lianxin.intake.reprinting import refs_of
from lianxin.kernel.days import local
from lianxin.kernel.refs import group_code
from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.taking import gist_of
from lianxin.matters.clocks import Rules
from lianxin.ui.elements import Label
from lianxin.ui.languages import Lang
from lianxin.ui.pieces import SlipFacts

PAPERS: Final = {"a6": N_("A6 纸"), "58": N_("58 毫米小票纸")}
SAID_IN: Final[dict[Lang, str]] = {"zh-Hans": N_("中文"), "en": "English"}

Choice = tuple[str, str, bool]  # its label, its address, whether it stands chosen


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt. `unsent`: other words typed under the same key; `added`: they were added just now.

    `slip` and what else gives the code or the words away are there for `minutes` after receipt; then `slip` is None and
    the page says where to go. `desk`: her room can print the slip again. `code` is the tracking code in fours: shown, and
    carried by POST alone.
    """

    room: RoomHead
    slip: SlipFacts | None
    minutes: int
    promised: Words
    sms: Label
    ref: str
    code: str
    track_url: str
    gist: str
    place: str
    heard: Label
    at: datetime.datetime
    phone: str
    calls: tuple[str, ...]
    unsent: str
    unsent_photos: int
    added: bool
    error: Label
    desk: bool


@dataclass(frozen=True)
class SlipPage:
    """What a liaison hands over: every reference its one code opens, the code in fours, the day, the number to call.

    `about`: she will not see this matter again. `paper` is a key of `PAPERS`, `lang` the language of whoever takes it home,
    `ways` what else can be chosen of both, each under its label.
    """

    refs: tuple[str, ...]
    code: str
    promised: Words
    room: str
    phone: str
    url: str
    about: bool
    paper: str
    lang: Lang
    ways: tuple[tuple[str, tuple[Choice, ...]], ...]
    again: str
    reprinted: bool


@dataclass(frozen=True)
class AgainPage:
    """Why a slip is to be printed again. `gist` is data."""

    ref: str
    gist: str
    form: BaseForm
    back: str
    url: str


def receipt_page(
    handed: HandedIn, rules: Rules, *, address: str, hotline: str, unsent: Written | None, added: bool,
    now: datetime.datetime, error: Label = "",
) -> ReceiptPage:  # fmt: skip
    """A resident's receipt. `address` is where its two-dimensional code leads: the page that asks for the code.

    Its own address stays in histories and may be passed on, so the code is shown no longer than the pack says.
    """
    minutes = rules.pack.number("receipt_minutes")
    fresh = now <= handed.voice.received_at + datetime.timedelta(minutes=minutes)
    voice, about = handed.voice, handed.voice.matter.about_id is not None
    head = head_of(voice.room)
    phone = hotline if about else head.phone or hotline
    heard: Label = N_("区里组织部门") if about else Words.of("{name}", name=head.name)
    return ReceiptPage(
        room=head, slip=slip_facts(handed, rules, address) if fresh else None, minutes=minutes,
        promised=promised_words(handed), sms=sms_text(handed, phone) if fresh else "", ref=handed.receipt.ref,
        code=group_code(handed.receipt.code) if fresh else "", track_url=f"{reverse('intake:track')}?ref={handed.receipt.ref}",
        gist=gist_of(voice.words) if fresh else "", place=voice.place if fresh else "", heard=heard,
        at=voice.received_at, phone=phone, calls=calls_for(voice.words, rules.pack.dangers) if fresh else (),
        unsent=unsent.typed.words if unsent else "", unsent_photos=len(unsent.photos) if unsent else 0, added=added,
        error=error, desk=not about,
    )  # fmt: skip


def slip_page(
    handed: HandedIn, *, address: str, hotline: str, paper: str, lang: Lang, path: str, again: str, reprinted: bool,
) -> SlipPage:  # fmt: skip
    """The slip of a voice, whatever door it came through. `address` is where its two-dimensional code leads; `path` is its own,
    '' where paper and language were asked before.
    """
    voice, about = handed.voice, handed.voice.matter.about_id is not None
    return SlipPage(
        refs=refs_of(voice), code=group_code(handed.receipt.code),
        promised=promised_words(handed), room="" if about else voice.room.name,
        phone=hotline if about else voice.room.phone or hotline, url=address, about=about, paper=paper, lang=lang,
        ways=_ways(path, paper, lang) if path else (), again=again, reprinted=reprinted,
    )  # fmt: skip


def _ways(path: str, paper: str, lang: Lang) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Each paper and each language a slip can be printed in, the other left as it is."""
    papers = ((label, f"{path}?paper={key}&in={lang}", key == paper) for key, label in PAPERS.items())
    langs = ((label, f"{path}?paper={paper}&in={key}", key == lang) for key, label in SAID_IN.items())
    return (N_("用什么纸打："), tuple(papers)), (N_("用什么文字打："), tuple(langs))


def slip_facts(handed: HandedIn, rules: Rules, address: str) -> SlipFacts:
    """Reference, code in fours, the promised day and how it was counted."""
    receipt = handed.receipt
    return SlipFacts(
        receipt.ref, group_code(receipt.code), promised_words(handed), counted_words(handed, rules), address
    )


def promised_words(handed: HandedIn) -> Words:
    """The promised day; with its year when that is another one than the day of receipt's."""
    day, received = handed.receipt.promised_on, local(handed.voice.received_at).date()
    return Words.of(N_("{day:year}前") if day.year != received.year else N_("{day}前"), day=day)


def counted_words(handed: HandedIn, rules: Rules) -> Label:
    """How the promised day was counted; '' where today's rules would count another one."""
    length = rules.pack.classes[rules.pack.default_class].length
    counted = rules.due(handed.voice.received_at, length)
    if local(counted.at).date() != handed.receipt.promised_on or length.unit != "workdays":
        return ""
    return how_counted(length.amount, provisional=counted.provisional)


def how_counted(workdays: int, *, provisional: bool) -> Words:
    """From which day so many workdays are counted, and whether the day is certain yet."""
    if provisional:
        return Words.of(
            N_("从登记的第二天起算 {n} 个工作日。这一天要等国务院公布放假安排才能算准。"), n=workdays
        )
    return Words.of(N_("从登记的第二天起算 {n} 个工作日，周末和放假不算。"), n=workdays)


def sms_text(handed: HandedIn, phone: str) -> Words:
    """What she may send to herself, in at most 70 characters."""
    receipt = handed.receipt
    return Words.of(
        N_("【连心】{ref}，查询码 {code}，{day}前答复。有事打 {phone}"), ref=receipt.ref,
        code=group_code(receipt.code), day=receipt.promised_on, phone=phone,
    )  # fmt: skip


def receipt_url(room: str, key: UUID) -> str:
    """Where a resident's receipt is."""
    return reverse("intake:receipt", args=[room, key])
