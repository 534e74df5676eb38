"""What was sent after the session had ended, kept until the same person signs in again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("browser", models.UUIDField()),
                ("path", models.CharField(max_length=400)),
                ("payload", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.post",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["browser", "made_at"], name="kept_form_browser"),
                    models.Index(fields=["made_at"], name="kept_form_made_at"),
                ],
            },
        ),
    ]
