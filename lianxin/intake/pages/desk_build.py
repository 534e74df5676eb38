"""Puts the desk's screen and its parts together, from what is typed and what was found. Draws nothing, judges nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse

from lianxin.intake import keys
from lianxin.intake.desk import DOOR, Desk, Typed
from lianxin.intake.desk_actions import Found
from lianxin.intake.desk_form import KEPT, LATE, OF_ANOTHER, DeskForm, EndForm
from lianxin.intake.desk_queries import ended_today, newest_unfinished
from lianxin.intake.fields import Moment
from lianxin.intake.looked import Looked
from lianxin.intake.pages.desk import (
    AsidePart,
    DeskPage,
    EarlierPart,
    LeftOver,
    aside_part,
    cards_of,
    earlier_part,
    ended_lines,
    gist_hint,
    left_over,
    nothing_asked,
)
from lianxin.intake.same import Earlier
from lianxin.kernel.phones import NO_PHONE, phones_in
from lianxin.matters.receipts import Receipt
from lianxin.rulebook.wording import wording_here
from lianxin.ui.elements import Label


@dataclass(frozen=True)
class Shown:
    """What one answer of the desk shows besides the form: the signed key, what was found, what happened instead."""

    form: DeskForm
    typed: Typed
    key: str
    found: Found | None = None
    notice: Label = ""
    first: tuple[Receipt, UUID] | None = None
    photos_lost: bool = False
    resumed: bool = False
    ended: bool = False
    offers_left: bool = False
    end: EndForm | None = None
    drop: EndForm | None = None


def screen(desk: Desk, shown: Shown) -> DeskPage:
    """The whole screen."""
    rooms, cards, form = desk.workrooms, wording_here(), shown.form
    return DeskPage(
        who=desk.reader.name, room=rooms[0].name if len(rooms) == 1 else "", form=form, key=shown.key,
        photos_lost=shown.photos_lost, first_ref=shown.first[0].ref if shown.first else "", notice=shown.notice,
        first_url=reverse("intake:slip", args=[shown.first[1]]) if shown.first else "", resumed=shown.resumed,
        gist_hint=gist_hint(shown.typed.get("gist", "")), gist_text=gist_hint(None),
        earlier=earlier_on(desk, shown.typed, form, shown.found, shown.key), aside=aside_on(desk, shown.typed, shown.found),
        cards=cards_of(cards), cards_version=cards.version, end=shown.end or EndForm(),
        drop=shown.drop or EndForm(at="left"), left=_left(desk) if shown.offers_left else None, has_ended=shown.ended,
        ended=ended_lines(ended_today(rooms, desk.now)), for_another=_opens(shown, OF_ANOTHER),
        late=_opens(shown, LATE),
    )  # fmt: skip


def earlier_on(desk: Desk, typed: Typed, form: DeskForm, found: Found | None, key: str) -> EarlierPart:
    """The list of the numbers typed, and what the form will carry of it under its (perhaps new) key."""
    before, numbers, of = desk.looked(typed), phones_in(typed.get("phone", "")), desk.key_or_none(key)
    looked = before if before.key == of else Looked(of)
    if found is None or not numbers:
        is_wrong = found is not None and typed.get("phone", "").strip()
        return nothing_asked(looked.signed(), NO_PHONE if is_wrong else "")
    return earlier_part(
        found.earlier, found.writing, desk.choice(typed, found), form, desk.rules, numbers=numbers,
        looked=looked.after(numbers).signed(), may_add=desk.may_add, now=desk.now,
    )  # fmt: skip


def aside_on(desk: Desk, typed: Typed, found: Found | None = None) -> AsidePart:
    """What is read out and promised, from what is typed and what stands chosen among what was found."""
    text = {name: typed.get(name, "") for name in KEPT}
    return aside_part(
        text, _happened(desk, text["happened_at"]), _added_to(desk, typed, found), desk.rules, now=desk.now
    )


def _added_to(desk: Desk, typed: Typed, found: Found | None) -> Earlier | None:
    """The matter it is added to, None for a new one; looked for anew only where one was chosen."""
    if found is None and typed.get("same") and desk.has_shown(typed):
        found = desk.find(typed)
    chosen = desk.choice(typed, found).matter if found else None
    return next((one for one in found.earlier if one.matter == chosen), None) if found else None


def _happened(desk: Desk, typed: str) -> datetime.datetime | None:
    """When it was said, where that can be read and has been; the form says so where it has not."""
    try:
        at: datetime.datetime | None = Moment(label="").clean(typed)
    except ValidationError:
        return None
    return at if at is not None and at <= desk.now else None


def _left(desk: Desk) -> LeftOver | None:
    since = desk.now - datetime.timedelta(hours=desk.pack.number("draft_hours"))
    left = newest_unfinished(desk.reader, since=since)
    return left_over(left, keys.issue_again(left.key, DOOR, now=desk.now)) if left else None


def _opens(shown: Shown, names: tuple[str, ...]) -> bool:
    """Whether something folded away is filled in or wrong, so that it must be seen."""
    return any(shown.typed.get(name) or name in shown.form.errors for name in names)
