"""The table of official holiday lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("off", models.JSONField()),
                ("made", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "version"), name="calendar_year_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1950), ("year__lte", 2199)),
                        name="calendar_year_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="calendar_version_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="calendar_source_given"
                    ),
                ],
            },
        ),
    ]
