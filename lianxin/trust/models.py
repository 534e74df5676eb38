"""The tables of trust: who read what and why, tries that count against a limit, which key sealed all this.

Never points at a table of a higher slice: persons, posts and matters are plain numbers and references here,
so that the log outlives what it speaks of.
"""

from typing import Literal, get_args

from django.db import models
from django.db.models import Q

ReadKind = Literal["unmask", "search", "print", "export"]
READ_KINDS: tuple[ReadKind, ...] = get_args(ReadKind)


class ReadLog(models.Model):
    """One reading of personal data: by whom, acting as what, of which matter ('' for a search), and why.

    Append-only: the runtime role may not change it, and a trigger stops everybody else.
    """

    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    matter_ref = models.CharField(max_length=40, blank=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="readlog_kind", condition=Q(kind__in=READ_KINDS)),
            models.CheckConstraint(name="readlog_reason", condition=Q(reason__regex=r"\S")),
        ]
        indexes = [
            models.Index(fields=["person_id", "at"], name="readlog_person"),
            models.Index(fields=["matter_ref", "at"], name="readlog_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.matter_ref}"


class Attempt(models.Model):
    """One try that counts against a limit. `key` is blind: the table does not tell whose or what."""

    purpose = models.CharField(max_length=30)
    key = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "key", "at"], name="attempt_key"),
            models.Index(fields=["at"], name="attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d %H:%M}"


class KeyMark(models.Model):
    """The one row that names the master key this database was sealed with."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    key_id = models.CharField(max_length=16)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="keymark_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.key_id
