"""Which matters were supervised, found without walking every step."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_clocks_that_stand_still")]
    operations = [
        migrations.AddIndex(
            "step", models.Index(fields=["matter"], name="step_supervised", condition=Q(verb="supervise"))
        ),
    ]
