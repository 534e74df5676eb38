"""The first line of a matter's page: whose turn it is and what comes next. Pure; only words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from lianxin.kernel.words import N_, Words
from lianxin.matters.stages import (
    ASSIGNED,
    CLOSED,
    HANDLING,
    JOINED,
    REFERRED,
    REGISTERED,
    REPLIED,
    TOLD,
    VOID,
)


@dataclass(frozen=True)
class Turn:
    """Whose turn, and what follows; `verb` is the one that waits for this reader, '' where none does."""

    whose: Words
    next: Words
    verb: str = ""


# verb that waits → whose turn, what comes next. The first that passes is the one the reader is asked for.
_MINE: Final = (
    ("assign", N_("{name}，这件事等着派出去。"), ""),  # see _TO_ASSIGN
    ("answer_on_spot", N_("{name}，这件事等着处理。"), N_("能当场讲清的当场解答，办不了的向上反映。")),
    ("accept", N_("{name}，这件事等着签收。"), N_("签收以后开始办；不归这里管的，写明原因退回。")),
    ("explain", N_("{name}，督办等着书面说明。"), N_("写明为什么到现在，接下来怎么办；该办的照样办。")),
    ("reply", N_("{name}，这件事等着答复。"), N_("写好答复，由{teller}告诉居民。")),
    ("keep_promise", N_("{name}，答应的事等着兑现。"), ""),  # see _PROMISED
    ("advise", N_("{name}，这件事等着协办意见。"), N_("意见给主办的{lead}看。")),
    ("tell", N_("{name}，这件事等着告知居民。"), N_("还有 {untold} 人没有告知。")),
    ("close", N_("{name}，居民都告知过了。"), N_("问问满意不满意；没有别的话就办结。")),
)
_TO_RULE: Final = (
    N_("{name}，两个单位都说不归自己办，等着您裁定。"),
    N_("改派给谁就由谁办；裁定以前仍由{lead}办。"),
)
_RULING: Final = N_("裁定以前仍由{lead}办，组织员还没有改派。")
# What comes next where it waits to be assigned: (sorted already, may still go up).
_TO_ASSIGN: Final = {
    (False, False): N_("先分类，再交办。"),
    (False, True): N_("先分类，再交办；这一级办不了就上报。"),
    (True, False): N_("选一个主办单位交办。"),
    (True, True): N_("选一个主办单位交办；这一级办不了就上报。"),
}
# What is said of a promise that is not kept: (it is this reader's to keep, its day is over).
_PROMISED: Final = {
    (True, False): N_("{promised}前办到；办到了就写明办了什么。"),
    (True, True): N_("答应的是{promised}前，已经过了。这个日子不能改，办到了就写明办了什么。"),
    (False, False): N_("{lead}答应{promised}前办到。"),
    (False, True): N_("{lead}答应{promised}前办到，已经过了，还没有办到。"),
}
_OTHERS: Final[Mapping[str, str]] = {
    REGISTERED: N_("这件事在{owner}，等着派出去。"),
    ASSIGNED: N_("这件事派给了{lead}，等着签收。"),
    HANDLING: N_("这件事{lead}在办。"),
    REPLIED: N_("这件事有了答复，等{teller}告知居民。"),
    TOLD: N_("这件事居民都告知过了，等着办结。"),
    CLOSED: N_("这件事办结了。"),
    REFERRED: N_("这件事转出去了。"),
    JOINED: N_("这件事并到另一件里了。"),
    VOID: N_("这件事作废了。"),
}
_KEPT: Final = N_("答应的事办到了，等{teller}告知居民。")
_TO_TELL: Final = N_("还有 {untold} 人没有告知，由{teller}去说。")
_MAY_NOTE: Final = N_("有要说的，可以记一步。")


def turn_of(
    stage: str, verbs: Collection[str], values: Mapping[str, object], *, is_sorted: bool = False,
    is_disputed: bool = False,
) -> Turn:  # fmt: skip
    """Whose turn it is. `values`: name, owner, lead, teller, untold and `tells` (whether they are to be told now), the day
    `promised` or '' and whether it is `late`, as words or data. `is_sorted`: triage was done; `is_disputed`: the organiser
    has to say who handles it.
    """
    if is_disputed and "reassign" in verbs:
        return Turn(Words(_TO_RULE[0], values), Words(_TO_RULE[1], values), "reassign")
    for verb, whose, then in _MINE:
        if verb in verbs:
            then = _TO_ASSIGN[is_sorted, "send_up" in verbs] if verb == "assign" else then
            then = _PROMISED[True, bool(values["late"])] if verb == "keep_promise" else then
            return Turn(Words(whose, values), Words(then, values), verb)
    if is_disputed:
        return Turn(Words(_OTHERS[stage], values), Words(_RULING, values))
    kept = values["tells"] and stage in (TOLD, CLOSED)
    return Turn(
        Words(_KEPT if kept else _OTHERS[stage], values), Words(_what_follows(stage, verbs, values), values)
    )


def _what_follows(stage: str, verbs: Collection[str], values: Mapping[str, object]) -> str:
    """What comes next where nothing waits for this reader."""
    if values["tells"] and stage in (TOLD, CLOSED, REFERRED):
        return _TO_TELL
    if values["promised"]:
        return _PROMISED[False, bool(values["late"])]
    return _MAY_NOTE if "note" in verbs else ""
