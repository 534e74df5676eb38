"""The list of voices still to be told, as a value: each with the answer to say and one press to write down what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.forms import Form

from lianxin.kernel.words import N_, Words
from lianxin.matters.forms.telling import BY_PEOPLE, USUAL, ToldHere
from lianxin.matters.labels import HOWS
from lianxin.matters.telling import PAGE, Told, ToTell
from lianxin.people.access import PostView
from lianxin.ui.addresses import url
from lianxin.ui.pieces import Pager


@dataclass(frozen=True)
class TellRow:
    """A voice to be told, with its form; `give_up_url` where nobody could be reached often enough."""

    row: ToTell
    who: Words
    tries: tuple[Words, ...]
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


def tell_page(post: PostView, found: Told, *, after: str, told: str) -> TellPage:
    """The page of a list that was read. `after`: the key it begins behind, '' for its beginning."""
    rows = tuple(_row(row, after) for row in found.rows)
    begin = url("matters:tell_list")
    more = f"{begin}?{urlencode({'after': str(found.rows[-1].key)})}" if found.more else ""
    words = Words.of(N_("这一页 {n} 位，先答应的排在前面，一页最多 {most} 位。"), n=len(rows), most=PAGE)
    return TellPage(post.person, rows, Pager(words, begin if after else "", more), told)


def refused_page(page: TellPage, form: ToldHere, refused: Words) -> TellPage:
    """The same list with what was refused on top; how she was told stays chosen in her row."""
    how, voice = form.data.get("how", ""), str(form.data.get("voice", ""))
    rows = tuple(_chosen(row, how) if str(row.row.voice) == voice else row for row in page.rows)
    return replace(page, rows=rows, refused=refused)


def _chosen(row: TellRow, how: str) -> TellRow:
    if how in BY_PEOPLE:
        row.form.initial["how"] = how
    return row


def _row(row: ToTell, after: str) -> TellRow:
    start = {
        "ref": row.ref, "voice": row.voice, "seen_no": row.step_no, "after": after, "how": USUAL.get(row.reach, "phone"),
    }  # fmt: skip
    form = ToldHere(initial=start, auto_id=f"v{row.key.link}-%s")
    matter = url("matters:matter", row.ref)
    who = Words.of("{name}", name=row.speaker.name) if row.speaker.name else Words.of(N_("没留名字的一位"))
    tries = tuple(
        Words.of(N_("{at} {how}，没有联系上"), at=one.at, how=Words.of(HOWS[one.how])) for one in row.tries
    )
    give_up = f"{matter}?do=close_unreached#do" if row.may_give_up else ""
    return TellRow(row, who, tries, form, matter, give_up)
