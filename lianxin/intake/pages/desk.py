"""登记台: the one screen on which a liaison or a delegate writes down what somebody says, and its parts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField
from django.urls import reverse

from lianxin.intake.desk_form import GIST_WELL, WITHOUT_CONTACT
from lianxin.intake.desk_queries import Unfinished
from lianxin.intake.lookup import Writing
from lianxin.intake.models import ENDED, EndedCall
from lianxin.intake.pages.receipt import how_counted
from lianxin.intake.pages.say import calls_for
from lianxin.intake.readback import Spoken, grouped, read_back, what_of
from lianxin.intake.same import Earlier, Usual
from lianxin.kernel.days import local
from lianxin.kernel.masking import mask_phone
from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import Rules
from lianxin.matters.deadlines import Deadline, length_words, limit_due
from lianxin.matters.labels import FOR_WHOM, REACHES
from lianxin.matters.lights import Light, Watched, light_of
from lianxin.rulebook.danger import danger_in
from lianxin.rulebook.pack import LimitClass
from lianxin.rulebook.wording import Scene, Wording
from lianxin.ui.elements import Label

SAID_LENGTH = 24  # characters of an unfinished form by which its writer knows it again


@dataclass(frozen=True)
class EarlierLine:
    """One matter of the number, masked. `value` is '' where nothing can be added to it any more."""

    value: str
    ref: str
    url: str
    gist: str
    at: datetime.datetime
    times: int
    light: Light
    who: str
    heard: Label


@dataclass(frozen=True)
class EarlierPart:
    """What the number said before. `numbers` are grouped as one says them; `asked`: a look-up was made, whatever it found.
    `wrong` is what stands there instead where no number could be read.

    `same` is the choice among the open ones, None where there is nothing to choose.
    """

    asked: bool
    numbers: tuple[str, ...]
    open: tuple[EarlierLine, ...]
    done: tuple[EarlierLine, ...]
    same: BoundField | None
    why: Label
    writing: tuple[Words, ...]
    looked: str
    may_add: bool
    wrong: Label = ""


@dataclass(frozen=True)
class AsidePart:
    """What is read out to the caller, what is promised and by which rule, and whom to call where there is danger.

    `about`: it is about her own room, so that she will not see it again.
    """

    lines: tuple[Words, ...]
    day: datetime.date
    length: Label
    rule: Label
    caption: Label
    urgent: Label
    calls: tuple[str, ...]
    anonymous: bool
    about: bool


@dataclass(frozen=True)
class Card:
    """One wording card."""

    scene: Scene


@dataclass(frozen=True)
class LeftOver:
    """A form left unfinished: what it was about in a few words, when, where it goes on, its signed key, of how many."""

    said: str
    at: datetime.datetime
    url: str
    key: str
    count: int


@dataclass(frozen=True)
class EndedLine:
    """One ended call of today."""

    at: datetime.datetime
    because: Label
    line: str
    who: str


@dataclass(frozen=True)
class DeskPage:
    """The screen. `room` is the only room there is, '' where one is chosen. `first`: the slip of what this key already is.

    `notice` is what happened instead of registering; `end` the form that ends this call, `drop` the one that drops `left`,
    what was left unfinished. `for_another` and `late`: what is folded away is open.
    """

    who: str
    room: str
    form: BaseForm
    key: str
    photos_lost: bool
    first_ref: str
    first_url: str
    notice: Label
    gist_hint: Words
    gist_text: Words
    earlier: EarlierPart
    aside: AsidePart
    cards: tuple[Card, ...]
    cards_version: datetime.date
    end: BaseForm
    drop: BaseForm
    left: LeftOver | None
    has_ended: bool
    ended: tuple[EndedLine, ...]
    resumed: bool
    for_another: bool
    late: bool


@dataclass(frozen=True)
class NoRoomOfHersPage:
    """She holds a post where no workroom is kept."""

    unit: str


def earlier_part(
    found: Sequence[Earlier], writing: Sequence[Writing], choice: Usual, form: BaseForm, rules: Rules, *,
    numbers: Sequence[str], looked: str, may_add: bool, now: datetime.datetime,
) -> EarlierPart:  # fmt: skip
    """The list of a number, from what was looked up. `form` already offers the open ones."""
    lines = [_line(one, rules, may_add, now) for one in found]
    open_ = tuple(line for line in lines if line.value)
    same = form["same"] if open_ and "same" in form.fields else None
    return EarlierPart(
        bool(numbers), tuple(grouped(number) for number in numbers), open_, tuple(line for line in lines if not line.value),
        same, choice.why or "", tuple(_writing(one) for one in writing), looked, may_add,
    )  # fmt: skip


def nothing_asked(looked: str, wrong: Label = "") -> EarlierPart:
    """Before any number was looked up, or where what is typed is none."""
    return EarlierPart(False, (), (), (), None, "", (), looked, True, wrong)


def aside_part(typed: Mapping[str, str], happened_at: datetime.datetime | None, added: Earlier | None, rules: Rules, *,
               now: datetime.datetime) -> AsidePart:  # fmt: skip
    """What is read out and promised, from what is typed so far. The day is counted as the receipt will count it.

    `added` is the matter it is added to: a further voice is promised its day from now on, whenever it was said.
    """
    happened_at = None if added else happened_at
    pack, anonymous = rules.pack, typed.get("share") == "anonymous"
    due = limit_due(pack.classes[pack.default_class], happened_at or now, rules)
    day = local(due.at).date()
    words, gist = typed.get("words", ""), typed.get("gist", "")
    spoken = Spoken(
        typed.get("name", ""), typed.get("phone", ""), what_of(gist, words), typed.get("place", ""), day,
        reach_of(typed, anonymous=anonymous), anonymous, _whom(typed), typed.get("affected_name", ""),
        typed.get("also", ""), added.gist if added else "", local(added.received_at).date() if added else None,
    )  # fmt: skip
    limit = pack.classes[pack.default_class]
    return AsidePart(
        read_back(spoken), day, length_words(limit.length), limit.label, _caption(due, limit, happened_at),
        _urgent(typed, rules), calls_for(words, pack.dangers), anonymous, typed.get("about") == "yes",
    )  # fmt: skip


def reach_of(typed: Mapping[str, str], *, anonymous: bool) -> str:
    """By which way she hears the answer: as she asked, else by telephone where there is one, else at the next visit."""
    asked = typed.get("reach", "")
    if anonymous:
        return asked if asked in WITHOUT_CONTACT else "page"
    usual = "phone" if typed.get("phone", "").strip() else "visit"
    return asked if asked in REACHES else usual


def gist_hint(typed: str | None) -> Words:
    """How long a title is seen whole in lists, and how long this one is; for None the text a script counts by."""
    n: int | str = "{n}" if typed is None else len(typed.strip())
    return Words.of(N_("{well} 个字以内看得全，现 {n} 个字"), well=GIST_WELL, n=n)


def cards_of(wording: Wording) -> tuple[Card, ...]:
    """The wording cards as they are drawn."""
    return tuple(Card(scene) for scene in wording.scenes)


def left_over(left: Unfinished, key: str) -> LeftOver:
    """An unfinished form as it is offered."""
    typed = left.typed
    said = what_of(typed.get("gist", ""), typed.get("words", "")) or typed.get("name", "")
    said = said or mask_phone(typed.get("phone", ""))
    short = said if len(said) <= SAID_LENGTH else said[: SAID_LENGTH - 1] + "…"
    return LeftOver(short, left.kept_at, f"{reverse('intake:desk')}?draft={left.key}", key, left.count)


def ended_lines(calls: Sequence[EndedCall]) -> tuple[EndedLine, ...]:
    """The ended calls of today."""
    return tuple(EndedLine(one.at, ENDED[one.because], one.line, one.post.person.name) for one in calls)


def _whom(typed: Mapping[str, str]) -> str:
    whom = typed.get("for_whom", "")
    return whom if whom in FOR_WHOM else ""


def _line(one: Earlier, rules: Rules, may_add: bool, now: datetime.datetime) -> EarlierLine:
    light = light_of(Watched(one.stage, one.look_at, one.due), rules, now)
    who = "　".join(part for part in (one.name, one.phone) if part)
    return EarlierLine(
        str(one.matter) if one.is_open and may_add else "", one.ref, reverse("matters:matter", args=[one.ref]),
        one.gist, one.received_at, one.times, light, who, _heard(one, now),
    )  # fmt: skip


def _heard(one: Earlier, now: datetime.datetime) -> Label:
    """Who wrote it down, where that was today: the other liaison may have had the same caller a minute ago."""
    if not one.heard_by or local(one.heard_at).date() != local(now).date():
        return ""
    at = local(one.heard_at)
    return Words.of(N_("今天 {time} {name}登记的"), time=f"{at.hour}:{at.minute:02}", name=one.heard_by)


def _writing(one: Writing) -> Words:
    at = local(one.at)
    said = (
        N_("您自己在另一页正在登记这个号码（{time}）") if one.mine else N_("{name}正在登记这个号码（{time}）")
    )
    return Words.of(said, name=one.who, time=f"{at.hour}:{at.minute:02}")


def _caption(due: Deadline, limit: LimitClass, happened_at: datetime.datetime | None) -> Label:
    if happened_at is not None and not due.unpublished:
        return Words.of(N_("从他说的第二天起算 {n} 个工作日，周末和放假不算。"), n=limit.length.amount)
    return how_counted(limit.length.amount, provisional=bool(due.unpublished))


def _urgent(typed: Mapping[str, str], rules: Rules) -> Label:
    """How soon it is sent on where somebody is in danger, by what is chosen or by the words."""
    if typed.get("urgency") != "now" and not danger_in(typed.get("words", ""), rules.pack.danger_words):
        return ""
    return Words.of(N_("列为急件，{length}内要派出"), length=length_words(rules.pack.length("urgent")))
