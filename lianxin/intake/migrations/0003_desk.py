"""The desk: what is typed there and not yet registered, and calls that became no matter."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_orphan_photos"),
        ("people", "0002_deputies"),
        ("workrooms", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="DeskDraft",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("payload", models.BinaryField()),
                (
                    "phones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_drafts",
                        to="people.post",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_drafts",
                        to="workrooms.workroom",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["post", "-kept_at"], name="desk_draft_post"),
                    models.Index(fields=["room", "-kept_at"], name="desk_draft_room"),
                ]
            },
        ),
        migrations.CreateModel(
            name="EndedCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("hung_up", "挂断了"),
                            ("wrong", "打错了"),
                            ("silent", "没有声音"),
                            ("abuse", "一直骂人"),
                            ("unwilling", "不愿意登记"),
                            ("other", "别的"),
                        ],
                        max_length=12,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=80)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_calls",
                        to="people.post",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_calls",
                        to="workrooms.workroom",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["room", "-at"], name="ended_call_room")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("because__in", ["hung_up", "wrong", "silent", "abuse", "unwilling", "other"])
                        ),
                        name="ended_call_reason_known",
                    )
                ],
            },
        ),
    ]
