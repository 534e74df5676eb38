"""The table of drafts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is typed but not yet handed in."""

    initial = True
    dependencies = [("workrooms", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("payload", models.BinaryField()),
                ("photos", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="workrooms.workroom",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["made_at"], name="draft_made_at")]},
        ),
    ]
