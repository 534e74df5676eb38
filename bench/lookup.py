"""Times the desk's look-up of a number among a million speakers, beside the bare index look-up in the same run.

    python -m bench.lookup [--speakers 1000000] [--times 300]

Starts a PostgreSQL of its own in a temporary folder and throws it away. One number spoke six times, through the product's
own verbs; the others are written by SQL, each with matter, voice, link and the sights of its room and what stands above
it, a fifth of them in the room that looks. Prints times and their ratio; asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="lianxin-bench-"))
FOLDER.chmod(0o711)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.site.settings")
os.environ["LIANXIN_DATA"] = str(FOLDER / "var")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from bench.measuring import seconds, write  # noqa: E402
from lianxin.intake.lookup import earlier_of  # noqa: E402
from lianxin.matters.actions.taking import register  # noqa: E402
from lianxin.matters.by import resident  # noqa: E402
from lianxin.matters.queries import rules_on  # noqa: E402
from lianxin.people.access import read_matter  # noqa: E402
from lianxin.site import database, postgres, readiness  # noqa: E402
from tests import world as cast  # noqa: E402

PHONE = "13800000427"
FILL = """
insert into matters_matter (id, ref, room_id, owner_id, stage, kind, gist, place, urgent, received_at, step_no, head)
  select i, 'LS-2025-' || i, case when i %% 5 = 0 then %(here)s else %(there)s end, %(unit)s, 'closed', 'demand', 'x', '', false,
         now() - i %% 700 * interval '1 day', 1, '' from generate_series(%(first)s::bigint, %(last)s) i;
insert into matters_voice (id, matter_id, words, place, channel, room_id, share, reach, consent_version, code, promised_on,
    received_at, intake_key, source, source_ref, for_whom, speech, folded)
  select i, i, 'x', '', 'phone', case when i %% 5 = 0 then %(here)s else %(there)s end, 'room_only', 'phone', '1', '', now(),
         now() - i %% 700 * interval '1 day', gen_random_uuid(), '', '', '', '', false
  from generate_series(%(first)s::bigint, %(last)s) i;
insert into matters_voicematter (id, voice_id, matter_id, origin_id, code_index, kept_by_id, since, linked_no, told_how)
  select i, i, i, i, sha256(i::text::bytea), case when i %% 5 = 0 then %(unit)s else %(other)s end, now(), 1, ''
  from generate_series(%(first)s::bigint, %(last)s) i;
insert into matters_sight (matter_id, unit_id, since, with_contact, in_house, received_at, stage)
  select i, u, now(), u = r, u = r, now(), 'closed' from generate_series(%(first)s::bigint, %(last)s) i,
    lateral (select case when i %% 5 = 0 then %(unit)s else %(other)s end as r) x, unnest(%(above)s::bigint[] || r) u;
insert into matters_speaker (id, matter_id, voice_id, part, phone_index, tail_index)
  select i, i, i, 'speaker', sha256((i - i %% 50 / 49)::text::bytea), sha256((i %% 10000)::text::bytea)
  from generate_series(%(first)s::bigint, %(last)s) i;
"""


def main() -> None:
    """Fill, look up, print, throw away."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--speakers", type=int, default=1_000_000)
    wanted.add_argument("--times", type=int, default=300)
    asked = wanted.parse_args()
    try:
        readiness.have_database(now=cast.NOW)
        print_times(asked.speakers, asked.times)
    finally:
        database.let_go()
        postgres.stop(settings.POSTGRES)
        shutil.rmtree(FOLDER)


def print_times(speakers: int, times: int) -> None:
    """The table: rows, the look-up, the bare index, the ratio."""
    with transaction.atomic():
        world = cast.build()
        for _ in range(6):
            register(world.said(phone=PHONE), resident(), now=cast.NOW)
            read_matter(0)
    took = seconds(lambda: fill(world, speakers))
    print(f"filled {speakers} speakers in {took:.0f} s")
    room, pack = world.rooms["深新社区"], rules_on(cast.NOW).pack

    def look() -> None:
        with transaction.atomic():
            found = earlier_of([PHONE], world.reader("何敏"), [room], pack, now=cast.NOW)
            if len(found) != 6:
                raise SystemExit(f"found {len(found)} of 6")

    def bare() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("select id from matters_speaker where phone_index = %s limit 6", [b"\0"])
            cursor.fetchall()

    ours, theirs = [[seconds(one) * 1000 for _ in range(times)] for one in (look, bare)]
    for name, each in (("look-up", ours), ("bare index", theirs)):
        print(
            f"{name:11} p50 {statistics.median(each):6.2f} ms  p95 {statistics.quantiles(each, n=20)[-1]:6.2f} ms"
        )
    print(f"ratio of medians {statistics.median(ours) / statistics.median(theirs):.1f}")


def fill(world: cast.World, speakers: int) -> None:
    """Write the other people, far above the ids the verbs used, and let the planner know of them."""
    units, rooms = world.units, world.rooms
    given = {
        "here": rooms["深新社区"].pk, "there": rooms["深南社区"].pk, "unit": units["深新社区"].pk,
        "other": units["深南社区"].pk, "above": [units[name].pk for name in ("立山区", "深沟寺街道")],
        "first": 1_000_001, "last": 1_000_000 + speakers,
    }  # fmt: skip
    write(FILL, given)


if __name__ == "__main__":
    main()
