"""Routes for the tests of addresses and answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from lianxin.ui.pieces import ErrorPage
from lianxin.ui.render import render
from lianxin.ui.tests.drawing import PUBLIC, STAFF


def show(request: HttpRequest, **parts: object) -> HttpResponse:
    """A public page, `private` where the query says so."""
    request.frame = PUBLIC  # type: ignore[attr-defined]  # what site's middleware does
    return render(request, "ui/error.html", ErrorPage("没有", ("",)), private="private" in request.GET)


def show_staff(request: HttpRequest) -> HttpResponse:
    """A staff page with status 404."""
    request.frame = STAFF  # type: ignore[attr-defined]
    return render(request, "ui/error.html", ErrorPage("没有", ("",)), status=404)


INNER = ([path("m/<slug:ref>/", show, name="matter"), path("m/", show, name="matter")], "matters")

urlpatterns = [
    path("", show, name="home"),
    path("staff/", show_staff, name="staff"),
    path("r/<str:slug>/", show, name="room"),
    path("pair/<int:a>/<path:b>", show, name="pair"),
    path("s/", include(INNER)),
]
