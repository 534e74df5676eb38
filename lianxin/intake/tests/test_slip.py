"""The slip: every reference with its one code, on the paper of the room, and printed again for who lost hers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianxin.intake.tests.filling import text_of
from lianxin.kernel.refs import group_code
from lianxin.matters.actions import joining, taking
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from lianxin.trust.models import ReadLog
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db


def heard(world: World, *, room: str = "深新社区", about: str = "") -> Receipt:
    receipt = register(world.said(room=room, about=about), resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    return receipt


def enter(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.person(name))
    return client


def again(client: Client, receipt: Receipt, ref: str = "", **more: str) -> Any:
    """Print the slip of a voice again, with a reason."""
    given = {"reason": "本人说丢了", "paper": "a6", **more}
    return client.post(f"/slip/{ref or receipt.ref}/{receipt.voice_id}/", given)


def test_it_names_reference_code_day_and_number_and_nothing_else(world: World) -> None:
    receipt = heard(world)
    page = text_of(again(enter(world, "何敏"), receipt))
    slip = page[page.index('<div class="slip-paper') : page.index("<figure>")]

    for part in (
        receipt.ref,
        group_code(receipt.code),
        "6月29日 星期一前",
        "0412-000 0168",
        "深新社区党代表工作室",
    ):
        assert part in slip
    assert "塌" not in page
    assert "周" not in slip


def test_a_reason_is_asked_and_written_down(world: World) -> None:
    receipt, hemin = heard(world), enter(world, "何敏")
    refused = again(hemin, receipt, reason=" ")
    assert refused.status_code == 400
    assert receipt.code[:4] not in text_of(refused)
    assert ReadLog.objects.count() == 0

    assert again(hemin, receipt).status_code == 200
    log = ReadLog.objects.get()
    assert (log.kind, log.matter_ref, log.reason) == ("print", receipt.ref, "本人说丢了")


@pytest.mark.parametrize("name", ["林晓", "吴迪", "罗芳", "郭强", "钱立"])
def test_only_the_liaison_of_the_keeping_room_prints_it(world: World, name: str) -> None:
    receipt = heard(world)

    assert again(enter(world, name), receipt).status_code == 404


def test_what_is_about_the_room_has_no_second_slip(world: World) -> None:
    receipt = heard(world, about="深新社区")
    for name in ("何敏", "罗芳"):
        assert again(enter(world, name), receipt).status_code == 404


def test_the_voice_of_another_room_joined_in_is_printed_there(world: World) -> None:
    into, guest = heard(world), heard(world, room="深南社区")
    joining.join(guest.matter_id, world.by("罗芳"), into=into.matter_id, now=cast.NOW)

    assert again(enter(world, "何敏"), guest, into.ref).status_code == 404
    assert again(enter(world, "何敏"), into).status_code == 200


def test_joined_it_still_names_the_reference_on_her_receipt(world: World) -> None:
    into, one = heard(world), heard(world)
    joining.join(one.matter_id, world.by("何敏"), into=into.matter_id, now=cast.NOW)
    page = text_of(again(enter(world, "何敏"), one, into.ref))

    assert f'class="slip-ref">{one.ref}<' in page
    assert f'class="slip-ref">{into.ref}<' not in page


def test_two_things_of_one_voice_stand_on_one_slip(world: World) -> None:
    first = heard(world)
    second = taking.register_also(
        first.matter_id, world.by("何敏"), voice=first.voice_id, gist="路灯也不亮", now=cast.NOW
    )
    page = text_of(again(enter(world, "何敏"), first))

    assert re.findall(r'class="slip-ref">([^<]+)<', page) == [first.ref, second.ref]
    assert page.count(group_code(first.code)) == 1


def test_what_stands_on_a_receipt_is_told_only_to_whoever_holds_its_matter_open(world: World) -> None:
    first = heard(world)
    access.read_as(())
    with connection.cursor() as cursor:
        for opened, told in ((0, []), (first.matter_id + 999, []), (first.matter_id, [(first.ref,)])):
            access.read_matter(opened)
            cursor.execute("select * from lianxin_refs_of_voice(%s)", [first.voice_id])
            assert cursor.fetchall() == told


def test_the_paper_is_remembered(world: World) -> None:
    receipt, hemin = heard(world), enter(world, "何敏")

    assert "slip-58.css" in text_of(again(hemin, receipt, paper="58"))
    question = text_of(hemin.get(f"/slip/{receipt.ref}/{receipt.voice_id}/"))
    chosen = re.findall(r"<input[^>]*checked[^>]*>", question)
    assert [re.findall(r'value="([^"]+)"', one) for one in chosen] == [["58"], ["zh-Hans"]]
    assert again(hemin, receipt, paper="a4").status_code == 400


def test_it_speaks_the_language_of_who_takes_it_home(world: World) -> None:
    """The liaison may read English herself: the paper is Chinese unless another language is asked for."""
    receipt, hemin = heard(world), enter(world, "何敏")
    hemin.cookies["lang"] = "en"

    chinese, english = text_of(again(hemin, receipt)), text_of(again(hemin, receipt, said_in="en"))

    assert "查询码" in chinese
    assert "Tracking code" not in chinese
    assert 'lang="zh-Hans"' in chinese
    assert "Tracking code" in english
    assert again(hemin, receipt, said_in="fr").status_code == 400


def test_the_matter_s_page_leads_there_for_the_keeping_room_alone(world: World) -> None:
    receipt = heard(world)
    address = f"/slip/{receipt.ref}/{receipt.voice_id}/"

    assert address in text_of(enter(world, "何敏").get(f"/m/{receipt.ref}/"))
    assert address not in text_of(enter(world, "林晓").get(f"/m/{receipt.ref}/"))
