"""What a cell of a sheet means: text without traps, a row's number, a moment. Pure.

A date that cannot be right is no date: what is unknown stays unknown, and nothing is guessed from it.
"""

from __future__ import annotations

import datetime
import re

from lianxin.kernel.days import TZ

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

EARLIEST = datetime.date(1990, 1, 1)  # 1899 and 1900 are what a sheet makes of nothing and of zero
_ZERO = datetime.datetime(1899, 12, 30)  # day 0 of a sheet's day numbers
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[\sT]*(\d{1,2})\s*[:：时]\s*(\d{1,2})\s*分?(?:\s*[:：]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?Z?"
)


def text_of(cell: Cell | None) -> str:
    """The text of a cell: `_x000D_` and its like decoded, one kind of line break, no control characters."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "" if cell is None else str(cell))
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _UNSEEN.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).strip()


def moment_of(cell: Cell | None, now: datetime.datetime) -> datetime.datetime | None:
    """The aware moment in a cell: a date, a written one (China's time) or a sheet's day number.

    None when it is none, or cannot be: before 1990 or later than `now`.
    """
    found = _naive(cell)
    if found is None:
        return None
    moment = found if found.tzinfo else found.replace(tzinfo=TZ)
    return moment if moment.astimezone(TZ).date() >= EARLIEST and moment <= now else None


def _naive(cell: Cell | None) -> datetime.datetime | None:
    if isinstance(cell, datetime.datetime):
        return cell
    if isinstance(cell, datetime.date):
        return datetime.datetime.combine(cell, datetime.time())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_day_number(cell)
    return _from_text(text_of(cell))


def _from_day_number(days: float) -> datetime.datetime | None:
    """A sheet's day number; its fraction is the time of day, right to the second."""
    if not 0 < days < 200_000:  # also refuses what is not a number
        return None
    return _ZERO + datetime.timedelta(seconds=round(days * 86_400))


def _from_text(text: str) -> datetime.datetime | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_day_number(float(text))
    if (found := _WRITTEN.fullmatch(text)) is None:
        return None
    parts = [int(part or 0) for part in found.groups()]
    try:
        return datetime.datetime(*parts)  # type: ignore[arg-type]  # six whole numbers
    except ValueError:
        return None
