"""Addresses of this slice."""

from django.urls import path

from lianxin.boards import views

app_name = "boards"

urlpatterns = [path("board/", views.district, name="district")]
