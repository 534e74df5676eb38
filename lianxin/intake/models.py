"""What is typed but not yet handed in, calls that became no matter, and the paper forms that were printed. No matter itself."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianxin.kernel.words import N_
from lianxin.people.models import Post
from lianxin.workrooms.models import Workroom

ENDED = {
    "hung_up": N_("挂断了"),
    "wrong": N_("打错了"),
    "silent": N_("没有声音"),
    "abuse": N_("一直骂人"),
    "unwilling": N_("不愿意登记"),
    "other": N_("别的"),
}


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


class DeskDraft(models.Model):
    """登记台上写了没登记的话. `key` is the form's intake key, `post` whose it is; `payload` is sealed about the key.

    `phones` are blind indexes of the numbers typed, so that two liaisons on one caller see each other. Gone when it is
    registered, dropped with a reason, or after the hours of the rule pack.
    """

    key = models.UUIDField(primary_key=True)
    post = models.ForeignKey(Post, models.CASCADE, related_name="desk_drafts")
    room = models.ForeignKey(Workroom, models.CASCADE, related_name="desk_drafts")
    payload = models.BinaryField()
    phones = ArrayField(models.BinaryField(), default=list)
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["post", "-kept_at"], name="desk_draft_post"),
            models.Index(fields=["room", "-kept_at"], name="desk_draft_room"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EndedCall(models.Model):
    """结束的通话: one that became no matter, in one line with its reason. Nobody's name, no number, no count of anybody."""

    key = models.UUIDField(unique=True)  # of the form it was said to: pressed twice, it is one line
    room = models.ForeignKey(Workroom, models.PROTECT, related_name="ended_calls")
    post = models.ForeignKey(Post, models.PROTECT, related_name="ended_calls")
    at = models.DateTimeField()
    because = models.CharField(max_length=12, choices=list(ENDED.items()))
    line = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "-at"], name="ended_call_room")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(because__in=list(ENDED)), name="ended_call_reason_known")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.because}"


class Blank(models.Model):
    """空白登记表: a printed form. `key` is reserved for what is written on it, so that typing it in twice makes one matter.

    The number printed on it is `id` with a check digit. `batch` is what was printed together; `typed_at` when it was typed in,
    `typed_under` the key of the form it was typed into.
    """

    key = models.UUIDField(unique=True, default=uuid4)
    batch = models.UUIDField()
    room = models.ForeignKey(Workroom, models.PROTECT, related_name="blanks")
    printed_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True, blank=True)
    typed_under = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch"], name="blank_batch")]

    def __str__(self) -> str:
        return str(self.pk)
