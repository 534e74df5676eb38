"""Fills the frame around a page: language, navigation by role, who is signed in.

Owns the navigation table. Never decides whether a page opens: the doors of each slice do.
"""

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from lianxin.people.access import Reader
from lianxin.ui.frame import Frame

LANGUAGE_COOKIE = "lang"
Lang = Literal["zh-Hans", "en"]


@dataclass(frozen=True)
class Place:
    """One place of the staff navigation: its label, its route, and the roles that see it."""

    label: str
    route: str
    roles: frozenset[str]


NAVIGATION: tuple[Place, ...] = ()


def chosen_language(request: HttpRequest) -> Lang:
    """What the reader asked for now, else before; Chinese otherwise."""
    asked = request.GET.get("lang") or request.COOKIES.get(LANGUAGE_COOKIE)
    return "en" if asked == "en" else "zh-Hans"


def frame_for(request: HttpRequest, reader: Reader | None) -> Frame:
    """The frame of this request: the staff's for a signed-in reader, else the public one."""
    return Frame(
        lang=chosen_language(request),
        path=request.get_full_path(),
        hotline=settings.HOTLINE,
        invented=settings.MODE == "demo",
    )
