"""What a leaver holds, and the sheet of what was handed over, as values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse

from lianxin.kernel.words import N_, Words
from lianxin.matters.handover import MOST, HandedOver, Held, Result
from lianxin.matters.stages import STAGES
from lianxin.people.models import ROLES, Post
from lianxin.ui.pieces import Column

COLUMNS = (
    Column(N_("选"), kind="c-pick", hidden=True), Column(N_("什么事")), Column(N_("编号"), kind="c-no"),
    Column(N_("现在"), kind="c-state"), Column(N_("还欠什么"), kind="c-due"),
)  # fmt: skip
SHEET_COLUMNS = tuple(map(Column, (N_("编号"), N_("什么事"), N_("现在"))))


@dataclass(frozen=True)
class HeldRow:
    """One row: whether it is ticked, and why it was not handed over, '' where nothing was tried."""

    ref: str
    url: str
    gist: str
    stage: Words
    owes: tuple[Words, ...]
    ticked: bool
    refused: Words | str


@dataclass(frozen=True)
class HandOverPage:
    """What one post still holds. `posts` are (words, address, whether this one); `drafts` is only a number."""

    name: str
    post: Words
    posts: tuple[tuple[Words, str, bool], ...]
    rows: tuple[HeldRow, ...]
    more: bool
    drafts: int
    tells: int
    promises: int
    nobody: bool
    form: BaseForm
    passed: int
    sheet: str
    back: str
    columns: tuple[Column, ...] = COLUMNS

    @property
    def caption(self) -> Words:
        """What the table holds, and what is owed in it."""
        said = N_("没办结的 {n} 件，其中要告知的 {tells} 件、有承诺的 {promises} 件")
        return Words.of(said, n=len(self.rows), tells=self.tells, promises=self.promises)

    @property
    def said(self) -> Words:
        """What became of the press."""
        return Words.of(N_("交过去 {n} 件，没交成的还在下面，写着为什么。"), n=self.passed)


@dataclass(frozen=True)
class SheetPage:
    """交接单: who, to whom, on which day, what. `end_url` ends the post of the leaver, '' where that is not the reader's."""

    unit: str
    giver: Words
    taker: Words
    day: datetime.date
    by: tuple[str, ...]
    rows: tuple[tuple[str, str, Words], ...]
    end_url: str
    back: str
    columns: tuple[Column, ...] = SHEET_COLUMNS

    @property
    def caption(self) -> Words:
        """What the table holds."""
        return Words.of(N_("交过去 {n} 件"), n=len(self.rows))


def hand_over_page(
    post: Post, posts: Sequence[Post], held: Sequence[Held], form: BaseForm, *, drafts: int, nobody: bool, back: str,
    results: Sequence[Result] = (), sheet: str = "",
) -> HandOverPage:  # fmt: skip
    """The page as it stands; after a press with what was refused."""
    refused = {result.ref: result.refused for result in results}
    chosen = set(form.data.getlist("matter")) if form.is_bound else None  # type: ignore[attr-defined]
    here = reverse("matters:hand_over", args=[post.person_id])
    return HandOverPage(
        post.person.name, post_words(post),
        tuple((post_words(one), f"{here}?post={one.pk}", one.pk == post.pk) for one in posts),
        tuple(_row(one, refused.get(one.ref, ""), chosen) for one in held[:MOST]), len(held) > MOST, drafts,
        sum(one.tells for one in held), sum(one.promises for one in held), nobody, form,
        sum(not result.refused for result in results), sheet, back,
    )  # fmt: skip


def sheet_page(
    giver: Post, taker: Post, rows: Sequence[HandedOver], day: datetime.date, *, ends: bool, back: str
) -> SheetPage:
    """The sheet to print and sign."""
    end_url = reverse("people:end_post", args=[giver.pk]) if ends and _stands(giver, day) else ""
    return SheetPage(
        giver.unit.name if giver.unit else "", _holder(giver), _holder(taker), day, tuple({row.by: 1 for row in rows}),
        tuple((row.ref, row.gist, Words.of(STAGES[row.stage])) for row in rows), end_url, back,
    )  # fmt: skip


def post_words(post: Post) -> Words:
    """A post in one line."""
    unit = post.unit.name if post.unit else ""
    return Words.of(N_("{unit} {role}"), unit=unit, role=Words.of(ROLES[post.role]))


def _holder(post: Post) -> Words:
    return Words.of(N_("{name}，{role}"), name=post.person.name, role=Words.of(ROLES[post.role]))


def _stands(post: Post, day: datetime.date) -> bool:
    return post.until is None or post.until > day


def _row(one: Held, refused: Words | str, chosen: set[str] | None) -> HeldRow:
    owes = ((N_("要告知"), one.tells), (N_("有承诺"), one.promises))
    return HeldRow(
        one.ref, reverse("matters:matter", args=[one.ref]), one.gist, Words.of(STAGES[one.stage]),
        tuple(Words.of(words) for words, so in owes if so), chosen is None or one.ref in chosen, refused,
    )  # fmt: skip
