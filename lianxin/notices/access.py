"""The door to «新动态»: a reader's own rows, and only of matters she may still know of. PostgreSQL decides the same again."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.matters.access import sights_of
from lianxin.notices.models import News
from lianxin.people.access import Reader


def news_of(reader: Reader) -> QuerySet[News]:
    """The reader's news of matters that are in her sight now."""
    return News.objects.filter(
        Q(person_id=reader.person_id),
        Q(Exists(sights_of(reader).filter(matter=OuterRef("matter_id")))),
    )
