"""What the light of a matter is read off, for many matters in one statement. Reads, never writes; nothing of it is stored.

A step that was taken back counts for nothing. Registering, resuming and asking again touch a matter whoever does it; of the rest
only what a person of the house or a unit does, and neither a reminder nor a step that changes nothing in the matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection

from lianxin.matters.lights import Watched
from lianxin.matters.moves import ASKED_TO_EXPLAIN, TOUCHED_BY_ANYBODY, TOUCHING_NOTHING
from lianxin.matters.stages import REGISTERED

UNDONE: Final = """exists (select 1 from matters_step u where u.matter_id = m.id and u.verb = 'take_back'
        and (u.values->>'undoes')::int = {step}.no)"""
AWAITED: Final = f"""a.matter_id = m.id and a.verb = any(%(explained)s) and not {UNDONE.format(step="a")}
    and not exists (select 1 from matters_step e where e.matter_id = m.id and e.verb = 'explain'
        and e.values->'answers' @> to_jsonb(a.no) and not {UNDONE.format(step="e")})"""
"""That step `a` of matter `m` asks for an explanation that has not come."""

FACTS: Final = f"""
select m.id, m.stage, m.look_at, coalesce((
        select c.kind from matters_clock c where c.matter_id = m.id and c.stopped_no is null and not c.taken_back
        order by c.due_at, c.id limit 1), '') as kind,
    case when m.stage = %(registered)s then coalesce((
        select max(g.until) from matters_assignment g where g.matter_id = m.id and not g.taken_back), m.received_at)
    end as waits_since, (
        select max(t.written_at) from matters_step t where t.matter_id = m.id
        and (t.verb = any(%(by_anybody)s) or t.actor = 'post' and t.verb <> all(%(nothing)s))
        and not {UNDONE.format(step="t")}) as touched_at,
    coalesce((
        select max(jsonb_array_length(f.extensions)) from matters_clock f
        where f.matter_id = m.id and f.kind = 'finish' and f.stopped_no is null and not f.taken_back), 0) as extended,
    coalesce((
        select max(r.no_more) from (
            select count(*) filter (where b.satisfied = 'no') as no_more,
                (array_agg(b.satisfied order by b.told_no desc))[1] as newest
            from matters_feedback b where b.matter_id = m.id and not b.taken_back group by b.link_id) r
        where r.newest = 'no'), 0) as unsatisfied,
    array(select a.no from matters_step a where {AWAITED} order by a.no) as awaits{{more}}
from matters_matter m where {{which}}
"""  # noqa: S608 - made of this module's own words
GIVEN: Final[Mapping[str, Any]] = {
    "registered": REGISTERED,
    "explained": list(ASKED_TO_EXPLAIN),
    "by_anybody": list(TOUCHED_BY_ANYBODY),
    "nothing": list(TOUCHING_NOTHING),
}


def watched_of(ids: Sequence[int]) -> Mapping[int, Watched]:
    """What the lights of these matters are read off, by their ids. One statement, however many."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS.format(more="", which="m.id = any(%(ids)s)"), {**GIVEN, "ids": list(ids)})
        return {pk: Watched(*columns) for pk, *columns in cursor.fetchall()}
