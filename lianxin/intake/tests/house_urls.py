"""The addresses under test, whatever the site includes by now: this slice's, and the doors of people it leans on."""

from django.urls import URLPattern, URLResolver, include, path

from lianxin.site import urls as site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lianxin.intake.urls")),
    path("", include("lianxin.people.urls")),
    *site.urlpatterns,
]

handler400, handler403, handler404, handler500 = (
    site.handler400,
    site.handler403,
    site.handler404,
    site.handler500,
)
