"""Row security on everything that hangs on a matter, the definer functions beside it, and the append-only ledger.

Whom a row lets through: a unit of the reader's posts (`lianxin.units`) with a sight of the matter, or the one matter a
door has opened (`lianxin.matter`: the door that registers it, or that checked its code). Unset or reset shows nothing.
"""

from django.db import migrations

HANGING = (
    "voicematter", "assignment", "clock", "reply", "feedback", "step", "steptext", "attachment",
)  # fmt: skip
WRITES = (
    "for insert with check (true)",
    "for update using (true) with check (true)",
    "for delete using (true)",
)

UNITS = "any((select nullif(current_setting('lianxin.units', true), '')::bigint[])::bigint[])"
OPENED = "(select nullif(current_setting('lianxin.matter', true), '')::bigint)"

SIGHT = f"(unit_id = {UNITS} and (until is null or until > now())) or matter_id = {OPENED}"
MATTER = f"id = {OPENED} or exists (select 1 from matters_sight s where s.matter_id = matters_matter.id)"
VOICE = f"matter_id = {OPENED} or exists (select 1 from matters_voicematter l where l.voice_id = matters_voice.id)"
SPEAKER = f"""matter_id = {OPENED} or exists (
    select 1 from matters_voice v
    join matters_voicematter l on l.voice_id = v.id
    join matters_sight s on s.matter_id = l.matter_id
    where v.speaker_id = matters_speaker.id and (s.in_house or (s.with_contact and v.share = 'with_contact')))"""


def _hanging(table: str) -> str:
    return f"exists (select 1 from matters_sight s where s.matter_id = matters_{table}.matter_id) or matter_id = {OPENED}"


def _policies(table: str, who: str) -> str:
    rows = [f"create policy read on matters_{table} for select using ({who})"]
    rows += [f"create policy {rule.split()[1]} on matters_{table} {rule}" for rule in WRITES]
    return ";\n".join([f"alter table matters_{table} enable row level security", *rows]) + ";"


TABLES = {"sight": SIGHT, "matter": MATTER, "voice": VOICE, "speaker": SPEAKER} | {
    t: _hanging(t) for t in HANGING
}

FUNCTIONS = """
create function lianxin_set_sights(p_matter bigint, p_rows jsonb, p_at timestamptz) returns void
language sql security definer set search_path from current as $$
    insert into matters_sight (matter_id, unit_id, since, until, with_contact, in_house, look_at, received_at, stage, category_id)
    select m.id, r.unit, p_at, null, r.with_contact, r.in_house, m.look_at, m.received_at, m.stage, m.category_id
    from matters_matter m, jsonb_to_recordset(p_rows) as r(unit bigint, with_contact boolean, in_house boolean)
    where m.id = p_matter
    order by r.unit
    on conflict (matter_id, unit_id) do update set
        since = case when matters_sight.until is null then matters_sight.since else excluded.since end,
        until = null, with_contact = excluded.with_contact, in_house = excluded.in_house,
        look_at = excluded.look_at, stage = excluded.stage, category_id = excluded.category_id;
    update matters_sight set until = p_at, with_contact = false, in_house = false
    where matter_id = p_matter and until is null
      and unit_id not in (select r.unit from jsonb_to_recordset(p_rows) as r(unit bigint));
$$;

create function lianxin_voice_by_key(p_key uuid) returns table (voice_id bigint, matter_id bigint)
language sql stable security definer set search_path from current as $$
    select v.id, v.matter_id from matters_voice v where v.intake_key = p_key;
$$;

create function lianxin_voice_by_code(p_index bytea) returns table (voice_id bigint, matter_id bigint)
language sql stable security definer set search_path from current as $$
    select v.id, l.matter_id from matters_voice v
    join matters_voicematter l on l.voice_id = v.id and l.until is null
    where v.code_index = p_index order by l.id limit 1;
$$;

create function lianxin_voices_of_source(p_source text, p_refs text[]) returns table (source_ref text)
language sql stable security definer set search_path from current as $$
    select v.source_ref from matters_voice v where v.source = p_source and v.source_ref = any(p_refs);
$$;

create trigger append_only before update or delete or truncate on matters_step
    for each statement execute function lianxin_append_only();
"""

UNDO = (
    "drop trigger append_only on matters_step;"
    "drop function lianxin_voices_of_source(text, text[]); drop function lianxin_voice_by_code(bytea);"
    "drop function lianxin_voice_by_key(uuid); drop function lianxin_set_sights(bigint, jsonb, timestamptz);"
)


def _undo(table: str) -> str:
    names = ("read", "insert", "update", "delete")
    dropped = ";".join(f"drop policy {name} on matters_{table}" for name in names)
    return f"{dropped}; alter table matters_{table} disable row level security;"


class Migration(migrations.Migration):
    """Second lock: what `access.py` decides, PostgreSQL decides again."""

    dependencies = [
        ("matters", "0001_initial"),
        ("trust", "0001_initial"),
    ]  # trust brings lianxin_append_only()
    operations = [
        *(migrations.RunSQL(_policies(table, who), _undo(table)) for table, who in TABLES.items()),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
