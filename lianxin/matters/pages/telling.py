"""The list of voices still to be told, as a value: each with the answer to say and one press to write down what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms import Form

from lianxin.kernel.words import N_, Words
from lianxin.matters.labels import HOWS
from lianxin.matters.telling import PAGE, Told, ToTell
from lianxin.people.access import PostView
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Pager


@dataclass(frozen=True)
class TellRow:
    """A voice to be told, with its form; `counted`: how many of the tries count, and how many are enough;
    `give_up_url` where nobody could be reached often enough.
    """

    row: ToTell
    who: Words
    tries: tuple[Words, ...]
    counted: Words | str
    form: Form
    url: str
    give_up_url: str


@dataclass(frozen=True)
class TellPage:
    """The list for one acting post. `told`: the reference of what was just written down; `refused`: why it was not."""

    name: str
    rows: tuple[TellRow, ...]
    pager: Pager
    told: str
    refused: Words | None = None


def tell_page(
    post: PostView,
    found: Told,
    forms: Mapping[int, Form],
    *,
    after: str,
    told: str,
    refused: Words | None = None,
) -> TellPage:
    """The page of a list that was read, with the form of each link. `after`: the key it begins behind, '' for its beginning."""
    rows = tuple(_row(row, forms[row.key.link]) for row in found.rows)
    begin = url("matters:tell_list")
    more = f"{begin}?{urlencode({'after': str(found.rows[-1].key)})}" if found.more else ""
    words = Words.of(N_("这一页 {n} 位，先答应的排在前面，一页最多 {most} 位。"), n=len(rows), most=PAGE)
    return TellPage(post.person, rows, Pager(words, begin if after else "", more), told, refused)


def _row(row: ToTell, form: Form) -> TellRow:
    matter = url("matters:matter", row.ref)
    who = Words.of("{name}", name=row.speaker.name) if row.speaker.name else Words.of(N_("没留名字的一位"))
    tries = tuple(
        Words.of(N_("{at} {how}，没有联系上"), at=one.at, how=Words.of(HOWS[one.how])) for one in row.tries
    )
    give_up = f"{matter}?do=close_unreached#do" if row.may_give_up else ""
    said = N_("不同的 {enough} 个半天都没联系上，就可以先办结；现在算 {n} 次")
    counted = Words.of(said, enough=row.enough, n=row.tried) if row.tried else ""
    return TellRow(row, who, tries, counted, form, matter, give_up)
