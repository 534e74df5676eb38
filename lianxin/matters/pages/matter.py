"""One matter as a page: whose turn, what may be done, what was said, who has it till when, what happened, who was told."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.forms import Form

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import promised_day
from lianxin.matters.deadlines import Deadline, deadlines_of
from lianxin.matters.labels import CLOCK_KINDS, KINDS
from lianxin.matters.lights import Light, due_first
from lianxin.matters.moves import ANSWERS, MOVES, ORDERS
from lianxin.matters.offers import Limit, void_asked
from lianxin.matters.papers import Papers, VoiceView
from lianxin.matters.stages import CLOSED, REFERRED, REPLIED, STAGES, TOLD, VOID, is_open
from lianxin.matters.timeline import Line, Old, timeline_of
from lianxin.matters.whose import Turn, turn_of
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Entry

DANGER: Final = frozenset(
    {"send_back", "dispute", "refer_out", "close_unreached", "take_back", "part", "ask_void", "void"}
)
LAST: Final = frozenset(
    {"supplement", "note", "take_back", "correct", "join", "pass_on", "object_to", "ask_void", "void"}
)
SELDOM: Final = frozenset({"correct", "join", "pass_on", "ask_void"})
NO_BUTTON: Final = frozenset({"hand_over"})  # done from the page of who leaves
ANSWERED: Final = frozenset({REPLIED, TOLD, CLOSED, REFERRED})
OFFICE: Final = N_("组织部门")
ABOUT: Final = N_("反映的是{unit}。工作室、它和它的上级都看不到这件事，联系方式只有组织部门能看。")

Fact = tuple[Words | str, Words | str]


@dataclass(frozen=True)
class ActLink:
    """One button of the toolbar: exactly the verbs that would pass now."""

    verb: str
    label: str
    url: str
    danger: bool
    chosen: bool
    seldom: bool = False


@dataclass(frozen=True)
class FormPart:
    """The form of one verb: where it goes, what stands above it, what its button says. `limits` explain their days."""

    verb: str
    title: str
    says: Words
    button: str
    danger: bool
    form: Form
    limits: tuple[Limit, ...] = ()
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Lost:
    """What came of an act that did not happen: the sentence, what took its place, what had been typed."""

    happened: Words
    faster: bool
    theirs: tuple[Fact, ...] = ()
    yours: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class StepEntry(Entry):
    """A step in the timeline, with its photos and whether the resident reads its words.

    `old`: what it changed, as it stood before; `objected`: the delegate in whose name it was written says it was not what he
    meant; `object_url`: where he may say so, '' for anybody else.
    """

    photos: tuple[str, ...] = ()
    to_resident: bool = False
    taken_back: bool = False
    old: tuple[Old, ...] = ()
    objected: bool = False
    object_url: str = ""


@dataclass(frozen=True)
class Order:
    """A 催办 or 督办 of this matter: what happened, its slip, and whether it still waits for an explanation."""

    said: Words
    at: datetime.datetime
    url: str
    awaits: bool


@dataclass(frozen=True)
class Answer:
    """The answer as it is read out to a resident: where it belongs and why (of what was referred out), and its words."""

    said: Words | str
    words: str
    untold: bool


@dataclass(frozen=True)
class MatterPage:
    """One matter for one reader. `gist`, `place` and the words of voices are data; contact is masked already.

    `into` and `came` are the references it was joined with; `asked_void` who asked for void and why, `asked_by_me` whether it
    was this post; `answer` what is read out to residents; `printer` the unit whose liaison prints slips again, None for other
    readers; `for_group` the text for the unit's chat group, with nobody in it; `orders` what the supervisor sent.
    """

    ref: str
    gist: str
    urgent: bool
    about: Words | None
    stage: str
    category: str
    light: Light
    due_first: Words | None
    turn: Turn
    acts: tuple[ActLink, ...]
    voices: tuple[VoiceView, ...]
    place: str
    handling: tuple[Fact, ...]
    dates: tuple[Fact, ...]
    deadlines: tuple[Deadline, ...]
    timeline: tuple[StepEntry, ...]
    telling: tuple[Fact, ...]
    did: Words | None
    form: FormPart | None
    lost: Lost | None
    into: str = ""
    came: tuple[str, ...] = ()
    asked_void: tuple[Words, ...] = ()
    asked_by_me: bool = False
    answer: Answer | None = None
    printer: int | None = None
    for_group: Words | None = None
    keeper: str = ""
    orders: tuple[Order, ...] = ()

    @property
    def awaits(self) -> bool:
        """Whether a unit still owes an explanation."""
        return any(order.awaits for order in self.orders)

    @property
    def seldom_chosen(self) -> bool:
        """Whether what is folded away among the verbs is being filled in."""
        return any(act.chosen and act.seldom for act in self.acts)

    @property
    def provisional(self) -> bool:
        """Whether a deadline reaches a year whose calendar is not published."""
        return any(deadline.due.provisional for deadline in self.deadlines)

    @property
    def has_contact(self) -> bool:
        """Whether there is anybody's contact to look at."""
        return any(voice.speaker.is_shown for voice in self.voices)


def matter_page(
    papers: Papers,
    *,
    did: str = "",
    form: FormPart | None = None,
    lost: Lost | None = None,
    address: str = "",
) -> MatterPage:
    """The page of an opened matter. `did`: the number of the step just done; `form`: what is being filled in; `lost`: what
    did not happen; `address`: where the page is, for the text to the chat group.
    """
    matter, lines = papers.matter, timeline_of(papers.matter, papers.rules.pack)
    turn, deadlines = _turn(papers), _deadlines(papers)
    first = papers.clocks[0].kind if papers.clocks else ""
    return MatterPage(
        ref=matter.ref,
        gist=matter.gist,
        urgent=matter.urgent,
        about=Words.of(ABOUT, unit=matter.about.name) if matter.about else None,
        stage=STAGES[matter.stage],
        category=matter.category.label if matter.category else "",
        light=papers.light,
        due_first=due_first(first, matter.stage),
        turn=turn,
        acts=_acts(papers, turn, form),
        voices=papers.voices,
        place=matter.place,
        handling=_handling(papers),
        dates=tuple((deadline.of, _until(deadline)) for deadline in deadlines),
        deadlines=deadlines,
        timeline=_timeline(lines, turn, papers),
        telling=_telling(papers),
        did=_did(papers, lines, did),
        form=form,
        lost=lost,
        into=papers.others.into,
        came=papers.others.came,
        asked_void=void_asked(papers) if is_void_open(papers) else (),
        asked_by_me=matter.void_asked_by_id == papers.post.id,
        answer=_answer(papers, lines),
        printer=papers.post.unit_id if papers.post.role == "liaison" and matter.about_id is None else None,
        for_group=group_text(papers, address) if address and matter.about_id is None else None,
        keeper=matter.room.unit.name,
        orders=_orders(papers, lines),
    )


def _orders(papers: Papers, lines: Sequence[Line]) -> tuple[Order, ...]:
    """What the supervisor sent and did not take back, newest first."""
    return tuple(
        Order(
            line.said,
            line.at,
            url("matters:order", papers.matter.ref, line.no),
            line.no in papers.facts.awaits,
        )
        for line in reversed(lines)
        if line.verb in ORDERS and not line.taken_back
    )


def is_void_open(papers: Papers) -> bool:
    """Whether void was asked for and not decided."""
    return papers.matter.void_asked_by_id is not None and papers.matter.stage != VOID


def group_text(papers: Papers, address: str) -> Words:
    """The text for the unit's chat group: reference, what it is, whose room, due, link.

    Made of the category and names of units alone: what residents said, and the line of the list made from it, may name
    somebody.
    """
    matter = papers.matter
    what = Words.of(matter.category.label) if matter.category else Words.of(N_("还没分类"))
    return Words.of(
        N_("{ref}，{what}，{room}。{due}。{link}"), ref=matter.ref, what=what, room=matter.room.unit.name,
        due=_due_words(papers), link=address,
    )  # fmt: skip


def _due_words(papers: Papers) -> Words:
    """What is owed first, by when; where nothing is owed any more, how far it is."""
    clock = papers.clocks[0] if papers.clocks else None
    if clock is None or clock.kind == "objection":
        return Words.of(STAGES[papers.matter.stage])
    day = local(clock.due_at).date()
    return Words.of(N_("{kind}：{day}前"), kind=Words.of(CLOCK_KINDS[clock.kind]), day=day)


def _answer(papers: Papers, lines: Sequence[Line]) -> Answer | None:
    """The last answer that stands, for whoever speaks with residents."""
    if papers.matter.stage not in ANSWERED or papers.post.role not in ("liaison", "delegate", "organiser"):
        return None
    line = next((one for one in reversed(lines) if one.verb in ANSWERS and not one.taken_back), None)
    if line is None:
        return None
    said = line.heard if line.verb == "refer_out" else ""
    return Answer(said, line.words, papers.facts.tells and papers.facts.untold > 0)


def last_step(papers: Papers) -> tuple[Fact, ...]:
    """What took the place of an act that came too late: the newest step, with its words."""
    line = timeline_of(papers.matter, papers.rules.pack)[-1]
    said = ((N_("附言"), Words.of("{words}", words=line.words)),) if line.words else ()
    return ((N_("做了什么"), line.said), *said, (N_("时间"), Words.of("{at}", at=line.at)))


def _did(papers: Papers, lines: Sequence[Line], did: str) -> Words | None:
    """What was just done, read off the step itself: the newest one, made by this very post, and no other."""
    last = papers.facts.last
    own = last is not None and last.post == papers.post.id and str(last.no) == did
    return lines[-1].said if own else None


def _turn(papers: Papers) -> Turn:
    matter, lead, promise = papers.matter, papers.lead, papers.promise
    return turn_of(
        matter.stage,
        papers.verbs,
        {
            "name": papers.post.person,
            "owner": matter.owner.name,
            "lead": lead.unit.name if lead else matter.owner.name,
            "teller": Words.of(OFFICE) if matter.about_id else matter.room.name,
            "untold": papers.facts.untold,
            "tells": papers.facts.tells,
            "promised": promised_day(promise.starts_at, promise.length) if promise else "",
            "late": promise is not None and promise.due_at < papers.now,
        },
        is_sorted=matter.category_id is not None,
        is_disputed=papers.facts.disputed,
    )


def _acts(papers: Papers, turn: Turn, form: FormPart | None) -> tuple[ActLink, ...]:
    """The verbs that pass, the one that waits first, those that can always be done last."""
    first = "triage" if turn.verb == "assign" and papers.matter.category_id is None else turn.verb
    verbs = sorted(papers.verbs, key=lambda verb: (verb != first, verb in LAST))
    return tuple(_act(verb, papers.matter.ref, form) for verb in verbs if verb not in NO_BUTTON)


def _act(verb: str, ref: str, form: FormPart | None) -> ActLink:
    label = MOVES[verb].asks or MOVES[verb].label
    address = f"{url('matters:matter', ref)}?do={verb}#do"
    chosen = form is not None and form.verb == verb
    return ActLink(verb, label, address, verb in DANGER, chosen, verb in SELDOM)


def _handling(papers: Papers) -> tuple[Fact, ...]:
    matter, lead = papers.matter, papers.lead
    kind = Words.of(KINDS[matter.kind]) if matter.kind else ""
    category = Words.of(matter.category.label) if matter.category else ""
    promised = Words.of("{day:year}", day=papers.promised_on) if papers.promised_on else ""
    found: tuple[Fact | None, ...] = (
        (
            N_("承办"),
            _data(lead.unit.name) if lead else Words.of(N_("还没派，在{owner}"), owner=matter.owner.name),
        ),
        (N_("协办"), _assists(papers)) if papers.assists else None,
        (N_("类别"), Words.of("{both}", both=tuple(one for one in (kind, category) if one)))
        if kind
        else None,
        (N_("首接"), _data(matter.room.name)),
        (N_("答应居民"), Words.of(N_("{day}前答复"), day=promised)) if promised else None,
    )
    return tuple(fact for fact in found if fact is not None)


def _assists(papers: Papers) -> Words:
    def one(name: str, given: bool) -> Words | str:
        return Words.of(N_("{unit}（意见给过了）"), unit=name) if given else name

    return Words.of("{all}", all=tuple(one(a.unit.name, a.done_at is not None) for a in papers.assists))


def _deadlines(papers: Papers) -> tuple[Deadline, ...]:
    """The running clocks, the answer owed to the resident first: that is the one people ask about."""
    found = deadlines_of(papers.clocks, papers.rules)
    return tuple(sorted(found, key=lambda deadline: deadline.kind != "finish"))


def _until(deadline: Deadline) -> Words:
    said = N_("{until}（暂定）") if deadline.due.provisional else "{until}"
    return Words.of(said, until=deadline.until)


def _timeline(lines: Sequence[Line], turn: Turn, papers: Papers) -> tuple[StepEntry, ...]:
    """Newest first, with what is waited for on top while the matter is open."""
    today = (
        (StepEntry(local(papers.now).date(), turn.whose, now=True),) if is_open(papers.matter.stage) else ()
    )
    heard = {name for voice in papers.voices for name in voice.photos}
    objected = {line.against for line in lines}
    return (*today, *(_entry(line, heard, objected, papers) for line in reversed(lines)))


def _entry(line: Line, heard: Collection[str], objected: Collection[int], papers: Papers) -> StepEntry:
    """`heard`: photos that stand with the words they came with already; `objected`: steps that were not what he meant."""
    photos = tuple(name for name in line.photos if name not in heard)
    his = line.no in papers.facts.dictated and "object_to" in papers.verbs
    return StepEntry(
        line.at, line.said, quote=line.words, photos=photos, to_resident=line.to_resident and bool(line.words),
        taken_back=line.taken_back, old=line.old, objected=line.no in objected,
        object_url=object_url(papers.matter.ref, line.no) if his else "",
    )  # fmt: skip


def object_url(ref: str, no: int) -> str:
    """Where a delegate says that a step written in his name was not what he meant."""
    return f"{url('matters:matter', ref)}?do=object_to&against={no}#do"


def _telling(papers: Papers) -> tuple[Fact, ...]:
    """Who was told of the answer, how, and what she thought of it; nothing before there is one."""
    if papers.matter.stage not in ANSWERED:
        return ()
    return tuple((voice.who, _told(voice)) for voice in papers.voices)


def _told(voice: VoiceView) -> Words | str:
    if not voice.told:
        if not voice.reached_by:
            return Words.of(N_("还没告知"))
        return Words.of(N_("还没告知，希望{reach}"), reach=Words.of(voice.reached_by))
    return Words.of(N_("{told}；{rated}"), told=voice.told, rated=voice.rated) if voice.rated else voice.told


def _data(name: str) -> Words:
    """A name as words, so that a list of facts holds one kind of value."""
    return Words.of("{name}", name=name)
