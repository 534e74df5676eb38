"""How like two matters are, and why: so that a liaison who joins one to another is shown where to look first. Pure.

It only proposes. Nothing is joined by itself, and what was said decides, which a person reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lianxin.kernel.words import N_, Words

SHARED: Final = 2  # characters that have to stand together in both before they say anything
ENOUGH: Final = 2
SAME_ROOM, SAME_AREA, SAME_CATEGORY, MOST_FOR_WORDS = 1, 1, 2, 4
SHARED_PLACE, SAME_PLACE = N_("地点都有“{shared}”"), N_("同一个地方")
_BETWEEN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Told:
    """What is compared of a matter. Ids are numbers, None for none; `gist` and `place` are data."""

    gist: str
    place: str
    room: int
    area: int | None = None
    category: int | None = None


@dataclass(frozen=True)
class Likeness:
    """A number to sort by, and the reasons it is made of, in words."""

    score: int
    reasons: tuple[Words, ...]

    @property
    def is_enough(self) -> bool:
        """Whether it is worth showing: being of one room alone is not."""
        return self.score >= ENOUGH and len(self.reasons) > 0


def likeness(one: Told, other: Told) -> Likeness:
    """Compare two matters: what they were sorted as, what both say, where both are."""
    score = SAME_ROOM if one.room == other.room else 0
    reasons: list[Words] = []
    if one.category is not None and one.category == other.category:
        score += SAME_CATEGORY
        reasons.append(Words.of(N_("同一类")))
    for said, mine, theirs in (
        (N_("都说到“{shared}”"), one.gist, other.gist), (SHARED_PLACE, one.place, other.place),
    ):  # fmt: skip
        if shared := shared_run(mine, theirs):
            score += min(len(shared), MOST_FOR_WORDS)
            same = said == SHARED_PLACE and mine.strip() == theirs.strip()
            reasons.append(Words.of(SAME_PLACE) if same else Words.of(said, shared=shared))
    if one.area is not None and one.area == other.area:
        score += SAME_AREA
    return Likeness(score, tuple(reasons))


def shared_run(one: str, other: str) -> str:
    """The longest run of characters that stands in both, '' for none of at least two; punctuation breaks a run."""
    best = ""
    for start in range(len(one)):
        for end in range(start + max(SHARED, len(best) + 1), len(one) + 1):
            run = one[start:end]
            if _BETWEEN.search(run) or run not in other:
                break
            best = run
    return best
