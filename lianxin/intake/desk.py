"""Whose desk it is: her rooms, what she can choose there, and what a number said before. One value for one request.

Asks each thing at most once. Writes nothing; a look-up goes through `desk_actions.look_up`, which logs it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from lianxin.intake import keys
from lianxin.intake.desk_actions import Found, keep_desk, look_up
from lianxin.intake.desk_form import KEPT, DeskForm, Offered, is_worth_keeping, typed_in
from lianxin.intake.desk_queries import Named, delegates_of
from lianxin.intake.looked import Looked, looked_in
from lianxin.intake.lookup import earlier_of
from lianxin.intake.queries import pack_at, rooms_heard_by
from lianxin.intake.same import Usual, usual
from lianxin.kernel.days import local
from lianxin.kernel.phones import phones_in
from lianxin.matters.clocks import Rules
from lianxin.matters.models import Category
from lianxin.matters.queries import categories_on, rules_on
from lianxin.people.access import PostView, Reader
from lianxin.rulebook.pack import RulePack
from lianxin.workrooms.models import Workroom

DOOR = "desk"  # the door its keys are signed for
NO_KEY = UUID(int=0)

Typed = Mapping[str, Any]  # the fields as they were sent, or as a draft kept them


@dataclass(frozen=True)
class Desk:
    """The desk of one reader at one moment. `rooms`: those she registers for, each with her post there."""

    reader: Reader
    post: PostView
    rooms: dict[str, tuple[Workroom, PostView]]
    now: datetime.datetime
    pack: RulePack

    @property
    def workrooms(self) -> list[Workroom]:
        """Her rooms, the one she acts for first."""
        return [room for room, _ in self.rooms.values()]

    @property
    def may_add(self) -> bool:
        """Whether words can be added to earlier matters and sorted here: a liaison's work."""
        return any(post.role == "liaison" for _, post in self.rooms.values())

    @cached_property
    def categories(self) -> dict[str, Category]:
        """The categories in use by their id as text, for whoever sorts."""
        in_use = categories_on(local(self.now).date()) if self.may_add else []
        return {str(one.pk): one for one in in_use}

    @cached_property
    def delegates(self) -> list[Named]:
        """Those in whose name may be written."""
        posts = [post for _, post in self.rooms.values()]
        return delegates_of(posts, local(self.now).date()) if self.may_add else []

    @cached_property
    def rules(self) -> Rules:
        """The pack and calendar in force."""
        return rules_on(self.now)

    def place(self, chosen: str) -> tuple[Workroom, PostView]:
        """The room that is meant, with the post she holds there: the chosen one, else the first."""
        return self.rooms.get(chosen) or next(iter(self.rooms.values()))

    def key_in(self, signed: str) -> UUID:
        """The key of a form of this desk. Raises `keys.TooOld`."""
        return keys.key_in(signed, DOOR, hours=self.pack.number("draft_hours"), now=self.now)

    def key_or_none(self, signed: str) -> UUID:
        """The same, and `NO_KEY` for one that is none of ours."""
        try:
            return self.key_in(signed)
        except keys.TooOld:
            return NO_KEY

    def keep(self, signed: str, sent: Typed) -> None:
        """Keep what is typed in the form of this signed key, so that it is offered again. Raises `keys.TooOld`, `Refused`."""
        key, typed = self.key_in(signed), typed_in(sent)
        if self.rooms and is_worth_keeping(typed):
            room, post = self.place(typed.get("room", ""))
            keep_desk(key, post, room, typed, now=self.now)

    def looked(self, typed: Typed) -> Looked:
        """Which numbers were looked up in this form before."""
        return looked_in(typed.get("looked", ""), self.key_or_none(typed.get("key", "")))

    def look_up(self, typed: Typed) -> Found:
        """What the numbers typed said before; in the read log once for each form and number."""
        numbers = phones_in(typed.get("phone", ""))
        if not numbers:
            return Found()
        looked = self.looked(typed)
        return look_up(numbers, looked, self.reader, self.post, self.workrooms, self.pack, now=self.now)

    def find(self, typed: Typed) -> Found:
        """The same to judge a form by, not to be shown: nothing is logged."""
        numbers = phones_in(typed.get("phone", ""))
        return Found(earlier_of(numbers, self.reader, self.workrooms, self.pack, now=self.now))

    def has_shown(self, typed: Typed) -> bool:
        """Whether what these very numbers said before was before her eyes when she sent this."""
        return self.looked(typed).shows(phones_in(typed.get("phone", "")))

    def choice(self, typed: Typed, found: Found) -> Usual:
        """What stands chosen among the matters of the number: what she chose when she saw them, else the usual."""
        open_ = {str(one.matter) for one in found.earlier if one.is_open}
        chosen = typed.get("same")
        if chosen is not None and (chosen in open_ or chosen == "") and self.has_shown(typed):
            return Usual(int(chosen) if chosen else None, None)
        return usual(found.earlier) if self.may_add else Usual(None, None)

    def blank_form(self, typed: Typed, found: Found) -> DeskForm:
        """The form with what is typed so far, not judged yet."""
        first = {name: typed[name] for name in KEPT if name in typed}
        first["same"] = str(self.choice(typed, found).matter or "")
        return DeskForm(pack=self.pack, offered=self._offered(found), now=self.now, initial=first)

    def sent_form(self, sent: Any, files: Any, found: Found) -> DeskForm:
        """The form as it was sent; a choice among matters that were not before her eyes is made anew."""
        given = sent.copy()
        given["same"] = str(self.choice(sent, found).matter or "")
        return DeskForm(given, files, pack=self.pack, offered=self._offered(found), now=self.now)

    def _offered(self, found: Found) -> Offered:
        same = [(str(one.matter), one.gist) for one in found.earlier if one.is_open] if self.may_add else []
        rooms = [(pk, room.name) for pk, (room, _) in self.rooms.items()]
        categories = [(pk, category.label) for pk, category in self.categories.items()]
        names = [(str(one.post), one.name) for one in self.delegates]
        return Offered(rooms, categories, names, same)


def desk_of(reader: Reader, post: PostView, now: datetime.datetime) -> Desk:
    """The desk of a reader who acts as `post`."""
    return Desk(reader, post, rooms_heard_by(reader, local(now).date()), now, pack_at(now))
