"""The Django application of the slice `site`."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the slice under the label `site`."""

    name = "lianxin.site"
    label = "site"
