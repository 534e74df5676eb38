"""Names the app to Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The slice `notices`."""

    name = "lianxin.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
