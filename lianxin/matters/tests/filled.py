"""What a person would type into the form of each verb, for tests that send every form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.models import Matter, VoiceMatter
from lianxin.matters.receipts import Receipt
from lianxin.people.access import read_matter
from tests import world as cast
from tests.world import World

BUDGETS = json.loads((Path(__file__).parent / "queries.json").read_text())
WORDS = "已经看过现场，先围起来。"


def filled(verb: str, world: World, matter: int, name: str) -> dict[str, Any]:
    """Inputs with which this person's form of a verb passes, where the verb passes at all."""
    organiser = world.posts[name].role == "organiser"
    unit = world.posts[name].unit
    lead = world.units["区城管局"] if organiser or unit is None else unit
    link = VoiceMatter.objects.filter(matter=matter, until=None).order_by("id").first()
    voice = {"voice": link.voice_id if link else ""}
    given = {"lead": lead.pk, "limit": "ordinary", "words": WORDS}
    typed: dict[str, dict[str, Any]] = {
        "triage": {
            "kind": "demand",
            "category": world.categories["roads"].pk,
            "gist": "路塌了",
            "place": "楼前",
        },
        "answer_on_spot": {"words": WORDS, "outcome": "C"},
        "refer_out": {"body": "court", "because": "judicial", "words": WORDS},
        "assign": given,
        "reassign": given,
        "extend": {"days": "5", "words": WORDS},
        "pause": {"why": "season", "words": WORDS},
        "reply": {"words": WORDS, "outcome": "B", "promised_on": "2026-12-01"},
        "tell": {**voice, "how": "phone", "reached": "yes"},
        "rate": {
            **voice,
            "reached": "yes",
            "solved": "no",
            "satisfied": "mostly",
            "how": "phone",
            "words": "",
        },
        "supplement": {"words": WORDS, "key": str(uuid4())},
        "pass_on": {"room": world.rooms["深南社区"].pk, "words": WORDS},
        "correct": {"field": "place", "place": "14 号楼后", "words": WORDS},
        "object_to": {"against": 1, "words": WORDS},
    }
    if verb == "join":
        return {"into": another(world, matter).ref}
    return typed.get(verb, {"words": WORDS})


def another(world: World, matter: int, words: str = "也塌了") -> Receipt:
    """Another open matter that this one may be joined into, registered by its resident a moment ago."""
    about = Matter.objects.get(pk=matter).about
    receipt = register(world.said(words, about=about.name if about else ""), resident(), now=cast.NOW)
    read_matter(0)
    return receipt


def send(client: Client, ref: str, verb: str, given: dict[str, Any], seen: int | None = None) -> Any:
    """Send the form of a verb."""
    data = given if seen is None else {**given, "seen_no": seen}
    return client.post(f"/m/{ref}/do/{verb}/", data)


def text(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


def offered(response: Any) -> set[str]:
    """The verbs a page shows a button for."""
    return set(re.findall(r'class="btn[^"]*" href="/m/[^"]*\?do=(\w+)#do"', text(response)))


def statements(client: Client, address: str) -> int:
    """How many statements a page takes, both ends of its transaction included; the first request of a session takes more."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
