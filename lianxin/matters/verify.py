"""Recomputes what is stored, from the steps, packs and calendars, and says what differs. Writes nothing.

Checked for every matter: the chain and its texts, the replayed stage, the clocks and `look_at`, owner and running clock of
what is open, the sights; and for the whole house the tallies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Calendar, due
from lianxin.matters.ledger import step_fields
from lianxin.matters.models import (
    Assignment,
    Clock,
    Matter,
    Sight,
    Step,
    StepText,
    Tally,
    TallyTotal,
    VoiceMatter,
)
from lianxin.matters.moves import replay
from lianxin.matters.sights import Handling, sights
from lianxin.matters.stages import JOINED, is_open
from lianxin.people.access import read_as
from lianxin.people.models import Unit
from lianxin.rulebook.packs import pack_on
from lianxin.trust.chain import Link, verify_chain, words_digest

CHUNK = 500


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the steps say. `ref` is the matter's, '' for the tallies."""

    ref: str
    what: Words


@dataclass
class House:
    """What is looked up once: units' paths, the office, the calendar in force."""

    paths: Mapping[int, tuple[int, ...]]
    office: int
    calendar: Calendar
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Hanging:
    """What hangs on one matter."""

    steps: list[Step] = field(default_factory=list)
    texts: list[StepText] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    links: list[VoiceMatter] = field(default_factory=list)


def differences(calendar: Calendar) -> Iterator[Difference]:
    """Everything that differs, matter by matter in order of their numbers, the tallies last. Reads as every unit at once."""
    units = list(Unit.objects.all())
    read_as(unit.pk for unit in units)
    office = next((unit.pk for unit in units if unit.kind == "office"), None)
    if office is None:
        yield Difference("", Words.of(N_("还没有组织部门这个单位，知悉范围无从推算：先把区里的单位建起来")))
        return
    house = House({unit.pk: tuple(unit.path) for unit in units}, office, calendar)
    for matters in _chunks():
        hanging = _hanging([matter.pk for matter in matters])
        for matter in matters:
            house.counts[matter.tally_unit_id(office), matter.stage] += 1
            yield from (
                Difference(matter.ref, what) for what in _of_matter(matter, hanging[matter.pk], house)
            )
    yield from _tallies(house.counts)


def _chunks() -> Iterator[list[Matter]]:
    after = 0
    while found := list(Matter.objects.filter(pk__gt=after).select_related("room").order_by("pk")[:CHUNK]):
        yield found
        after = found[-1].pk


def _hanging(ids: list[int]) -> Mapping[int, Hanging]:
    found: defaultdict[int, Hanging] = defaultdict(Hanging)
    for step in Step.objects.filter(matter__in=ids).order_by("no"):
        found[step.matter_id].steps.append(step)
    for text in StepText.objects.filter(matter__in=ids):
        found[text.matter_id].texts.append(text)
    for clock in Clock.objects.running().filter(matter__in=ids):
        found[clock.matter_id].clocks.append(clock)
    for given in Assignment.objects.filter(matter__in=ids, taken_back=False):
        found[given.matter_id].assignments.append(given)
    for sight in Sight.objects.filter(matter__in=ids, until=None):
        found[sight.matter_id].sights.append(sight)
    for link in VoiceMatter.objects.filter(matter__in=ids, until=None):
        found[link.matter_id].links.append(link)
    return found


def _of_matter(matter: Matter, hung: Hanging, house: House) -> Iterator[Words]:
    yield from _chain(matter, hung)
    stage = replay([(step.verb, step.values) for step in hung.steps])
    if stage != matter.stage:
        yield Words.of(
            N_("照经过推算的环节是 {replayed}，存的是 {stored}"), replayed=stage, stored=matter.stage
        )
    yield from _clocks(matter, hung.clocks, house.calendar)
    if is_open(matter.stage) and not hung.clocks:
        yield Words.of(N_("还没有办结，却没有时钟在走"))
    if (matter.stage == JOINED) == bool(hung.links):
        yield Words.of(N_("反映人不在这件事里，或者并走了还留着"))
    if _sights(matter, hung, house) != {(s.unit_id, s.with_contact, s.in_house) for s in hung.sights}:
        yield Words.of(N_("知悉范围和推算的不一样"))
    if any(
        (s.look_at, s.stage, s.category_id) != (matter.look_at, matter.stage, matter.category_id)
        for s in hung.sights
    ):
        yield Words.of(N_("知悉范围里的排序列和事项不一样"))


def _chain(matter: Matter, hung: Hanging) -> Iterator[Words]:
    links = [Link(step_fields(step), bytes(step.previous), bytes(step.digest)) for step in hung.steps]
    for finding in verify_chain(links, head=bytes(matter.head)):
        yield Words.of(N_("第 {no} 步对不上（{what}）"), no=finding.row + 1, what=finding.what)
    if [step.no for step in hung.steps] != list(range(1, matter.step_no + 1)):
        yield Words.of(N_("经过的步数不连续"))
    texts = {text.step_id: text for text in hung.texts}
    for step in hung.steps:
        text = texts.get(step.pk)
        if text and words_digest(text.words, bytes(text.salt)) != bytes(step.words_digest or b""):
            yield Words.of(N_("第 {no} 步的话被改过"), no=step.no)


def _clocks(matter: Matter, running: list[Clock], calendar: Calendar) -> Iterator[Words]:
    for clock in running:
        pack = pack_on(local(clock.starts_at).date())
        ends = due(clock.starts_at, clock.length, calendar, pack.closes, clock.paused)
        if clock.calendar == calendar.version and ends.at != clock.due_at:
            yield Words.of(N_("{kind}时钟存的期限和重算的不一样"), kind=clock.kind)
    if matter.look_at != min((clock.due_at for clock in running), default=None):
        yield Words.of(N_("最早的期限和存的不一样"))


def _sights(matter: Matter, hung: Hanging, house: House) -> set[tuple[int, bool, bool]]:
    handling = [Handling(house.paths[given.unit_id], given.until is None) for given in hung.assignments]
    about = house.paths[matter.about_id] if matter.about_id else None
    room, owner = house.paths[matter.room.unit_id], house.paths[matter.owner_id]
    keepers = {house.paths[link.kept_by_id] for link in hung.links}
    return {
        (unit, s.with_contact, s.in_house)
        for unit, s in sights(room, owner, handling, keepers, about, house.office).items()
    }


def _tallies(counts: Mapping[tuple[int, str], int]) -> Iterator[Difference]:
    stored: Counter[tuple[int, str]] = Counter()
    for rows in (TallyTotal.objects.all(), Tally.objects.all()):
        for unit, stage, count in rows.values_list("unit_id", "stage").annotate(n=Sum("count")):
            stored[unit, stage] += count
    for key in sorted(counts.keys() | stored.keys()):
        if stored[key] != counts.get(key, 0):
            what = Words.of(N_("单位 {unit} 的“{stage}”计数是 {stored}，数出来是 {counted}"), unit=key[0], stage=key[1],
                            stored=stored[key], counted=counts.get(key, 0))  # fmt: skip
            yield Difference("", what)
