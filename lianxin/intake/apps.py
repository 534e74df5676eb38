"""Names the app to Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The slice `intake`."""

    name = "lianxin.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
