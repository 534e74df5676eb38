"""The photos of a voice are seen where it belongs now: who took a voice in by joining looks at what came with it.

A photo without a voice stays with its matter. So does what came with another receipt of the same voice: `origin` ties a
photo to the link that carries the receipt it came with. That link shows itself only where its matter does.
"""

from django.db import migrations

OPENED = "(select nullif(current_setting('lianxin.matter', true), '')::bigint)"
OF_THE_MATTER = f"""
    exists (select 1 from matters_sight s where s.matter_id = matters_attachment.matter_id) or matter_id = {OPENED}"""
OF_A_VOICE = """
    exists (select 1 from matters_voicematter l where l.voice_id = matters_attachment.voice_id
            and l.origin_id = matters_attachment.matter_id and l.until is null)"""


class Migration(migrations.Migration):
    """Second lock of `access.photo_for`."""

    dependencies = [("matters", "0003_joining_and_correcting")]
    operations = [
        migrations.RunSQL(
            f"alter policy read on matters_attachment using ({OF_THE_MATTER} or {OF_A_VOICE})",
            f"alter policy read on matters_attachment using ({OF_THE_MATTER})",
        )
    ]
