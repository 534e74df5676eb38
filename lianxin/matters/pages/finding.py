"""Finding at the counter, and what stands in a delegate's name, as values."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form

from lianxin.kernel.words import N_, Words
from lianxin.matters.dictated import PAGE, Written
from lianxin.matters.finding import Found
from lianxin.matters.pages.matter import object_url
from lianxin.matters.stages import STAGES
from lianxin.people.access import PostView
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Pager


@dataclass(frozen=True)
class FoundRow:
    """One of several matters of a code. `gist` is data."""

    ref: str
    gist: str
    stage: str
    url: str


@dataclass(frozen=True)
class FindPage:
    """The box, and several answers where one code belongs to several matters."""

    form: Form
    found: tuple[FoundRow, ...] = ()


def found_rows(found: tuple[Found, ...]) -> tuple[FoundRow, ...]:
    """Each with where it leads."""
    return tuple(FoundRow(one.ref, one.gist, STAGES[one.stage], answer_url(one.ref)) for one in found)


def answer_url(ref: str) -> str:
    """The place on a matter's page where its answer is read out."""
    return f"{url('matters:matter', ref)}#answer"


@dataclass(frozen=True)
class MineRow:
    """A step in his name, and where he may say that it was not what he meant ('' where he did, or may not)."""

    step: Written
    url: str
    object_url: str


@dataclass(frozen=True)
class MinePage:
    """What was written in a delegate's name."""

    name: str
    rows: tuple[MineRow, ...]
    pager: Pager


def mine_page(post: PostView, rows: tuple[Written, ...], more: bool, *, before: int | None) -> MinePage:
    """The page of a list that was read."""
    begin = url("matters:in_my_name")
    words = Words.of(N_("这一页 {n} 条，新的在前，一页最多 {most} 条。"), n=len(rows), most=PAGE)
    after = f"{begin}?before={rows[-1].key}" if more else ""
    return MinePage(
        post.person,
        tuple(_mine(row) for row in rows),
        Pager(words, begin if before is not None else "", after),
    )


def _mine(row: Written) -> MineRow:
    objecting = "" if row.objected else object_url(row.ref, row.no)
    return MineRow(row, url("matters:matter", row.ref), objecting)
