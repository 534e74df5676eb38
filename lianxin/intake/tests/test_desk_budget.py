"""What the desk asks of the database: exact numbers in `queries.json`, and not one more with more rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.intake.tests.at_desk import PHONE, looked, looks, opened, said_before, sends
from lianxin.intake.tests.test_budget import ALLOWED
from lianxin.kernel.acting import acting
from lianxin.people.actions import add_person, add_post
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
HEAD = "at the desk: "
CONTACT = {"share": "room_only", "phone": PHONE, "told": "on"}


@pytest.fixture
def hemin(world: World) -> Client:
    """何敏, who has opened the desk before."""
    client = Client()
    client.force_login(world.person("何敏"))
    client.get("/desk/")
    return client


def cost(does: Callable[[], Any], *, status: int) -> int:
    """How many statements a request costs; what it did has not been done."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            answer = does()
        transaction.set_rollback(True)
    assert answer.status_code == status
    return len(asked)


def costs(hemin: Client, world: World, same: int) -> dict[str, int]:
    """Each thing one does at the desk, and what it costs."""
    hidden = opened(hemin)
    seen = looked(hidden, looks(hemin, hidden, phone=PHONE))
    sorting = {"category": str(world.categories["heating"].pk), "urgency": "now"}
    deeds: dict[str, tuple[Callable[[], Any], int]] = {
        "open": (lambda: hemin.get("/desk/"), 200),
        "look a number up": (lambda: looks(hemin, hidden, phone=PHONE), 200),
        "look it up again": (lambda: looks(hemin, seen, phone=PHONE), 200),
        "read out": (lambda: hemin.post("/desk/aside/", {**hidden, "words": "灯不亮"}), 200),
        "keep": (lambda: hemin.post("/desk/keep/", {**hidden, "words": "灯不亮", "phone": PHONE}), 204),
        "register": (lambda: sends(hemin, seen, same="", **CONTACT), 303),
        "register and sort": (lambda: sends(hemin, seen, same="", **CONTACT, **sorting), 303),
        "register two things": (lambda: sends(hemin, seen, same="", also="井盖没了", **CONTACT), 303),
        "add a voice": (lambda: sends(hemin, seen, same=str(same), **CONTACT), 303),
        "end a call": (lambda: hemin.post("/desk/end/", {"key": hidden["key"], "because": "silent"}), 303),
    }
    return {HEAD + name: cost(does, status=status) for name, (does, status) in deeds.items()}


def test_everything_keeps_to_its_number_and_costs_no_more_with_more_rows(hemin: Client, world: World) -> None:
    same = said_before(world, "路塌了")
    costs(hemin, world, same)
    before = costs(hemin, world, same)

    for number in range(12):
        said_before(world, f"第{number}件", times=2, now=cast.NOW - datetime.timedelta(days=1))
    with acting():
        for number in range(10):
            person = add_person(f"代表{number}", f"daibiao{number}")
            add_post(person, "delegate", world.units["深新社区"], since=cast.SINCE)
            other = Client()
            liaison = add_person(f"联络{number}", f"lianluo{number}")
            add_post(liaison, "liaison", world.units["深新社区"], since=cast.SINCE)
            other.force_login(liaison)
            other.post("/desk/keep/", {**opened(other), "words": "灯不亮", "phone": PHONE})
            other.post("/desk/end/", {"key": opened(other)["key"], "because": "silent"})
    same = said_before(world, "灯不亮")

    assert costs(hemin, world, same) == before
    assert before == {name: number for name, number in ALLOWED.items() if name.startswith(HEAD)}
