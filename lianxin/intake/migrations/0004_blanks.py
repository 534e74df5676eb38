"""Forms of paper, each with a key reserved for what will be written on it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_desk"),
        ("people", "0003_kept_forms"),
        ("workrooms", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blank",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("batch", models.UUIDField()),
                ("printed_at", models.DateTimeField()),
                ("typed_at", models.DateTimeField(blank=True, null=True)),
                ("typed_under", models.UUIDField(blank=True, null=True)),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.post"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blanks",
                        to="workrooms.workroom",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["batch"], name="blank_batch")],
            },
        ),
    ]
