"""S-04 and S-03 for every address of this slice: asking changes nothing, sending needs the form's own token."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from lianxin.intake import urls
from lianxin.intake.models import Draft
from lianxin.intake.tests.filling import Resident, held, photo, text_of
from lianxin.intake.tests.matter import told
from tests.world import World

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE)
NAMES = sorted(str(pattern.name) for pattern in urls.urlpatterns if isinstance(pattern, URLPattern))
PARTS = ("desk_look", "desk_aside", "desk_keep", "desk_end")
SENDING = ("say", "words", "you", "check", "receipt", "track", "act", "desk", "reprint", "blanks", *PARTS)
PERSONAL = ("words", "you", "check", "receipt", "draft_photo", "tracked", "photo", "desk", "slip", "reprint")


Addresses = dict[str, tuple[Client, str]]


@pytest.fixture
def addresses(world: World, resident: Resident) -> Addresses:
    """For each name an address that leads somewhere, with the browser of whoever it is for."""
    resident.tell()
    receipt = resident.at
    resident.open()
    resident.say("灯也不亮", photos=[photo()])
    resident.you()
    draft, (name, *_) = resident.key, Draft.objects.get().photos[0]
    matter = told(world).answered()
    matter.resident = resident
    matter.page()
    resident.client.post(f"/t/{matter.receipt.ref}/supplement/", {"words": "看", "photos": [photo()]})
    shown = re.findall(r'href="(/t/[^"]+/photo/[^"]+)"', text_of(matter.page()))[0]
    desk = Client()
    desk.force_login(world.person("何敏"))
    key = held(desk.get("/desk/"), "key")
    slip = desk.post("/desk/", {"key": key, "words": "井盖没了", "channel": "visit"})["Location"]
    say = f"/r/shenxin/say/{draft}/"
    hers = {
        "home": "/", "privacy": "/privacy/", "room": "/r/shenxin/", "say": "/r/shenxin/say/", "words": say,
        "you": f"{say}you/", "check": f"{say}check/", "receipt": receipt, "draft_photo": f"{say}photo/{name}",
        "track": "/t/", "tracked": f"/t/{matter.receipt.ref}/", "act": f"/t/{matter.receipt.ref}/rate/", "photo": shown,
    }  # fmt: skip
    return {name: (resident.client, path) for name, path in hers.items()} | {
        "desk": (desk, "/desk/"),
        **{name: (desk, f"/desk/{name.removeprefix('desk_')}/") for name in PARTS},
        "slip": (desk, slip),
        "blanks": (desk, "/desk/paper/"),
        "blank_sheets": (desk, desk.post("/desk/paper/", {"count": "1"})["Location"]),
        "reprint": (desk, f"/slip/{matter.receipt.ref}/{matter.receipt.voice_id}/"),
    }


def test_every_address_is_tried(addresses: Addresses) -> None:
    assert sorted(addresses) == NAMES


def test_asking_changes_nothing(addresses: Addresses) -> None:
    for name, (client, address) in addresses.items():
        for method in ("get", "head", "options"):
            with CaptureQueriesContext(connection) as asked:
                answer = getattr(client, method)(address)
            assert not _written(asked), (name, method)
            assert answer.status_code in (200, 303, 405), (name, method, answer.status_code)


def test_sending_without_the_token_is_refused_in_words(addresses: Addresses, world: World) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(world.person("何敏"))
    for name in SENDING:
        with CaptureQueriesContext(connection) as asked:
            answer = stranger.post(addresses[name][1], {"words": "路灯坏了"})
        assert answer.status_code == 403, name
        assert "请回到上一页，刷新后再交一次" in text_of(answer), name
        assert not _written(asked), name


def test_sending_from_another_site_is_refused(world: World) -> None:
    stranger = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    page = stranger.get("/r/shenxin/say/")
    token = held(page, "csrfmiddlewaretoken")

    answer = stranger.post(
        "/r/shenxin/say/", {"csrfmiddlewaretoken": token, "key": held(page, "key"), "words": "灯"}
    )

    assert answer.status_code == 403


def test_other_methods_are_not_allowed(addresses: Addresses) -> None:
    for name, (client, address) in addresses.items():
        assert {client.put(address).status_code, client.delete(address).status_code} == {405}, name
        if name not in SENDING:
            assert client.post(address).status_code == 405, name


def test_headers_stand_on_every_page_and_what_is_personal_is_kept_nowhere(addresses: Addresses) -> None:
    for name, (client, address) in addresses.items():
        answer = client.get(address)
        if answer.status_code == 405:
            continue
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert ("no-store" in answer.get("Cache-Control", "")) >= (name in PERSONAL), name


def test_the_empty_form_may_stay_in_the_browser_so_that_back_finds_its_key(world: World) -> None:
    assert "no-store" not in Client().get("/r/shenxin/say/").headers.get("Cache-Control", "")


def test_no_public_page_ships_a_script_and_none_asks_elsewhere(addresses: Addresses) -> None:
    for name, (client, address) in addresses.items():
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            page = text_of(answer)
            assert "<script" not in page or 'data-register="staff"' in page, name
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), name
            assert len(re.findall(r"<h1[ >]", page)) == 1, name


def test_public_pages_are_light(addresses: Addresses) -> None:
    """U-15: a whole page with its style sheets stays within 60 KB; the page itself is a part of that."""
    for name in ("home", "room", "say", "you", "check", "receipt", "track", "tracked", "privacy"):
        assert len(addresses[name][0].get(addresses[name][1]).content) < 24_000, name


def _written(asked: CaptureQueriesContext) -> list[str]:
    """The statements that write, but for the session's own life."""
    statements = [query["sql"] for query in asked]
    return [sql for sql in statements if WRITES.match(sql) and "django_session" not in sql]
