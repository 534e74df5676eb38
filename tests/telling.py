"""What the worker does with the steps of one verb that are pending for the reader «news»."""

from __future__ import annotations

from lianxin.kernel.acting import acting
from lianxin.matters.models import Pending
from lianxin.notices.actions import tell_people
from lianxin.people import access
from tests import world as cast
from tests.world import World


def tell_news(world: World, verb: str) -> None:
    """Tell everybody who is to hear of the steps of this verb."""
    world.house()
    with acting():
        for row in Pending.objects.filter(reader="news", step__verb=verb).select_related("step"):
            access.read_matter(row.step.matter_id)
            tell_people(row.step, now=cast.NOW)
            row.delete()
    access.read_matter(0)
