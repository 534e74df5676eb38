"""Stages of a matter and the plain words residents read for them. Pure.

Only this module spells stages out; everybody else asks `is_open`, `is_done` or reads a row of `moves.py`.
"""

from __future__ import annotations

from lianxin.kernel.words import N_

REGISTERED, ASSIGNED, HANDLING, REPLIED, TOLD, CLOSED = (
    "registered",
    "assigned",
    "handling",
    "replied",
    "told",
    "closed",
)
REFERRED, JOINED, VOID = "referred", "joined", "void"

STAGES = {
    REGISTERED: N_("已登记"),
    ASSIGNED: N_("已交办"),
    HANDLING: N_("办理中"),
    REPLIED: N_("已答复"),
    TOLD: N_("已告知"),
    CLOSED: N_("已办结"),
    REFERRED: N_("已转出"),
    JOINED: N_("已并入"),
    VOID: N_("已作废"),
}
OPEN = (REGISTERED, ASSIGNED, HANDLING, REPLIED, TOLD)

PUBLIC_TRACK = (N_("收到"), N_("派出"), N_("在办"), N_("有答复"), N_("办结"))
PUBLIC = {
    REGISTERED: 0,
    ASSIGNED: 1,
    HANDLING: 2,
    REPLIED: 3,
    TOLD: 3,
    CLOSED: 4,
}
PUBLIC_ENDS = {REFERRED: N_("不归这里办"), JOINED: N_("和别人说的是同一件事"), VOID: N_("已撤销")}


def is_open(stage: str) -> bool:
    """Somebody still owes something: registered … told."""
    return stage in OPEN


def is_done(stage: str) -> bool:
    """Closed, referred, joined or void."""
    return not is_open(stage)
