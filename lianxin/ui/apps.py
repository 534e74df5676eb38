"""Registers the slice with Django so that its templates and static files are found. It holds no logic."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of the house: no tables, no signals."""

    name = "lianxin.ui"
    label = "ui"
