"""The two pages about one speaker's contact: asking why it is wanted, and showing it once. And a further voice's receipt."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import Form

from lianxin.kernel.refs import group_code
from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import Rules
from lianxin.matters.models import Speaker
from lianxin.matters.receipts import Receipt
from lianxin.matters.speakers import Contact, Person, contact_of, masked_contact
from lianxin.ui.pieces import SlipFacts


@dataclass(frozen=True)
class ContactPage:
    """Everybody of voice number `voice`, masked, with the form that asks why; `contacts` only after that was written down."""

    ref: str
    gist: str
    voice: int
    people: tuple[Person, ...]
    form: Form
    contacts: tuple[tuple[Person, Contact], ...] = ()


def person_of(speaker: Speaker) -> Person:
    """Somebody of a voice, masked."""
    return Person(speaker.part, speaker.ended_no is not None, masked_contact(speaker))


def opened(people: Sequence[Speaker]) -> tuple[tuple[Person, Contact], ...]:
    """Everybody's contact in full. The caller has written down why."""
    return tuple((person_of(speaker), contact_of(speaker)) for speaker in people)


@dataclass(frozen=True)
class ReceiptPage:
    """What another resident takes home, shown once: `slip` holds the code."""

    ref: str
    gist: str
    slip: SlipFacts
    repeated: bool
    unsent: str


def receipt_page(
    receipt: Receipt, gist: str, address: str, rules: Rules, *, now: datetime.datetime
) -> ReceiptPage:
    """The receipt of a further voice. `address` is the public page where its code opens the matter."""
    slip = SlipFacts(
        ref=receipt.ref,
        code=group_code(receipt.code),
        promised=Words.of(N_("{day:year}前"), day=receipt.promised_on),
        words=_counted(rules, now),
        url=address,
    )
    return ReceiptPage(receipt.ref, gist, slip, receipt.repeated, receipt.unsent)


def _counted(rules: Rules, now: datetime.datetime) -> Words:
    length = rules.pack.classes[rules.pack.default_class].length
    if rules.due(now, length).provisional:
        said = N_("从登记的第二天起算 {n} 个工作日。这一天要等国务院公布放假安排才能算准。")
    else:
        said = N_("从登记的第二天起算 {n} 个工作日，周末和放假不算。")
    return Words.of(said, n=length.amount)
