"""The tables of trust, and the trigger that keeps the read log append-only even for the owner."""

from django.db import migrations, models

# No schema is named: a district may live in any. The function serves every append-only table.
REFUSE_CHANGE = """
create function lianxin_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% on %: its rows stay as they were written', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;
create trigger trust_readlog_append_only
    before update or delete or truncate on trust_readlog
    for each statement execute function lianxin_append_only();
"""
ALLOW_CHANGE = """
drop trigger trust_readlog_append_only on trust_readlog;
drop function lianxin_append_only();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReadLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("person_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("matter_ref", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "at"], name="readlog_person"),
                    models.Index(fields=["matter_ref", "at"], name="readlog_matter"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("unmask", "search", "print", "export"))),
                        name="readlog_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")), name="readlog_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=30)),
                ("key", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["purpose", "key", "at"], name="attempt_key"),
                    models.Index(fields=["at"], name="attempt_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=16)),
                ("marked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="keymark_one")],
            },
        ),
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
    ]
