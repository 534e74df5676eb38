"""催办单 and 督办单 as a value: one sheet of paper with nobody's name, telephone or address of those who spoke.

What the matter is stands on it as category and kind: what residents said, and the line made from it, may name somebody. Why it is
watched is reckoned when the slip is read, and the slip says when that was.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from lianxin.kernel.words import N_, Words
from lianxin.matters.deadlines import deadlines_of
from lianxin.matters.labels import KINDS
from lianxin.matters.lights import Light, due_first
from lianxin.matters.moves import ASKED_TO_EXPLAIN
from lianxin.matters.papers import Papers
from lianxin.matters.stages import STAGES
from lianxin.matters.watching import Ordered

TITLES: Final = {"urge": N_("催办单"), "supervise": N_("督办单")}
ASKS: Final = {
    "urge": N_("请抓紧办理。"),
    "supervise": N_("请书面说明为什么到现在、接下来怎么办、哪天前办好，写在下面或系统里。"),
}

Fact = tuple[Words | str, Words | str]


@dataclass(frozen=True)
class OrderPage:
    """The slip of one step. `unit`, `by` and `words` are data; `first` says which deadline the light speaks of; `explained`:
    whether the explanation came, None where none is asked; `prints`: it was made a moment ago, to be printed at once.
    """

    ref: str
    title: str
    asks: str
    unit: str
    by: str
    at: datetime.datetime
    facts: tuple[Fact, ...]
    light: Light
    first: Words | None
    words: str
    explained: bool | None
    now: datetime.datetime
    prints: bool


def order_page(papers: Papers, ordered: Ordered, *, prints: bool) -> OrderPage:
    """The slip of a step that urged or supervised."""
    matter, first = papers.matter, papers.clocks[0].kind if papers.clocks else ""
    came = ordered.no not in papers.facts.awaits if ordered.verb in ASKED_TO_EXPLAIN else None
    return OrderPage(
        matter.ref, TITLES[ordered.verb], ASKS[ordered.verb], ordered.unit, ordered.by, ordered.at, _facts(papers),
        papers.light, due_first(first, matter.stage), ordered.words, came, papers.now, prints,
    )  # fmt: skip


def _facts(papers: Papers) -> tuple[Fact, ...]:
    matter = papers.matter
    kind = Words.of(KINDS[matter.kind]) if matter.kind else ""
    what = Words.of(matter.category.label) if matter.category else Words.of(N_("还没分类"))
    dates = tuple((deadline.of, deadline.until) for deadline in deadlines_of(papers.clocks, papers.rules))
    return (
        (N_("什么事"), Words.of("{both}", both=tuple(one for one in (kind, what) if one))),
        (N_("首接"), Words.of("{name}", name=matter.room.unit.name)),
        (N_("收到"), Words.of("{at}", at=matter.received_at)),
        (N_("到哪步"), Words.of(STAGES[matter.stage])),
        *(
            (Words.of(N_("{of}期限"), of=Words.of(of) if isinstance(of, str) else of), until)
            for of, until in dates
        ),
    )
