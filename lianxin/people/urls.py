"""Addresses of this slice."""

from django.urls import path

from lianxin.people.views import door, lasting, own, roster, units

app_name = "people"

urlpatterns = [
    path("in/", door.sign_in, name="sign_in"),
    path("in/slip/", door.sign_in_by_slip, name="sign_in_by_slip"),
    path("in/as/", door.act_as, name="act_as"),
    path("in/password/", door.password, name="password"),
    path("in/stay/", lasting.stay, name="stay"),
    path("in/again/", lasting.again, name="again"),
    path("out/", door.sign_out, name="sign_out"),
    path("me/", own.me, name="me"),
    path("people/", roster.roster, name="roster"),
    path("people/add/", roster.add_person_view, name="add_person"),
    path("people/<int:pk>/", roster.person, name="person"),
    path("people/<int:pk>/post/", roster.add_post_view, name="add_post"),
    path("people/<int:pk>/term/", roster.add_term, name="add_term"),
    path("people/<int:pk>/slip/", roster.print_slip, name="print_slip"),
    path("people/<int:pk>/away/", own.stand_in_view, name="stand_in"),
    path("people/<int:pk>/sessions/", own.end_sessions_view, name="end_sessions"),
    path("people/<int:pk>/stop/", own.stop, name="stop"),
    path("people/away/<int:pk>/end/", own.end_standing_in_view, name="end_standing_in"),
    path("people/post/<int:pk>/end/", roster.end_post_view, name="end_post"),
    path("people/units/", units.units, name="units"),
    path("people/units/add/", units.add_unit_view, name="add_unit"),
]
