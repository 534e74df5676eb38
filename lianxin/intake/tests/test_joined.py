"""What a resident reads of a matter that was joined, parted or made void: her own, whole, and nothing of others."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from lianxin.matters.actions import closing, correcting, handling, joining, taking
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db

THEIRS = "槲寄生那家门口塌了"
HERS = "锅炉房后面的路陷下去"
LATER, DAY = cast.NOW + datetime.timedelta(hours=2), datetime.timedelta(days=1)
ON_SPOT = "已经讲清楚"
SECRETS = ("槲寄生", "牛栏胡同", "李甲")


def registered(world: World, words: str, place: str, name: str = "周桂兰") -> Receipt:
    said = world.said(words, name=name)
    receipt = register(replace(said, place=place), resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    return receipt


def tracked(receipt: Receipt) -> Any:
    """Her page, after she gave her code."""
    access.read_as(())
    access.read_matter(0)
    client = Client()
    answer = client.post("/t/", {"ref": receipt.ref, "code": receipt.code})
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer["Location"])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def pair(world: World) -> tuple[Receipt, Receipt]:
    """Hers, and another's in hand with a note for its residents."""
    theirs = registered(world, THEIRS, "牛栏胡同", "李甲")
    for name, verb in (("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"), ("郭强", "accept")):
        DOERS[verb](world, theirs.matter_id, world.by(name), cast.NOW)
    handling.note(
        theirs.matter_id, world.by("郭强"), words="到牛栏胡同槲寄生家看过", to_resident=True, now=cast.NOW
    )
    return registered(world, HERS, "锅炉房"), theirs


def join(world: World, hers: Receipt, theirs: Receipt) -> None:
    world.house()
    joining.join(hers.matter_id, world.by("罗芳"), into=theirs.matter_id, now=cast.NOW)


def test_joined_her_number_works_and_nothing_of_others_shows(
    world: World, pair: tuple[Receipt, Receipt]
) -> None:
    hers, theirs = pair
    join(world, hers, theirs)
    page = text_of(tracked(hers))

    assert "和别人说的是同一件事，并在一起办" in page
    assert hers.ref in page
    assert theirs.ref not in page
    assert HERS in page
    assert "锅炉房" in page
    assert "区住建局" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert "收到您的话" in page


def test_who_was_there_before_reads_nothing_of_who_came(world: World, pair: tuple[Receipt, Receipt]) -> None:
    hers, theirs = pair
    join(world, hers, theirs)
    page = text_of(tracked(theirs))

    assert hers.ref not in page
    assert "锅炉房" not in page
    assert "并在一起办" not in page


def test_she_is_told_and_rates_there(world: World, pair: tuple[Receipt, Receipt]) -> None:
    hers, theirs = pair
    join(world, hers, theirs)
    pk = theirs.matter_id
    handling.reply(pk, world.by("郭强"), words="都填好了", outcome="A", promised_on=None, now=cast.NOW)
    assert "都填好了" not in text_of(tracked(hers))
    world.house()
    for receipt in pair:
        closing.tell(pk, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=True, now=cast.NOW)
    page = text_of(tracked(hers))

    assert "都填好了" in page
    assert "交评价" in page


def test_parted_she_reads_that_it_goes_on_by_itself(world: World, pair: tuple[Receipt, Receipt]) -> None:
    hers, theirs = pair
    join(world, hers, theirs)
    joining.part(hers.matter_id, world.by("罗芳"), now=cast.NOW)
    page = text_of(tracked(hers))

    assert "又和别的事分开，接着单独办" in page
    assert "您说的事收到了" in page
    assert not [secret for secret in SECRETS if secret in page]


def told_there(world: World, hers: Receipt, theirs: Receipt, words: str = "都填好了") -> None:
    """An answer of the other matter, told to both."""
    pk = theirs.matter_id
    world.house()
    handling.reply(pk, world.by("郭强"), words=words, outcome="A", promised_on=None, now=cast.NOW)
    for receipt in (hers, theirs):
        closing.tell(pk, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=True, now=cast.NOW)


def test_parted_she_still_reads_the_answer_she_was_told_there(
    world: World, pair: tuple[Receipt, Receipt]
) -> None:
    hers, theirs = pair
    join(world, hers, theirs)
    told_there(world, hers, theirs)
    world.house()
    joining.part(hers.matter_id, world.by("罗芳"), now=LATER)
    page = text_of(tracked(hers))

    assert "都填好了" in page
    assert "又和别的事分开，接着单独办" in page
    assert theirs.ref not in page
    assert not [secret for secret in SECRETS if secret in page]


def test_parted_and_joined_elsewhere_she_reads_both_answers(
    world: World, pair: tuple[Receipt, Receipt]
) -> None:
    hers, theirs = pair
    third = registered(world, THEIRS, "牛栏胡同", "李甲")
    join(world, hers, theirs)
    told_there(world, hers, theirs)
    world.house()
    joining.part(hers.matter_id, world.by("罗芳"), now=LATER)
    DOERS["answer_on_spot"](world, third.matter_id, world.by("何敏"), LATER)
    joining.join(hers.matter_id, world.by("罗芳"), into=third.matter_id, now=LATER)
    page = text_of(tracked(hers))
    assert "都填好了" in page
    assert ON_SPOT not in page
    world.house()
    for receipt in (hers, third):
        closing.tell(
            third.matter_id, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=True, now=LATER
        )
    page = text_of(tracked(hers))

    assert "都填好了" in page
    assert ON_SPOT in page
    assert not [secret for secret in SECRETS if secret in page]


def test_what_happens_there_after_she_left_is_not_hers(world: World, pair: tuple[Receipt, Receipt]) -> None:
    """A note for its residents, an answer, and that its house gave up telling it: she had left before."""
    hers, theirs = pair
    join(world, hers, theirs)
    world.house()
    joining.part(hers.matter_id, world.by("罗芳"), now=cast.NOW)
    pk = theirs.matter_id
    handling.note(pk, world.by("郭强"), words="又去看过", to_resident=True, now=LATER)
    handling.reply(pk, world.by("郭强"), words="都填好了", outcome="A", promised_on=None, now=LATER)
    for day in range(1, 4):
        closing.tell(
            pk, world.by("何敏"), voice=theirs.voice_id, how="phone", reached=False, now=LATER + DAY * day
        )
    closing.close_unreached(pk, world.by("何敏"), now=LATER + DAY * 4)
    page = text_of(tracked(hers))

    assert "都填好了" not in page
    assert "又去看过" not in page
    assert "都填好了" in text_of(tracked(theirs))


def test_void_says_so_and_whom_to_call(world: World) -> None:
    hers = registered(world, HERS, "锅炉房")
    correcting.ask_void(hers.matter_id, world.by("罗芳"), words="重复登记", now=cast.NOW)
    correcting.void(hers.matter_id, world.by("白川"), words="看过了", now=cast.NOW)
    page = text_of(tracked(hers))

    assert "已撤销" in page
    assert "tel:04120000168" in page
    assert "重复登记" not in page
    assert "看过了" not in page


def test_the_second_thing_of_one_voice_stands_under_its_own_number(world: World) -> None:
    hers = registered(world, HERS, "锅炉房")
    second = taking.register_also(
        hers.matter_id, world.by("何敏"), voice=hers.voice_id, gist="路灯也不亮", now=cast.NOW
    )
    page = text_of(tracked(second))

    assert second.ref in page
    assert hers.ref not in page
    assert "路灯也不亮" in page


def test_an_open_page_leads_on_through_joining_and_parting(
    world: World, pair: tuple[Receipt, Receipt]
) -> None:
    hers, theirs = pair
    client = Client()
    address = client.post("/t/", {"ref": hers.ref, "code": hers.code})["Location"]
    join(world, hers, theirs)
    access.read_as(())
    assert "并在一起办" in text_of(client.get(address))
    client.post("/t/", {"ref": hers.ref, "code": hers.code})  # a ticket of the time when it was joined
    world.house()
    joining.part(hers.matter_id, world.by("罗芳"), now=cast.NOW)
    access.read_as(())
    access.read_matter(0)
    page = text_of(client.get(address))

    assert "又和别的事分开" in page
    assert not [secret for secret in SECRETS if secret in page]
