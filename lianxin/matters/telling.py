"""告知: which voices still have to be told, with the answer in words fit to say and the tries so far. Reads, never writes.

A list of one acting post: the voices its room keeps contact with, the first promised first. A fixed number of statements.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.kernel.words import Words
from lianxin.matters.labels import REACHES
from lianxin.matters.ledger import taken_back
from lianxin.matters.models import Clock, Matter, Step, VoiceMatter
from lianxin.matters.moves import ANSWERS, MOVES
from lianxin.matters.queries import half_days
from lianxin.matters.speakers import Masked, Share, masked, shares_of
from lianxin.matters.stages import REFERRED
from lianxin.people.access import PostView, Reader
from lianxin.rulebook.pack import RulePack

PAGE: Final = 30
COUNTED: Final = 99  # more than that is said to be more than that
_KEY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Key:
    """The place of a voice in the list: the day its receipt names, then the number of its link."""

    day: datetime.date
    link: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.link}"


def key_in(text: str) -> Key | None:
    """The key an address names; None for anything that is none."""
    found = _KEY.fullmatch(text)
    try:
        return found and Key(datetime.date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        return None


@dataclass(frozen=True)
class Try:
    """A try in vain: when, and how (a key of `labels.HOWS`)."""

    at: datetime.datetime
    how: str


@dataclass(frozen=True)
class ToTell:
    """A voice still to be told. `said` and `words` are the answer: where it belongs and why (where referred out), its words.

    `tried`: in how many half-days it was tried in vain, of the `enough` after which this post may close it so; 0 where none was or
    it may not. `may_give_up`: nobody of the matter could be reached often enough, and this post may close it so.
    """

    key: Key
    voice: int
    number: int
    ref: str
    gist: str
    step_no: int
    speaker: Masked
    reach: str
    said: Words | str
    words: str
    tries: tuple[Try, ...]
    tried: int
    enough: int

    @property
    def may_give_up(self) -> bool:
        """Whether it was tried often enough."""
        return self.tried >= self.enough

    @property
    def reached_by(self) -> str:
        """How she asked to be told, a msgid; '' where nothing is known of it."""
        return REACHES.get(self.reach, "")


@dataclass(frozen=True)
class Told:
    """One page of the list, and whether it goes on."""

    rows: tuple[ToTell, ...]
    more: bool


def untold_of(post: PostView) -> QuerySet[VoiceMatter]:
    """The voices this post has still to tell: its room keeps contact with them; a delegate those of his room's own matters."""
    tells = Clock.objects.running().filter(matter=OuterRef("matter"), kind="tell")
    found = VoiceMatter.objects.filter(
        Exists(tells),
        until=None,
        told_at=None,
        kept_by=post.unit_id,
        matter__about=None,
    )
    return found.filter(matter__room__unit=post.unit_id) if post.role == "delegate" else found


def number_to_tell(post: PostView) -> int:
    """How many there are, counted no further than a list is read. One query."""
    return untold_of(post).values("pk")[: COUNTED + 1].count()


def to_tell(reader: Reader, post: PostView, pack: RulePack, *, after: Key | None) -> Told:
    """A page of at most `PAGE` voices from a key on. Three statements."""
    links = (
        untold_of(post).select_related("voice__speaker", "matter__room").order_by("voice__promised_on", "pk")
    )
    if after is not None:
        on = after.day
        links = links.filter(Q(voice__promised_on__gt=on) | Q(voice__promised_on=on, pk__gt=after.link))
    found = list(links[: PAGE + 1])
    matters = {link.matter_id for link in found[:PAGE]}
    shares, steps = shares_of(reader, matters), _steps(matters)
    rows = tuple(
        _row(link, shares.get(link.matter_id, Share()), steps.get(link.matter_id, ()), post, pack)
        for link in found[:PAGE]
    )
    return Told(rows, len(found) > PAGE)


def _steps(matters: set[int]) -> Mapping[int, Sequence[Step]]:
    """Matter → its answers and tellings, but for those taken back."""
    verbs = (*ANSWERS, "tell", "take_back")
    found: dict[int, list[Step]] = {}
    for step in (
        Step.objects.filter(matter__in=matters, verb__in=verbs)
        .select_related("text")
        .order_by("matter", "no")
    ):
        found.setdefault(step.matter_id, []).append(step)
    return {pk: _standing(of) for pk, of in found.items()}


def _standing(steps: Sequence[Step]) -> list[Step]:
    undone = taken_back(steps)
    return [step for step in steps if step.no not in undone and step.verb != "take_back"]


def _row(link: VoiceMatter, share: Share, steps: Sequence[Step], post: PostView, pack: RulePack) -> ToTell:
    answer = next((step for step in reversed(steps) if step.verb in ANSWERS), None)
    tried = [step for step in steps if _is_in_vain(step) and answer is not None and step.no > answer.no]
    voice, matter = link.voice, link.matter
    mine = [step for step in tried if step.values["voice"] == voice.pk]
    return ToTell(
        key=Key(voice.promised_on, link.pk), voice=voice.pk, number=link.pk, ref=matter.ref, gist=matter.gist,
        step_no=matter.step_no, speaker=masked(voice, share, link.kept_by_id), reach=voice.reach,
        said=_referred(answer, pack), words=answer.text.words if answer and hasattr(answer, "text") else "",
        tries=tuple(Try(step.happened_at, step.values["how"]) for step in reversed(mine)),
        tried=_tried(matter, tried, post), enough=pack.number("close_unreached_tries"),
    )  # fmt: skip


def _is_in_vain(step: Step) -> bool:
    return step.verb == "tell" and step.values["reached"] is False


def _tried(matter: Matter, tried: Sequence[Step], post: PostView) -> int:
    hers = post.role == "liaison" and matter.room.unit_id == post.unit_id and matter.stage != REFERRED
    return half_days(step.happened_at for step in tried) if hers else 0


def _referred(answer: Step | None, pack: RulePack) -> Words | str:
    """Of what was referred out: where to and why, in the sentence she reads on her page."""
    if answer is None or answer.verb != "refer_out":
        return ""
    bodies, reasons = dict(pack.refer_bodies), dict(pack.refer_reasons)
    body, because = bodies.get(answer.values["body"], ""), reasons.get(answer.values["because"], "")
    return Words.of(MOVES["refer_out"].public, body=Words.of(body), because=Words.of(because))
