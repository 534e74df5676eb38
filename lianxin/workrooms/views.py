"""The organiser's pages of workrooms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refusals import Refused
from lianxin.people.doors import role
from lianxin.ui.answers import SeeOther
from lianxin.ui.errors import refuse
from lianxin.ui.inputs import typed
from lianxin.ui.render import render
from lianxin.workrooms import queries
from lianxin.workrooms.actions import change_workroom, open_workroom
from lianxin.workrooms.forms import DetailsForm, RoomForm, room_name
from lianxin.workrooms.pages import RoomFormPage, rooms_page

organisers = role("organiser")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@organisers
def rooms(request: HttpRequest) -> HttpResponseBase:
    """工作室: all that are open, and who has none yet."""
    day = localdate(timezone.now())
    without = queries.grassroots_without_room(day)
    page = rooms_page(queries.rooms_open(day), without, request.GET.get("done", ""))
    return render(request, "workrooms/rooms.html", page, private=True)


@get_or_post
@organisers
def add_room(request: HttpRequest) -> HttpResponseBase:
    """开一间工作室."""
    day = localdate(timezone.now())
    units = queries.units_without_room(day)
    form = RoomForm(typed(request), units, request.GET.get("unit", ""))
    if form.is_valid():
        given = form.cleaned_data
        unit = next(unit for unit in units if str(unit.pk) == given["unit"])
        details = {field: given[field] for field in ("address", "hours", "phone")}
        try:
            open_workroom(
                unit, name=given["name"] or room_name(unit), slug=given["slug"], since=day, **details
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return SeeOther(f"{reverse('workrooms:rooms')}?done=opened")
    return render(request, "workrooms/room_form.html", RoomFormPage(form, ""), private=True)


@get_or_post
@organisers
def change_room(request: HttpRequest, slug: str) -> HttpResponseBase:
    """改地址、时间、电话."""
    room = queries.room_by_slug(slug, localdate(timezone.now()))
    now_said = {"address": room.address, "hours": room.hours, "phone": room.phone}
    form = DetailsForm(typed(request), initial=now_said)
    if form.is_valid():
        change_workroom(room, **form.cleaned_data)
        return SeeOther(f"{reverse('workrooms:rooms')}?done=changed")
    return render(request, "workrooms/room_form.html", RoomFormPage(form, room.name), private=True)
