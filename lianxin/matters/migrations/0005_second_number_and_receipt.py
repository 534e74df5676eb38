"""A second number typed in one field is found too; and what stands on a receipt is known to whoever holds its matter open."""

from django.db import migrations, models

REFS = """
create function lianxin_refs_of_voice(p_voice bigint) returns setof text
language sql stable security definer set search_path from current as $$
    select m.ref from matters_matter m where m.id in (
        select l.origin_id from matters_voicematter l where l.voice_id = p_voice and l.until is null)
    and exists (
        select 1 from matters_voicematter o where o.voice_id = p_voice
        and o.matter_id = nullif(current_setting('lianxin.matter', true), '')::bigint)
    order by m.id;
$$;
"""


class Migration(migrations.Migration):
    """`reprinting.refs_of` asks it: a matter about a room is out of sight of the room that prints the slip."""

    dependencies = [("matters", "0004_photos_follow_the_voice")]
    operations = [
        migrations.AddField(model_name="speaker", name="also_index", field=models.BinaryField(null=True)),
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(
                condition=models.Q(("also_index__isnull", False)), fields=["also_index"], name="speaker_also"
            ),
        ),
        migrations.RunSQL(REFS, "drop function lianxin_refs_of_voice(bigint)"),
    ]
