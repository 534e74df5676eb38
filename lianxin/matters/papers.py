"""案卷: all that one matter holds, read once for one reader and one acting post. Values for pages and forms; writes nothing.

Contact leaves this module masked. A fixed number of statements, however many voices and steps there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lianxin.kernel.words import N_, Words
from lianxin.matters import queries
from lianxin.matters.access import matters_visible_to
from lianxin.matters.by import acting
from lianxin.matters.clocks import Rules
from lianxin.matters.guards import Facts, moves_passing
from lianxin.matters.labels import CHANNELS, FOR_WHOM, HOWS, REACHES, SATISFIED, SOLVED
from lianxin.matters.ledger import taken_back
from lianxin.matters.lights import Light, Watched, light_of
from lianxin.matters.models import (
    Assignment,
    Attachment,
    Clock,
    Feedback,
    Matter,
    Step,
    Voice,
    VoiceMatter,
)
from lianxin.matters.receipts import Receipt, receipt_of
from lianxin.matters.speakers import Masked, Person, Share, masked, others_of, share_of
from lianxin.people.access import PostView, Reader


@dataclass(frozen=True)
class VoiceView:
    """One voice as a page shows it. `number` counts the voices of the matter from 1; `words` and `place` are data.

    `people` are those it is for, guardians and earlier versions of contact; `for_whom` a msgid or ''. `keeper` is the unit that
    keeps contact with it, `kept_by` what it is called; `receipt` the reference on its receipt.
    """

    id: int
    number: int
    words: str
    came: Words
    place: str
    photos: tuple[str, ...]
    speaker: Masked
    reach: str
    promised_on: datetime.date
    told: Words | str
    told_no: int | None
    rated: Words | str
    people: tuple[Person, ...] = ()
    for_whom: str = ""
    speech: str = ""
    folded: bool = False
    keeper: int = 0
    kept_by: str = ""
    receipt: str = ""

    @property
    def reached_by(self) -> str:
        """How she asked to be told, a msgid; '' where nothing is known of it."""
        return REACHES.get(self.reach, "")

    @property
    def who(self) -> Words:
        """The masked name, or which of the voices this is."""
        if self.speaker.name:
            return Words.of("{name}", name=self.speaker.name)
        return Words.of(N_("第 {n} 位居民"), n=self.number)


@dataclass(frozen=True)
class Others:
    """The matters joined with this one, by reference: the one its voices went to ('' for none), and those that came in."""

    into: str = ""
    came: tuple[str, ...] = ()


@dataclass(frozen=True)
class Papers:
    """One matter opened for one reader: what the rules say of it, who said what, which clocks run, who handles it.

    `clocks` run, due first. What only some pages show (voices, what was joined) is read when it is first asked for.
    """

    matter: Matter
    reader: Reader
    post: PostView
    rules: Rules
    facts: Facts
    verbs: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    clocks: tuple[Clock, ...]
    now: datetime.datetime

    @cached_property
    def light(self) -> Light:
        """Its light at this moment."""
        return light_of(self.facts.watched or Watched(self.matter.stage), self.rules, self.now)

    @cached_property
    def voices(self) -> tuple[VoiceView, ...]:
        """The voices that belong to it now."""
        return voices_of(self.matter, share_of(self.reader, self.matter))

    @cached_property
    def others(self) -> Others:
        """What was joined with it, as far as this reader may know of it."""
        return others_joined(self.reader, self.matter)

    @property
    def lead(self) -> Assignment | None:
        """The assignment that leads now."""
        return next((a for a in self.assignments if a.part == "lead" and a.until is None), None)

    @property
    def assists(self) -> tuple[Assignment, ...]:
        """The assignments that assist now."""
        return tuple(a for a in self.assignments if a.part == "assist" and a.until is None)

    @property
    def promise(self) -> Clock | None:
        """The clock of what was promised and is not kept."""
        return queries.promise_in(self.clocks)

    @property
    def promised_on(self) -> datetime.date | None:
        """The latest day a receipt of this matter names."""
        return max((voice.promised_on for voice in self.voices), default=None)


def papers_of(matter: Matter, reader: Reader, post: PostView, *, now: datetime.datetime) -> Papers:
    """Open a matter that the reader already holds (through `access.matter_for`)."""
    rules = queries.rules_on(now)
    assignments = list(
        Assignment.objects.filter(matter=matter).select_related("unit", "given_by").order_by("id")
    )
    running = Clock.objects.running().filter(matter=matter)
    clocks = tuple(running.select_related("assignment").order_by("due_at"))
    facts = queries.facts_of(matter, acting(post), assignments, clocks, rules, now=now)
    verbs = tuple(move.verb for move in moves_passing(facts))
    return Papers(matter, reader, post, rules, facts, verbs, tuple(assignments), clocks, now)


def others_joined(reader: Reader, matter: Matter) -> Others:
    """What was joined with a matter, as far as this reader may know of it. One query."""
    both = (
        matters_visible_to(reader).filter(Q(joined_into=matter) | Q(pk=matter.joined_into_id)).order_by("pk")
    )
    found = list(both.values_list("pk", "ref"))
    into = next((ref for pk, ref in found if pk == matter.joined_into_id), "")
    return Others(into, tuple(ref for pk, ref in found if pk != matter.joined_into_id))


def voices_of(matter: Matter, share: Share) -> tuple[VoiceView, ...]:
    """The voices that belong to a matter now, first heard first, each speaker masked for this share."""
    found = VoiceMatter.objects.filter(matter=matter, until=None).order_by("id")
    on_the_receipt = Matter.objects.filter(pk=OuterRef("origin")).values("ref")[:1]  # may be out of sight
    found = found.annotate(receipt=Subquery(on_the_receipt))
    links = list(found.select_related("voice__speaker", "voice__room", "voice__heard_by__person", "kept_by"))
    people = others_of(link.voice for link in links)
    photos: dict[int | None, list[str]] = {}
    for voice, name in _photos_of(matter, links).values_list("voice_id", "name"):
        photos.setdefault(voice, []).append(name)
    rated = {
        (row.link_id, row.told_no): _rated(row)
        for row in Feedback.objects.filter(matter=matter, taken_back=False)
    }
    return tuple(
        _voice(n, link, share, photos, rated, people.get(link.voice_id, ()))
        for n, link in enumerate(links, 1)
    )


def _photos_of(matter: Matter, links: Sequence[VoiceMatter]) -> QuerySet[Attachment]:
    """Those of the matter, and those that came with a voice before it was joined in."""
    voices = [link.voice_id for link in links if link.moved_from_id is not None]
    return Attachment.objects.filter(Q(matter=matter) | Q(voice__in=voices)).order_by("id")


def _voice(
    number: int,
    link: VoiceMatter,
    share: Share,
    photos: Mapping[int | None, list[str]],
    rated: Mapping[tuple[int, int], Words],
    people: tuple[Person, ...],
) -> VoiceView:
    voice = link.voice
    shown = share.lets_see(voice, link.kept_by_id)
    told = (
        Words.of(N_("{at} {how}"), at=link.told_at, how=Words.of(HOWS[link.told_how])) if link.told_at else ""
    )
    return VoiceView(
        id=voice.pk, number=number, words=voice.words, came=_came(link), place=voice.place,
        photos=tuple(photos.get(voice.pk, ())), speaker=masked(voice, share, link.kept_by_id), reach=voice.reach,
        promised_on=voice.promised_on, told=told, told_no=link.told_no,
        rated=rated.get((link.pk, link.told_no or 0), ""), people=people if shown else (),
        for_whom=FOR_WHOM.get(voice.for_whom, ""), speech=voice.speech, folded=voice.folded, keeper=link.kept_by_id,
        kept_by=link.kept_by.name, receipt=getattr(link, "receipt", None) or "",
    )  # fmt: skip


def _came(link: VoiceMatter) -> Words:
    """When and how a voice came in, who wrote it down, and when it was said where that was another day."""
    voice = link.voice
    heard = Words.of(N_("，{name}记"), name=voice.heard_by.person.name) if voice.heard_by else ""
    said = Words.of(N_("，原话写于{at:year}"), at=voice.said_at) if voice.said_at else ""
    return Words.of(
        N_("{at:year}，{channel}，{room}{heard}{said}"), at=voice.received_at,
        channel=Words.of(CHANNELS[voice.channel]), room=voice.room.name, heard=heard, said=said,
    )  # fmt: skip


def _rated(row: Feedback) -> Words:
    return Words.of(
        N_("{satisfied}，{solved}"),
        satisfied=Words.of(SATISFIED[row.satisfied]),
        solved=Words.of(SOLVED[row.solved]),
    )


def receipt_in(matter: Matter, key: UUID) -> Receipt | None:
    """The receipt of the voice that came into this matter under an intake key, so that sending twice makes one."""
    voice = Voice.objects.filter(intake_key=key, links__matter=matter).select_related("matter").first()
    return receipt_of(voice) if voice else None


def step_made_again(
    matter: int, verb: str, post: int, words: str, *, seen_no: int, photos: int | None, to_resident: bool
) -> Step | None:
    """The step with the same verb and words that this post made since step `seen_no`, unless it was taken back; `photos` is
    None for a verb that takes none.

    Holds the matter until the request ends, so that of two presses at once the second finds the step of the first.
    """
    Matter.objects.select_for_update(of=("self",)).get(pk=matter)
    since = Step.objects.filter(matter=matter, post=post, no__gt=seen_no).order_by("no")
    undone = taken_back(since)
    same = since.filter(
        verb=verb,
        text__words__in=(words, words.strip()),
        text__to_resident=to_resident,
    )
    if photos is not None:
        same = same.filter(values__photos=photos)
    return next((step for step in same if step.no not in undone), None)
