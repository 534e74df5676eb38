"""Addresses of matters."""

from django.urls import path, re_path

from lianxin.matters import views

app_name = "matters"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("find/", views.find, name="find"),
    path("m/<str:ref>/", views.matter, name="matter"),
    path("m/<str:ref>/do/<slug:verb>/", views.act, name="act"),
    path("m/<str:ref>/contact/<int:voice>/", views.contact, name="contact"),
    re_path(r"^photo/(?P<name>[0-9a-f]{32}\.jpg)/$", views.photo, name="photo"),
]
