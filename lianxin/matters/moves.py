"""The table of verbs: who may do what from which stage, what is needed, which clocks, who hears, what the timeline says.

Pure: no Django, no clock. A new verb is one row here, one function in `actions/`, one test. Replaying the steps of a
matter through `stage_after` gives its stage without ever reading what was stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lianxin.kernel.words import N_
from lianxin.matters.stages import (
    ASSIGNED,
    CLOSED,
    HANDLING,
    JOINED,
    OPEN,
    REFERRED,
    REGISTERED,
    REPLIED,
    TOLD,
    VOID,
)

Values = Mapping[str, object]
Target = str | None | Callable[[str, Values], str]

# Standings: what an acting post (or a resident, or the system) is to one matter. `standing.py` tells them.
OWNER, ROOM, ASSIGNER = "owner_liaison", "room_liaison", "assigner"
KEEPER = "keeping_liaison"  # of a room whose resident's voice was joined to another room's matter
DELEGATE, OWNER_DELEGATE = "room_delegate", "owner_delegate"
LEAD, ASSIST = "lead_handler", "assist_handler"
ORGANISER, SUPERVISOR = "organiser", "supervisor"
RESIDENT, SYSTEM, VIEWER = "resident", "system", "viewer"

CLOCKS: Final = ("dispatch", "accept", "assist", "finish", "tell", "objection", "promise", "pause_cap")
NEW: Final = ""  # the stage before the first step


def _when_all_told(stage: str, values: Values) -> str:
    return TOLD if not values["untold"] else REPLIED


def _told(stage: str, values: Values) -> str:
    return TOLD if stage == REPLIED and not values["untold"] else stage


def _redone(stage: str, values: Values) -> str:
    return HANDLING if values["lead"] else REGISTERED


def _joined(stage: str, values: Values) -> str:
    """The matter that gives its voices is joined; the one that takes them owes an answer again to those it has not told."""
    if "into" in values:
        return JOINED
    return REPLIED if stage == TOLD and values["untold"] else stage


def _parted(stage: str, values: Values) -> str:
    """The matter the voices leave: when all who stay were told, the telling is over."""
    return TOLD if stage == REPLIED and values["told"] and not values["untold"] else stage


@dataclass(frozen=True)
class Move:
    """One row. `sources` None means any stage; `target` None keeps the stage; a function reads stage and values.

    `guards` names the conditions of `guards.py` that must hold besides stage and standing. `needs` are the inputs that
    must be given. `stops` / `starts` are kinds of clocks. `hears` are standings whose people find it under 新动态.
    `sentence` and `clauses` make the timeline; `public` is what the resident reads, '' where she reads nothing.
    """

    verb: str
    label: str
    sources: tuple[str, ...]
    target: Target
    who: tuple[str, ...]
    sentence: str
    needs: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    readers: tuple[str, ...] = ("fold", "news")
    clauses: Mapping[str, str] = field(default_factory=dict)
    public: str = ""
    overwrites: bool = False  # writes fields that somebody else may have written meanwhile
    asks: str = ""  # the button's line on the matter page, where it is not the label


_ALL = CLOCKS
_ANY = (*OPEN, CLOSED, REFERRED, JOINED, VOID)
_GIVEN = ("accept", "assist", "finish")
_HANDLED = (*_GIVEN, "pause_cap")
ANSWERS_READ_BY: Final = ("fold", "news", "page")

_ROWS = (
    Move(
        "register", N_("登记"), (NEW,), REGISTERED, (RESIDENT, ROOM, DELEGATE, SYSTEM),
        N_("{who}登记了这件事{room}{said}{late}{also}{urgent}{read_back}"), needs=("words",), starts=("dispatch",), hears=(OWNER,),
        clauses={
            "room": N_("，来自{room}"), "said": N_("，原话写于{said}"), "urgent": N_("，列为紧急"), "late": N_("，是补录的"),
            "also": N_("，和 {also} 是同一段话里的两件事"), "read_back": N_("，念给他听过"),
        },
        public=N_("收到您的话"),
    ),
    Move(
        "supplement", N_("补充"), OPEN, None, (RESIDENT, ROOM, OWNER, KEEPER),
        N_("{who}补充了{voice}{photos}{read_back}"), needs=("words",), hears=(OWNER, ROOM, LEAD),
        clauses={"voice": N_("一位居民的话"), "photos": N_("，附照片 {photos} 张"), "read_back": N_("，念给他听过")},
        public=N_("收到您补充的话"),
        asks=N_("补充一段话"),
    ),
    Move(
        "triage", N_("分类"), (REGISTERED,), None, (OWNER, ORGANISER),
        N_("{who}把这件事归为{kind}{category}{urgent}{place}"), needs=("kind", "category"), overwrites=True,
        clauses={"category": N_("，{category}类"), "urgent": N_("，紧急"), "place": N_("，补明了地点")},
    ),
    Move(
        "answer_on_spot", N_("当场解答"), (REGISTERED,), _when_all_told, (OWNER, ORGANISER, OWNER_DELEGATE),
        N_("{who}当场作了解答，结果：{outcome}{untold}"), needs=("words", "outcome"),
        stops=("dispatch",), starts=("objection", "tell"), hears=(ROOM, DELEGATE), readers=ANSWERS_READ_BY,
        clauses={"untold": N_("；还有 {untold} 人要告知")}, public=N_("当场给了答复"),
    ),
    Move(
        "refer_out", N_("转出"), (REGISTERED,), REFERRED, (OWNER, ORGANISER),
        N_("{who}把这件事转给{body}，因为{because}"), needs=("body", "because"),
        stops=("dispatch",), starts=("tell",), hears=(ROOM, DELEGATE), readers=ANSWERS_READ_BY,
        public=N_("这件事归{body}管，{because}"),
    ),
    Move(
        "pass_on", N_("转给别室"), (REGISTERED,), None, (OWNER, ORGANISER),
        N_("{who}转给{room}接着办，编号和期限不变"), needs=("room",), guards=("not_about_a_room",),
        hears=(ROOM,), public=N_("转给{room}接着办，编号不变"), overwrites=True,
    ),
    Move(
        "send_up", N_("上报"), (REGISTERED, HANDLING), REGISTERED, (OWNER, OWNER_DELEGATE, LEAD),
        N_("{who}向上反映，请{owner}协调"), needs=("words",), guards=("a_level_above", "sends_up_what_it_holds"),
        stops=_ALL, starts=("dispatch",), hears=(OWNER, ROOM), public=N_("已向{owner}反映，由{owner}协调"),
    ),
    Move(
        "assign", N_("交办"), (REGISTERED,), ASSIGNED, (OWNER, ORGANISER),
        N_("{who}交给{lead}主办{assists}，{due}前办完{pushed}"), needs=("lead", "limit"),
        stops=("dispatch",), starts=_GIVEN, hears=(LEAD, ASSIST, ROOM, DELEGATE),
        clauses={"assists": N_("，{assists}协办"), "pushed": N_("（向下交办，写明了原因）")},
        public=N_("派给{lead}，{due}前给答复"),
    ),
    Move(
        "reassign", N_("改派"), (ASSIGNED, HANDLING), ASSIGNED, (ASSIGNER, ORGANISER),
        N_("{who}改派给{lead}主办{assists}，{due}前办完"), needs=("lead", "limit", "words"),
        guards=("the_organiser_decides",), stops=("dispatch", *_HANDLED), starts=_GIVEN, hears=(LEAD, ASSIST, ROOM),
        clauses={"assists": N_("，{assists}协办")}, public=N_("改由{lead}办，{due}前给答复"),
    ),
    Move(
        "accept", N_("签收"), (ASSIGNED,), HANDLING, (LEAD,),
        N_("{who}签收，开始办理"), stops=("accept",), hears=(ASSIGNER,), public=N_("{unit}接手了"),
    ),
    Move(
        "send_back", N_("退回"), (ASSIGNED, HANDLING), REGISTERED, (LEAD,),
        N_("{who}退回了这件事"), needs=("words",), guards=("inside_the_window", "not_sent_back_before"),
        stops=_HANDLED, starts=("dispatch",), hears=(OWNER,),
    ),
    Move(
        "dispute", N_("提请裁定"), (ASSIGNED, HANDLING), None, (LEAD,),
        N_("{who}也说不归自己办，请组织员裁定；裁定以前仍由{unit}办"), needs=("words",),
        guards=("inside_the_window", "sent_back_before"), starts=("dispatch",), hears=(ORGANISER, ASSIGNER),
        asks=N_("再退：请组织员裁定"),
    ),
    Move(
        "advise", N_("协办意见"), (ASSIGNED, HANDLING), None, (ASSIST,),
        N_("{who}给出协办意见"), needs=("words",), guards=("assist_still_owes",), stops=("assist",), hears=(LEAD,),
        asks=N_("给协办意见"),
    ),
    Move(
        "note", N_("记事"), OPEN, None, (VIEWER,), N_("{who}记了一步"), needs=("words",), asks=N_("记一步"),
        public=N_("办事的人说"),
    ),
    Move(
        "extend", N_("延期"), (HANDLING,), None, (LEAD, SUPERVISOR),
        N_("{who}把答复期限延长 {days} 个工作日，改到{due}前"), needs=("days", "words"), guards=("may_be_extended",),
        stops=("finish",), starts=("finish",), hears=(LEAD, ASSIGNER, ROOM), public=N_("要多些时间，{due}前给答复"),
        asks=N_("申请延期"),
    ),
    Move(
        "pause", N_("暂停"), (HANDLING,), None, (LEAD,),
        N_("{who}暂停计时：{why}"), needs=("why", "words"), guards=("may_be_paused",),
        stops=("finish",), starts=("pause_cap",), hears=(ASSIGNER, ROOM), public=N_("暂时停下：{why}"),
        asks=N_("暂停计时"),
    ),
    Move(
        "resume", N_("恢复"), (HANDLING,), None, (LEAD, SYSTEM),
        N_("{who}恢复计时，{due}前给答复"), guards=("is_paused",),
        stops=("pause_cap",), starts=("finish",), hears=(LEAD, ASSIGNER, ROOM), public=N_("接着办，{due}前给答复"),
        asks=N_("恢复计时"),
    ),
    Move(
        "urge", N_("催办"), OPEN, None, (SUPERVISOR,),
        N_("{who}催{unit}抓紧办"), needs=("words",), hears=(LEAD, OWNER), asks=N_("催一催"),
    ),
    Move(
        "supervise", N_("督办"), OPEN, None, (SUPERVISOR,),
        N_("{who}督办，请{unit}书面说明"), needs=("words",), hears=(LEAD, OWNER),
    ),
    Move(
        "explain", N_("说明"), (*OPEN, CLOSED), None, (LEAD, OWNER),
        N_("{who}对第 {answers} 步的督办作了说明"), needs=("words",), guards=("owes_an_explanation",),
        hears=(SUPERVISOR, OWNER), asks=N_("写说明"),
    ),
    Move(
        "reply", N_("答复"), (HANDLING,), REPLIED, (LEAD,),
        N_("{who}写了答复，结果：{outcome}{promised}"), needs=("words", "outcome"), guards=("assists_heard",),
        stops=("dispatch", "finish", "assist", "pause_cap"), starts=("tell", "promise"),
        hears=(ROOM, DELEGATE, OWNER), readers=ANSWERS_READ_BY,
        clauses={"promised": N_("，答应{promised}前办到")}, asks=N_("写答复"),
    ),
    Move(
        "keep_promise", N_("兑现"), (REPLIED, TOLD, CLOSED), None, (LEAD,),
        N_("{who}兑现了承诺，答应的是{promised}前办到{untold}"), needs=("words",), guards=("a_promise_runs",),
        stops=("promise", "objection"), starts=("tell",), hears=(ROOM, KEEPER, DELEGATE, OWNER), readers=ANSWERS_READ_BY,
        clauses={"untold": N_("；还有 {untold} 人要告知")}, public=N_("答应您的事，有结果了"), asks=N_("兑现承诺"),
    ),
    Move(
        "tell", N_("告知"), (REPLIED, TOLD, CLOSED, REFERRED), _told, (ROOM, KEEPER, DELEGATE, SYSTEM),
        N_("{who}{how}{reached}{untold}"), needs=("voice", "how"), guards=("somebody_untold",),
        stops=("tell",), starts=("objection",), hears=(LEAD,),
        clauses={"reached": N_("，没有联系上"), "untold": N_("；还有 {untold} 人要告知")}, public=N_("{told_you}"),
        asks=N_("告知居民"),
    ),
    Move(
        "close_unreached", N_("无法告知办结"), (REPLIED, TOLD, CLOSED), CLOSED, (ROOM,),
        N_("{who}在 {tries} 次联系不上之后办结"), guards=("somebody_untold", "tried_often_enough"),
        stops=("tell", "objection"), hears=(DELEGATE, LEAD), public=N_("一直没联系上您，先办结了；答复写在这一页"),
    ),
    Move(
        "rate", N_("评价"), (TOLD, CLOSED), None, (RESIDENT, ROOM, KEEPER),
        N_("{who}：{satisfied}{solved}"), needs=("voice", "reached", "solved", "satisfied"),
        guards=("not_rated_yet", "not_by_the_solver"),
        hears=(ROOM, DELEGATE, LEAD), clauses={"solved": N_("，{solved}")}, public=N_("您评了：{satisfied}"),
        asks=N_("记下居民的评价"),
    ),
    Move(
        "redo", N_("重办"), (REPLIED, TOLD, CLOSED, REFERRED), _redone, (RESIDENT, ROOM, SUPERVISOR),
        N_("{who}要求重办{due}"), needs=("words",), guards=("within_the_days_to_redo",),
        stops=("tell", "objection", "promise"), starts=("finish", "dispatch"), hears=(LEAD, OWNER, ROOM, DELEGATE),
        clauses={"due": N_("，{due}前再给答复")}, public=N_("您要求再办一次"),
        asks=N_("重办"),
    ),
    Move(
        "close", N_("办结"), (TOLD,), CLOSED, (ROOM, SYSTEM),
        N_("{who}办结了这件事"), guards=("everybody_told",), stops=("dispatch", *_HANDLED, "tell", "objection"), hears=(DELEGATE,),
        public=N_("办结"), asks=N_("办结这件事"),
    ),
    Move(
        "join", N_("并入"), OPEN, _joined, (OWNER, ROOM, ORGANISER),
        N_("{who}{into}{from}{voices}{untold}"), needs=("into",), stops=_ALL, starts=("tell",),
        hears=(OWNER, ROOM, KEEPER, LEAD, DELEGATE),
        clauses={
            "into": N_("把这件事并入 {into}"), "from": N_("把 {from} 并了进来"), "voices": N_("，{voices} 位反映人一起过来"),
            "untold": N_("；还有 {untold} 人要告知"),
        },
        public=N_("和别人说的是同一件事，并在一起办，您的编号照用"),
    ),
    Move(
        "part", N_("分开"), (JOINED,), _parted, (OWNER, ROOM, ORGANISER),
        N_("{who}{apart}{parted}"), hears=(OWNER, ROOM, LEAD, DELEGATE),
        clauses={"apart": N_("又把这件事分开，接着原来的办"), "parted": N_("把 {parted} 分了出去")},
        public=N_("又和别的事分开，接着单独办"),
    ),
    Move(
        "correct", N_("更正"), _ANY, None, (OWNER, ROOM, ORGANISER),
        N_("{who}更正了{field}{voice}"), needs=("field", "words"), hears=(LEAD,), overwrites=True,
        clauses={"voice": N_("（一位反映人的）")},
    ),
    Move(
        "object_to", N_("异议"), _ANY, None, (DELEGATE, OWNER_DELEGATE),
        N_("{who}说明：第 {against} 步不是他的意思"), needs=("against", "words"), guards=("written_in_his_name",),
        hears=(ROOM, ORGANISER), asks=N_("这不是我的意思"),
    ),
    Move(
        "hand_over", N_("交接"), OPEN, None, (ROOM, OWNER, LEAD, ORGANISER),
        N_("{who}把{from_post}手上的这件事交给{to_post}"), needs=("from_post", "to_post"),
        hears=(ROOM, OWNER, LEAD, ASSIST, DELEGATE),
    ),
    Move(
        "ask_void", N_("请求作废"), (*OPEN, CLOSED, REFERRED), None, (ORGANISER,),
        N_("{who}请求作废，等另一位组织员看过"), needs=("words",), guards=("void_not_asked",), hears=(ORGANISER,),
    ),
    Move(
        "void", N_("作废"), (*OPEN, CLOSED, REFERRED), VOID, (ORGANISER,),
        N_("{who}同意作废：留着看得到，不再计数"), needs=("words",), guards=("another_asked_for_it",), stops=_ALL,
        hears=(ROOM, DELEGATE, LEAD), public=N_("已撤销；要问原因，请给工作室打电话"),
    ),
    Move(
        "take_back", N_("撤回"), (*OPEN, CLOSED, REFERRED, VOID), None, (VIEWER,),
        N_("{who}撤回了上一步（{undone}）"), guards=("own_last_step_just_now",), hears=(LEAD, ASSIST, ROOM),
    ),
    Move(
        "recount", N_("重算时限"), (*OPEN, CLOSED, REFERRED), None, (SYSTEM,),
        N_("日历或规则有了新版，期限重算{moved}"), hears=(LEAD, OWNER, ROOM),
        clauses={"moved": N_("：{moved}")},
    ),
)  # fmt: skip

MOVES: Final[Mapping[str, Move]] = {row.verb: row for row in _ROWS}

ANSWERS: Final = tuple(row.verb for row in _ROWS if row.readers is ANSWERS_READ_BY)
"""The verbs that answer a resident: the house's reader «page» tells of them."""
ORDERS: Final = ("urge", "supervise")
"""The verbs by which a supervisor presses: each is printed as a slip."""
ASKED_TO_EXPLAIN: Final = ("supervise",)
TOUCHED_BY_ANYBODY: Final = ("register", "redo", "resume")
"""The verbs after which a matter is not untouched, whoever did them."""
TOUCHING_NOTHING: Final = (*ORDERS, "take_back", "hand_over")
"""The verbs of people that get a matter no further."""
NEVER_TAKEN_BACK: Final = frozenset(
    {"register", "tell", "join", "part", "hand_over", "object_to", "take_back"}
)


def stage_after(verb: str, stage: str, values: Values, stages_before: Mapping[int, str]) -> str:
    """The stage a step leads to, from its verb, the stage before it and its values.

    `stages_before[no]` is the stage before step `no`: taking back step n returns to it, and so does parting what n joined.
    """
    if "undoes" in values:
        return stages_before[int(str(values["undoes"]))]
    target = MOVES[verb].target
    if callable(target):
        return target(stage, values)
    return target or stage


def replay(steps: list[tuple[str, Values]]) -> str:
    """The stage a history of (verb, values) ends in, read through the rows alone."""
    stage, before = NEW, {}
    for number, (verb, values) in enumerate(steps, 1):
        before[number] = stage
        stage = stage_after(verb, stage, values, before)
    return stage


def moves_open(stage: str, standings: frozenset[str]) -> tuple[Move, ...]:
    """The rows that stage and standings allow, in the order of the table; guards are asked separately."""
    return tuple(row for row in _ROWS if stage in row.sources and standings & set(row.who))
