"""Fills the frame around a page: language, navigation by role, who is signed in.

Owns the navigation table. Never decides whether a page opens: the doors of each slice do.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lianxin.kernel.days import local
from lianxin.kernel.words import N_
from lianxin.notices.queries import unseen_count
from lianxin.people import sessions
from lianxin.people.access import PostView, Reader, district_name
from lianxin.people.models import ROLES
from lianxin.rulebook.packs import pack_on
from lianxin.ui.frame import Frame, Lasts, NavItem, PostChoice
from lianxin.ui.languages import tr

LANGUAGE_COOKIE = "lang"
Lang = Literal["zh-Hans", "en"]


@dataclass(frozen=True)
class Place:
    """One place of the staff navigation: its label, its route, and the roles that see it."""

    label: str
    route: str
    roles: frozenset[str]


EVERYBODY = frozenset({"delegate", "liaison", "handler", "supervisor", "organiser"})
NAVIGATION: tuple[Place, ...] = (
    Place(N_("收件"), "matters:inbox", EVERYBODY),
    Place(N_("登记"), "intake:desk", frozenset({"liaison", "delegate"})),
    Place(N_("告知"), "matters:tell_list", frozenset({"liaison", "delegate"})),
    Place(N_("代录"), "matters:in_my_name", frozenset({"delegate"})),
    Place(N_("督办"), "matters:watching", frozenset({"supervisor"})),
    Place(N_("看板"), "boards:district", frozenset({"organiser", "supervisor"})),
    Place(N_("各工作室"), "workrooms:rooms", frozenset({"organiser"})),
    Place(N_("名册"), "people:roster", frozenset({"organiser"})),
)


def chosen_language(request: HttpRequest) -> Lang:
    """What the reader asked for now, else before; Chinese otherwise."""
    asked = request.GET.get("lang") or request.COOKIES.get(LANGUAGE_COOKIE)
    return "en" if asked == "en" else "zh-Hans"


def bare_frame(request: HttpRequest) -> Frame:
    """What every frame has, without asking the database: all there is around a page of error."""
    return Frame(
        lang=chosen_language(request),
        path=request.get_full_path(),
        hotline=settings.HOTLINE,
        invented=settings.MODE == "demo",
        home_url=reverse("intake:home"),
        sign_in_url=reverse("people:sign_in"),
        privacy_url=reverse("intake:privacy"),
    )


def frame_for(request: HttpRequest, reader: Reader | None, *, now: datetime) -> Frame:
    """The frame of this request: the staff's for a signed-in reader, else the public one. One query either way."""
    day = local(now).date()
    around = replace(bare_frame(request), year=day.year)
    if reader is None:
        return replace(around, district=district_name(day))
    return replace(
        around,
        register="staff",
        nav=_navigation(request, reader),
        who=reader.name,
        posts=tuple(_choice(post, reader, around.lang) for post in reader.posts),
        news=unseen_count(reader),
        news_url=reverse("notices:news") if reader.acts_as(*EVERYBODY) else "",
        home_url=reverse(_home(reader)),
        act_url=reverse("people:act_as"),
        account_url=reverse("people:me"),
        sign_out_url=reverse("people:sign_out"),
        stay_url=reverse("people:stay"),
        lasts=_lasts(request, reader, now),
    )


def _home(reader: Reader) -> str:
    """The route the brand leads to: her own account for whoever sees no matter."""
    return "matters:inbox" if reader.acts_as(*EVERYBODY) else "people:password"


def _navigation(request: HttpRequest, reader: Reader) -> tuple[NavItem, ...]:
    role = reader.acting.role if reader.acting else ""
    here = [(place, reverse(place.route)) for place in NAVIGATION if role in place.roles]
    return tuple(NavItem(place.label, url, request.path.startswith(url)) for place, url in here)


def _lasts(request: HttpRequest, reader: Reader, now: datetime) -> Lasts:
    """How long the session lasts, from its marks and the pack alone."""
    roles = [post.role for post in reader.posts]
    left = sessions.left_of(request.session, roles, pack_on(local(now).date()), now=now)
    return Lasts(left.idle, left.longest, left.warn)


def _choice(post: PostView, reader: Reader, lang: Lang) -> PostChoice:
    role = tr(lang)(ROLES[post.role])
    label = f"{post.unit} · {role}" if post.unit else role
    if post.deputy is not None:
        said = tr(lang)(N_("代 {name} · {unit}{role}"))
        label = said.format(name=post.person, unit=post.unit, role=role)
    return PostChoice(post.id, label, post == reader.acting)
