"""案卷: all that one matter holds, read once for one reader and one acting post. Values for pages and forms; writes nothing.

Contact leaves this module masked. A fixed number of statements, however many voices and steps there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lianxin.kernel.words import N_, Words
from lianxin.matters import queries
from lianxin.matters.by import acting
from lianxin.matters.clocks import Rules
from lianxin.matters.guards import Facts, moves_passing
from lianxin.matters.labels import CHANNELS, HOWS, REACHES, SATISFIED, SOLVED
from lianxin.matters.models import Assignment, Attachment, Clock, Feedback, Matter, Step, Voice, VoiceMatter
from lianxin.matters.receipts import Receipt, receipt_of
from lianxin.matters.speakers import Masked, Share, masked, share_of
from lianxin.people.access import PostView, Reader


@dataclass(frozen=True)
class VoiceView:
    """One voice as a page shows it. `number` counts the voices of the matter from 1; `words` and `place` are data."""

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
class Papers:
    """One matter opened for one reader: what the rules say of it, who said what, which clocks run, who handles it."""

    matter: Matter
    post: PostView
    rules: Rules
    facts: Facts
    verbs: tuple[str, ...]
    voices: tuple[VoiceView, ...]
    clocks: tuple[Clock, ...]
    assignments: tuple[Assignment, ...]
    now: datetime.datetime

    @property
    def lead(self) -> Assignment | None:
        """The assignment that leads now."""
        return next((a for a in self.assignments if a.part == "lead" and a.until is None), None)

    @property
    def assists(self) -> tuple[Assignment, ...]:
        """The assignments that assist now."""
        return tuple(a for a in self.assignments if a.part == "assist" and a.until is None)

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
    facts = queries.facts_of(matter, acting(post), assignments, rules, now=now)
    clocks = Clock.objects.filter(matter=matter, stopped_no=None, taken_back=False).select_related(
        "assignment"
    )
    return Papers(
        matter=matter, post=post, rules=rules, facts=facts, verbs=tuple(move.verb for move in moves_passing(facts)),
        voices=voices_of(matter, share_of(reader, matter)), clocks=tuple(clocks.order_by("due_at")),
        assignments=tuple(assignments), now=now,
    )  # fmt: skip


def voices_of(matter: Matter, share: Share) -> tuple[VoiceView, ...]:
    """The voices that belong to a matter now, first heard first, each speaker masked for this share."""
    links = VoiceMatter.objects.filter(matter=matter, until=None).order_by("id")
    links = links.select_related("voice__speaker", "voice__room", "voice__heard_by__person")
    photos: dict[int | None, list[str]] = {}
    for voice, name in (
        Attachment.objects.filter(matter=matter).order_by("id").values_list("voice_id", "name")
    ):
        photos.setdefault(voice, []).append(name)
    rated = {
        (row.link_id, row.told_no): _rated(row)
        for row in Feedback.objects.filter(matter=matter, taken_back=False)
    }
    return tuple(_voice(n, link, share, photos, rated) for n, link in enumerate(links, 1))


def _voice(
    number: int,
    link: VoiceMatter,
    share: Share,
    photos: Mapping[int | None, list[str]],
    rated: Mapping[tuple[int, int], Words],
) -> VoiceView:
    voice = link.voice
    told = (
        Words.of(N_("{at} {how}"), at=link.told_at, how=Words.of(HOWS[link.told_how])) if link.told_at else ""
    )
    return VoiceView(
        id=voice.pk, number=number, words=voice.words, came=_came(link), place=voice.place,
        photos=tuple(photos.get(voice.pk, ())), speaker=masked(voice, share), reach=voice.reach,
        promised_on=voice.promised_on, told=told, told_no=link.told_no,
        rated=rated.get((link.pk, link.told_no or 0), ""),
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
    matter: int, verb: str, post: int, words: str, *, seen_no: int, photos: int, to_resident: bool
) -> Step | None:
    """The step with the same verb and words that this post made since step `seen_no`, unless it was taken back.

    Holds the matter until the request ends, so that of two presses at once the second finds the step of the first.
    """
    Matter.objects.select_for_update(of=("self",)).get(pk=matter)
    since = Step.objects.filter(matter=matter, post=post, no__gt=seen_no).order_by("no")
    undone = {step.values["undoes"] for step in since if step.verb == "take_back"}
    same = since.filter(
        verb=verb,
        text__words__in=(words, words.strip()),
        text__to_resident=to_resident,
        values__photos=photos,
    )
    return next((step for step in same if step.no not in undone), None)
