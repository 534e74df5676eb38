"""Addresses of this slice."""

from django.urls import path

from lianxin.notices import views

app_name = "notices"

urlpatterns = [path("new/", views.news, name="news")]
