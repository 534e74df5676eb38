"""Names the app to Django."""

from django.apps import AppConfig


class WorkroomsConfig(AppConfig):
    """The slice `workrooms`."""

    name = "lianxin.workrooms"
    label = "workrooms"
    default_auto_field = "django.db.models.BigAutoField"
