"""What was added to a clock, and from when to when it stood still."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_second_number_and_receipt")]
    operations = [
        migrations.AddField("clock", "extensions", models.JSONField(blank=True, default=list)),
        migrations.AddField("clock", "pauses", models.JSONField(blank=True, default=list)),
    ]
