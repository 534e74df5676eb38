"""The workroom: the door residents come through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from lianxin.people.models import Area, Unit


class Workroom(models.Model):
    """党代表工作室. `slug` is its public name in addresses (`/r/<slug>/`); its unit keeps it and hears its residents first."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="workroom")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="workrooms")
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="workroom_span"
            ),
        ]

    def __str__(self) -> str:
        return self.name
