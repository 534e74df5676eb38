"""Addresses of matters."""

from django.urls import path, re_path

from lianxin.matters.views import hand_over, lists, matter, watching

app_name = "matters"

urlpatterns = [
    path("inbox/", lists.inbox, name="inbox"),
    path("find/", lists.find, name="find"),
    path("tell/", lists.tell_list, name="tell_list"),
    path("promises/", lists.promises, name="promises"),
    path("mine/", lists.in_name, name="in_my_name"),
    path("m/<str:ref>/", matter.matter, name="matter"),
    path("m/<str:ref>/do/<slug:verb>/", matter.act, name="act"),
    path("watch/", watching.watching, name="watching"),
    path("m/<str:ref>/order/<int:no>/", watching.order, name="order"),
    path("m/<str:ref>/contact/<int:voice>/", matter.contact, name="contact"),
    path("people/<int:pk>/hand-over/", hand_over.hand_over, name="hand_over"),
    path("hand-over/<int:giver>/<int:taker>/<str:on>/", hand_over.hand_over_sheet, name="hand_over_sheet"),
    re_path(r"^photo/(?P<name>[0-9a-f]{32}\.jpg)/$", matter.photo, name="photo"),
]
