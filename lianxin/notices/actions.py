"""The only writes of this slice: telling people of a step, and their having seen it."""

from __future__ import annotations

import datetime

from lianxin.kernel.acting import action
from lianxin.matters.models import Step
from lianxin.notices.access import news_of
from lianxin.notices.models import News
from lianxin.notices.queries import audience
from lianxin.people.access import Reader


@action
def tell_people(step: Step, *, now: datetime.datetime) -> None:
    """Make a step new for everybody who is to hear of it, once for each; harmless when repeated.

    The caller reads as the house and has opened the matter (`people.access.read_matter`), as the worker does.
    """
    rows = [
        News(person_id=person, step=step, matter_id=step.matter_id) for person in sorted(audience(step, now))
    ]
    News.objects.bulk_create(rows, ignore_conflicts=True)


@action
def see_all(reader: Reader, *, upto: int, now: datetime.datetime) -> int:
    """都看过了: the reader has seen her news up to the row `upto`; what came in since stays new. How many they were."""
    return news_of(reader).filter(seen_at=None, pk__lte=upto).update(seen_at=now)
