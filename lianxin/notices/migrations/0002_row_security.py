"""Row security on what is new for somebody: it hangs on a matter, so it shows where the matter does.

Writes are `true`, as everywhere: this lock is against forgotten filters in reads.
"""

from django.db import migrations

READ = """
alter table notices_news enable row level security;
create policy read on notices_news for select
    using (exists (select 1 from matters_sight s where s.matter_id = notices_news.matter_id));
create policy insert on notices_news for insert with check (true);
create policy update on notices_news for update using (true) with check (true);
create policy delete on notices_news for delete using (true);
"""
UNDO = """
drop policy read on notices_news; drop policy insert on notices_news;
drop policy update on notices_news; drop policy delete on notices_news;
alter table notices_news disable row level security;
"""


class Migration(migrations.Migration):
    """Second lock: what `access.py` decides, PostgreSQL decides again."""

    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(READ, UNDO)]
