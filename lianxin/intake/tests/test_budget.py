"""What each page may ask of the database: exact numbers in `queries.json`, and no more with more rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.intake.tests.filling import Resident, held, photo
from lianxin.intake.tests.matter import Told, told
from lianxin.kernel.acting import acting
from lianxin.matters.actions import handling
from lianxin.people.actions import add_unit
from lianxin.workrooms.actions import open_workroom
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
ALLOWED: dict[str, int] = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, asked for the second time."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.fixture
def pages(world: World, resident: Resident) -> dict[str, tuple[Client, str]]:
    """Each page with who looks at it."""
    resident.tell()
    receipt = resident.at
    resident.open()
    resident.say("灯也不亮", photos=[photo()])
    resident.you()
    say = f"/r/shenxin/say/{resident.key}/"
    matter = told(world).answered()
    matter.page()
    desk = Client()
    desk.force_login(world.person("何敏"))
    slip = desk.post(
        "/desk/", {"key": held(desk.get("/desk/"), "key"), "words": "井盖没了", "channel": "visit"}
    )
    hers = resident.client
    return {
        "home": (hers, "/"), "room": (hers, "/r/shenxin/"), "say": (hers, "/r/shenxin/say/"), "words": (hers, say),
        "you": (hers, f"{say}you/"), "check": (hers, f"{say}check/"), "receipt": (hers, receipt),
        "track": (hers, "/t/"), "tracked": (matter.resident.client, f"/t/{matter.receipt.ref}/"),
        "privacy": (hers, "/privacy/"), "desk": (desk, "/desk/"), "slip": (desk, slip["Location"]),
    }  # fmt: skip


def test_every_page_keeps_to_its_number(pages: dict[str, tuple[Client, str]]) -> None:
    found = {name: statements(*page) for name, page in pages.items()}
    assert found == {name: number for name, number in ALLOWED.items() if not name.startswith("at the desk: ")}


def test_ten_more_rooms_cost_the_district_s_page_nothing(world: World) -> None:
    before = statements(Client(), "/")
    with acting():
        for number in range(10):
            unit = add_unit(f"{number}社区", "community", parent=world.units["深沟寺街道"], since=cast.SINCE)
            open_workroom(unit, name=f"{number}社区工作室", slug=f"room-{number}", since=cast.SINCE)

    assert statements(Client(), "/") == before


def test_ten_more_steps_cost_her_page_nothing(world: World) -> None:
    matter: Told = told(world).answered()
    matter.page()
    address = f"/t/{matter.receipt.ref}/"
    before = statements(matter.resident.client, address)
    world.reader("何敏")
    for number in range(10):
        words = f"第 {number} 次去看"
        handling.note(matter.pk, world.by("何敏"), words=words, to_resident=True, now=cast.NOW)

    assert statements(matter.resident.client, address) == before
