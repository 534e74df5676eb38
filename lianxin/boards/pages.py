"""What the board shows, as values: for each room how many matters stand where, each number an address to its list.

Rooms come in the order of the units' tree, never by a number. Matters about a room or its staff are counted under the
organiser's office alone, and shown to organisers alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from lianxin.boards.queries import Counts
from lianxin.kernel.words import N_, Words
from lianxin.matters.stages import (
    ASSIGNED,
    CLOSED,
    HANDLING,
    OPEN,
    REFERRED,
    REGISTERED,
    REPLIED,
    STAGES,
    TOLD,
)
from lianxin.people.access import Reader
from lianxin.ui.inputs import named
from lianxin.ui.pieces import Column
from lianxin.workrooms.models import Workroom

ALL_OPEN = ""
SHOWN = (ALL_OPEN, REGISTERED, ASSIGNED, HANDLING, REPLIED, TOLD, CLOSED, REFERRED)
LABELS = {**STAGES, ALL_OPEN: N_("没办结")}
MEANINGS = {
    ALL_OPEN: N_("收下了、还没有办结的，等于后面五列相加。"),
    REGISTERED: N_("收下了，还没有派出去。"),
    ASSIGNED: N_("派给了主办单位，对方还没有签收。"),
    HANDLING: N_("主办单位签收了，还没有答复。"),
    REPLIED: N_("主办单位答复了，还没有告诉反映人。"),
    TOLD: N_("每一位反映人都知道了答复，还在可以要求重办的日子里。"),
    CLOSED: N_("告知以后没有再要求办，或者一直联系不上，已经办结。"),
    REFERRED: N_("不归这里办，转给了该管的地方。"),
}
FIGURES = (ALL_OPEN, TOLD, CLOSED, REFERRED)
COLUMNS = (Column(N_("首接工作室")), *(Column(LABELS[stage], kind="n") for stage in SHOWN))


@dataclass(frozen=True)
class Number:
    """How many matters stand at a stage. `url` lists just these; '' where there are none."""

    stage: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class BoardRow:
    """One room (or the office, or all): its name and its numbers in the order of the columns."""

    name: Words
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class BoardPage:
    """The board. `figures` are the whole district's, empty for whoever sees only a part of it."""

    at: datetime.datetime
    figures: tuple[Number, ...]
    groups: tuple[tuple[Words | str, tuple[BoardRow, ...]], ...]
    columns: tuple[Column, ...]
    meanings: tuple[tuple[str, Words], ...]

    @property
    def meaning_of(self) -> dict[str, Words]:
        """What each number counts, by its label."""
        return dict(self.meanings)


@dataclass(frozen=True)
class Scope:
    """Whose matters a reader counts: the office's id where she is an organiser, else None; the whole district or a part."""

    office: int | None
    whole: bool


def scope_of(reader: Reader) -> Scope:
    """What the reader's posts let her count."""
    office = next((post.unit_id for post in reader.posts if post.role == "organiser"), None)
    return Scope(office, any(post.path[:1] and post.path[0] in reader.units for post in reader.posts))


def board_page(
    rooms: Sequence[Workroom], counts: Counts, scope: Scope, *, now: datetime.datetime
) -> BoardPage:
    """The board of these rooms. `rooms` come with unit and the unit above it, closed ones too while they have matters."""
    shown = [
        room
        for room in rooms
        if room.until is None or any((room.unit_id, stage) in counts for stage in STAGES)
    ]
    groups = [
        (named(parent.name) if parent else "", tuple(_room_row(room, counts, scope) for room in group))
        for parent, group in groupby(shown, lambda room: room.unit.parent)
    ]
    total = _row(Words.of(N_("全区")), counts, {unit for unit, _ in counts}, {})
    if scope.office is not None:
        about = _row(Words.of(N_("反映工作室或工作人员的")), counts, {scope.office}, {"about": "yes"})
        groups.append((N_("组织部门直接办"), (about,)))
    if scope.whole and groups:
        groups.append((N_("合计"), (total,)))
    figures = tuple(number for number in total.numbers if number.stage in FIGURES) if scope.whole else ()
    meanings = tuple((LABELS[stage], Words.of(MEANINGS[stage])) for stage in SHOWN)
    return BoardPage(now, figures, tuple(groups), COLUMNS, meanings)


def units_counted(rooms: Iterable[Workroom], scope: Scope) -> list[int]:
    """The units whose counts the board needs."""
    return [room.unit_id for room in rooms] + ([scope.office] if scope.office is not None else [])


def list_address(stage: str, asked: dict[str, str]) -> str:
    """The list of the inbox that holds just the matters of a number."""
    view = {"view": "open", "sort": "new"} if stage in (ALL_OPEN, *OPEN) else {"view": "done"}
    wanted = view | asked | ({"stage": stage} if stage else {})
    return f"{reverse('matters:inbox')}?{urlencode(wanted)}"


def _room_row(room: Workroom, counts: Counts, scope: Scope) -> BoardRow:
    """An organiser's list of a room would hold what is about it as well; the number does not, so its list must not."""
    without = {"about": "no"} if scope.office is not None else {}
    return _row(named(room.name), counts, {room.unit_id}, {"room": room.slug} | without)


def _row(name: Words, counts: Counts, units: set[int], asked: dict[str, str]) -> BoardRow:
    return BoardRow(name, tuple(_number(stage, counts, units, asked) for stage in SHOWN))


def _number(stage: str, counts: Counts, units: set[int], asked: dict[str, str]) -> Number:
    stages = (stage,) if stage else OPEN
    count = sum(n for (unit, at), n in counts.items() if unit in units and at in stages)
    return Number(stage, LABELS[stage], count, list_address(stage, asked) if count else "")
