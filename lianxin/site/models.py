"""The clock of the work that comes round by itself. Owns no fact of the district."""

from django.db import models


class Job(models.Model):
    """定时工作: work that comes round; whoever locks the row when its time has come does it and sets the next."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
