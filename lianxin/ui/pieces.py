"""Owns the values that the large macros draw: columns, pager, timeline, track, slip, error page.

Pages put them into their dataclasses. They are already masked and already in words; nothing here looks
anything up. A field named `words`, `label` or `title` is said (a msgid or `Words`); the others are data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from markupsafe import Markup

from lianxin.kernel.words import N_, Words

Label = Words | str

# The five public words (LOOK, «怎么写»). Residents see no other stage.
PUBLIC_STAGES = (N_("收到"), N_("派出"), N_("在办"), N_("有答复"), N_("办结"))


@dataclass(frozen=True)
class Column:
    """One column of a register. `kind` is a class (`n` puts numbers right); `url` sorts by it, `order` is
    how it is sorted.
    """

    label: Label
    kind: str = ""
    url: str = ""
    order: Literal["", "ascending", "descending"] = ""
    hidden: bool = False  # said, not seen: a column of boxes


@dataclass(frozen=True)
class Pager:
    """Paging by key: the address before and after ('' where there is none) and what this page shows."""

    words: Label
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: when, what happened, and by whom in the second voice. `quote` is somebody's
    own text.

    `inside` may hold drawn Markup (links to photos). `now` is the filled point, at most one, on top.
    """

    at: datetime | date
    words: Label
    by: Label = ""
    quote: str = ""
    inside: Markup = field(default_factory=Markup)
    now: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether the hour is known."""
        return isinstance(self.at, datetime)


@dataclass(frozen=True)
class Track:
    """How far a matter is on the five public stages: `reached` 0–4, `notes` by stage as small lines under
    its word.

    `ended` ticks the last one as well.
    """

    reached: int
    notes: Mapping[int, tuple[Label, ...]] = field(default_factory=dict)
    ended: bool = False

    @property
    def stages(self) -> list[tuple[str, str, tuple[Label, ...]]]:
        """(word, past | now | next, notes) of the five."""
        return [(word, self._state(n), self.notes.get(n, ())) for n, word in enumerate(PUBLIC_STAGES)]

    def _state(self, number: int) -> str:
        if number < self.reached or (self.ended and number == self.reached):
            return "past"
        return "now" if number == self.reached else "next"


@dataclass(frozen=True)
class SlipFacts:
    """What a resident takes home: reference, code in fours, promised day with how it was counted, address
    to scan.
    """

    ref: str
    code: str
    promised: Label
    words: Label
    url: str


@dataclass(frozen=True)
class ErrorPage:
    """A page that says no: what happened, what the person can do, and one way on."""

    title: Label
    says: tuple[Label, ...]
    label: Label = N_("回首页")
    url: str = "/"
    ref: str = ""  # of the line in the log, to be told on the telephone
