"""Names the app to Django."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The slice `matters`."""

    name = "lianxin.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
