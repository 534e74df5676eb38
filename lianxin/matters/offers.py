"""What the form of a verb may offer for one matter and one post: categories, units, limits with their dates, voices.

Reads what is missing in the papers, so that drawing a form runs no query. It never decides whether a verb passes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.deadlines import Deadline, length_words, limit_due
from lianxin.matters.joinable import Likely, coming_back, likely_for
from lianxin.matters.models import Category, Step
from lianxin.matters.moves import ORGANISER
from lianxin.matters.papers import Papers, VoiceView
from lianxin.matters.queries import categories_on, counted_from, finish_in
from lianxin.matters.sights import may_handle
from lianxin.matters.standing import speaks_with_its_own_alone
from lianxin.people.models import UNIT_KINDS, Unit, in_force
from lianxin.workrooms.models import Workroom

HANDLING_KINDS = ("department", "subdistrict", "community")


@dataclass(frozen=True)
class Limit:
    """A class of limit a lead may be given: its label and length, the deadline it would give, and how that stands to
    the promise and to now.
    """

    key: str
    label: Words
    length: Words
    deadline: Deadline
    later_than_promised: bool
    over: bool


@dataclass(frozen=True)
class Offer:
    """What the form of a verb may offer; what it does not need stays empty.

    `put_off`: workdays to extend by and the day each gives; `likely`: what it may be joined into; `returning`: how many voices
    parting brings back; `steps`: (number, verb, moment) of those written in the actor's name; `asked`: who asked for void, and why.
    """

    verb: str
    papers: Papers
    categories: tuple[Category, ...] = ()
    units: tuple[Unit, ...] = ()
    limits: tuple[Limit, ...] = ()
    put_off: tuple[tuple[int, datetime.date], ...] = ()
    rooms: tuple[Workroom, ...] = ()
    likely: tuple[Likely, ...] = ()
    returning: int = 0
    steps: tuple[tuple[int, str, datetime.datetime], ...] = ()
    asked: tuple[Words, ...] = ()

    @property
    def untold(self) -> tuple[VoiceView, ...]:
        """The voices that do not know of the last answer, as far as this post speaks with them."""
        return tuple(voice for voice in self.papers.voices if not voice.told and self._speaks_with(voice))

    @property
    def unrated(self) -> tuple[VoiceView, ...]:
        """The voices that were told and have not rated it, as far as this post speaks with them."""
        told = (voice for voice in self.papers.voices if voice.told and not voice.rated)
        return tuple(voice for voice in told if self._speaks_with(voice))

    def _speaks_with(self, voice: VoiceView) -> bool:
        """A room whose resident was joined in from elsewhere speaks with that resident alone."""
        only_hers = speaks_with_its_own_alone(self.papers.facts.standings)
        return not only_hers or voice.keeper == self.papers.post.unit_id

    @property
    def unit_groups(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The units by kind: (msgid of the kind, [(id, name)])."""
        groups = ((kind, [(u.pk, u.name) for u in self.units if u.kind == kind]) for kind in HANDLING_KINDS)
        return [(UNIT_KINDS[kind], units) for kind, units in groups if units]


def offer_of(verb: str, papers: Papers) -> Offer:
    """Read what the form of this verb needs besides the papers. At most two statements."""
    reads = _READ.get(verb)
    return reads(verb, papers) if reads else Offer(verb, papers)


def _categories(verb: str, papers: Papers) -> Offer:
    return Offer(verb, papers, categories=tuple(categories_on(local(papers.now).date())))


def _giving(verb: str, papers: Papers) -> Offer:
    return Offer(verb, papers, units=units_to_give(papers), limits=limits_of(papers))


def _putting_off(verb: str, papers: Papers) -> Offer:
    """Each number of workdays an extension may add, with the day it would give."""
    finish = finish_in(papers.clocks)
    if finish is None:
        return Offer(verb, papers)
    longer = (finish.longer(n) for n in range(1, papers.rules.pack.number("extend_days") + 1))
    days = (local(papers.rules.due(finish.starts_at, length, finish.paused).at).date() for length in longer)
    return Offer(verb, papers, put_off=tuple(enumerate(days, 1)))


def _unheard(verb: str, papers: Papers) -> Offer:
    """Which assists have not given their view, and until when they may, where the pack has the lead reminded of it."""
    lead = papers.lead
    if lead is None or papers.rules.pack.assists.get(lead.limit) != "warn":
        return Offer(verb, papers)
    due = {clock.assignment_id: clock.due_at for clock in papers.clocks if clock.kind == "assist"}
    said = N_("{unit}的协办意见还没有来，{at}前给；可以先答复，也可以等一等。")
    late = N_("{unit}的协办意见过了{at}还没有来；可以直接答复。")
    return Offer(verb, papers, asked=tuple(
        Words.of(said if due[one.pk] >= papers.now else late, unit=one.unit.name, at=due[one.pk])
        for one in papers.assists if one.pk in due
    ))  # fmt: skip


def _rooms(verb: str, papers: Papers) -> Offer:
    there = Workroom.objects.filter(in_force(local(papers.now).date())).exclude(pk=papers.matter.room_id)
    return Offer(verb, papers, rooms=tuple(there.order_by("unit__path")))


def _in_his_name(verb: str, papers: Papers) -> Offer:
    mine = Step.objects.filter(matter=papers.matter, no__in=papers.facts.dictated).order_by("-no")
    return Offer(verb, papers, steps=tuple(mine.values_list("no", "verb", "happened_at")))


def _asked_void(verb: str, papers: Papers) -> Offer:
    return Offer(verb, papers, asked=void_asked(papers))


def void_asked(papers: Papers) -> tuple[Words, ...]:
    """Who asked for the matter to be void, when and why; nothing where nobody did. At most one statement."""
    if papers.matter.void_asked_by_id is None:
        return ()
    asking = Step.objects.filter(matter=papers.matter, verb="ask_void").select_related("post__person", "text")
    step = asking.order_by("-no")[0]
    who = step.post.person.name if step.post else ""
    said = Words.of(N_("{who}在{at}请求作废。"), who=who, at=step.happened_at)
    why = Words.of(N_("原因：{words}"), words=step.text.words) if hasattr(step, "text") else None
    return (said, why) if why else (said,)


_READ: Final[Mapping[str, Callable[[str, Papers], Offer]]] = {
    "triage": _categories,
    "correct": _categories,
    "assign": _giving,
    "reassign": _giving,
    "extend": _putting_off,
    "reply": _unheard,
    "pass_on": _rooms,
    "join": lambda verb, papers: Offer(verb, papers, likely=likely_for(papers.reader, papers.matter)),
    "part": lambda verb, papers: Offer(verb, papers, returning=coming_back(papers.matter)),
    "object_to": _in_his_name,
    "void": _asked_void,
}


def units_to_give(papers: Papers) -> tuple[Unit, ...]:
    """The units this post may give the matter to: her own and those below, the organiser all; never those complained of."""
    units = Unit.objects.standing(local(papers.now).date()).filter(kind__in=HANDLING_KINDS)
    if ORGANISER not in papers.facts.standings:
        units = units.under(papers.post.unit_id or 0)
    about = tuple(papers.matter.about.path) if papers.matter.about else None
    return tuple(unit for unit in units.order_by("path") if may_handle(tuple(unit.path), about))


def limits_of(papers: Papers) -> tuple[Limit, ...]:
    """Each class of limit with the day it gives, counted from the day of receipt, or since it was asked for again."""
    begins, pauses = counted_from(papers.matter, now=papers.now)
    return tuple(
        Limit(
            key, Words.of(limit.label), length_words(limit.length),
            found := limit_due(limit, begins, papers.rules, pauses),
            later_than_promised=papers.promised_on is not None and found.day > papers.promised_on,
            over=found.at < papers.now,
        )
        for key, limit in papers.rules.pack.classes.items()
    )  # fmt: skip
