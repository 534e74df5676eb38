"""S-36 and what is like it: many at the same moment, each with a connection of her own, and one outcome."""

from __future__ import annotations

import copy
import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.test import Client

from lianxin.intake import keys
from lianxin.intake.actions import keep_words, keep_you
from lianxin.intake.models import Draft
from lianxin.intake.queries import opened
from lianxin.intake.typed import Typed
from lianxin.matters.models import Feedback, Matter, Step, Voice
from lianxin.matters.receipts import Receipt
from lianxin.people.actions import make_slip
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
WORDS = "同一句话按了五十下"
PASSWORD = "麻雀 水缸 二十 走廊"  # noqa: S105 - in a database that is thrown away


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The cast's district, really there: every thread sees it through a connection of its own."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)
    with transaction.atomic():
        return cast.build()


def together(number: int, do: Callable[[int], T], *, at_once: int = 20) -> list[T]:
    """What comes of `do`, so many times, `at_once` of them at any moment: more than a pool ever lets into the database."""
    gate = threading.Barrier(min(number, at_once))

    def one(which: int) -> T:
        try:
            if which < at_once:
                gate.wait(timeout=30)
            return do(which)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, range(number)))


def browsers(world: World, name: str, number: int) -> list[Client]:
    """As many browsers, in which somebody is signed in ('' for nobody)."""
    found = [Client(raise_request_exception=False) for _ in range(number)]
    for client in found if name else ():
        client.force_login(world.person(name))
    return found


def counted(world: World, *models: Any) -> list[int]:
    """How many rows there are, as the house sees them."""
    with transaction.atomic():
        world.house()
        return [model.objects.count() for model in models]


def ways(answers: list[Any]) -> Counter[tuple[int, str]]:
    """How often each status came, with where it led."""
    return Counter((answer.status_code, answer.headers.get("Location", "")) for answer in answers)


def test_fifty_presses_of_one_form_make_one_matter_and_show_one_receipt(world: World) -> None:
    room, key = world.rooms["深新社区"], uuid4()
    with transaction.atomic():
        keep_words(room, key, Typed(WORDS), [], dropped=(), most_photos=6, now=cast.NOW)
        keep_you(room, key, Typed(WORDS, share="anonymous", asked=True))
        mark = opened(Draft.objects.get(key=key)).mark
    form, seen_by = f"/r/shenxin/say/{key}/", browsers(world, "", 50)

    answers = together(50, lambda n: seen_by[n].post(f"{form}check/", {"seen": mark}))

    assert ways(answers) == {(303, f"{form}receipt/"): 50}
    assert counted(world, Matter, Voice, Step, Draft) == [1, 1, 1, 0]
    receipts = {receipt_on(client.get(f"{form}receipt/")) for client in seen_by[::10]}
    assert len(receipts) == 1


def receipt_on(answer: Any) -> tuple[str, ...]:
    """Reference and code as they stand in the form that asks after it."""
    html = answer.content.decode()
    return tuple(re.findall(r'name="(?:ref|code)" value="([^"]+)"', html))


def test_fifty_presses_at_the_desk_make_one_matter(world: World) -> None:
    given = {"key": keys.issue("desk", now=cast.NOW), "words": WORDS, "channel": "visit"}
    desks = browsers(world, "何敏", 50)

    answers = together(50, lambda n: desks[n].post("/desk/", given))

    assert [(status, times) for (status, _), times in ways(answers).items()] == [(303, 50)]
    assert counted(world, Matter, Voice, Step) == [1, 1, 1]
    assert "LS-<wbr>2026-" in desks[0].get(answers[0]["Location"]).content.decode()


def test_other_words_under_one_key_are_never_lost(world: World) -> None:
    """Whoever is first, the others are shown her receipt beside their own words, and may hand them in anew."""
    given = {"key": keys.issue("desk", now=cast.NOW), "channel": "visit"}
    desks, words = browsers(world, "何敏", 20), [f"{WORDS}，说法{n % 2}" for n in range(20)]

    answers = together(20, lambda n: desks[n].post("/desk/", {**given, "words": words[n]}))

    with transaction.atomic():
        world.house()
        kept = Voice.objects.get().words
    for said, answer in zip(words, answers, strict=True):
        assert answer.status_code == (303 if said == kept else 200)
        assert said == kept or (said in answer.content.decode() and "LS-2026-" in answer.content.decode())


def test_of_twenty_who_accept_one_wins_and_the_others_are_told(world: World) -> None:
    receipt = assigned(world)
    handlers, seen = browsers(world, "郭强", 20), step_no(world, receipt)

    answers = together(20, lambda n: handlers[n].post(f"/m/{receipt.ref}/do/accept/", {"seen_no": seen}))

    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 19}
    assert all("郭强签收" in answer.content.decode() for answer in answers if answer.status_code == 409)
    assert step_no(world, receipt) == seen + 1


@pytest.mark.parametrize("alike", [True, False], ids=["pressed twenty times", "each in other words"])
def test_of_twenty_ratings_one_is_taken(world: World, alike: bool) -> None:
    receipt = told(world)
    seen, tickets = step_no(world, receipt), browsers(world, "", 20)
    assert tickets[0].post("/t/", {"ref": receipt.ref, "code": receipt.code}).status_code == 303
    for client in tickets:
        client.cookies = copy.deepcopy(tickets[0].cookies)
    given = [
        {"reached": "yes", "solved": "yes", "satisfied": "mostly", "words": WORDS if alike else f"{WORDS}{n}"}
        for n in range(20)
    ]

    answers = together(20, lambda n: tickets[n].post(f"/t/{receipt.ref}/rate/", given[n]))

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == ({303: 20} if alike else {303: 1, 200: 19})
    refused = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert all("已经评价过了" in html and WORDS in html for html in refused)
    assert counted(world, Feedback) == [1]
    assert step_no(world, receipt) == seen + 1


def test_of_ten_wrong_codes_at_once_no_more_are_tried_than_one_after_the_other(world: World) -> None:
    with transaction.atomic():
        receipt = world.tell_the_house()
    strangers = browsers(world, "", 10)

    answers = together(
        10, lambda n: strangers[n].post("/t/", {"ref": receipt.ref, "code": "00000000"}), at_once=10
    )

    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) <= {200, 429}
    assert statuses[200] <= 5


def test_a_slip_lets_in_once(world: World) -> None:
    with transaction.atomic():
        _, code = make_slip(world.person("何敏"), now=cast.NOW, hours=1)
    given = {"login": "hemin", "code": code, "password": PASSWORD, "again": PASSWORD}
    doors = browsers(world, "", 10)

    answers = together(10, lambda n: doors[n].post("/in/slip/", given), at_once=10)

    assert Counter(answer.status_code for answer in answers) == {303: 1, 200: 9}


def assigned(world: World) -> Receipt:
    """A matter given to 区住建局."""
    with transaction.atomic():
        receipt = world.tell_the_house()
        for name, verb in (("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign")):
            world.house()
            DOERS[verb](world, receipt.matter_id, world.by(name), cast.NOW)
    return receipt


def told(world: World) -> Receipt:
    """A matter answered and told."""
    receipt = assigned(world)
    with transaction.atomic():
        for name, verb in (("郭强", "accept"), ("郭强", "reply"), ("何敏", "tell")):
            world.house()
            DOERS[verb](world, receipt.matter_id, world.by(name), cast.NOW)
    return receipt


def step_no(world: World, receipt: Receipt) -> int:
    """How many steps a matter has."""
    with transaction.atomic():
        return world.matter(receipt).step_no


def test_of_a_hundred_who_accept_one_wins_and_ninety_nine_are_told(world: World) -> None:
    """S-38."""
    receipt = assigned(world)
    handlers, seen = browsers(world, "郭强", 100), step_no(world, receipt)

    answers = together(100, lambda n: handlers[n].post(f"/m/{receipt.ref}/do/accept/", {"seen_no": seen}))

    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 99}
    assert all("已由郭强签收" in answer.content.decode() for answer in answers if answer.status_code == 409)
    assert step_no(world, receipt) == seen + 1


def test_of_two_joinings_into_different_matters_one_is_done(world: World) -> None:
    with transaction.atomic():
        one, *targets = [world.tell_the_house(f"第 {n} 件") for n in range(3)]
    seen, desks = step_no(world, one), browsers(world, "何敏", 20)

    answers = together(
        20,
        lambda n: desks[n].post(f"/m/{one.ref}/do/join/", {"into": targets[n % 2].ref, "seen_no": seen}),
    )

    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 19}
    assert all("已由何敏并入" in answer.content.decode() for answer in answers if answer.status_code == 409)
    assert sorted(step_no(world, target) for target in targets) == [1, 2]


def test_two_who_join_crosswise_do_not_wait_for_each_other(world: World) -> None:
    with transaction.atomic():
        one, other = world.tell_the_house("甲"), world.tell_the_house("乙")
    pairs, desks = ((one, other), (other, one)), browsers(world, "何敏", 10)

    answers = together(
        10,
        lambda n: desks[n].post(
            f"/m/{pairs[n % 2][0].ref}/do/join/", {"into": pairs[n % 2][1].ref, "seen_no": 1}
        ),
    )

    assert Counter(answer.status_code for answer in answers)[303] == 1
    assert {answer.status_code for answer in answers} <= {303, 400, 409}


def test_of_twenty_corrections_at_once_none_is_overwritten_silently(world: World) -> None:
    with transaction.atomic():
        receipt = world.tell_the_house()
    seen, desks = step_no(world, receipt), browsers(world, "何敏", 20)
    given = [
        {"field": "place", "place": f"第 {n} 处", "words": f"听到的是 {n}", "seen_no": seen}
        for n in range(20)
    ]

    answers = together(20, lambda n: desks[n].post(f"/m/{receipt.ref}/do/correct/", given[n]))

    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 19}
    won = next(n for n, answer in enumerate(answers) if answer.status_code == 303)
    for n, answer in enumerate(answers):
        html = answer.content.decode()
        assert n == won or (f"第 {n} 处" in html and f"听到的是 {won}" in html)
    with transaction.atomic():
        assert world.matter(receipt).place == f"第 {won} 处"
