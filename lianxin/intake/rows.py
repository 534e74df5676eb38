"""How a sheet of messages is read: which columns it knows, and what a row says. Takes nothing in.

It never looks at who wrote a row (column 留言用户) and never invents a date.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from lianxin.intake.cells import Cell, moment_of, text_of
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words

NUMBER, SUBJECT, DETAIL, WRITTEN_AT = "留言编号", "留言主题", "留言详情", "留言时间"
LONGEST_REF = 80
HEADER_WITHIN = 20  # rows from the top in which the names of the columns are looked for


@dataclass(frozen=True)
class Row:
    """One message of a sheet, with the number its row has there.

    `said_at` None: no date, or none that can be right (`odd` is what stood there). `refused`: why it cannot be taken.
    """

    row: int
    ref: str
    words: str
    said_at: datetime.datetime | None
    odd: str
    refused: Words | None


@dataclass(frozen=True)
class Columns:
    """Where the known columns stand, how many rows come before the messages, and the source their names make."""

    at: Mapping[str, int]
    above: int
    source: str

    def cell(self, cells: Sequence[Cell], name: str) -> Cell | None:
        """The cell of a known column in a row, or None."""
        place = self.at.get(name)
        return cells[place] if place is not None and place < len(cells) else None


@dataclass(frozen=True)
class Messages:
    """A sheet of messages that has been opened. `count` is how many rows there may be."""

    sheet: CalamineSheet
    columns: Columns

    @property
    def source(self) -> str:
        """What its rows are known by, beside their numbers: equal for all sheets of one shape."""
        return self.columns.source

    @property
    def count(self) -> int:
        """How many rows there may be."""
        return self.sheet.end[0] + 1 - self.columns.above if self.sheet.end else 0

    def rows(self, now: datetime.datetime) -> Iterator[Row | None]:
        """Its rows, None for an empty one; read one by one, however large the sheet."""
        cells = islice(self.sheet.iter_rows(), self.columns.above, None)  # begins at row 1, empty ones too
        numbered = enumerate(cells, self.columns.above + 1)
        return (_read(number, row, self.columns, now) for number, row in numbered)


def open_messages(path: Path) -> Messages:
    """The first sheet of a file that holds the columns. Raises `Refused` when there is none."""
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError):
        raise Refused(N_("{file} 打不开，要一张 xlsx、xls 或 ods 表"), file=path.name) from None
    for sheet in sheets:
        if columns := _columns(sheet):
            return Messages(sheet, columns)
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


def _read(number: int, cells: Sequence[Cell], columns: Columns, now: datetime.datetime) -> Row | None:
    if not any(text_of(cell) for cell in cells):
        return None
    ref, subject, detail = (text_of(columns.cell(cells, name)) for name in (NUMBER, SUBJECT, DETAIL))
    words = detail if detail.startswith(subject) else f"{subject}\n{detail}".strip()
    written = columns.cell(cells, WRITTEN_AT)
    said_at = moment_of(written, now)
    odd = "" if said_at else text_of(written)
    return Row(number, ref, words, said_at, odd, _cannot_be(ref, words))


def _cannot_be(ref: str, words: str) -> Words | None:
    if not ref:
        return Words.of(N_("没有留言编号，登记了以后认不出是哪一条"))
    if len(ref) > LONGEST_REF:
        return Words.of(N_("留言编号超过 {most} 个字"), most=LONGEST_REF)
    return None if words else Words.of(N_("主题和详情都是空的"))
