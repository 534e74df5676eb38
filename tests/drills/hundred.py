"""Works a hundred matters from inbox to told through the real pages, on the running data folder, and times each page.

    python -m tests.drills.hundred [--matters 100]

Wants a demo district (`lianxin up`), into which `lianxin intake sheet` has brought messages: the district's liaison 曹洁 takes
them from her inbox, 区住建局's 郭强 handles them, 曹洁 tells. Prints the pages' times and ends with what `lianxin verify` finds.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.site.settings")

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from lianxin.matters.models import Category  # noqa: E402
from lianxin.matters.verify import differences  # noqa: E402
from lianxin.people.models import Person, Unit  # noqa: E402
from lianxin.rulebook.queries import calendar_in_force  # noqa: E402

LINK = re.compile(r'href="/m/(LS-[0-9-]+)/"')
took: defaultdict[str, list[float]] = defaultdict(list)


def signed_in(login: str) -> Client:
    """Somebody of the demo's people, signed in."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(login=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def get(client: Client, name: str, path: str) -> str:
    """A page's text; its time is noted under `name`."""
    begun = time.perf_counter()
    answer = client.get(path)
    took[name].append(time.perf_counter() - begun)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def do(client: Client, ref: str, verb: str, given: dict[str, object]) -> None:
    """One verb through its form; must pass."""
    begun = time.perf_counter()
    answer = client.post(f"/m/{ref}/do/{verb}/", given)
    took[verb].append(time.perf_counter() - begun)
    assert answer.status_code == 303, (ref, verb, answer.status_code, answer.content.decode()[:3000])


def waiting(client: Client, most: int) -> Iterator[str]:
    """References from the inbox, page after page, as they stand there."""
    seen: set[str] = set()
    while len(seen) < most:
        found = [ref for ref in LINK.findall(get(client, "inbox", "/inbox/?room=lishan")) if ref not in seen]
        if not found:
            return
        for ref in dict.fromkeys(found):
            seen.add(ref)
            yield ref
            if len(seen) == most:
                return


def main() -> None:
    """Work them, and say how it went."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=100)
    liaison, handler = signed_in("caojie"), signed_in("guoqiang")
    lead, category = Unit.objects.get(name="区住建局").pk, Category.objects.get(key="roads").pk
    done = 0
    for ref in waiting(liaison, wanted.parse_args().matters):
        get(liaison, "matter", f"/m/{ref}/")
        do(liaison, ref, "triage", {"gist": "", "category": category, "place": "", "kind": "demand"})
        get(liaison, "assign form", f"/m/{ref}/?do=assign")
        do(liaison, ref, "assign", {"lead": lead, "limit": "ordinary", "words": ""})
        do(handler, ref, "accept", {})
        do(handler, ref, "reply", {"words": "已经派人看过，处理好了。", "outcome": "A"})
        voice = re.search(r'name="voice"[^>]* value="(\d+)"', get(liaison, "tell form", f"/m/{ref}/?do=tell"))
        assert voice, ref
        do(liaison, ref, "tell", {"voice": voice[1], "how": "phone", "reached": "yes"})
        get(liaison, "matter told", f"/m/{ref}/")
        done += 1
    for name, times in took.items():
        worst = sorted(times)[int(len(times) * 0.95) - 1]
        print(
            f"{name:14} {len(times):5} times  median {statistics.median(times) * 1000:6.1f} ms  p95 {worst * 1000:6.1f} ms"
        )
    with transaction.atomic():
        found = list(differences(calendar_in_force()))
    print(f"worked {done}; verify finds {len(found)}")


if __name__ == "__main__":
    main()
