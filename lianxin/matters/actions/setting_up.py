"""What a new district needs before its first matter: the categories of the rule pack."""

from __future__ import annotations

import datetime

from lianxin.kernel.acting import action
from lianxin.matters.models import Category
from lianxin.rulebook.packs import pack_on


@action
def seed_categories(*, day: datetime.date) -> list[Category]:
    """The categories of the pack in force on `day`, in its order; those that exist are left as they are."""
    for position, choice in enumerate(pack_on(day).categories):
        Category.objects.get_or_create(
            key=choice.key, defaults={"label": choice.label, "position": position, "since": day}
        )
    return list(Category.objects.order_by("position"))
