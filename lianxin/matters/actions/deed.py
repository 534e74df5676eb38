"""The shape every verb shares: take the lock, ask the row, write, append the step.

A `Deed` is one verb being done to one locked matter. Nothing else appends steps, moves clocks or derives sights.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused, Stale
from lianxin.kernel.words import N_
from lianxin.kernel.working_time import Due, Length, Pause
from lianxin.matters import queries
from lianxin.matters.by import By
from lianxin.matters.clocks import Rules
from lianxin.matters.guards import Facts, missing, refusal, wrong_stage
from lianxin.matters.ledger import step_fields
from lianxin.matters.models import Assignment, Clock, Dictation, Matter, Pending, Step, StepText, Tally
from lianxin.matters.moves import MOVES, Move, stage_after
from lianxin.matters.sights import Handling, sights
from lianxin.people.models import Post, Unit, in_force
from lianxin.trust.chain import canonical, new_salt, step_digest, words_digest

WANTED = {
    "words": N_("写一下要说的话"),
    "reason": N_("写一下原因"),
    "lead": N_("选一个主办单位"),
    "limit": N_("选一类时限"),
    "outcome": N_("选一个办理结果"),
    "days": N_("选一下延几个工作日"),
    "why": N_("选一下为什么暂停"),
    "kind": N_("选一下是意见、建议、要求还是咨询"),
    "category": N_("选一个类别"),
    "body": N_("选一下转给哪里"),
    "because": N_("选一下为什么转出"),
    "voice": N_("选一下告知哪一位"),
    "how": N_("选一下怎么告知的"),
    "reached": N_("选一下联系上没有"),
    "solved": N_("选一下解决没有"),
    "satisfied": N_("选一下满意不满意"),
    "room": N_("选一下转给哪间工作室"),
    "into": N_("写一下并入哪一件"),
    "field": N_("选一下更正什么"),
    "against": N_("选一下是哪一步"),
    "from_post": N_("选一下谁交出来"),
    "to_post": N_("选一下交给谁"),
}


@dataclass
class Deed:
    """One verb on one locked matter. `no` is the number its step will have; `rules` the pack and calendar it goes by.

    `quiet`: the step is nobody's news, as when thousands come in from a sheet. `happened_at`: when it happened, where that
    was earlier (补录). `counted`: the unit and stage under which the boards count the matter before this step.
    """

    matter: Matter
    move: Move
    by: By
    at: datetime.datetime
    rules: Rules
    facts: Facts
    running: list[Clock]
    assignments: list[Assignment]
    office: Unit
    units: dict[int, Unit] = field(default_factory=dict)
    quiet: bool = False
    happened_at: datetime.datetime | None = None
    counted: tuple[int, str] | None = None

    @property
    def no(self) -> int:
        """The number of the step being done."""
        return self.matter.step_no + 1

    @property
    def lead(self) -> Assignment | None:
        """The assignment of the unit that leads now, or None."""
        return next(
            (given for given in self.assignments if given.part == "lead" and given.until is None), None
        )

    def path(self, unit_id: int) -> tuple[int, ...]:
        """A unit's ancestors' ids, root first, itself last."""
        return tuple(self.unit(unit_id).path)

    def unit(self, unit_id: int) -> Unit:
        """A unit, looked up once for each deed."""
        if unit_id not in self.units:
            self.units[unit_id] = Unit.objects.get(pk=unit_id)
        return self.units[unit_id]

    def start(self, kind: str, length: Length, *, on: Assignment | None = None) -> Due:
        """Start a clock of `kind` that counts `length` from now."""
        return self.start_from(self.at, kind, length, on=on)

    def start_dispatch(self) -> Due:
        """Start the clock for passing the matter on: minutes where it is urgent."""
        return self.start("dispatch", self.rules.pack.length("urgent" if self.matter.urgent else "dispatch"))

    def start_from(
        self, begins: datetime.datetime, kind: str, length: Length, *, on: Assignment | None = None,
        pauses: Sequence[Pause] = (), extensions: Sequence[int] = (),
    ) -> Due:  # fmt: skip
        """Start a clock of `kind` that counts `length` from `begins`, without what was paused since."""
        ends = self.rules.due(begins, length, pauses)
        clock = Clock(
            extensions=list(extensions), pauses=[[since.isoformat(), until.isoformat()] for since, until in pauses],
            matter=self.matter, assignment=on, kind=kind, starts_at=begins, amount=length.amount, per=length.unit,
            pack=self.rules.pack.version, calendar=self.rules.calendar.version, due_at=ends.at,
            provisional=ends.provisional, started_no=self.no,
        )  # fmt: skip
        clock.save()
        self.running.append(clock)
        return ends

    def runs(self, kind: str) -> bool:
        """Whether a clock of `kind` runs."""
        return any(clock.kind == kind for clock in self.running)

    def stop(self, kinds: Iterable[str], *, on: Assignment | None = None) -> None:
        """Stop the running clocks of `kinds`; with `on`, only those of that assignment."""
        going = [c for c in self.running if c.kind in kinds and (on is None or c.assignment_id == on.pk)]
        Clock.objects.filter(pk__in=[clock.pk for clock in going]).update(stopped_no=self.no)
        self.running = [clock for clock in self.running if clock not in going]

    def give(self, unit: Unit, part: str, limit: str = "") -> Assignment:
        """Give the matter to a unit as lead or assist."""
        if self.by.post is None:
            raise ValueError("only a post gives a matter to a unit")
        given = Assignment(
            matter=self.matter, unit=unit, part=part, limit=limit, since=self.at,
            given_by_id=self.by.post.id, given_no=self.no,
        )  # fmt: skip
        given.save()
        self.assignments.append(given)
        self.units[unit.pk] = unit
        return given

    def end_assignments(self) -> None:
        """End what is assigned; the units keep their sight, without contact."""
        for given in self.assignments:
            if given.until is None:
                given.until, given.ended_no = self.at, self.no
                given.save(update_fields=["until", "ended_no"])

    def done(
        self, values: Mapping[str, object] | None = None, *, words: str = "", to_resident: bool = False,
        on: Assignment | None = None,
    ) -> Step:  # fmt: skip
        """Append the step: stage, `look_at`, chain, sights, tallies and pending rows in one go."""
        before, shown = (
            self.matter.stage if self.matter.step_no else "",
            {**(values or {}), **self._whose_hand()},
        )
        after = stage_after(self.move.verb, before, shown, self._stages_before(shown))
        step = self._step(before, after, shown, on)
        _write_step(step, words, to_resident)
        self._settle(after, step)
        _write_sights(self.matter, self._sights(), self.at)
        self._tally(step)
        self._post(step)
        if self.by.in_name_of is not None:
            Dictation.objects.create(step=step, matter=self.matter, no=step.no, post_id=self.by.in_name_of)
        return step

    def _whose_hand(self) -> dict[str, object]:
        """Who stood in, and in whose name it was written, where that was so."""
        deputy = self.by.post.deputy if self.by.post else None
        said = {"stood_in": deputy, "in_name_of": self.by.in_name_of}
        return {name: value for name, value in said.items() if value is not None}

    def _stages_before(self, values: Mapping[str, object]) -> dict[int, str]:
        undone = values.get("undoes")
        if undone is None:
            return {}
        number = int(str(undone))
        return {number: Step.objects.get(matter=self.matter, no=number).from_stage}

    def _step(self, before: str, after: str, values: dict[str, object], on: Assignment | None) -> Step:
        return Step(
            matter=self.matter, no=self.no, verb=self.move.verb, actor=self.by.kind,
            post_id=self.by.post.id if self.by.post else None, assignment=on, happened_at=self.happened_at or self.at,
            written_at=self.at,
            from_stage=before, to_stage=after, values=values, previous=bytes(self.matter.head) or bytes(32),
        )  # fmt: skip

    def _settle(self, after: str, step: Step) -> None:
        self.matter.stage, self.matter.step_no, self.matter.head = after, step.no, step.digest
        self.matter.look_at = min((clock.due_at for clock in self.running), default=None)
        self.matter.save()

    def _sights(self) -> list[dict[str, object]]:
        matter = self.matter
        handling = [
            Handling(self.path(a.unit_id), a.until is None) for a in self.assignments if not a.taken_back
        ]
        about = self.path(matter.about_id) if matter.about_id else None
        keepers = [self.path(unit) for unit in queries.keepers_of(matter)]
        room, owner = self.path(matter.room.unit_id), self.path(matter.owner_id)
        seen = sights(room, owner, handling, keepers, about, self.office.pk)
        return [{"unit": u, "with_contact": s.with_contact, "in_house": s.in_house} for u, s in seen.items()]

    def _tally(self, step: Step) -> None:
        after = (self.matter.tally_unit_id(self.office.pk), self.matter.stage)
        if self.counted == after:
            return
        signed = [(after, 1), *([(self.counted, -1)] if self.counted else [])]
        Tally.objects.bulk_create(
            Tally(step=step, unit_id=unit, stage=stage, count=count) for (unit, stage), count in signed
        )

    def _post(self, step: Step) -> None:
        """Leave the step for its readers; the page is told only after the minutes in which an answer can be taken back."""
        later = self.at + datetime.timedelta(minutes=self.rules.pack.number("take_back_minutes"))
        waits = {"page": later}
        Pending.objects.bulk_create(
            Pending(step=step, reader=reader, not_before=waits.get(reader, self.at))
            for reader in self.move.readers
            if not (self.quiet and reader == "news")
        )
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify('lianxin_pending', '')")


def begin(
    verb: str, matter_id: int, by: By, *, now: datetime.datetime, given: Mapping[str, object] | None = None,
    seen_no: int | None = None, voice: int | None = None,
) -> Deed:  # fmt: skip
    """Lock the matter, gather what the rules ask, and ask the row. Raises `Refused`; `Stale` when somebody was faster.

    `seen_no` is the number of the newest step the actor had before her eyes when she decided.
    """
    matter = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("room__unit", "owner", "void_asked_by")
        .get(pk=matter_id)
    )
    late = seen_no is not None and seen_no < matter.step_no
    no = wrong_stage(MOVES[verb], matter.stage)  # first: the other facts cost a dozen statements
    if no is not None:
        raise Stale(queries.what_happened(matter, now=now)) if late else Refused(no)
    deed = deed_on(MOVES[verb], matter, by, now=now, voice=voice)
    no = refusal(deed.move, deed.facts)
    if late and (no is not None or deed.move.overwrites):
        raise Stale(queries.what_happened(matter, now=now))
    if no is not None:
        raise Refused(no)
    if (name := missing(deed.move, given or {})) is not None:
        raise Refused(WANTED[name], field=name)
    return deed


def deed_on(move: Move, matter: Matter, by: By, *, now: datetime.datetime, voice: int | None = None) -> Deed:
    """A deed on a matter that this transaction already holds. Refuses a name that is not the actor's to write in."""
    _check_name(by, now)
    rules = queries.rules_on(now)
    running: list[Clock] = []
    assignments: list[Assignment] = []
    if matter.step_no:
        running = list(Clock.objects.running().filter(matter=matter).order_by("id"))
        given = Assignment.objects.filter(matter=matter).select_related("unit", "given_by")
        assignments = list(given.order_by("id"))
    office = queries.office_on(now)
    facts = queries.facts_of(matter, by, assignments, running, rules, now=now, voice=voice)
    near = (office, matter.room.unit, matter.owner, *(given.unit for given in assignments))
    units = {unit.pk: unit for unit in near}
    counted = (matter.tally_unit_id(office.pk), matter.stage) if matter.step_no else None
    return Deed(matter, move, by, now, rules, facts, running, assignments, office, units, counted=counted)


def _check_name(by: By, now: datetime.datetime) -> None:
    """A liaison writes in the name of a delegate of her own room, nobody else."""
    if by.in_name_of is None:
        return
    there = Post.objects.filter(in_force(local(now).date()), pk=by.in_name_of, role="delegate")
    if by.post is None or by.post.role != "liaison" or not there.filter(unit=by.post.unit_id).exists():
        raise Refused(N_("只能以本工作室在任代表的名义代录，请重新选"), field="in_name_of")


def _write_step(step: Step, words: str, to_resident: bool) -> None:
    salt = new_salt()
    step.words_digest = words_digest(words, salt) if words else None
    step.digest = step_digest(bytes(step.previous), canonical(step_fields(step)))
    step.save()
    if words:
        StepText.objects.create(
            step=step, matter=step.matter, words=words, salt=salt, to_resident=to_resident
        )


def _write_sights(matter: Matter, rows: list[dict[str, object]], now: datetime.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select lianxin_set_sights(%s, %s::jsonb, %s)", [matter.pk, json.dumps(rows), now])
