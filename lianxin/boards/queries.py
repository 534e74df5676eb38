"""Reads of the counts: folded totals plus what is not yet folded; and the counts as the steps alone give them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from django.db.models import Sum

from lianxin.matters.models import Matter, Step, Tally, TallyTotal
from lianxin.matters.moves import replay
from lianxin.matters.queries import office_on
from lianxin.people.access import Reader
from lianxin.workrooms.models import Workroom

Counts = Mapping[tuple[int, str], int]
"""(unit, stage) → how many matters."""

CHUNK = 500


def counts_now(units: Iterable[int]) -> Counts:
    """How many matters of these units stand at each stage: totals and what the worker has still to fold. Two queries."""
    found: Counter[tuple[int, str]] = Counter()
    wanted = list(units)
    for table in (TallyTotal.objects.all(), Tally.objects.all()):
        rows = table.filter(unit__in=wanted).values_list("unit_id", "stage")
        for unit, stage, count in rows.annotate(n=Sum("count")).order_by():
            found[unit, stage] += count
    return found


def rooms_under(reader: Reader) -> list[Workroom]:
    """Every workroom, closed ones too, all of whose matters the reader sees, in the order of the units' tree."""
    rooms = Workroom.objects.filter(unit__path__overlap=list(reader.units)).select_related("unit__parent")
    return list(rooms.order_by("unit__path"))


def counts_by_steps(now: datetime.datetime) -> Counts:
    """The counts by replaying every matter's steps, never reading a stored stage. Reads as the house, in pieces."""
    office, found = office_on(now).pk, Counter[tuple[int, str]]()
    for matters in _pieces():
        histories = _histories([matter.pk for matter in matters])
        for matter in matters:
            found[matter.tally_unit_id(office), replay(histories[matter.pk])] += 1
    return found


def _pieces() -> Iterator[list[Matter]]:
    after = 0
    while found := list(Matter.objects.filter(pk__gt=after).select_related("room").order_by("pk")[:CHUNK]):
        yield found
        after = found[-1].pk


def _histories(ids: list[int]) -> Mapping[int, list[tuple[str, Mapping[str, object]]]]:
    steps = (
        Step.objects.filter(matter__in=ids).order_by("matter", "no").values_list("matter", "verb", "values")
    )
    return {
        pk: [(verb, values) for _, verb, values in rows] for pk, rows in groupby(steps, lambda row: row[0])
    }
