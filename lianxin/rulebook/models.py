"""Owns the table of official holiday lists, one row for each version of a year's list.

Never edited: a corrected list is a further version, so that a clock can say by which one it was counted.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class CalendarYear(models.Model):
    """放假安排: the list of one year in one version; `off` and `made` map ISO days to the holiday's name."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    off = models.JSONField()
    made = models.JSONField()
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_once"),
            models.CheckConstraint(
                condition=Q(year__gte=1950, year__lte=2199), name="calendar_year_plausible"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="calendar_version_from_one"),
            models.CheckConstraint(condition=~Q(source=""), name="calendar_source_given"),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"
