"""What the form of a verb may offer for one matter and one post: categories, units, limits with their dates, voices.

Reads what is missing in the papers, so that drawing a form runs no query. It never decides whether a verb passes.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.kernel.days import local
from lianxin.kernel.words import Words
from lianxin.matters.deadlines import Deadline, length_words, limit_due
from lianxin.matters.models import Category
from lianxin.matters.moves import ORGANISER
from lianxin.matters.papers import Papers, VoiceView
from lianxin.matters.sights import may_handle
from lianxin.people.models import UNIT_KINDS, Unit, in_force

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
    """What the form of a verb may offer; what it does not need stays empty."""

    verb: str
    papers: Papers
    categories: tuple[Category, ...] = ()
    units: tuple[Unit, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def untold(self) -> tuple[VoiceView, ...]:
        """The voices that do not know of the last answer."""
        return tuple(voice for voice in self.papers.voices if not voice.told)

    @property
    def unrated(self) -> tuple[VoiceView, ...]:
        """The voices that were told and have not rated it."""
        return tuple(voice for voice in self.papers.voices if voice.told and not voice.rated)

    @property
    def unit_groups(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The units by kind: (msgid of the kind, [(id, name)])."""
        groups = ((kind, [(u.pk, u.name) for u in self.units if u.kind == kind]) for kind in HANDLING_KINDS)
        return [(UNIT_KINDS[kind], units) for kind, units in groups if units]


def offer_of(verb: str, papers: Papers) -> Offer:
    """Read what the form of this verb needs besides the papers. At most one statement."""
    if verb == "triage":
        day = local(papers.now).date()
        return Offer(
            verb, papers, categories=tuple(Category.objects.filter(in_force(day)).order_by("position"))
        )
    if verb in ("assign", "reassign"):
        return Offer(verb, papers, units=units_to_give(papers), limits=limits_of(papers))
    return Offer(verb, papers)


def units_to_give(papers: Papers) -> tuple[Unit, ...]:
    """The units this post may give the matter to: her own and those below, the organiser all; never those complained of."""
    units = Unit.objects.standing(local(papers.now).date()).filter(kind__in=HANDLING_KINDS)
    if ORGANISER not in papers.facts.standings:
        units = units.under(papers.post.unit_id or 0)
    about = tuple(papers.matter.about.path) if papers.matter.about else None
    return tuple(unit for unit in units.order_by("path") if may_handle(tuple(unit.path), about))


def limits_of(papers: Papers) -> tuple[Limit, ...]:
    """Each class of limit with the day it gives, counted from the day of receipt."""
    return tuple(
        Limit(
            key, Words.of(limit.label), length_words(limit.length),
            found := limit_due(limit, papers.matter.received_at, papers.rules),
            later_than_promised=papers.promised_on is not None and found.day > papers.promised_on,
            over=found.at < papers.now,
        )
        for key, limit in papers.rules.pack.classes.items()
    )  # fmt: skip
