"""Who stands in for whom, from when to when."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[("leave", "休假"), ("illness", "生病"), ("away", "外出")], max_length=12
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="deputy_span"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("stands_in")), _negated=True),
                        name="deputy_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["leave", "illness", "away"])),
                        name="deputy_because_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("stands_in", "="),
                            (models.Func(models.F("since"), models.F("until"), function="daterange"), "&&"),
                        ],
                        name="deputy_once",
                    ),
                ],
            },
        ),
    ]
