"""Makes trust a Django app; never runs anything at start."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "lianxin.trust"
    label = "trust"
    verbose_name = "trust"
    default_auto_field = "django.db.models.BigAutoField"
