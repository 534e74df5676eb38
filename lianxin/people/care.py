"""Which persons a reader may do something for: herself, an organiser everybody, a liaison the delegates of her unit."""

from __future__ import annotations

import datetime

from lianxin.kernel.refusals import NotThere
from lianxin.people import queries
from lianxin.people.access import Reader
from lianxin.people.models import Deputy, Person


def person_cared_for(reader: Reader, pk: int, day: datetime.date) -> Person:
    """Somebody whose page the reader may open and whose sessions she may end. Raises `NotThere`."""
    person = queries.person_by_id(pk)
    if not (reader.acts_as("organiser") or queries.is_delegate_of(person, _room_of(reader), day)):
        raise NotThere(queries.NO_PERSON)
    return person


def person_to_stand_in_for(reader: Reader, pk: int) -> Person:
    """Somebody for whom the reader may name who stands in: herself, and anybody for an organiser. Raises `NotThere`."""
    if not (reader.acts_as("organiser") or reader.person_id == pk):
        raise NotThere(queries.NO_PERSON)
    return queries.person_by_id(pk)


def standing_in_to_end(reader: Reader, pk: int) -> Deputy:
    """A standing-in that the reader may end. Raises `NotThere`."""
    row = queries.standing_in_by_id(pk)
    if not (reader.acts_as("organiser") or reader.person_id == row.person_id):
        raise NotThere(queries.NO_DEPUTY)
    return row


def delegates_cared_for(reader: Reader, day: datetime.date) -> list[Person]:
    """The delegates of the unit for which the reader acts as liaison."""
    return queries.delegates_of(_room_of(reader), day)


def _room_of(reader: Reader) -> int | None:
    """The unit for which the reader acts as liaison, or None."""
    return reader.acting.unit_id if reader.acting and reader.acts_as("liaison") else None
