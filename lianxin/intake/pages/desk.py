"""The plain form on which a liaison or a delegate writes down what somebody says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BaseForm

from lianxin.intake.pages.say import SHARE_HINTS
from lianxin.ui.elements import Label

DESK_HINTS: Mapping[str, Label] = SHARE_HINTS


@dataclass(frozen=True)
class DeskPage:
    """The form; `room` is the only room there is, '' where one is chosen. `first`: the slip of what this key already is."""

    who: str
    room: str
    form: BaseForm
    key: str
    photos_lost: bool
    calls: tuple[str, ...]
    first_ref: str
    first_url: str


@dataclass(frozen=True)
class NoRoomOfHersPage:
    """She holds a post where no workroom is kept."""

    unit: str
