"""Reads the rules and pages ask for. Returns values; writes nothing; what it sees is bounded by row security."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence

from django.db.models import OuterRef, Subquery

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Pause, paused_workdays
from lianxin.matters.by import By
from lianxin.matters.clocks import Rules
from lianxin.matters.guards import Facts, LastStep
from lianxin.matters.ledger import taken_back
from lianxin.matters.models import (
    Assignment,
    Category,
    Clock,
    Dictation,
    Feedback,
    Matter,
    Reply,
    Step,
    VoiceMatter,
)
from lianxin.matters.moves import MOVES, NEW, RESIDENT, SYSTEM
from lianxin.matters.stages import ASSIGNED, CLOSED, HANDLING
from lianxin.matters.standing import Parties, standings_of
from lianxin.matters.watched import watched_of
from lianxin.people.models import Unit, in_force
from lianxin.rulebook.packs import pack_on
from lianxin.rulebook.queries import calendar_in_force


def rules_on(now: datetime.datetime) -> Rules:
    """The pack and the calendar in force at a moment."""
    return Rules(pack_on(local(now).date()), calendar_in_force())


def office_on(now: datetime.datetime) -> Unit:
    """The organiser's office: there is exactly one; a district without one is not set up."""
    return Unit.objects.standing(local(now).date()).get(kind="office")


def root_on(now: datetime.datetime) -> Unit:
    """The district itself."""
    return Unit.objects.standing(local(now).date()).get(parent=None)


def keepers_of(matter: Matter) -> list[int]:
    """Ids of the rooms' units that keep contact with a voice of the matter now."""
    links = VoiceMatter.objects.filter(matter=matter, until=None)
    return sorted(set(links.values_list("kept_by_id", flat=True)))


def untold_in(matter: Matter) -> int:
    """How many voices of the matter do not know of the last answer."""
    return VoiceMatter.objects.filter(matter=matter, until=None, told_at=None).count()


def joining_of(matter: Matter) -> int:
    """The number of the step by which the matter was last joined into another; 0 where it never was."""
    joined = Step.objects.filter(matter=matter, verb="join", values__has_key="into").order_by("-no")
    return joined.values_list("no", flat=True).first() or 0


def categories_on(day: datetime.date) -> list[Category]:
    """The categories in use, in their order."""
    return list(Category.objects.filter(in_force(day)).order_by("position"))


def parties_of(matter: Matter, assignments: Sequence[Assignment], keepers: Collection[int]) -> Parties:
    """The units concerned with a matter now. `assignments` come with their `given_by` post."""
    running = [given for given in assignments if given.until is None]
    lead = next((given for given in running if given.part == "lead"), None)
    return Parties(
        room=matter.room.unit_id,
        owner=matter.owner_id,
        about=matter.about_id,
        lead=lead.unit_id if lead else None,
        assists=[given.unit_id for given in running if given.part == "assist"],
        assigner=lead.given_by.unit_id if lead else None,
        at_root=matter.owner.parent_id is None,
        keepers=keepers,
    )


def standings_in(by: By, parties: Parties) -> frozenset[str]:
    """What an actor is to a matter with these parties."""
    if by.kind == "system":
        return frozenset({SYSTEM})
    if by.post is None:
        return frozenset({RESIDENT})
    return standings_of(by.post.role, by.post.unit_id, parties)


def facts_of(
    matter: Matter, by: By, assignments: Sequence[Assignment], clocks: Sequence[Clock], rules: Rules, *,
    now: datetime.datetime, voice: int | None = None,
) -> Facts:  # fmt: skip
    """What the rules ask about a matter for one actor. `clocks` are those that run; `voice` narrows «told» and «rated» to
    one voice.
    """
    if not matter.step_no:
        return Facts(stage=NEW, standings=standings_in(by, parties_of(matter, [], [])), now=now)
    links = list(VoiceMatter.objects.filter(matter=matter, until=None))
    own = [link for link in links if link.voice_id == (by.voice or voice)] if (by.voice or voice) else links
    last = Step.objects.filter(matter=matter).order_by("-no").first()
    mine = [
        a
        for a in assignments
        if a.part == "assist" and a.until is None and by.post and a.unit_id == by.post.unit_id
    ]
    lead = next((a for a in assignments if a.part == "lead" and a.until is None), None)
    window = rules.due(lead.since, rules.pack.length("send_back")).at if lead else None
    finish = finish_in(clocks)
    running = {clock.kind for clock in clocks}
    replies = Reply.objects.filter(matter=matter, taken_back=False)
    wrote = list(replies.values_list("no", "post__person_id", "stood_in_id"))
    returned = _returned(matter, by)
    disputed = matter.stage in (ASSIGNED, HANDLING) and "dispatch" in running
    return Facts(
        stage=matter.stage,
        standings=standings_in(by, parties_of(matter, assignments, {link.kept_by_id for link in links})),
        now=now,
        post=by.post.id if by.post else None,
        person=by.post.person_id if by.post else None,
        deputy=by.post.deputy if by.post else None,
        void_asked_by=matter.void_asked_by.person_id if matter.void_asked_by else None,
        dictated=_dictated(matter, by),
        watched=watched_of([matter.pk])[matter.pk] if by.post else None,
        led=lead is not None,
        paused="pause_cap" in running,
        tells="tell" in running,
        promises="promise" in running,
        finish_due=finish.due_at if finish else None,
        extended=len(finish.extensions) if finish else 0,
        extend_times=rules.pack.number("extend_times"),
        pause_left=pause_left(finish.paused, rules) if finish else 0,
        at_root=matter.owner.parent_id is None,
        about=matter.about_id is not None,
        window_until=window,
        sent_back="send_back" in returned,
        disputed=disputed,
        ruled="dispute" in returned and not disputed,
        waits_until=_waits_until(lead, clocks, rules, now),
        assist_owes=any(a.done_at is None for a in mine),
        untold=sum(link.told_at is None for link in links),
        tries=_tries(matter, max((no for no, *_ in wrote), default=0)) if "tell" in running else 0,
        told_at=max((link.told_at for link in own if link.told_at), default=None),
        given_up_at=_given_up_at(matter) if matter.stage == CLOSED else None,
        rated=_all_rated(own),
        solvers=frozenset(person for _, *both in wrote for person in both if person),
        last=LastStep(last.no, last.verb, last.post_id, last.written_at) if last else None,
        tries_needed=rules.pack.number("close_unreached_tries"),
        redo_days=rules.pack.number("redo_days"),
        take_back_minutes=rules.pack.number("take_back_minutes"),
    )


def kind_due_first() -> Subquery:
    """Of each matter of a query, the kind of the running clock that ends first; None where none runs."""
    runs = Clock.objects.running().filter(matter=OuterRef("pk")).order_by("due_at")
    return Subquery(runs.values("kind")[:1])


def _waits_until(
    lead: Assignment | None, clocks: Iterable[Clock], rules: Rules, now: datetime.datetime
) -> datetime.datetime | None:
    """Until when the lead's answer waits for assists that have not given their view; None where it does not wait, or no more."""
    if lead is None or rules.pack.assists.get(lead.limit) != "block":
        return None
    return max(
        (clock.due_at for clock in clocks if clock.kind == "assist" and clock.due_at >= now), default=None
    )


def finish_in(clocks: Iterable[Clock]) -> Clock | None:
    """The first clock of the answer among these; None where there is none, as in a pause."""
    return next((clock for clock in clocks if clock.kind == "finish"), None)


def promise_in(clocks: Iterable[Clock]) -> Clock | None:
    """The clock of the promise among these: there is never more than one."""
    return next((clock for clock in clocks if clock.kind == "promise"), None)


def pause_left(pauses: Sequence[Pause], rules: Rules) -> int:
    """How many workdays a count that stood still for these may still stand still."""
    return rules.pack.length("pause_cap").amount - paused_workdays(pauses, rules.calendar)


def counted_from(matter: Matter, *, now: datetime.datetime) -> tuple[datetime.datetime, tuple[Pause, ...]]:
    """From when the answer of a matter is counted when it is given to a unit (anew), and the pauses since: the day of receipt,
    or since it was asked for again.
    """
    finish, pauses = finish_before(matter, now=now)
    return finish.starts_at if finish else matter.received_at, pauses


def finish_before(matter: Matter, *, now: datetime.datetime) -> tuple[Clock | None, tuple[Pause, ...]]:
    """The newest clock of the answer, running or not, and all its pauses: also one that lasts until now, or ended when the
    matter was taken out of the lead's hands.
    """
    found = Clock.objects.filter(matter=matter, kind__in=["finish", "pause_cap"], taken_back=False)
    newest = list(found.order_by("-id")[:2])
    finish = finish_in(newest)
    pauses = finish.paused if finish else ()
    if newest and newest[0].kind == "pause_cap":
        ended = (
            Step.objects.filter(matter=matter, no=newest[0].stopped_no or 0)
            .values_list("written_at", flat=True)
            .first()
        )
        pauses = (*pauses, (newest[0].starts_at, ended or now))
    return finish, pauses


def _given_up_at(matter: Matter) -> datetime.datetime | None:
    """When the house closed it because nobody could be reached; asked of closed matters alone."""
    closings = Step.objects.filter(matter=matter, verb__in=["close", "close_unreached"]).order_by("-no")
    last = closings.values_list("verb", "happened_at").first()
    return last[1] if last and last[0] == "close_unreached" else None


def _returned(matter: Matter, by: By) -> set[str]:
    """By which verbs units gave the matter back or disputed it; asked of handlers alone, while one of them leads."""
    if by.post is None or by.post.role != "handler" or matter.stage not in (ASSIGNED, HANDLING):
        return set()
    steps = list(Step.objects.filter(matter=matter, verb__in=["send_back", "dispute", "take_back"]))
    undone = taken_back(steps)
    return {step.verb for step in steps if step.no not in undone}


def _dictated(matter: Matter, by: By) -> frozenset[int]:
    """The numbers of the steps in the actor's name to which he has not objected; asked of delegates alone."""
    if by.post is None or by.post.role != "delegate":
        return frozenset()
    mine = Dictation.objects.filter(matter=matter, post=by.post.id, objected_no=None)
    return frozenset(mine.values_list("no", flat=True))


def _tries(matter: Matter, answered: int) -> int:
    """How many times the house tried in vain to tell of the last answer, which was step `answered`; two in one half-day count
    once. Asked only while somebody is to be told.
    """
    if matter.stage not in MOVES["close_unreached"].sources:
        return 0
    tried = Step.objects.filter(matter=matter, verb="tell", values__reached=False, no__gt=answered)
    return half_days(tried.values_list("happened_at", flat=True))


def half_days(moments: Iterable[datetime.datetime]) -> int:
    """In how many different half-days these moments lie: tries count as made at different times by that."""
    return len({(local(at).date(), local(at).hour < 12) for at in moments})


def what_happened(matter: Matter, *, now: datetime.datetime) -> Words:
    """Who was faster, when, and with what: for the page shown again to the one who came second."""
    step = Step.objects.filter(matter=matter).select_related("post__person").order_by("-no")[0]
    minutes = int((now - step.written_at).total_seconds() // 60)
    said = N_("这件事 {minutes} 分钟前已由{who}{verb}，这次没有生效")
    just_now = N_("这件事刚刚已由{who}{verb}，这次没有生效")
    return Words.of(
        said if minutes > 0 else just_now,
        minutes=minutes,
        who=actor_words(step),
        verb=Words.of(MOVES[step.verb].label),
    )


def actor_words(step: Step) -> Words | str:
    """Who did a step, as a name or a word; needs `post__person` at hand."""
    if step.post is not None:
        return step.post.person.name
    return Words.of(N_("居民")) if step.actor == "resident" else Words.of(N_("系统"))


def _all_rated(links: Sequence[VoiceMatter]) -> bool:
    told = [(link.pk, link.told_no) for link in links if link.told_no]
    if not told:
        return False
    rated = set(
        Feedback.objects.filter(link__in=[pk for pk, _ in told], taken_back=False).values_list(
            "link_id", "told_no"
        )
    )
    return all(pair in rated for pair in told)
