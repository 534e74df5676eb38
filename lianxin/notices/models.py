"""One table: a step that a person has not read of, or has. It stands under row-level security (migration 0001)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lianxin.matters.models import Matter, Step
from lianxin.people.models import Person


class News(models.Model):
    """新动态: a step is new for a person until `seen_at`. Only ids: what it says is read off the step when it is shown."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="news")
    step = models.ForeignKey(Step, models.CASCADE, related_name="news")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="news")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="news_unseen", condition=Q(seen_at__isnull=True)),
            models.Index(fields=["person", "-id"], name="news_seen", condition=Q(seen_at__isnull=False)),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "step"], name="news_once")]

    def __str__(self) -> str:
        return f"{self.person_id}←{self.step_id}"
