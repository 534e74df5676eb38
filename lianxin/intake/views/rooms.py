"""The district's page, a room's page, the privacy notice; and the door that finds the room of an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.intake import tickets
from lianxin.intake.forms import CodeForm
from lianxin.intake.pages.rooms import PrivacyPage, home_page, room_page
from lianxin.intake.pages.say import NoRoomPage
from lianxin.kernel.days import local
from lianxin.kernel.refusals import NotThere
from lianxin.matters import consent
from lianxin.ui.render import render
from lianxin.workrooms.models import Workroom
from lianxin.workrooms.queries import room_by_slug

P = ParamSpec("P")


def in_room(
    view: Callable[Concatenate[HttpRequest, Workroom, datetime, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Find the room of an address, and tell the view the time. Without such a room: a page that says so, with what was typed."""

    @wraps(view)
    def with_room(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        now = timezone.now()
        try:
            room = room_by_slug(slug, local(now).date())
        except NotThere:
            page = NoRoomPage(request.POST.get("words", ""))
            return render(request, "intake/no_room.html", page, status=404, private=True)
        return view(request, room, now, *args, **kwargs)

    return with_room  # type: ignore[return-value]  # Django calls it with keywords alone


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """`/`: what this is, where to speak, where to ask after one's matter."""
    return render(request, "intake/home.html", home_page(CodeForm(), now=timezone.now()))


@require_safe
@in_room
def room(request: HttpRequest, room: Workroom, now: datetime) -> HttpResponseBase:
    """`/r/<slug>/`: the room behind the code on its door."""
    response = render(request, "intake/room.html", room_page(room, now=now))
    tickets.begin_anew(request, response, room.slug)
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponseBase:
    """`/privacy/`: what is kept, who sees it, how long."""
    return render(request, "intake/privacy.html", PrivacyPage(consent.VERSION))


def jpeg(path: Path | str) -> FileResponse:
    """A kept photo, after it was asked who may see it."""
    response = FileResponse(open(path, "rb"), content_type="image/jpeg")  # noqa: SIM115 - the answer closes it
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"  # nothing in it can run
    return response
