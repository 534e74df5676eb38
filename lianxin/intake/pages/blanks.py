"""The page on which paper forms are printed, and the forms themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse

from lianxin.intake.blanks import Printing, number_of
from lianxin.intake.models import Blank
from lianxin.kernel.words import N_, Words
from lianxin.matters.labels import AT_THE_DESK, CHANNELS, FOR_WHOM, REACHES, SHARES
from lianxin.ui.pieces import Column

COLUMNS = tuple(map(Column, (N_("什么时候印的"), N_("张数"), N_("已经录入"), N_("再印一次"))))
LINES = 14  # for the words: what a page of A4 has room for


@dataclass(frozen=True)
class PrintingRow:
    """One printing: when, how many forms, how many typed in, and where they are printed again."""

    at: Words
    printed: int
    typed: int
    url: str


@dataclass(frozen=True)
class BlanksPage:
    """How many to print, for which room, and what was printed before."""

    room: str
    form: BaseForm
    columns: tuple[Column, ...]
    rows: tuple[PrintingRow, ...]


@dataclass(frozen=True)
class Sheet:
    """One form of paper: its number, and the room it comes back to."""

    number: str
    room: str
    phone: str
    hours: str


@dataclass(frozen=True)
class BlankSheets:
    """Forms to print, each a page, with the closed lists to tick."""

    sheets: tuple[Sheet, ...]
    lines: range
    channels: tuple[str, ...]
    for_whom: tuple[str, ...]
    shares: tuple[str, ...]
    reaches: tuple[str, ...]
    back: str


def blanks_page(room: str, form: BaseForm, printings: Iterable[Printing]) -> BlanksPage:
    """The page before printing."""
    rows = tuple(
        PrintingRow(
            Words.of("{at}", at=one.at),
            one.printed,
            one.typed,
            reverse("intake:blank_sheets", args=[one.batch]),
        )
        for one in printings
    )
    return BlanksPage(room, form, COLUMNS, rows)


def blank_sheets(blanks: Iterable[Blank]) -> BlankSheets:
    """The forms of one printing."""
    sheets = tuple(
        Sheet(number_of(blank.pk), blank.room.name, blank.room.phone, blank.room.hours) for blank in blanks
    )
    reaches: Mapping[str, str] = {key: label for key, label in REACHES.items() if key != "page"}
    return BlankSheets(
        sheets, range(LINES), tuple(CHANNELS[key] for key in AT_THE_DESK), tuple(FOR_WHOM.values()),
        tuple(SHARES.values()), tuple(reaches.values()), reverse("intake:blanks"),
    )  # fmt: skip
