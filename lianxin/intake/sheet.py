"""The door for sheets of residents' messages: each row becomes a voice through the same `register()`, once for ever.

Owns how a sheet is read and what is said about rows that cannot be taken. It never stores who wrote a row (column
留言用户), never invents a date, and a row it refuses is named with its number and the reason.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from tqdm import tqdm

from lianxin.intake.cells import Cell, moment_of, text_of
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

NUMBER, SUBJECT, DETAIL, WRITTEN_AT = "留言编号", "留言主题", "留言详情", "留言时间"
LONGEST_REF = 80
HEADER_WITHIN = 20  # rows from the top in which the names of the columns are looked for
AT_ONCE = 500  # rows whose earlier voices are looked up together


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its number as the sheet shows it, and why."""

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
class Row:
    """One message of a sheet. `said_at` None: no date, or none that can be right (`odd` is what stood there)."""

    row: int
    ref: str
    words: str
    said_at: datetime.datetime | None
    odd: str


@dataclass(frozen=True)
class Columns:
    """Where the known columns stand, the row of their names, and the source they make."""

    at: Mapping[str, int]
    row: int
    source: str

    def cell(self, cells: Sequence[Cell], name: str) -> Cell | None:
        """The cell of a known column in a row, or None."""
        place = self.at.get(name)
        return cells[place] if place is not None and place < len(cells) else None


def take_sheet(path: Path, *, room: Workroom, now: datetime.datetime, progress: bool) -> SheetResult:
    """Register every row of a sheet at `room`, each in a transaction of its own; `progress` draws a bar on stderr.

    A row whose number is in already is not taken again, however often and under whatever name the file comes; one
    whose number is in already with other words is refused. Call it outside a transaction. Raises `Refused` when the
    file is no sheet, or no sheet of messages.
    """
    sheet, columns = _opened(path)
    result = SheetResult()
    rows = islice(sheet.iter_rows(), columns.row, None)
    numbered = enumerate(rows, columns.row + 1 + sheet.start[0] if sheet.start else 1)
    bar = tqdm(numbered, total=sheet.height - columns.row, disable=not progress, unit="row")
    messages = (message for number, cells in bar if (message := _read(number, cells, columns, result, now)))
    while batch := list(islice(messages, AT_ONCE)):
        _take(batch, columns.source, room, result, now)
    result.refused.sort(key=lambda refusal: refusal.row)
    return result


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


def _opened(path: Path) -> tuple[CalamineSheet, Columns]:
    """The first sheet of the file that holds the columns."""
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError):
        raise Refused(N_("{file} 打不开，要一张 xlsx、xls 或 ods 表"), file=path.name) from None
    for sheet in sheets:
        if columns := _columns(sheet):
            return sheet, columns
    raise Refused(N_("{file} 里没有找到“留言编号”和“留言详情”两列，请看看是不是拿错了表"), file=path.name)


def _columns(sheet: CalamineSheet) -> Columns | None:
    for number, cells in enumerate(islice(sheet.iter_rows(), HEADER_WITHIN), 1):
        names = [text_of(cell) for cell in cells]
        if NUMBER in names and (DETAIL in names or SUBJECT in names):
            at = {name: names.index(name) for name in (NUMBER, SUBJECT, DETAIL, WRITTEN_AT) if name in names}
            return Columns(at, number, _source(names))
    return None


def _source(names: Iterable[str]) -> str:
    """One source for all sheets of one shape: the mark of their column names, in whatever order they stand."""
    mark = hashlib.sha256("\n".join(sorted(filter(None, names))).encode()).hexdigest()
    return f"sheet:{mark[:16]}"


def _read(
    number: int, cells: Sequence[Cell], columns: Columns, result: SheetResult, now: datetime.datetime
) -> Row | None:
    """The message in a row; None for an empty row and for one that is refused."""
    ref, subject, detail = (text_of(columns.cell(cells, name)) for name in (NUMBER, SUBJECT, DETAIL))
    if not any(text_of(cell) for cell in cells):
        return None
    result.rows += 1
    words = detail if detail.startswith(subject) else f"{subject}\n{detail}".strip()
    if reason := _cannot_be(ref, words):
        result.refused.append(Refusal(number, reason))
        return None
    written = columns.cell(cells, WRITTEN_AT)
    said_at = moment_of(written, now)
    return Row(number, ref, words, said_at, "" if said_at else text_of(written))


def _cannot_be(ref: str, words: str) -> Words | None:
    if not ref:
        return Words.of(N_("没有留言编号，登记了以后认不出是哪一条"))
    if len(ref) > LONGEST_REF:
        return Words.of(N_("留言编号超过 {most} 个字"), most=LONGEST_REF)
    return None if words else Words.of(N_("主题和详情都是空的"))


def _take(
    batch: Sequence[Row], source: str, room: Workroom, result: SheetResult, now: datetime.datetime
) -> None:
    most = pack_on(local(now).date()).number("max_words_sheet")
    there = _words_there(source, batch, now)
    for row in batch:
        if row.ref in there:
            _met_again(row, there[row.ref], result)
            continue
        try:
            _register(row, source, room, most, now)
        except Refused as refused:
            result.refused.append(Refusal(row.row, refused.words))
            continue
        there[row.ref] = row.words
        _taken(row, result)


def _words_there(source: str, batch: Sequence[Row], now: datetime.datetime) -> dict[str, str]:
    """The words under which rows of this batch are in already. Read as the house, which sees every voice."""
    with transaction.atomic():
        read_as_house(local(now).date())
        voices = Voice.objects.filter(source=source, source_ref__in=[row.ref for row in batch])
        return dict(voices.values_list("source_ref", "words"))


def _register(row: Row, source: str, room: Workroom, most: int, now: datetime.datetime) -> None:
    """Anonymous: a sheet holds no contact, and what is not known is not invented."""
    said = Said(
        room=room, words=row.words, key=sheet_key(source, row.ref), channel="sheet", share="anonymous",
        said_at=row.said_at, source=source, source_ref=row.ref, most_words=most,
    )  # fmt: skip
    with transaction.atomic():
        register(said, SYSTEM, now=now)


def _met_again(row: Row, words: str, result: SheetResult) -> None:
    if words == row.words:
        result.already += 1
        return
    reason = Words.of(N_("留言编号 {ref} 已经登记过，话不一样，没有登记"), ref=row.ref)
    result.refused.append(Refusal(row.row, reason))


def _taken(row: Row, result: SheetResult) -> None:
    result.taken += 1
    if row.odd:
        reason = Words.of(N_("留言时间“{date}”不能用，按不知道哪天写的登记"), date=row.odd[:40])
        result.noted.append(Refusal(row.row, reason))


def _lines(refusals: Iterable[Refusal]) -> list[dict[str, object]]:
    return [{"row": refusal.row, "reason": say(refusal.reason, str, "zh-Hans")} for refusal in refusals]
