"""Joining, parting, correcting and void: where a voice belongs carries its receipt and the room that keeps contact with it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPENED = "(select nullif(current_setting('lianxin.matter', true), '')::bigint)"
HANGING = """
alter table matters_{0} enable row level security;
create policy read on matters_{0} for select
    using (exists (select 1 from matters_sight s where s.matter_id = matters_{0}.matter_id) or matter_id = {1});
create policy insert on matters_{0} for insert with check (true);
create policy update on matters_{0} for update using (true) with check (true);
create policy delete on matters_{0} for delete using (true);
"""
FILL = """
update matters_voicematter l set origin_id = v.matter_id, code_index = v.code_index, kept_by_id = r.unit_id
from matters_voice v join workrooms_workroom r on r.id = v.room_id where v.id = l.voice_id;
update matters_speaker s set voice_id = v.id from matters_voice v where v.speaker_id = s.id;
set constraints all immediate;
"""

SPEAKER = f"""
drop policy read on matters_speaker;
create policy read on matters_speaker for select using (matter_id = {OPENED} or exists (
    select 1 from matters_voice v
    join matters_voicematter l on l.voice_id = v.id
    join matters_sight s on s.matter_id = l.matter_id
    where v.id = matters_speaker.voice_id and l.until is null
      and (s.in_house or (s.with_contact and v.share = 'with_contact') or s.unit_id = l.kept_by_id)));
"""
"""Old versions and those for whom somebody spoke hang on the voice; the room that keeps contact with it reads them too."""

BY_CODE = """
create or replace function lianxin_voice_by_code(p_index bytea) returns table (voice_id bigint, matter_id bigint)
language sql stable security definer set search_path from current as $$
    select l.voice_id, l.matter_id from matters_voicematter l where l.code_index = p_index and l.until is null;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0002_row_security"),
        ("people", "0002_deputies"),
        ("workrooms", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dictation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField()),
                ("objected_no", models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=12)),
                ("before", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name="matter",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined_in",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="void_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.post",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="stood_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="speaker",
            name="ended_no",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="speaker",
            name="part",
            field=models.CharField(
                choices=[("speaker", "反映人"), ("affected", "替谁说"), ("guardian", "监护人")],
                default="speaker",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="speaker",
            name="voice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="matters.voice",
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="code_alone",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="voice",
            name="folded",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="voice",
            name="for_whom",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="voice",
            name="in_name_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dictated",
                to="people.post",
            ),
        ),
        migrations.AddField(
            model_name="voice",
            name="speech",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(model_name="voicematter", name="code_index", field=models.BinaryField(null=True)),
        migrations.AddField(
            model_name="voicematter",
            name="ended_no",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="voicematter",
            name="kept_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_voices",
                to="people.unit",
            ),
        ),
        migrations.AddField(
            model_name="voicematter",
            name="moved_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_to",
                to="matters.voicematter",
            ),
        ),
        migrations.AddField(
            model_name="voicematter",
            name="origin",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="matters.matter",
            ),
        ),
        migrations.RunSQL(FILL),
        migrations.AlterField(model_name="voicematter", name="code_index", field=models.BinaryField()),
        migrations.AlterField(
            model_name="voicematter",
            name="kept_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="kept_voices", to="people.unit"
            ),
        ),
        migrations.AlterField(
            model_name="voicematter",
            name="origin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="matters.matter"
            ),
        ),
        migrations.RemoveField(
            model_name="voice",
            name="code_index",
        ),
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(fields=["voice"], name="speaker_voice"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(fields=["code_alone"], name="voice_code_alone"),
        ),
        migrations.AddIndex(
            model_name="voicematter",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True), ("until__isnull", True)),
                fields=["kept_by", "id"],
                name="voice_untold",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("joined_into__isnull", False), ("stage", "joined")),
                    models.Q(models.Q(("stage", "joined"), _negated=True), ("joined_into__isnull", True)),
                    _connector="OR",
                ),
                name="matter_joined_into_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["speaker", "affected", "guardian"])),
                name="speaker_part_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(
                condition=models.Q(("for_whom__in", ["", "parent", "child", "kin", "neighbour", "other"])),
                name="voice_for_whom_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="voicematter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("code_index",), name="receipt_once"
            ),
        ),
        migrations.AddField(
            model_name="dictation",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dictations", to="matters.matter"
            ),
        ),
        migrations.AddField(
            model_name="dictation",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dictations", to="people.post"
            ),
        ),
        migrations.AddField(
            model_name="dictation",
            name="step",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="dictation", to="matters.step"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="matters.matter"
            ),
        ),
        migrations.AddIndex(
            model_name="dictation",
            index=models.Index(fields=["post", "-id"], name="dictation_post"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("matter", "no", "field"), name="version_once"),
        ),
        *(migrations.RunSQL(HANGING.format(table, OPENED)) for table in ("version", "dictation")),
        migrations.RunSQL(SPEAKER),
        migrations.RunSQL(BY_CODE),
    ]
