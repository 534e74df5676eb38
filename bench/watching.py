"""Times the supervisor's page and the lights of an inbox in a district with many matters under way, and more that are done.

    python -m bench.watching [--running 20000] [--done 100000] [--times 10]

Starts a PostgreSQL of its own in a temporary folder and throws it away. The matters are written by SQL: each with six steps, a
clock where it runs, and the sights of its room and what stands above it. Prints times and their ratio; asserts nothing.
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
from django.db import transaction  # noqa: E402

from bench.measuring import seconds, write  # noqa: E402
from lianxin.matters.lists import Wanted, rows_of  # noqa: E402
from lianxin.matters.queries import rules_on  # noqa: E402
from lianxin.matters.watching import numbers_of, rows_under  # noqa: E402
from lianxin.people.access import post_view  # noqa: E402
from lianxin.site import database, postgres, readiness  # noqa: E402
from tests import world as cast  # noqa: E402

FIRST = 1_000_001
FILL = """
insert into matters_matter (id, ref, room_id, owner_id, stage, kind, gist, place, urgent, received_at, look_at, step_no, head)
  select i, 'LS-2025-' || i, %(room)s, %(unit)s, case when i < %(done)s then 'handling' else 'closed' end, 'demand', 'x', '', false,
         %(now)s - i %% 20 * interval '1 day', case when i < %(done)s then %(now)s + (i %% 20 - 2) * interval '1 day' end, 6, ''
  from generate_series(%(first)s::bigint, %(last)s) i;
insert into matters_sight (matter_id, unit_id, since, with_contact, in_house, received_at, look_at, stage)
  select m.id, u, m.received_at, false, false, m.received_at, m.look_at, m.stage from matters_matter m,
    unnest(%(above)s::bigint[]) u where m.id >= %(first)s;
insert into matters_clock (matter_id, kind, starts_at, amount, per, pack, calendar, due_at, provisional, extensions, pauses,
    started_no, taken_back)
  select id, 'finish', received_at, 15, 'workdays', 'x', 'x', look_at, false,
    case when id %% 50 = 0 then '[5, 5]' else '[]' end::jsonb, '[]', 5, false
  from matters_matter where id >= %(first)s and look_at is not null;
insert into matters_step (matter_id, no, verb, actor, post_id, happened_at, written_at, from_stage, to_stage, values, previous,
    digest)
  select m.id, n, case when m.id %% 100 = 0 and n = 6 then 'supervise' else 'note' end, 'post', %(post)s, m.received_at,
    m.received_at, '', 'handling', '{}', '', '' from matters_matter m, generate_series(1, 6) n where m.id >= %(first)s;
"""


def main() -> None:
    """Fill, look, print, throw away."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--running", type=int, default=20_000)
    wanted.add_argument("--done", type=int, default=100_000)
    wanted.add_argument("--times", type=int, default=10)
    asked = wanted.parse_args()
    try:
        readiness.have_database(now=cast.NOW)
        print_times(asked.running, asked.done, asked.times)
    finally:
        database.let_go()
        postgres.stop(settings.POSTGRES)
        shutil.rmtree(FOLDER)


def print_times(running: int, done: int, times: int) -> None:
    """The table: the numbers, each list, an inbox for comparison."""
    with transaction.atomic():
        world = cast.build()
    fill(world, running, done)
    rules, post = rules_on(cast.NOW), post_view(world.posts["韩冬"])

    def numbers() -> None:
        with transaction.atomic():
            numbers_of(world.reader("韩冬"), rules, now=cast.NOW)

    def rows() -> None:
        with transaction.atomic():
            rows_under("red", world.reader("韩冬"), rules, now=cast.NOW, after=None, before=None)

    def inbox() -> None:
        with transaction.atomic():
            rows_of(Wanted(view="open"), world.reader("韩冬"), post, now=cast.NOW)

    print(f"{running} running, {done} done")
    for name, look in (("numbers", numbers), ("red", rows), ("inbox", inbox)):
        each = [seconds(look) * 1000 for _ in range(times)]
        print(f"{name:8} p50 {statistics.median(each):8.1f} ms   longest {max(each):8.1f} ms")


def fill(world: cast.World, running: int, done: int) -> None:
    """Write the matters, far above the ids the verbs used, and let the planner know of them."""
    given = {
        "room": world.rooms["深新社区"].pk, "unit": world.units["深新社区"].pk, "post": world.posts["何敏"].pk, "now": cast.NOW,
        "above": [world.units[name].pk for name in ("立山区", "深沟寺街道", "深新社区")], "first": FIRST, "done": FIRST + running,
        "last": FIRST + running + done - 1,
    }  # fmt: skip
    write(FILL, given)


if __name__ == "__main__":
    main()
