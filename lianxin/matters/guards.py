"""Conditions of a verb beyond stage and standing, each by name: met or the sentence that says what is in the way. Pure.

`refusal` is asked both for drawing a button and for doing the verb, so that a button shows exactly when its verb passes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lianxin.kernel.words import N_, Words
from lianxin.matters import moves
from lianxin.matters.lights import Watched
from lianxin.matters.moves import MOVES, Move, Values
from lianxin.matters.stages import HANDLING, STAGES


@dataclass(frozen=True)
class LastStep:
    """The newest step of a matter: its number, verb, the post that made it (None: resident or system), and when."""

    no: int
    verb: str
    post: int | None
    at: datetime.datetime


@dataclass(frozen=True)
class Facts:
    """What the rules ask of one matter for one actor. Times are aware; `tries` are those since the last answer.

    `window_until`: until when a lead may send back. `told_at`: when a voice was last told (the actor's own, for a
    resident). `given_up_at`: when it was closed because nobody could be reached. `solvers`: persons who wrote a
    standing answer. `rated`: every told voice is rated (the actor's own, for a resident). `deputy`: the person who stands
    in for `person`. `finish_due`: when the answer is due, None while it is paused or not owed; `extended`: how often that was
    put off; `pause_left`: workdays it may still be paused. `tells`: somebody is owed a telling, its clock runs; `promises`: a
    promise is not kept yet. `void_asked_by`: the person who asked for it to be void.
    `dictated`: steps in the actor's name to which he has not objected. `watched`: what its light is read off, and
    which steps wait for an explanation, None for who is no post; `led`: a unit leads.
    """

    stage: str
    standings: frozenset[str]
    now: datetime.datetime
    post: int | None = None
    person: int | None = None
    at_root: bool = False
    about: bool = False
    window_until: datetime.datetime | None = None
    sent_back: bool = False
    disputed: bool = False
    ruled: bool = False
    assist_owes: bool = False
    waits_until: datetime.datetime | None = None
    untold: int = 0
    tells: bool = False
    promises: bool = False
    tries: int = 0
    told_at: datetime.datetime | None = None
    given_up_at: datetime.datetime | None = None
    rated: bool = False
    solvers: frozenset[int] = frozenset()
    last: LastStep | None = None
    deputy: int | None = None
    void_asked_by: int | None = None
    dictated: frozenset[int] = frozenset()
    watched: Watched | None = None
    led: bool = False
    paused: bool = False
    finish_due: datetime.datetime | None = None
    extended: int = 0
    extend_times: int = 0
    pause_left: int = 0
    tries_needed: int = 0
    redo_days: int = 0
    take_back_minutes: int = 0

    @property
    def awaits(self) -> Sequence[int]:
        """The numbers of the steps that wait for an explanation."""
        return self.watched.awaits if self.watched else ()


Guard = Callable[[Facts], Words | None]


def a_level_above(facts: Facts) -> Words | None:
    """There is a level to send it up to."""
    if facts.about:
        return Words.of(N_("反映本社区或工作人员的事由组织部门直接办，不再上报"))
    return Words.of(N_("已经在区里了，没有更上一级；请由区里交办")) if facts.at_root else None


def sends_up_what_it_holds(facts: Facts) -> Words | None:
    """While registered the owner's people send it up; while handled, only the lead's handler."""
    if facts.stage == HANDLING and moves.LEAD not in facts.standings:
        return Words.of(N_("办理中的事由主办单位的经办人上报"))
    if facts.stage != HANDLING and not facts.standings & {moves.OWNER, moves.OWNER_DELEGATE}:
        return Words.of(N_("还没有交办的事由现在负责的联络员上报"))
    return None


def inside_the_window(facts: Facts) -> Words | None:
    """A lead sends back only within the window since it was given the matter."""
    if facts.window_until is None or facts.now > facts.window_until:
        return Words.of(N_("过了可以退回的日子；请与交办的联络员商量改派，或写明情况答复"))
    return None


def not_sent_back_before(facts: Facts) -> Words | None:
    """The first unit that returns it gives it back; the second asks the organiser, so that it is never without an owner."""
    return (
        Words.of(N_("这件事已经退回过一次；再退要提请组织员裁定，裁定以前照常办"))
        if facts.sent_back
        else None
    )


def sent_back_before(facts: Facts) -> Words | None:
    """A second return is put to the organiser, once: what she decided stands."""
    if facts.disputed:
        return Words.of(N_("已经提请裁定了，等组织员改派；裁定以前照常办"))
    if facts.ruled:
        return Words.of(N_("组织员已经裁定由你们办；有困难的写明情况答复，或者向上反映"))
    return None if facts.sent_back else Words.of(N_("还没有单位退回过；不归这里办的，写明原因退回"))


def the_organiser_decides(facts: Facts) -> Words | None:
    """Who handles a disputed matter is the organiser's to say."""
    if facts.disputed and moves.ORGANISER not in facts.standings:
        return Words.of(N_("两个单位都说不归自己办，由组织员裁定改派"))
    return None


def assist_still_owes(facts: Facts) -> Words | None:
    """An assist gives its view once."""
    return None if facts.assist_owes else Words.of(N_("协办意见已经给过了；还有话请用“记一步”"))


def assists_heard(facts: Facts) -> Words | None:
    """Where the pack says so an answer waits for the assists, but never longer than they have time."""
    if facts.waits_until is None:
        return None
    return Words.of(N_("这类事要等协办的意见，最晚等到{at}；到时还没来，可以直接答复"), at=facts.waits_until)


def somebody_untold(facts: Facts) -> Words | None:
    """There is a voice still to be told, of an answer or of a promise that was kept since."""
    return None if facts.untold and facts.tells else Words.of(N_("每一位都告知过了"))


def everybody_told(facts: Facts) -> Words | None:
    """Nothing is closed while somebody does not know that the promise was kept."""
    if not facts.tells:
        return None
    return Words.of(N_("还有 {untold} 人不知道答应的事办到了，先告知再办结"), untold=facts.untold)


def a_promise_runs(facts: Facts) -> Words | None:
    """Only what was promised and is not kept yet is kept."""
    return None if facts.promises else Words.of(N_("这件事没有等着兑现的承诺；答应过的已经兑现了"))


def tried_often_enough(facts: Facts) -> Words | None:
    """Nobody is closed as unreached before the tries the pack asks for."""
    if facts.tries >= facts.tries_needed:
        return None
    return Words.of(
        N_("要在不同时间联系 {needed} 次都没联系上才能这样办结，现在记了 {tries} 次"),
        needed=facts.tries_needed,
        tries=facts.tries,
    )


def not_rated_yet(facts: Facts) -> Words | None:
    """One rating for each telling."""
    if facts.told_at is None:
        return Words.of(N_("还没有告知过，请先告知再评价"))
    return Words.of(N_("这次答复已经评价过了")) if facts.rated else None


def not_by_the_solver(facts: Facts) -> Words | None:
    """Whoever wrote the answer never files its rating (ask 25)."""
    if {facts.person, facts.deputy} & facts.solvers:
        return Words.of(N_("写答复的人不能代记评价，请由别的联络员记"))
    return None


def within_the_days_to_redo(facts: Facts) -> Words | None:
    """A resident asks again within the days of the pack after she was told, or the house gave up telling; others at any time."""
    if facts.standings != {moves.RESIDENT}:
        return None
    since = facts.told_at or facts.given_up_at
    if since is None:
        return Words.of(N_("答复告诉您以后，才能要求重办"))
    if facts.now > since + datetime.timedelta(days=facts.redo_days):
        return Words.of(
            N_("告知后 {days} 天内可以要求重办，现在过了；请再说一件新的，或给工作室打电话"),
            days=facts.redo_days,
        )
    return None


def own_last_step_just_now(facts: Facts) -> Words | None:
    """The same post takes back its own last step within the minutes of the pack, before anything follows."""
    last = facts.last
    if last is None or last.verb in moves.NEVER_TAKEN_BACK or last.post is None or last.post != facts.post:
        return Words.of(N_("只能撤回自己刚做的上一步；登记和告知不能撤回"))
    if facts.now > last.at + datetime.timedelta(minutes=facts.take_back_minutes):
        return Words.of(
            N_("过了 {minutes} 分钟，不能撤回了；请用别的办法更正"), minutes=facts.take_back_minutes
        )
    return None


def may_be_extended(facts: Facts) -> Words | None:
    """Before it is due, by the handler the first time and by a supervisor after that, as often as the pack says (S31)."""
    if facts.paused or facts.finish_due is None:
        return Words.of(N_("暂停着的事不用延期；先恢复计时"))
    if facts.now > facts.finish_due:
        return Words.of(N_("已经过了时限，不能再延期；写明情况答复，有困难的向上反映"))
    if facts.extended >= facts.extend_times:
        return Words.of(N_("已经延期 {n} 次，不能再延；办不了的向上反映"), n=facts.extended)
    if facts.extended and moves.SUPERVISOR not in facts.standings:
        return Words.of(N_("再次延期由督办员批；请先把原因告诉督办员"))
    if not facts.extended and moves.LEAD not in facts.standings:
        return Words.of(N_("第一次延期由主办单位的经办人提"))
    return None


def may_be_paused(facts: Facts) -> Words | None:
    """Before it is due, and no longer in all than the pack says."""
    if facts.paused or facts.finish_due is None:
        return Words.of(N_("已经暂停着了"))
    if facts.now > facts.finish_due:
        return Words.of(N_("已经过了时限，不能再暂停；写明情况答复"))
    return None if facts.pause_left > 0 else Words.of(N_("暂停的日子用完了，不能再停"))


def is_paused(facts: Facts) -> Words | None:
    """Only what stands still goes on."""
    return None if facts.paused else Words.of(N_("没有暂停，不用恢复"))


def owes_an_explanation(facts: Facts) -> Words | None:
    """What was asked in writing is answered by the unit that leads, or where none leads by whoever has the matter now."""
    if not facts.awaits:
        return Words.of(N_("没有等说明的督办；有要说的请用“记一步”"))
    if facts.led and moves.LEAD not in facts.standings:
        return Words.of(N_("督办的说明由主办单位的经办人写"))
    return None


def not_about_a_room(facts: Facts) -> Words | None:
    """What is about a room or its staff stays where only the office sees it."""
    return Words.of(N_("反映本社区或工作人员的事由组织部门直接办，不转给工作室")) if facts.about else None


def written_in_his_name(facts: Facts) -> Words | None:
    """A delegate objects to what stands in his name, once for each step."""
    return None if facts.dictated else Words.of(N_("这件事里没有以您的名义代录、还没说明过的步骤"))


def void_not_asked(facts: Facts) -> Words | None:
    """One request at a time."""
    return Words.of(N_("已经有人请求作废了，等另一位组织员")) if facts.void_asked_by else None


def another_asked_for_it(facts: Facts) -> Words | None:
    """Two organisers: who asks does not decide."""
    if facts.void_asked_by is None:
        return Words.of(N_("先由一位组织员写明原因请求作废，再由另一位看过"))
    if facts.void_asked_by in (facts.person, facts.deputy):
        return Words.of(N_("请求作废的人不能自己同意，请另一位组织员来"))
    return None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        a_level_above,
        sends_up_what_it_holds,
        inside_the_window,
        not_sent_back_before,
        sent_back_before,
        the_organiser_decides,
        assist_still_owes,
        assists_heard,
        somebody_untold,
        everybody_told,
        a_promise_runs,
        tried_often_enough,
        not_rated_yet,
        not_by_the_solver,
        within_the_days_to_redo,
        own_last_step_just_now,
        may_be_extended,
        may_be_paused,
        is_paused,
        owes_an_explanation,
        not_about_a_room,
        written_in_his_name,
        void_not_asked,
        another_asked_for_it,
    )
}

WHO = {
    moves.OWNER: N_("现在负责的联络员"),
    moves.ROOM: N_("首接工作室的联络员"),
    moves.KEEPER: N_("并进来的那一位的工作室的联络员"),
    moves.ASSIGNER: N_("交办的联络员"),
    moves.DELEGATE: N_("工作室的代表"),
    moves.OWNER_DELEGATE: N_("工作室的代表"),
    moves.LEAD: N_("主办单位的经办人"),
    moves.ASSIST: N_("协办单位的经办人"),
    moves.ORGANISER: N_("组织员"),
    moves.SUPERVISOR: N_("督办员"),
    moves.RESIDENT: N_("反映人"),
    moves.SYSTEM: N_("系统"),
    moves.VIEWER: N_("能看到这件事的人"),
}


def wrong_stage(move: Move, stage: str) -> Words | None:
    """Why nobody may do this verb at this stage, or None when somebody may."""
    if stage in move.sources:
        return None
    said = N_("这件事现在是“{stage}”，不能{verb}")
    return Words.of(said, stage=Words.of(STAGES[stage]), verb=Words.of(move.label))


def refusal(move: Move, facts: Facts) -> Words | None:
    """Why this actor may not do this verb now, or None when it may."""
    if (no := wrong_stage(move, facts.stage)) is not None:
        return no
    if not facts.standings & set(move.who):
        names = dict.fromkeys(WHO[name] for name in move.who if name != moves.SYSTEM or len(move.who) == 1)
        who = tuple(Words.of(name) for name in names)
        return Words.of(N_("{verb}由{who}来做"), verb=Words.of(move.label), who=who)
    return next((said for name in move.guards if (said := GUARDS[name](facts))), None)


def missing(move: Move, given: Values) -> str | None:
    """The first input the row needs and `given` lacks (None and '' count as lacking), or None."""
    return next((name for name in move.needs if given.get(name) in (None, "")), None)


def moves_passing(facts: Facts) -> tuple[Move, ...]:
    """The rows whose verb would pass now, given its inputs: the buttons of the page."""
    return tuple(row for row in MOVES.values() if refusal(row, facts) is None)
