"""The Django application of the slice `site`."""

from django.apps import AppConfig
from django.db import transaction

from lianxin.kernel.acting import put_around


class SiteConfig(AppConfig):
    """Registers the slice under the label `site`."""

    name = "lianxin.site"
    label = "site"

    def ready(self) -> None:
        """Each action is one transaction, or a part of the request's that a refusal undoes alone."""
        put_around(transaction.atomic)
