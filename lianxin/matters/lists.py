"""收件: which matters a reader finds in a list, in order and from a key on; reads, never writes.

A list walks the sights of the reader's units, one index range for each, and stops after a page: what it costs does not
grow with the district. Row security decides the same again. `Wanted` is what an address asks for.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from lianxin.matters.lights import Watched
from lianxin.matters.models import Assignment, Matter, Voice
from lianxin.matters.moves import ASKED_TO_EXPLAIN
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
    is_done,
)
from lianxin.matters.watched import AWAITED, watched_of
from lianxin.people.access import PostView, Reader
from lianxin.workrooms.models import Workroom

PAGE: Final = 50
EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_KEY: Final = re.compile(r"(-?[0-9]{1,16})_([0-9]{1,18})", re.ASCII)
DONE: Final = tuple(stage for stage in STAGES if is_done(stage))


@dataclass(frozen=True)
class Key:
    """The place of a row in its order: the moment it is sorted by, then the matter's id."""

    at: datetime.datetime
    matter: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // datetime.timedelta(microseconds=1)}_{self.matter}"


def key_in(text: str) -> Key | None:
    """The key an address names; None for anything that is none."""
    found = _KEY.fullmatch(text)  # 16 digits of microseconds end in 2286: no date overflows
    return found and Key(EPOCH + datetime.timedelta(microseconds=int(found[1])), int(found[2]))


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the list: whose rows, in which order, narrowed to a room or a stage, from which key.

    `about` keeps («yes») or leaves out («no») what is about a room or its staff, as the numbers of the board do.
    """

    view: Literal["mine", "open", "done"] = "mine"
    sort: Literal["due", "new"] = "due"
    room: str = ""
    stage: str = ""
    about: Literal["", "yes", "no"] = ""
    after: Key | None = None
    before: Key | None = None

    @property
    def first_page(self) -> Wanted:
        """The same list from its beginning."""
        return replace(self, after=None, before=None)


@dataclass(frozen=True)
class Row:
    """One matter of a list. `lead` is '' while nobody leads; `watched` is what its light is read off.

    `said_at` is when it was said, where that is known.
    """

    id: int
    ref: str
    stage: str
    gist: str
    place: str
    urgent: bool
    about: bool
    room: str
    slug: str
    lead: str
    look_at: datetime.datetime | None
    received_at: datetime.datetime
    said_at: datetime.datetime | None
    watched: Watched

    def key(self, sort: str) -> Key:
        """Where this row stands in that order."""
        return Key(self.look_at if sort == "due" and self.look_at else self.received_at, self.id)


@dataclass(frozen=True)
class Rows:
    """One page of a list, whether there is more before and behind it, and whose room it is narrowed to."""

    rows: tuple[Row, ...]
    more_before: bool
    more_after: bool
    room: str = ""


def rows_of(wanted: Wanted, reader: Reader, acting: PostView, *, now: datetime.datetime) -> Rows:
    """A page of at most `PAGE` rows. Three statements, however many rows and units."""
    backwards = wanted.before is not None
    found = _walk(wanted, reader, acting, now)
    more, ids = len(found) > PAGE, found[:PAGE]
    rows = listed(list(reversed(ids)) if backwards else ids)
    room = (rows[0].room if rows else unit_of_room(wanted.room)) if wanted.room else ""
    if backwards:
        return Rows(rows, more, True, room)
    return Rows(rows, wanted.after is not None, more, room)


def unit_of_room(slug: str) -> str:
    """What the unit of a room is called, for a list that holds no row to read it from; '' for an unknown room."""
    return Workroom.objects.filter(slug=slug).values_list("unit__name", flat=True).first() or ""


def hours_of(post: PostView) -> str:
    """When the room of this post's unit hears residents, as somebody wrote it; '' where nobody did. One query."""
    return Workroom.objects.filter(unit=post.unit_id).values_list("hours", flat=True).first() or ""


# What waits for a verb of the acting post, by role. `s` is the sight, `m` the matter, `r` its room.
_MINE: Final = {
    "liaison": """m.about_id is null and (
        s.stage = %(registered)s and m.owner_id = %(unit)s
        or s.stage = any(%(telling)s) and r.unit_id = %(unit)s and s.look_at is not null
        or s.stage = any(%(answered)s) and r.unit_id = %(unit)s and {tells})""",
    "delegate": "r.unit_id = %(unit)s and s.stage = any(%(open)s)",
    "handler": f"""exists (
        select 1 from matters_assignment g where g.matter_id = m.id and g.unit_id = %(unit)s and g.until is null
        and (s.stage = any(%(given)s) and (g.part = 'lead' or g.done_at is null)
            or s.stage = any(%(replied)s) and g.part = 'lead' and {{promise_first}}
            or s.stage = any(%(explaining)s) and g.part = 'lead' and exists (select 1 from matters_step a where {AWAITED})))""",
    "supervisor": """s.stage = any(%(owing)s) and s.look_at < %(now)s
        or s.stage = any(%(answered)s) and s.look_at < %(now)s and ({promise_first} or {tells})""",
    "organiser": """s.stage = %(registered)s and m.owner_id in (%(unit)s, %(root)s)
        or s.stage = any(%(given)s) and {dispatches}
        or m.about_id is not null and s.stage = any(%(telling)s) and s.look_at is not null
        or m.about_id is not null and s.stage = any(%(answered)s) and {tells}""",
}
_RUNS: Final = """exists (select 1 from matters_clock c where c.matter_id = m.id and c.kind = '{kind}'
        and c.stopped_no is null and not c.taken_back{more})"""
_CLOCKS: Final = {
    "tells": _RUNS.format(kind="tell", more=""),
    "dispatches": _RUNS.format(kind="dispatch", more=""),
    "promise_first": _RUNS.format(kind="promise", more=" and c.due_at = s.look_at"),
}
_VIEWS: Final = {"open": "s.stage = any(%(open)s)", "done": "s.stage = any(%(done)s)"}
_ABOUT: Final = {"": "", "yes": " and m.about_id is not null", "no": " and m.about_id is null"}
_COLUMNS: Final = {"due": "look_at", "new": "received_at"}

_WALK: Final = """
select seen.matter_id from unnest(%(units)s::bigint[]) as u(unit) cross join lateral (
    select s.matter_id, s.{column} as at from matters_sight s
    join matters_matter m on m.id = s.matter_id join workrooms_workroom r on r.id = m.room_id
    where s.unit_id = u.unit and s.until is null and s.{column} is not null and ({wanted}){narrowed}{beyond}
    order by s.{column} {way}, s.matter_id {way} limit %(most)s
) seen
group by seen.matter_id, seen.at order by seen.at {way}, seen.matter_id {way} limit %(most)s
"""


def _walk(wanted: Wanted, reader: Reader, acting: PostView, now: datetime.datetime) -> list[int]:
    """Ids of the page and of one row more, in the order of walking (from `before` it is the other way round)."""
    column, edge = _COLUMNS[wanted.sort], wanted.before or wanted.after
    up = (wanted.sort == "due") != (wanted.before is not None)
    statement = _WALK.format(
        column=column,
        wanted=_MINE[acting.role].format(**_CLOCKS) if wanted.view == "mine" else _VIEWS[wanted.view],
        narrowed=_narrowed(wanted),
        beyond=f" and (s.{column}, s.matter_id) {'>' if up else '<'} (%(at)s, %(id)s)" if edge else "",
        way="asc" if up else "desc",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(wanted, edge, reader, acting, now))
        return [int(row[0]) for row in cursor.fetchall()]


def _narrowed(wanted: Wanted) -> str:
    room = " and r.slug = %(room)s" if wanted.room else ""
    return room + (" and s.stage = %(stage)s" if wanted.stage else "") + _ABOUT[wanted.about]


def _given(
    wanted: Wanted, edge: Key | None, reader: Reader, acting: PostView, now: datetime.datetime
) -> dict[str, Any]:
    return {
        "units": list(reader.units), "unit": acting.unit_id, "root": acting.path[0], "now": now, "most": PAGE + 1,
        "room": wanted.room, "stage": wanted.stage, "at": edge and edge.at, "id": edge and edge.matter,
        "registered": REGISTERED, "telling": [REPLIED, REFERRED], "explaining": [REPLIED, TOLD],
        "explained": list(ASKED_TO_EXPLAIN), "given": [ASSIGNED, HANDLING],
        "answered": [TOLD, CLOSED], "replied": [REPLIED, TOLD, CLOSED],
        "owing": [REGISTERED, ASSIGNED, HANDLING, REPLIED, REFERRED], "open": list(OPEN), "done": list(DONE),
    }  # fmt: skip


def listed(ids: Sequence[int]) -> tuple[Row, ...]:
    """The rows of these matters, in this order. Two statements."""
    lead = Assignment.objects.filter(matter=OuterRef("pk"), part="lead", until=None)
    said = Voice.objects.filter(links__matter=OuterRef("pk"), said_at__isnull=False).order_by("id")
    found = (
        Matter.objects.filter(pk__in=ids)
        .annotate(lead=Subquery(lead.values("unit__name")[:1]), said_at=Subquery(said.values("said_at")[:1]))
        .annotate(unit_name=F("room__unit__name"), slug=F("room__slug"))
        .values_list("id", "ref", "stage", "gist", "place", "urgent", "about_id", "unit_name", "slug", "lead",
                     "look_at", "received_at", "said_at")
    )  # fmt: skip
    watched = watched_of(ids)
    rows = {pk: _row(pk, *columns, watched=watched[pk]) for pk, *columns in found}
    return tuple(rows[pk] for pk in ids if pk in rows)


def _row(pk: int, ref: str, stage: str, gist: str, place: str, urgent: bool, about: int | None, room: str, slug: str,
         lead: str | None, look_at: Any, received_at: Any, said_at: Any, *, watched: Watched) -> Row:  # fmt: skip
    return Row(pk, ref, stage, gist, place, urgent, about is not None, room, slug, lead or "", look_at, received_at,
               said_at, watched)  # fmt: skip
