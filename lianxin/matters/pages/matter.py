"""One matter as a page: whose turn, what may be done, what was said, who has it till when, what happened, who was told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.forms import Form

from lianxin.kernel.days import local
from lianxin.kernel.words import N_, Words
from lianxin.matters.deadlines import Deadline, deadlines_of
from lianxin.matters.labels import KINDS
from lianxin.matters.lights import Light, due_first, light_of
from lianxin.matters.moves import MOVES
from lianxin.matters.offers import Limit
from lianxin.matters.papers import Papers, VoiceView
from lianxin.matters.stages import CLOSED, REFERRED, REPLIED, STAGES, TOLD, is_open
from lianxin.matters.timeline import Line, timeline_of
from lianxin.matters.whose import Turn, turn_of
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Entry

DANGER: Final = frozenset({"send_back", "refer_out", "close_unreached", "take_back"})
LAST: Final = ("supplement", "note", "take_back")
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


@dataclass(frozen=True)
class Lost:
    """What came of an act that did not happen: the sentence, what took its place, what had been typed."""

    happened: Words
    faster: bool
    theirs: tuple[Fact, ...] = ()
    yours: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class StepEntry(Entry):
    """A step in the timeline, with its photos and whether the resident reads its words."""

    photos: tuple[str, ...] = ()
    to_resident: bool = False
    taken_back: bool = False


@dataclass(frozen=True)
class MatterPage:
    """One matter for one reader. `gist`, `place` and the words of voices are data; contact is masked already."""

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

    @property
    def provisional(self) -> bool:
        """Whether a deadline reaches a year whose calendar is not published."""
        return any(deadline.due.provisional for deadline in self.deadlines)

    @property
    def has_contact(self) -> bool:
        """Whether there is anybody's contact to look at."""
        return any(voice.speaker.is_shown for voice in self.voices)


def matter_page(
    papers: Papers, *, did: str = "", form: FormPart | None = None, lost: Lost | None = None
) -> MatterPage:
    """The page of an opened matter. `did`: the number of the step just done; `form`: what is being filled in; `lost`: what
    did not happen.
    """
    matter, lines = papers.matter, timeline_of(papers.matter, papers.rules.pack)
    turn, deadlines = _turn(papers), _deadlines(papers)
    return MatterPage(
        ref=matter.ref,
        gist=matter.gist,
        urgent=matter.urgent,
        about=Words.of(ABOUT, unit=matter.about.name) if matter.about else None,
        stage=STAGES[matter.stage],
        category=matter.category.label if matter.category else "",
        light=light_of(matter.look_at, matter.stage, papers.now, papers.rules.calendar),
        due_first=due_first(papers.clocks[0].kind if papers.clocks else "", matter.stage),
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
    )


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
    matter, lead = papers.matter, papers.lead
    return turn_of(
        matter.stage,
        papers.verbs,
        {
            "name": papers.post.person,
            "owner": matter.owner.name,
            "lead": lead.unit.name if lead else matter.owner.name,
            "teller": Words.of(OFFICE) if matter.about_id else matter.room.name,
            "untold": papers.facts.untold,
        },
        is_sorted=matter.category_id is not None,
    )


def _acts(papers: Papers, turn: Turn, form: FormPart | None) -> tuple[ActLink, ...]:
    """The verbs that pass, the one that waits first, those that can always be done last."""
    first = "triage" if turn.verb == "assign" and papers.matter.category_id is None else turn.verb
    verbs = sorted(papers.verbs, key=lambda verb: (verb != first, verb in LAST))
    return tuple(_act(verb, papers.matter.ref, form) for verb in verbs)


def _act(verb: str, ref: str, form: FormPart | None) -> ActLink:
    label = MOVES[verb].asks or MOVES[verb].label
    address = f"{url('matters:matter', ref)}?do={verb}#do"
    return ActLink(verb, label, address, verb in DANGER, form is not None and form.verb == verb)


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
    return (*today, *(_entry(line, heard) for line in reversed(lines)))


def _entry(line: Line, heard: Collection[str]) -> StepEntry:
    """`heard`: photos that stand with the words they came with already."""
    photos = tuple(name for name in line.photos if name not in heard)
    return StepEntry(
        line.at, line.said, quote=line.words, photos=photos, to_resident=line.to_resident and bool(line.words),
        taken_back=line.taken_back,
    )  # fmt: skip


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
