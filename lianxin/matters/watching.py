"""督办: which matters a supervisor finds under each heading, how many, and what an order said. Reads, never writes.

Each number and its list ask by the same condition over the same facts (`watched.FACTS`), so that a number is always its rows.
Numbers of the conditions come from the rule pack. It lists matters; it counts nobody.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from lianxin.kernel.refusals import NotThere
from lianxin.matters.access import NOT_THERE
from lianxin.matters.clocks import Rules
from lianxin.matters.lights import WATCHED, untouched_before
from lianxin.matters.lists import PAGE, Key, Row, listed
from lianxin.matters.models import Matter, Step
from lianxin.matters.moves import ORDERS
from lianxin.matters.stages import CLOSED, OPEN, TOLD
from lianxin.matters.watched import FACTS, GIVEN, UNDONE
from lianxin.people.access import Reader
from lianxin.people.models import Unit

LAST: Final = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)  # where what has no running clock is sorted

# heading → its condition over the facts `f` of a matter
HEADINGS: Final[Mapping[str, str]] = {
    "red": """f.look_at < %(now)s and not (f.stage = %(told)s and f.kind in ('', 'objection')) and f.kind <> 'pause_cap'
        or f.kind <> 'pause_cap' and (
            f.extended >= %(extended)s or f.unsatisfied >= %(unsatisfied)s and f.stage = any(%(open)s))""",
    "sent_back": "f.sent_back >= %(sent_back)s and f.stage = any(%(open)s)",
    "extended": "f.extended >= %(extended)s",
    "untouched": "f.touched_at < %(untouched)s and f.stage = any(%(watched)s) and f.kind <> 'pause_cap'",
    "promises": "f.promise_due <= %(promised)s",
    "explanations": "cardinality(f.awaits) > 0 and f.stage = any(%(explaining)s)",
}

_NEAR: Final = """m.id in (
    select s.matter_id from matters_sight s
    where s.unit_id = any(%(units)s) and s.until is null and s.look_at is not null
    union
    select s.matter_id from matters_step o join matters_sight s on s.matter_id = o.matter_id
    where o.verb = 'supervise' and s.unit_id = any(%(units)s) and s.until is null)"""
_MORE: Final = f""", coalesce(m.look_at, %(last)s) as at, (
        select count(*) from matters_step b where b.matter_id = m.id and b.verb in ('send_back', 'dispute')
        and not {UNDONE.format(step="b")}) as sent_back, (
        select min(p.due_at) from matters_clock p where p.matter_id = m.id and p.kind = 'promise'
        and p.stopped_no is null and not p.taken_back) as promise_due"""  # noqa: S608 - made of this module's own words
_SEEN: Final = FACTS.format(more=_MORE, which=_NEAR)
_COUNT: Final = "select {numbers} from ({seen}) f"
_LIST: Final = """select f.id from ({seen}) f where ({heading}){beyond}
order by f.at {way}, f.id {way} limit %(most)s"""


@dataclass(frozen=True)
class WatchedRows:
    """One page of a heading, most pressing first, and whether there is more before and behind it."""

    rows: tuple[Row, ...]
    more_before: bool
    more_after: bool


@dataclass(frozen=True)
class Ordered:
    """A step by which a supervisor pressed: its number, verb, the unit that was asked, who asked when, and in which words."""

    no: int
    verb: str
    unit: str
    by: str
    at: datetime.datetime
    words: str


def numbers_of(reader: Reader, rules: Rules, *, now: datetime.datetime) -> Mapping[str, int]:
    """How many matters stand under each heading. One statement."""
    each = ", ".join(f"count(*) filter (where {condition})" for condition in HEADINGS.values())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(numbers=each, seen=_SEEN), _given(reader, rules, now))
        return dict(zip(HEADINGS, map(int, cursor.fetchone()), strict=True))


def rows_under(
    heading: str, reader: Reader, rules: Rules, *, now: datetime.datetime, after: Key | None, before: Key | None
) -> WatchedRows:  # fmt: skip
    """At most a page of the matters of a heading, from a key on or up to one. Three statements."""
    backwards, edge = before is not None, before or after
    beyond = f" and (f.at, f.id) {'<' if backwards else '>'} (%(at)s, %(id)s)" if edge else ""
    statement = _LIST.format(
        seen=_SEEN, heading=HEADINGS[heading], beyond=beyond, way="desc" if backwards else "asc"
    )
    given = _given(reader, rules, now) | {
        "most": PAGE + 1,
        "at": edge and edge.at,
        "id": edge and edge.matter,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = [int(row[0]) for row in cursor.fetchall()]
    more, ids = len(found) > PAGE, found[:PAGE]
    rows = listed(list(reversed(ids)) if backwards else ids)
    return WatchedRows(rows, more, True) if backwards else WatchedRows(rows, after is not None, more)


def key_of(row: Row) -> Key:
    """Where a row stands in the order of every heading: what is due first, first."""
    return Key(row.look_at or LAST, row.id)


def ordered_in(matter: Matter, no: int) -> Ordered:
    """What step `no` of a matter the reader already holds asked for. Raises `NotThere`, also where it was taken back."""
    steps = Step.objects.filter(matter=matter)
    step = steps.filter(no=no, verb__in=ORDERS).select_related("post__person", "post__unit", "text").first()
    if step is None or step.post is None or steps.filter(verb="take_back", values__undoes=no).exists():
        raise NotThere(NOT_THERE)
    by = f"{step.post.unit.name if step.post.unit else ''} {step.post.person.name}".strip()
    unit = Unit.objects.get(pk=step.values["unit"]).name
    return Ordered(step.no, step.verb, unit, by, step.happened_at, step.text.words)


def _given(reader: Reader, rules: Rules, now: datetime.datetime) -> dict[str, Any]:
    number = rules.pack.number
    return {
        **GIVEN, "units": list(reader.units), "now": now, "last": LAST, "told": TOLD, "open": list(OPEN),
        "watched": list(WATCHED), "explaining": [*OPEN, CLOSED], "untouched": untouched_before(rules, now),
        "promised": rules.due(now, rules.pack.length("promise_ahead")).at, "sent_back": number("watch_sent_back_times"),
        "extended": number("light_extended_times"), "unsatisfied": number("light_unsatisfied_times"),
    }  # fmt: skip
