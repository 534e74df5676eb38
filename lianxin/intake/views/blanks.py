"""`/desk/paper/`: forms of paper for the days without power or network, each with a key reserved for it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.intake.blanks import printed_together, printings_of, reserve
from lianxin.intake.pages.blanks import blank_sheets, blanks_page
from lianxin.intake.pages.desk import NoRoomOfHersPage
from lianxin.intake.queries import pack_at, rooms_heard_by
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.people.doors import post_in, reader_in, role
from lianxin.ui.errors import refuse
from lianxin.ui.render import render

HEARD = ("liaison", "delegate")
MISSING = N_("写一下要印几张")


class CountForm(forms.Form):
    """How many forms to print."""

    count = forms.IntegerField(
        label=N_("印几张"), error_messages={"required": MISSING, "invalid": MISSING},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@role(*HEARD)
def blanks(request: HttpRequest) -> HttpResponseBase:
    """How many; then the forms, at an address that may be opened again without reserving anew."""
    now = timezone.now()
    rooms = rooms_heard_by(reader_in(request), local(now).date())
    if not rooms:
        return render(request, "intake/no_desk.html", NoRoomOfHersPage(post_in(request).unit))
    room, post = next(iter(rooms.values()))
    most = pack_at(now).number("blanks_at_once")
    form = CountForm(request.POST if request.method == "POST" else None, initial={"count": 10})
    if form.is_valid():
        try:
            batch = reserve(room, post, count=form.cleaned_data["count"], most=most, now=now)
            return HttpResponseRedirect(reverse("intake:blank_sheets", args=[batch]), status=303)
        except Refused as refused:
            refuse(form, refused)
    return render(request, "intake/blanks.html", blanks_page(room.name, form, printings_of(room)))


@require_safe
@role(*HEARD)
def sheets(request: HttpRequest, batch: UUID) -> HttpResponseBase:
    """The forms of one printing, for whoever registers in their room."""
    rooms = rooms_heard_by(reader_in(request), local(timezone.now()).date())
    page = blank_sheets(printed_together(batch, [room.pk for room, _ in rooms.values()]))
    return render(request, "intake/blank_sheets.html", page)
