"""Which address belongs to which slice, and who says no."""

from django.urls import URLPattern, URLResolver, include, path

from lianxin.intake.unfinished import unfinished_of
from lianxin.matters.handover import counts_drafts

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"lianxin.{slice_}.urls"))
    for slice_ in ("intake", "matters", "people", "workrooms", "notices", "boards")
]

handler400 = "lianxin.site.errors.bad_request"
handler403 = "lianxin.site.errors.forbidden"
handler404 = "lianxin.site.errors.not_found"
handler500 = "lianxin.site.errors.broken"

counts_drafts(unfinished_of)  # the page of handing over lies below whoever keeps drafts
