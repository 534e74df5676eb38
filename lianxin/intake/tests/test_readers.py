"""Answers are posted on residents' own pages by the worker, once, and only while they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianxin.intake.readers import page
from lianxin.intake.tests.filling import text_of
from lianxin.intake.tests.matter import Told, told
from lianxin.matters.actions import closing, mending, taking
from lianxin.matters.by import resident
from lianxin.matters.models import Pending, Step, VoiceMatter
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
ANSWER = "管子接好，铺了新砖。"


def how(matter: Told) -> str:
    matter.world.house()
    return VoiceMatter.objects.get(voice=matter.receipt.voice_id, until=None).told_how


@pytest.fixture
def answered(world: World) -> tuple[Told, Step]:
    matter = told(world).handled()
    return matter, matter.reply(ANSWER)


def test_who_looks_on_her_page_is_told_there(answered: tuple[Told, Step]) -> None:
    matter, step = answered
    matter.post(step)

    assert how(matter) == "page"
    assert matter.matter().stage == "told"
    assert ANSWER in text_of(matter.page())


def test_the_worker_hands_over_its_pending_row_after_the_minutes_to_take_back(
    answered: tuple[Told, Step],
) -> None:
    matter, step = answered
    row = Pending.objects.get(step=step, reader="page")
    assert row.not_before == cast.NOW + timedelta(minutes=10)

    matter.world.house()
    page(row, cast.NOW + timedelta(minutes=10))

    assert how(matter) == "page"


def test_repeating_does_nothing_more(answered: tuple[Told, Step]) -> None:
    matter, step = answered
    for _ in range(3):
        matter.post(step)

    assert Step.objects.filter(matter=matter.pk, verb="tell").count() == 1


@pytest.mark.parametrize("reach", ["phone", "visit", ""])
def test_who_wants_to_be_called_is_left_to_people(world: World, reach: str) -> None:
    matter = told(world, reach=reach).handled()
    matter.post(matter.reply())

    assert how(matter) == ""
    assert matter.matter().stage == "replied"


def test_a_voice_from_a_sheet_is_left_to_people(world: World) -> None:
    matter = told(world, channel="sheet").handled()
    matter.post(matter.reply())

    assert how(matter) == ""


def test_an_answer_taken_back_is_not_posted(answered: tuple[Told, Step]) -> None:
    matter, step = answered
    matter.world.reader("郭强")
    mending.take_back(matter.pk, matter.world.by("郭强"), now=cast.NOW)
    matter.post(step)

    assert how(matter) == ""


def test_a_second_answer_waits_for_its_own_turn(answered: tuple[Told, Step]) -> None:
    matter, first = answered
    matter.world.reader("郭强")
    mending.take_back(matter.pk, matter.world.by("郭强"), now=cast.NOW)
    second = matter.reply("改了一句")

    matter.post(first)
    assert how(matter) == ""
    matter.post(second)
    assert how(matter) == "page"


def test_a_matter_done_again_is_not_told_the_old_answer(answered: tuple[Told, Step]) -> None:
    matter, step = answered
    matter.tell()
    closing.redo(matter.pk, resident(matter.receipt.voice_id), words="又塌了", now=cast.NOW)
    matter.post(step)

    assert how(matter) == ""


def test_a_referral_is_posted_too(world: World) -> None:
    matter = told(world)
    world.reader("何敏")
    step = taking.refer_out(
        matter.pk, world.by("何敏"), body="court", because="judicial", words="", now=cast.NOW
    )
    assert Pending.objects.filter(step=step, reader="page").exists()
    matter.post(step)

    assert how(matter) == "page"
    assert matter.matter().stage == "referred"


def test_every_voice_on_its_page_is_told_and_the_others_are_left(world: World) -> None:
    matter = told(world, reach="phone")
    world.reader("何敏")
    said = world.said("我家门口也塌了")
    taking.supplement(matter.pk, world.by("何敏"), words=said.words, said=said, now=cast.NOW)
    matter.handled()
    matter.post(matter.reply())

    assert sorted(VoiceMatter.objects.values_list("told_how", flat=True)) == ["", "page"]
    assert matter.matter().stage == "replied"
