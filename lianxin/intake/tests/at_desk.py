"""何敏 at her desk, for the tests of the desk: what she sends, and what the page holds. Knows the names of fields, no rule."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client

from lianxin.intake.tests.filling import Answer, held, text_of
from lianxin.matters.actions.taking import Contact, Said, register, supplement
from lianxin.matters.by import resident
from lianxin.matters.models import Matter
from lianxin.people import access
from tests import world as cast
from tests.world import World

PHONE = "13800000427"
TOLD: dict[str, Any] = {"share": "room_only", "name": "周桂兰", "phone": PHONE, "told": "on"}


def opened(client: Client) -> dict[str, str]:
    """The hidden fields of a new form."""
    page = client.get("/desk/")
    return {"key": held(page, "key"), "looked": held(page, "looked")}


def sends(client: Client, hidden: dict[str, str] | None = None, /, **given: object) -> Answer:
    """The whole form, sent; a new one unless its hidden fields are handed over."""
    hidden = hidden if hidden is not None else opened(client)
    return client.post("/desk/", {**hidden, "words": "楼道灯不亮", "channel": "reception"} | given)


def looks(client: Client, hidden: dict[str, str], /, **given: object) -> Answer:
    """The part of a number, as the script asks for it."""
    return client.post("/desk/look/", {**hidden, **given})


def looked(hidden: dict[str, str], part: Answer) -> dict[str, str]:
    """The hidden fields once the part stands on the page."""
    return {**hidden, "looked": held(part, "looked")}


def chosen(answer: Answer) -> str | None:
    """Which matter is chosen beforehand; None where there is no choice."""
    boxes = re.findall(r"<input[^>]*name=\"same\"[^>]*>", text_of(answer))
    if not boxes:
        return None
    checked = [box for box in boxes if " checked" in box]
    assert len(checked) == 1, "exactly one is chosen"
    return unescape(re.findall(r'value="([^"]*)"', checked[0])[0])


def said_before(world: World, words: str, *, times: int = 1, phone: str = PHONE, room: str = "深新社区",
                name: str = "周桂兰", now: Any = cast.NOW) -> int:  # fmt: skip
    """A matter somebody spoke of so many times; its id."""
    said = Said(
        room=world.rooms[room], words=words, key=uuid4(), channel="page", share="room_only", reach="phone",
        contact=Contact(name, phone), consent_version="1",
    )  # fmt: skip
    receipt = register(said, resident(), now=now)
    for _ in range(times - 1):
        supplement(receipt.matter_id, resident(receipt.voice_id), words="还是这样", now=now)
    access.read_matter(0)
    return receipt.matter_id


def matter_of(world: World, pk: int) -> Matter:
    """A matter as the house sees it."""
    world.house()
    return Matter.objects.get(pk=pk)
