"""Addresses of the doors. The key of a form stands in addresses; a code, a name or words never do."""

from django.urls import path

from lianxin.intake.views import blanks, desk, desk_parts, rooms, say, slips, track

app_name = "intake"

urlpatterns = [
    path("", rooms.home, name="home"),
    path("privacy/", rooms.privacy, name="privacy"),
    path("r/<slug:slug>/", rooms.room, name="room"),
    path("r/<slug:slug>/say/", say.say, name="say"),
    path("r/<slug:slug>/say/<uuid:key>/", say.words, name="words"),
    path("r/<slug:slug>/say/<uuid:key>/you/", say.you, name="you"),
    path("r/<slug:slug>/say/<uuid:key>/check/", say.check, name="check"),
    path("r/<slug:slug>/say/<uuid:key>/receipt/", say.receipt, name="receipt"),
    path("r/<slug:slug>/say/<uuid:key>/photo/<str:name>", say.draft_photo, name="draft_photo"),
    path("t/", track.track, name="track"),
    path("t/<str:ref>/", track.shown, name="tracked"),
    path("t/<str:ref>/<str:verb>/", track.act, name="act"),
    path("t/<str:ref>/photo/<str:name>", track.photo, name="photo"),
    path("desk/", desk.desk, name="desk"),
    path("desk/look/", desk_parts.look, name="desk_look"),
    path("desk/aside/", desk_parts.aside, name="desk_aside"),
    path("desk/keep/", desk_parts.keep, name="desk_keep"),
    path("desk/end/", desk.end, name="desk_end"),
    path("desk/paper/", blanks.blanks, name="blanks"),
    path("desk/paper/<uuid:batch>/", blanks.sheets, name="blank_sheets"),
    path("desk/slip/<uuid:key>/", slips.slip, name="slip"),
    path("slip/<str:ref>/<int:voice>/", slips.reprint, name="reprint"),
]
