"""The parts of the desk that are fetched while one types: the list of a number, what is read out; and keeping what is typed.

Each part is drawn by the same template as on the whole page, so that without scripts nothing is missing.
"""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lianxin.intake.desk import desk_of
from lianxin.intake.pages.desk_build import aside_on, earlier_on
from lianxin.kernel.refusals import Refused
from lianxin.people.doors import View, post_in, reader_in, role, unkept
from lianxin.ui.answers import SeeOther
from lianxin.ui.render import render

HEARD = ("liaison", "delegate")
KEPT, KEPT_NOTHING = 204, 400  # the second: a key that is none of ours, or a text too long
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def back_at_desk(view: View[[]]) -> View[[]]:
    """A GET of what is only sent there (a refresh after a refusal, the other language) leads to the desk."""

    @wraps(view)
    def led(request: HttpRequest) -> HttpResponseBase:
        return view(request) if request.method == "POST" else SeeOther(reverse("intake:desk"))

    return led


@get_or_post
@role(*HEARD)
@unkept
@back_at_desk
def look(request: HttpRequest) -> HttpResponseBase:
    """The list of the number just typed."""
    desk = desk_of(reader_in(request), post_in(request), timezone.now())
    found = desk.look_up(request.POST)
    form = desk.blank_form(request.POST, found)
    part = earlier_on(desk, request.POST, form, found, request.POST.get("key", ""))
    return render(request, "intake/desk_earlier.html", part)


@get_or_post
@role(*HEARD)
@unkept
@back_at_desk
def aside(request: HttpRequest) -> HttpResponseBase:
    """What is read out and promised."""
    desk = desk_of(reader_in(request), post_in(request), timezone.now())
    return render(request, "intake/desk_aside.html", aside_on(desk, request.POST))


@get_or_post
@role(*HEARD)
@unkept
@back_at_desk
def keep(request: HttpRequest) -> HttpResponseBase:
    """Keep what is typed so far, without a word."""
    desk = desk_of(reader_in(request), post_in(request), timezone.now())
    try:
        desk.keep(request.POST.get("key", ""), request.POST)
    except Refused:
        return HttpResponse(status=KEPT_NOTHING)
    return HttpResponse(status=KEPT)
