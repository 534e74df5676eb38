"""Names the app to Django."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """The slice `boards`. It has no table of its own: tallies are written with the steps."""

    name = "lianxin.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"
