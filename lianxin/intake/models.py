"""What is typed but not yet handed in. Nothing else is kept by this slice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lianxin.workrooms.models import Workroom


class Draft(models.Model):
    """写了还没交的话. `key` is the form's intake key and the only way in; `payload` is sealed about it.

    `photos` lists [name, width, height, mark] of photos kept outside the database. Gone when it is handed in, or after the
    hours of the rule pack.
    """

    key = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Workroom, models.CASCADE, related_name="drafts")
    payload = models.BinaryField()
    photos = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="draft_made_at")]

    def __str__(self) -> str:
        return str(self.pk)
