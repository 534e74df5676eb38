"""Asking after a matter, and what its resident reads there: where it stands, the answer, what she may still do."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse

from lianxin.intake.tracking import ToldReply, Tracked
from lianxin.kernel.days import TZ, local
from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Length, workdays_left
from lianxin.matters.actions.taking import gist_of
from lianxin.matters.clocks import promised_day
from lianxin.matters.deadlines import length_words
from lianxin.matters.labels import OUTCOMES
from lianxin.matters.models import Clock
from lianxin.matters.stages import (
    ASSIGNED,
    CLOSED,
    HANDLING,
    JOINED,
    PUBLIC,
    PUBLIC_ENDS,
    REFERRED,
    REGISTERED,
    REPLIED,
    TOLD,
    VOID,
)
from lianxin.matters.timeline import Line
from lianxin.ui.elements import Label, LightKind
from lianxin.ui.pieces import Entry, Track

NOT_CERTAIN = N_("这一天要等国务院公布放假安排才能算准。")
STAGE_OF_VERB = {"register": 0, "assign": 1, "reassign": 1, "accept": 2, "close": 4, "close_unreached": 4}


@dataclass(frozen=True)
class TrackPage:
    """The form for reference and code. `carried` (verb and words) was typed before the ticket was over."""

    form: BaseForm
    notice: Label = ""
    verb: str = ""
    words: str = ""


@dataclass(frozen=True)
class Deadline:
    """By when an answer is due, or what was promised, as a light and as facts. `reason` is why it is later than the receipt
    said.
    """

    day: Words
    light: LightKind
    left: Words
    notes: tuple[Label, ...]
    reason: str


@dataclass(frozen=True)
class PhotoLink:
    """A photo she may look at."""

    label: Words
    url: str


@dataclass(frozen=True)
class TrackedPage:
    """A resident's matter. Forms are None where the verb would not pass now; `track` is None for an end outside the five."""

    ref: str
    gist: str
    place: str
    words: str
    whose: Label
    next: Label
    track: Track | None
    ended: Label
    ended_words: str
    deadline: Deadline | None
    replies: tuple[ToldReply, ...]
    outcomes: Mapping[str, str]
    photos: tuple[PhotoLink, ...]
    timeline: tuple[Entry, ...]
    done: Label
    rate: BaseForm | None
    rate_hint: Label
    redo: BaseForm | None
    redo_hint: Label
    add: BaseForm | None
    phone: str


def tracked_page(
    found: Tracked, *, forms: Mapping[str, BaseForm], done: Label, hotline: str, now: datetime.datetime
) -> TrackedPage:
    """The page of a voice's matter; `forms` are those of `rate`, `redo` and `supplement`, bound where one was refused."""
    voice, matter, origin = found.voice, found.matter, found.link.origin
    ref = origin.ref
    may = {verb: form for verb, form in forms.items() if verb in found.may or form.is_bound}
    whose, after = _whose(found, now)
    about = matter.about_id is not None
    return TrackedPage(
        ref=ref, gist=_gist(found), place=voice.place, words=voice.words, whose=whose, next=after,
        track=_track(found), ended=_ended(found), ended_words=_words_of(found, "refer_out"), deadline=_deadline(found, now),
        replies=found.replies, outcomes=OUTCOMES, photos=_photos(found, ref), timeline=_timeline(found), done=done,
        rate=may.get("rate"), rate_hint=_rate_hint(found), redo=may.get("redo"), redo_hint=_redo_hint(found),
        add=may.get("supplement"), phone=hotline if about else voice.room.phone or hotline,
    )  # fmt: skip


def _gist(found: Tracked) -> str:
    """The beginning of her words; of a second thing she raised the line it was written down with."""
    if found.link.origin_id == found.voice.matter_id:
        return gist_of(found.voice.words)
    return found.link.origin.gist


def _whose(found: Tracked, now: datetime.datetime) -> tuple[Label, Label]:
    """The first line: how far it is, and what comes next."""
    stage, lead = found.matter.stage, found.lead
    if stage in (TOLD, CLOSED) and found.link.told_at is None and "tell" in found.clocks:
        return N_("答应您的事有结果了。"), _who_will_tell(found, now)
    if found.unreached_at is not None:
        return N_("答复我们没能告诉您，写在下面。"), _what_she_may(found)
    if stage == REPLIED and found.link.told_at is None:
        return N_("您说的事有答复了。"), _who_will_tell(found, now)
    if found.kept and stage in (REPLIED, TOLD, CLOSED):
        return Words.of(N_("{unit}说，答应您的事办到了。"), unit=found.kept.unit), _what_she_may(found)
    if found.promise is not None:
        return N_("您说的事列入了计划，还没有办到。"), _what_she_may(found)
    said: Mapping[str, tuple[Label, Label]] = {
        REGISTERED: (N_("您说的事收到了。"), N_("正在看归谁办，派出去就告诉您哪天前有答复。")),
        ASSIGNED: (Words.of(N_("您说的事派给了{unit}。"), unit=lead), N_("等他们接手。")),
        HANDLING: (Words.of(N_("{unit}正在办您说的事。"), unit=lead), N_("有了答复就告诉您。")),
        REPLIED: (N_("您说的事有答复了。"), _what_she_may(found)),
        TOLD: (N_("您说的事有答复了。"), _what_she_may(found)),
        CLOSED: (N_("您说的事办结了。"), _what_she_may(found)),
        REFERRED: (N_("您说的事不归这里办。"), N_("归哪里、为什么，写在下面。")),
        JOINED: (PUBLIC_ENDS[JOINED], N_("办到哪一步，请打电话问。")),
        VOID: (PUBLIC_ENDS[VOID], N_("为什么撤销，请打电话问。")),
    }
    return said[stage]


def _what_she_may(found: Tracked) -> Label:
    """What is left to her once there is an answer: exactly the verbs that would pass now."""
    rate, redo = "rate" in found.may, "redo" in found.may
    if rate and redo:
        return N_("看完答复，请评一评；没办好，可以要求再办一次。")
    if rate:
        return N_("看完答复，请评一评。")
    if found.facts.rated:
        return N_("您评过了；没办好，可以要求再办一次。") if redo else N_("您评过了，谢谢您。")
    if redo:
        return N_("没办好，可以要求再办一次。")
    return N_("还有不对的地方，请打下面的电话，报编号就行。")


def _who_will_tell(found: Tracked, now: datetime.datetime) -> Label:
    clock = found.clocks.get("tell")
    if clock is None or clock.due_at < now:
        return N_("本来该告诉您了，还没有；请打下面的电话问，报编号就行。")
    day = local(clock.due_at).date()
    if found.matter.about_id is not None:
        return Words.of(N_("区里组织部门的人会在{day}前告诉您。"), day=day)
    return Words.of(N_("联络员会在{day}前告诉您。"), day=day)


def _track(found: Tracked) -> Track | None:
    stage = found.matter.stage
    if stage not in PUBLIC:
        return None
    reached = PUBLIC[stage]
    notes: dict[int, tuple[Label, ...]] = {}
    for line in found.lines:
        place = STAGE_OF_VERB.get(line.verb)
        if place is not None and place <= reached:
            notes[place] = _note(line)
    if answered := [reply for reply in found.replies if not reply.kept] if reached >= 3 else []:
        notes[3] = (Words.of("{at}", at=answered[0].at),)
    if reached >= 1 and found.lead and 1 in notes:
        notes[1] = (*notes[1], Words.of("{unit}", unit=found.lead))
    return Track(reached, notes, ended=stage == CLOSED)


def _note(line: Line) -> tuple[Label, ...]:
    return (Words.of("{at}", at=line.at),)


def _ended(found: Tracked) -> Label:
    """Of a matter that belongs elsewhere: where to, and why."""
    if found.matter.stage != REFERRED:
        return ""
    return next((line.said for line in reversed(found.lines) if line.verb == "refer_out"), "")


def _words_of(found: Tracked, *verbs: str) -> str:
    return next((line.words for line in reversed(found.lines) if line.verb in verbs and line.words), "")


def _deadline(found: Tracked, now: datetime.datetime) -> Deadline | None:
    """While an answer is owed: by when, how far off, and why it may be later than the receipt said. Then what was promised."""
    if found.promise is not None:
        return _promise(found, found.promise, now)
    if found.matter.stage not in (REGISTERED, ASSIGNED, HANDLING):
        return None
    promised, clock = found.voice.promised_on, found.clocks.get("finish")
    at = clock.due_at if clock else datetime.datetime.combine(promised, found.rules.pack.closes, TZ)
    day = local(at).date()
    later = day > promised
    notes: list[Label] = [Words.of(N_("回执上写的是{day}前。"), day=promised)] if later else []
    if clock and clock.provisional:
        notes.append(NOT_CERTAIN)
    if at < now:
        notes.append(N_("过了说好的日子，请打下面的电话问，报编号就行。"))
    light, left = _light(at, found, now)
    reason = _words_of(found, "assign", "reassign") if later else ""
    return Deadline(Words.of(N_("{day}前有答复"), day=day), light, left, tuple(notes), reason)


def _promise(found: Tracked, clock: Clock, now: datetime.datetime) -> Deadline:
    """The day she was promised, and plainly that it passed: it moves for nobody, and a free day puts nothing off."""
    day = promised_day(clock.starts_at, clock.length)
    at = datetime.datetime.combine(day, found.rules.pack.closes, TZ)
    over = N_("过了答应您的日子，还没有办到；请打下面的电话问，报编号就行。")
    light, left = _light(at, found, now)
    return Deadline(Words.of(N_("答应您{day}前办到"), day=day), light, left, (over,) if at < now else (), "")


def _light(at: datetime.datetime, found: Tracked, now: datetime.datetime) -> tuple[LightKind, Words]:
    left = workdays_left(now, at, found.rules.calendar)
    if at < now:
        return "late", Words.of(N_("超过 {length}"), length=_workdays(max(-left, 1)))
    if left == 0:
        return "soon", Words.of(N_("就在今天"))
    near = left <= found.rules.pack.number("light_soon_workdays")
    return ("soon" if near else "ok"), Words.of(N_("还有 {length}"), length=_workdays(left))


def _workdays(n: int) -> Words:
    return length_words(Length(n, "workdays"))


def _photos(found: Tracked, ref: str) -> tuple[PhotoLink, ...]:
    mine = [(N_("您交的第 {n} 张"), n, name) for n, name in enumerate(found.own_photos, 1)]
    others = [(N_("办事的人拍的第 {n} 张"), n, name) for n, name in enumerate(found.their_photos, 1)]
    return tuple(
        PhotoLink(Words.of(label, n=n), reverse("intake:photo", args=[ref, name]))
        for label, n, name in (*mine, *others)
    )


def _timeline(found: Tracked) -> tuple[Entry, ...]:
    """Newest first. An answer's own words wait until she was told."""
    lines = tuple(reversed(found.lines))
    return tuple(
        Entry(local(line.at), line.said, quote=_quote(line, found), now=number == 0)
        for number, line in enumerate(lines)
    )


def _quote(line: Line, found: Tracked) -> str:
    if line.verb in ("answer_on_spot", "refer_out", "keep_promise"):
        return ""  # stands in full above: an answer once she was told it
    return line.words or found.quotes.get(line.no, "")


def _rate_hint(found: Tracked) -> Label:
    clock = found.clocks.get("objection")
    if clock is None:
        return N_("评价不写名字。")
    day = local(clock.due_at).date()
    return Words.of(N_("评价不写名字。{day}前没有评，就先办结，以后还可以评。"), day=day)


def _redo_hint(found: Tracked) -> Label:
    since = found.facts.told_at or found.unreached_at
    if since is None:
        return ""
    until = local(since + datetime.timedelta(days=found.facts.redo_days)).date()
    return Words.of(N_("{day}以前可以要求再办一次。写清哪里没办好，会定一个新的日子给您答复。"), day=until)
