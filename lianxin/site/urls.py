"""Which address belongs to which slice, and who says no."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "lianxin.site.errors.bad_request"
handler403 = "lianxin.site.errors.forbidden"
handler404 = "lianxin.site.errors.not_found"
handler500 = "lianxin.site.errors.broken"
