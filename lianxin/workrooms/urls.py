"""Addresses of this slice."""

from django.urls import path

from lianxin.workrooms import views

app_name = "workrooms"

urlpatterns = [
    path("rooms/", views.rooms, name="rooms"),
    path("rooms/add/", views.add_room, name="add_room"),
    path("rooms/<slug:slug>/change/", views.change_room, name="change_room"),
]
