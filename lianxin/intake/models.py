"""What is typed but not yet handed in, and which paper forms were printed. No matter is kept by this slice."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lianxin.people.models import Post
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


class Blank(models.Model):
    """空白登记表: a printed form. `key` is reserved for what is written on it, so that typing it in twice makes one matter.

    The number printed on it is `id` with a check digit. `batch` is what was printed together; `typed_at` when it was typed in.
    """

    key = models.UUIDField(unique=True, default=uuid4)
    batch = models.UUIDField()
    room = models.ForeignKey(Workroom, models.PROTECT, related_name="blanks")
    printed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch"], name="blank_batch")]

    def __str__(self) -> str:
        return str(self.pk)
