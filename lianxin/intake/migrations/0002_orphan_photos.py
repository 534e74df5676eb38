"""Which photos in the store nothing refers to: asked over every row, whatever the asker may read.

Row security must not answer here: a photo whose row is merely out of sight is no orphan.
"""

from django.db import migrations

FUNCTION = """
create function lianxin_orphan_photos(p_names text[]) returns table (name text)
language sql stable security definer set search_path from current as $$
    select n.name from unnest(p_names) as n(name)
    where not exists (select from matters_attachment a where a.name = n.name)
      and not exists (
        select from intake_draft d, jsonb_array_elements(d.photos) as photo where photo ->> 0 = n.name
      );
$$;
"""


class Migration(migrations.Migration):
    """The look-up behind the nightly sweep."""

    dependencies = [("intake", "0001_initial"), ("matters", "0002_row_security")]
    operations = [migrations.RunSQL(FUNCTION, "drop function lianxin_orphan_photos(text[])")]
