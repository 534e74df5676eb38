"""查号码: what this number said before in the reader's rooms, and who is writing it down right now.

A constant number of statements, however often the number spoke. What it sees is bounded by the reader's sights and by
row security again; names and numbers leave it masked. Whoever calls it writes the read log first (`desk_actions`).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from lianxin.intake.models import DeskDraft
from lianxin.intake.same import Earlier
from lianxin.kernel.days import local
from lianxin.kernel.masking import mask_name, mask_phone
from lianxin.matters.access import matters_visible_to
from lianxin.matters.models import Matter, Speaker
from lianxin.matters.queries import kind_due_first
from lianxin.people.access import Reader
from lianxin.rulebook.pack import RulePack
from lianxin.trust import sealing
from lianxin.workrooms.models import Workroom

_WRITING_MOST = 3  # people who write for one number at once
_NEWEST = 200  # voices of one number that are looked at: a number that spoke oftener is an office's


@dataclass(frozen=True)
class Writing:
    """Somebody is writing for the same number now: who, since when, and whether it is the reader herself in another tab."""

    who: str
    at: datetime.datetime
    mine: bool


# Voices of the number, newest first; of each matter how often it spoke: its voices, and what was added to them later.
_OF_NUMBER = """
with spoke as (
    select p.id as person, l.matter_id, l.voice_id from matters_speaker p
    join matters_voicematter l on l.voice_id = p.voice_id and l.until is null
    join matters_matter m on m.id = l.matter_id
    where (p.phone_index = any(%(phones)s) or p.also_index = any(%(phones)s)) and p.ended_no is null and m.received_at >= %(since)s
      and (m.room_id = any(%(rooms)s) or l.kept_by_id = any(%(units)s))
    order by p.id desc limit %(newest)s
)
select s.matter_id, max(s.person), count(distinct s.voice_id) + (
    select count(*) from matters_step t
    where t.matter_id = s.matter_id and t.verb = 'supplement' and t.values ->> 'further' is null
      and t.values ->> 'voice' = any(array_agg(distinct s.voice_id::text)))
from spoke s group by s.matter_id order by max(s.person) desc limit %(most)s
"""


def forms_of(number: str) -> tuple[str, ...]:
    """The forms under which a number may have been kept: with its extension and without."""
    return tuple(dict.fromkeys((number, number.partition("-")[0])))


def indexes_of(numbers: Sequence[str]) -> list[bytes]:
    """The blind indexes under which these numbers may have been kept."""
    return [sealing.blind("phone", form) for number in numbers for form in forms_of(number)]


def earlier_of(
    numbers: Sequence[str], reader: Reader, rooms: Collection[Workroom], pack: RulePack, *, now: datetime.datetime
) -> tuple[Earlier, ...]:  # fmt: skip
    """What these numbers said before in these rooms within the months of the pack, newest first, at most as many as it says."""
    if not numbers:
        return ()
    found = _spoke(numbers, rooms, pack, now)
    seen = matters_visible_to(reader)
    matters = {matter.pk: matter for matter in seen.filter(pk__in=found).annotate(due=kind_due_first())}
    people = {
        person.pk: person
        for person in Speaker.objects.select_related("voice__heard_by__person").filter(
            pk__in=[person for person, _ in found.values()]
        )
    }
    return tuple(
        _earlier(matters[pk], people[person], times)
        for pk, (person, times) in found.items()
        if pk in matters and person in people
    )


def writing_now(
    numbers: Sequence[str], reader: Reader, rooms: Collection[Workroom], key: UUID, pack: RulePack,
    *, now: datetime.datetime,
) -> tuple[Writing, ...]:  # fmt: skip
    """Who else has a form open for one of these numbers in these rooms, and typed in it within the minutes of the pack: once."""
    if not numbers:
        return ()
    since = now - datetime.timedelta(minutes=pack.number("writing_minutes"))
    drafts = DeskDraft.objects.filter(
        room__in=rooms, kept_at__gte=since, phones__overlap=indexes_of(numbers)
    ).exclude(key=key)
    newest: dict[int, DeskDraft] = {}
    for draft in drafts.select_related("post__person").order_by("-kept_at")[:_NEWEST]:
        newest.setdefault(draft.post.person_id, draft)
    return tuple(
        Writing(draft.post.person.name, draft.kept_at, person == reader.person_id)
        for person, draft in list(newest.items())[:_WRITING_MOST]
    )


def months_before(now: datetime.datetime, months: int) -> datetime.datetime:
    """The same day so many months earlier; the last day of a shorter month."""
    here = local(now)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    for day in range(here.day, here.day - 4, -1):
        try:
            return here.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _spoke(
    numbers: Sequence[str], rooms: Collection[Workroom], pack: RulePack, now: datetime.datetime
) -> Mapping[int, tuple[int, int]]:
    """Matter → (the newest person of this number in it, how often it spoke), newest first."""
    given: dict[str, Any] = {
        "phones": indexes_of(numbers),
        "since": months_before(now, pack.number("look_up_months")),
        "rooms": [room.pk for room in rooms],
        "units": [room.unit_id for room in rooms],
        "newest": _NEWEST,
        "most": pack.number("look_up_most"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_NUMBER, given)
        return {int(matter): (int(person), int(times)) for matter, person, times in cursor.fetchall()}


def _earlier(matter: Matter, person: Speaker, times: int) -> Earlier:
    voice = person.voice
    heard = voice.heard_by.person.name if voice and voice.heard_by else ""
    at = voice.received_at if voice else matter.received_at
    name, phone = mask_name(_opened(person, "name")), mask_phone(_opened(person, "phone"))
    return Earlier(
        matter.pk, matter.ref, matter.gist, matter.place, matter.stage, matter.received_at, matter.look_at, times, name,
        phone, heard, at, vars(matter)["due"] or "",
    )  # fmt: skip


def _opened(person: Speaker, part: str) -> str:
    blob = getattr(person, part)
    if blob is None or person.data_key is None:
        return ""
    return sealing.unseal(sealing.open_data_key(bytes(person.data_key)), bytes(blob), part)
