"""The door for sheets of residents' messages: each row becomes a voice through the same `register()`, once for ever.

Owns what is said about rows that cannot be taken: each is named with its number and the reason. How a sheet is read
stands in `rows.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction
from tqdm import tqdm

from lianxin.intake.rows import Row, open_messages
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words, say
from lianxin.matters.actions.taking import Said, register
from lianxin.matters.by import SYSTEM
from lianxin.matters.models import Voice
from lianxin.people.access import read_as_house
from lianxin.rulebook.packs import pack_on
from lianxin.trust.sealing import blind
from lianxin.workrooms.models import Workroom

AT_ONCE = 500  # rows whose earlier voices are looked up together


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken, or not wholly understood: its number as the sheet shows it, and why."""

    row: int
    reason: Words


@dataclass
class SheetResult:
    """What became of a sheet: rows that hold anything, and each of them taken, there already, or refused.

    `noted` are rows that were taken although something in them could not be read: their date stays unknown.
    """

    rows: int = 0
    taken: int = 0
    already: int = 0
    refused: list[Refusal] = field(default_factory=list)
    noted: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Taking:
    """One run: where its rows go, as what, when, and what became of them so far."""

    source: str
    room: Workroom
    now: datetime.datetime
    most_words: int
    result: SheetResult

    def take(self, batch: Sequence[Row]) -> None:
        """Take some rows, each in a transaction of its own."""
        there = self._words_there(batch)
        for row in batch:
            self.result.rows += 1
            if row.refused:
                self._refuse(row, row.refused)
            elif row.ref in there:
                self._met_again(row, there[row.ref])
            elif self._register(row):
                there[row.ref] = row.words

    def _words_there(self, batch: Sequence[Row]) -> dict[str, str]:
        """The words under which rows of this batch are in already. Read as the house, which sees every voice."""
        with transaction.atomic():
            read_as_house(local(self.now).date())
            voices = Voice.objects.filter(source=self.source, source_ref__in=[row.ref for row in batch])
            return dict(voices.values_list("source_ref", "words"))

    def _register(self, row: Row) -> bool:
        """Anonymous: a sheet holds no contact, and what is not known is not invented."""
        said = Said(
            room=self.room, words=row.words, key=sheet_key(self.source, row.ref), channel="sheet", share="anonymous",
            said_at=row.said_at, source=self.source, source_ref=row.ref, most_words=self.most_words,
        )  # fmt: skip
        try:
            with transaction.atomic():
                register(said, SYSTEM, now=self.now)
        except Refused as refused:
            self._refuse(row, refused.words)
            return False
        self.result.taken += 1
        if row.odd:
            reason = Words.of(N_("留言时间“{date}”不能用，按不知道哪天写的登记"), date=row.odd[:40])
            self.result.noted.append(Refusal(row.row, reason))
        return True

    def _met_again(self, row: Row, words: str) -> None:
        if words == row.words:
            self.result.already += 1
            return
        self._refuse(row, Words.of(N_("留言编号 {ref} 已经登记过，话不一样，没有登记"), ref=row.ref))

    def _refuse(self, row: Row, reason: Words) -> None:
        self.result.refused.append(Refusal(row.row, reason))


def take_sheet(path: Path, *, room: Workroom, now: datetime.datetime, progress: bool) -> SheetResult:
    """Register every row of a sheet at `room`, each in a transaction of its own; `progress` draws a bar on stderr.

    A row whose number is in already is not taken again, however often and under whatever name the file comes; one
    whose number is in already with other words is refused. Call it outside a transaction. Raises `Refused` when the
    file is no sheet, or no sheet of messages.
    """
    messages = open_messages(path)
    most = pack_on(local(now).date()).number("max_words_sheet")
    taking = Taking(messages.source, room, now, most, SheetResult())
    bar = tqdm(messages.rows(now), total=messages.count, disable=not progress, unit="row")
    rows = (row for row in bar if row is not None)
    while batch := list(islice(rows, AT_ONCE)):
        taking.take(batch)
    return taking.result


def sheet_report(result: SheetResult) -> dict[str, object]:
    """What the command prints as JSON: counts, and each refusal as a row number and a sentence."""
    return {
        "rows": result.rows,
        "taken": result.taken,
        "already": result.already,
        "refused": len(result.refused),
        "refusals": _lines(result.refused),
        "noted": _lines(result.noted),
    }


def sheet_key(source: str, ref: str) -> UUID:
    """The intake key of a row: the same for ever, and not to be guessed from the sheet (keys open receipts)."""
    return uuid5(UUID(bytes=blind("sheet", source)[:16]), ref)


def _lines(refusals: Iterable[Refusal]) -> list[dict[str, object]]:
    return [{"row": refusal.row, "reason": say(refusal.reason, str, "zh-Hans")} for refusal in refusals]
