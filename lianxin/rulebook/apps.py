"""Makes rulebook a Django app and has its packs and calendars checked at every start."""

from django.apps import AppConfig
from django.core.checks import register

from lianxin.rulebook.checks import rulepacks_are_sound


class RulebookConfig(AppConfig):
    """The slice `rulebook`."""

    name = "lianxin.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check; nothing else happens at start."""
        register(rulepacks_are_sound)
