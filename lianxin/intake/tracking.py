"""What a resident may know of her matter, read once: her voice, the steps she reads, answers she was told, what she may do.

The door was opened before (`access.open_with_code`, or a ticket it gave); here nothing decides who she is.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lianxin.intake.tickets import Ticket
from lianxin.kernel.refs import number_of
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.matters import queries
from lianxin.matters.access import WRONG_CODE, link_opened
from lianxin.matters.by import resident
from lianxin.matters.clocks import Rules
from lianxin.matters.guards import Facts, moves_passing
from lianxin.matters.ledger import taken_back
from lianxin.matters.models import (
    Assignment,
    Attachment,
    Clock,
    Matter,
    Reply,
    Step,
    StepText,
    Voice,
    VoiceMatter,
)
from lianxin.matters.stages import CLOSED
from lianxin.matters.timeline import Line, public_timeline_of
from lianxin.people.access import read_matter
from lianxin.trust.uploads import kept

OWN_WORDS = ("supplement", "redo", "rate")
WHO_HAS_IT = ("assign", "reassign", "accept")
NO_PHOTO = N_("没有这张照片")


@dataclass(frozen=True)
class ToldReply:
    """An answer this voice was told: whose, when it was written, its words, outcome and promised day; or that what was
    promised is done (`kept`, without an outcome).
    """

    unit: str
    at: datetime.datetime
    words: str
    outcome: str
    promised_on: datetime.date | None
    kept: bool = False


@dataclass(frozen=True)
class Tracked:
    """A voice's matter as she may know it. `told_no` is the last answer she may read; `quotes` words by step number.

    `unreached_at`: when the matter was closed because nobody could tell her; None where she was told, or it is open.
    `own_photos` came with her words, `their_photos` with answers she was told and notes made for her.
    """

    voice: Voice
    matter: Matter
    link: VoiceMatter
    rules: Rules
    facts: Facts
    may: frozenset[str]
    lines: tuple[Line, ...]
    replies: tuple[ToldReply, ...]
    told_no: int
    unreached_at: datetime.datetime | None
    clocks: Mapping[str, Clock]
    lead: str
    quotes: Mapping[int, str]
    own_photos: tuple[str, ...]
    their_photos: tuple[str, ...]

    @property
    def promise(self) -> Clock | None:
        """The clock of a promise that she was told of and that is not kept."""
        clock = self.clocks.get("promise")
        return clock if clock and clock.started_no <= self.told_no else None

    @property
    def kept(self) -> ToldReply | None:
        """What she was told last, where that is that a promise was kept."""
        return self.replies[0] if self.replies and self.replies[0].kept else None


def link_of(ticket: Ticket) -> VoiceMatter:
    """The voice of a ticket and the matter it belongs to now, however often it was joined or parted since. Raises `NotThere`."""
    tried = {0}
    following: int | None = ticket.matter
    while following not in tried and following is not None:
        tried.add(following)
        if (found := link_opened(ticket.voice, following)) is not None:
            return found
        following = _where_it_went(ticket.voice, following)
    raise NotThere(WRONG_CODE)


def _where_it_went(voice: int, matter: int) -> int | None:
    """The matter this one was joined into, or, where it was parted from it, the one on the receipt. Reads the open matter."""
    ended = VoiceMatter.objects.filter(voice=voice, matter=matter).order_by("-id")
    went = ended.values_list("matter__joined_into", "origin").first()
    return (went[0] or went[1]) if went else None


def ticket_for(link: VoiceMatter) -> Ticket:
    """The ticket for a voice whose code was right: under the reference on its own receipt."""
    return Ticket(link.origin.ref, link.voice_id, link.matter_id)


def tracked(link: VoiceMatter, *, now: datetime.datetime) -> Tracked:
    """Read all that the page needs; a fixed number of queries, however long the history."""
    voice, matter, rules = link.voice, link.matter, queries.rules_on(now)
    assignments = list(
        Assignment.objects.filter(matter=matter).select_related("unit", "given_by").order_by("id")
    )
    facts = queries.facts_of(matter, resident(voice.pk), assignments, (), rules, now=now)
    steps = list(Step.objects.filter(matter=matter).order_by("no"))
    told_no = told_through(link, steps)
    lines = _lines_for(link, public_timeline_of(matter, rules.pack, voice.pk))
    replies = Reply.objects.filter(matter=matter, taken_back=False, no__lte=told_no).select_related("unit")
    own = [step.no for step in steps if step.verb in OWN_WORDS and _is_hers(step, voice)]
    theirs = [reply.no for reply in replies]
    texts = _texts(matter, [*own, *theirs])
    lead = next((a.unit.name for a in assignments if a.part == "lead" and a.until is None), "")
    mine, others = _photos(voice, matter, own, [*theirs, *(line.no for line in lines if line.verb == "note")])
    before = _before(link, steps, rules)
    return Tracked(
        voice=voice, matter=matter, link=link, rules=rules, facts=facts,
        may=frozenset(move.verb for move in moves_passing(facts)),
        lines=tuple(sorted((*before.lines, *lines), key=lambda line: line.at)),
        replies=(*_told_replies(replies, steps, texts), *before.replies), told_no=told_no,
        unreached_at=_unreached_at(link, steps),
        clocks=_running(matter), lead=lead, quotes=texts, own_photos=(*before.photos, *mine), their_photos=others,
    )  # fmt: skip


def _lines_for(link: VoiceMatter, lines: Sequence[Line]) -> tuple[Line, ...]:
    """What she reads of the matter she was joined into: from then on all that its residents read, from before only who has it;
    of one that she has left what she read there while she was in it.
    """
    if link.moved_from_id is None:
        return tuple(lines)
    if link.until is not None:
        return tuple(line for line in lines if line.no >= link.linked_no and line.at < link.until)
    return tuple(line for line in lines if line.no >= link.linked_no or line.verb in WHO_HAS_IT)


def told_through(link: VoiceMatter, steps: Sequence[Step]) -> int:
    """The number of the last step up to which this voice may read the answers.

    That of her telling, before or after a 重办 or a 兑现, or of a 无法告知办结 that stands: nobody could bring her the answer, so
    it waits on her page; and what she has read there once stays there when it is done again.
    """
    there = [step for step in given_up(steps) if link.until is None or step.happened_at < link.until]
    told = [link.told_no or 0, *(step.no for step in there if step.no >= link.linked_no)]
    for step in steps:
        if step.verb in ("redo", "keep_promise"):
            told += [int(entry[3]) for entry in step.values["told"] if entry[0] == link.pk]
    return max(told)


def given_up(steps: Sequence[Step]) -> list[Step]:
    """The steps by which the house closed a matter whose answer it could not bring home, but for those taken back."""
    undone = taken_back(steps)
    return [step for step in steps if step.verb == "close_unreached" and step.no not in undone]


@dataclass(frozen=True)
class Before:
    """What a voice read, was told and sent in the other matters it was ever in: it stays hers. Numbers of steps are gone."""

    lines: tuple[Line, ...] = ()
    replies: tuple[ToldReply, ...] = ()
    photos: tuple[str, ...] = ()


def _before(link: VoiceMatter, steps_here: Sequence[Step], rules: Rules) -> Before:
    """Walks from the matter on the receipt along every joining, undone or not; the present one stays out and ends readable."""
    lines: list[Line] = []
    replies: list[ToldReply] = []
    photos: list[str] = []
    ahead, passed = [link.origin_id, *_joined_into(steps_here)], {link.matter_id}
    while ahead:
        number = ahead.pop(0)
        if number in passed:
            continue
        passed.add(number)
        read_matter(number)
        before = _last_link(link.voice_id, number)
        if before is None:
            continue
        steps = list(Step.objects.filter(matter=number).order_by("no"))
        ahead += _joined_into(steps)
        told = Reply.objects.filter(matter=number, taken_back=False, no__lte=told_through(before, steps))
        own = [step.no for step in steps if step.verb in OWN_WORDS and _is_hers(step, link.voice)]
        texts = _texts(before.matter, [*(reply.no for reply in told), *own])
        replies += _told_replies(told.select_related("unit"), steps, texts)
        read = _lines_for(before, public_timeline_of(before.matter, rules.pack, link.voice_id))
        lines += [replace(line, no=0, words=line.words or texts.get(line.no, "")) for line in read]
        photos += _photos(link.voice, before.matter, own, ())[0]
    if len(passed) > 1:
        read_matter(link.matter_id)
    return Before(tuple(lines), tuple(replies), tuple(photos))


def _joined_into(steps: Iterable[Step]) -> list[int]:
    """The matters into which the matter of these steps was joined, by their numbers."""
    return [number_of(step.values["into"]) for step in steps if step.verb == "join" and "into" in step.values]


def _last_link(voice: int, matter: int) -> VoiceMatter | None:
    links = VoiceMatter.objects.select_related("matter").filter(voice=voice, matter=matter)
    return links.order_by("-id").first()


def photo_shown(link: VoiceMatter, name: str, *, now: datetime.datetime) -> Path:
    """Where a photo is that this voice may look at: her own, and those of steps marked for her. Raises `NotThere`."""
    shown = tracked(link, now=now)
    if name not in (*shown.own_photos, *shown.their_photos):
        raise NotThere(NO_PHOTO)
    return kept(name)


def _is_hers(step: Step, voice: Voice) -> bool:
    return step.actor == "resident" and step.values.get("voice") == voice.pk


def _unreached_at(link: VoiceMatter, steps: Sequence[Step]) -> datetime.datetime | None:
    if link.told_at is not None or link.matter.stage != CLOSED:
        return None
    return next((step.happened_at for step in reversed(given_up(steps))), None)


def _running(matter: Matter) -> dict[str, Clock]:
    clocks = Clock.objects.running().filter(matter=matter)
    return {clock.kind: clock for clock in clocks.order_by("id")}


def _texts(matter: Matter, numbers: Sequence[int]) -> dict[int, str]:
    texts = StepText.objects.filter(matter=matter, step__no__in=numbers)
    return dict(texts.values_list("step__no", "words"))


def _told_replies(
    replies: Iterable[Reply], steps: Sequence[Step], texts: Mapping[int, str]
) -> tuple[ToldReply, ...]:
    """Newest first."""
    ordered = sorted(replies, key=lambda reply: -reply.no)
    return tuple(
        ToldReply(
            reply.unit.name,
            steps[reply.no - 1].happened_at,
            texts.get(reply.no, ""),
            reply.outcome,
            reply.promised_on,
            kept=steps[reply.no - 1].verb == "keep_promise",
        )
        for reply in ordered
    )


def _photos(
    voice: Voice, matter: Matter, own: Collection[int], theirs: Collection[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the photos that came with her words, and of those that came with steps she reads."""
    mine, others = [], []
    for photo in Attachment.objects.filter(matter=matter).order_by("id"):
        if photo.voice_id == voice.pk or (photo.voice_id is None and photo.no in own):
            mine.append(photo.name)
        elif photo.voice_id is None and photo.no in theirs:
            others.append(photo.name)
    return tuple(mine), tuple(others)
