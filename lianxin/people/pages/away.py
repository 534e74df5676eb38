"""Who stands in for whom, as values: one part of a person's page and of one's own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from lianxin.kernel.words import N_, Words
from lianxin.people.models import AWAY, Deputy
from lianxin.ui.pieces import Column

A_DAY = datetime.timedelta(days=1)
DEPUTY_COLUMNS = (*map(Column, (N_("谁代班"), N_("为什么"), N_("哪几天"))), Column(N_("办什么"), hidden=True))
FOR_COLUMNS = tuple(map(Column, (N_("代谁"), N_("哪几天"))))


@dataclass(frozen=True)
class DeputyRow:
    """One standing-in that runs or is to come. `name` is the other person's; `end_url` ends it, '' where that is not hers."""

    name: str
    because: Words
    span: Words
    end_url: str


@dataclass(frozen=True)
class DeputiesPart:
    """Who stands in for somebody, now and later."""

    rows: tuple[DeputyRow, ...]
    columns: tuple[Column, ...] = DEPUTY_COLUMNS


def deputies_part(found: Iterable[Deputy], *, whole: bool) -> DeputiesPart:
    """The rows, each with its end where the reader may end it."""
    return DeputiesPart(tuple(_row(row, row.stands_in.name, whole) for row in found))


def standing_in_rows(found: Iterable[Deputy]) -> tuple[DeputyRow, ...]:
    """For whom somebody stands in, now and later."""
    return tuple(_row(row, row.person.name, False) for row in found)


def _row(row: Deputy, name: str, ends: bool) -> DeputyRow:
    end_url = reverse("people:end_standing_in", args=[row.pk]) if ends else ""
    return DeputyRow(name, Words.of(AWAY[row.because]), _days(row), end_url)


def _days(row: Deputy) -> Words:
    """The days as people say them, the last one included."""
    last = row.until - A_DAY
    if last == row.since:
        return Words.of(N_("{since:plain}一天"), since=row.since)
    return Words.of(N_("{since:plain}到{last:plain}"), since=row.since, last=last)
