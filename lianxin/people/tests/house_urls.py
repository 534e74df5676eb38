"""The addresses under test, whatever the site includes by now: this slice's and those above it, then the site's own."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from lianxin.site import urls as site


def nothing(request: HttpRequest, **_: object) -> HttpResponse:
    """Stands in for a page of another slice that only has to have an address."""
    return HttpResponse("")


def _stand_in(space: str, *names: tuple[str, str]) -> URLResolver:
    return path("stand-in/", include(([path(route, nothing, name=name) for route, name in names], space), space))


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lianxin.people.urls")),
    path("", include("lianxin.workrooms.urls")),
    path("", include("lianxin.notices.urls")),
    path("", include("lianxin.boards.urls")),
    *site.urlpatterns,
    _stand_in("matters", ("inbox/", "inbox"), ("m/<ref>/", "matter")),
    _stand_in("intake", ("", "home"), ("r/<slug>/", "room")),
]

handler400, handler403, handler404, handler500 = (
    site.handler400,
    site.handler403,
    site.handler404,
    site.handler500,
)
