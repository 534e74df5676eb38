"""两次退回: the second unit that says «not ours» asks the organiser, who decides; nobody is ever without an owner meanwhile."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused, Stale
from lianxin.matters.actions import closing, handling, mending
from lianxin.matters.models import Assignment, Clock, Matter
from lianxin.matters.tests.filled import text
from lianxin.matters.tests.test_moves import at
from lianxin.matters.verify import differences
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def pk(world: World) -> int:
    """Sent back by 区住建局, given to 区城管局, disputed by it."""
    receipt = at("disputed", world)
    world.house()
    return receipt.matter_id


def give(world: World, pk: int, name: str, unit: str, *, now: datetime.datetime = cast.NOW) -> None:
    handling.reassign(
        pk,
        world.by(name),
        lead=world.units[unit],
        assists=[],
        limit="ordinary",
        words="红线内归住建",
        now=now,
    )


def kinds(pk: int) -> list[str]:
    running = Clock.objects.filter(matter=pk, stopped_no=None, taken_back=False)
    return sorted(running.values_list("kind", flat=True))


def lead(pk: int) -> str:
    return Assignment.objects.get(matter=pk, part="lead", until=None, taken_back=False).unit.name


def test_until_the_organiser_decides_it_stays_where_it_is(world: World, pk: int) -> None:
    matter = Matter.objects.get(pk=pk)

    assert (matter.stage, lead(pk)) == ("assigned", "区城管局")
    assert kinds(pk) == ["accept", "dispatch", "finish"]
    DOERS["accept"](world, pk, world.by("方圆"), cast.NOW)
    assert kinds(pk) == ["dispatch", "finish"]
    assert list(differences(calendar_in_force())) == []


def test_a_first_return_goes_to_the_owner_and_a_second_never(world: World) -> None:
    receipt = at("assigned", world)
    with pytest.raises(Refused, match="还没有单位退回过"):
        DOERS["dispute"](world, receipt.matter_id, world.by("郭强"), cast.NOW)
    DOERS["send_back"](world, receipt.matter_id, world.by("郭强"), cast.NOW)
    handling.assign(
        receipt.matter_id, world.by("罗芳"), lead=world.units["区住建局"], assists=[], limit="ordinary", words="还是您们",
        now=cast.NOW,
    )  # fmt: skip

    with pytest.raises(Refused, match="已经退回过一次"):
        DOERS["send_back"](world, receipt.matter_id, world.by("郭强"), cast.NOW)
    DOERS["dispute"](world, receipt.matter_id, world.by("郭强"), cast.NOW)


def test_a_return_that_was_taken_back_does_not_count(world: World) -> None:
    receipt = at("assigned", world)
    DOERS["send_back"](world, receipt.matter_id, world.by("郭强"), cast.NOW)
    mending.take_back(receipt.matter_id, world.by("郭强"), now=cast.NOW)

    DOERS["send_back"](world, receipt.matter_id, world.by("郭强"), cast.NOW)
    assert Matter.objects.get(pk=receipt.matter_id).stage == "registered"


@pytest.mark.parametrize("unit", ["区住建局", "区城管局"], ids=["回到第一个单位", "就是这个单位"])
def test_her_ruling_stands(world: World, pk: int, unit: str) -> None:
    give(world, pk, "罗芳", unit)
    handler = {"区住建局": "郭强", "区城管局": "方圆"}[unit]

    assert (lead(pk), kinds(pk)) == (unit, ["accept", "finish"])
    for verb, no in (("dispute", "组织员已经裁定"), ("send_back", "已经退回过一次")):
        with pytest.raises(Refused, match=no):
            DOERS[verb](world, pk, world.by(handler), cast.NOW)
    assert list(differences(calendar_in_force())) == []


def test_nobody_else_decides(world: World) -> None:
    """吴迪 gave it out in his own subdistrict; once it is disputed he may not give it elsewhere."""
    receipt = world.tell_the_house()
    world.house()
    pk, wudi, street = receipt.matter_id, world.by("吴迪"), world.units["深沟寺街道"]
    DOERS["send_up"](world, pk, world.by("何敏"), cast.NOW)
    for again in (False, True):
        handling.assign(pk, wudi, lead=street, assists=[], limit="ordinary", words="请办", now=cast.NOW)
        DOERS["dispute" if again else "send_back"](world, pk, world.by("田野"), cast.NOW)

    with pytest.raises(Refused, match="由组织员裁定"):
        give(world, pk, "吴迪", "深沟寺街道")
    give(world, pk, "罗芳", "区住建局")
    assert lead(pk) == "区住建局"


def test_once_is_enough_and_after_the_window_it_is_too_late(world: World, pk: int) -> None:
    with pytest.raises(Refused, match="已经提请裁定了"):
        DOERS["dispute"](world, pk, world.by("方圆"), cast.NOW)
    mending.take_back(pk, world.by("方圆"), now=cast.NOW + MINUTE)
    assert kinds(pk) == ["accept", "finish"]
    with pytest.raises(Refused, match="过了可以退回的日子"):
        DOERS["dispute"](world, pk, world.by("方圆"), cast.NOW + datetime.timedelta(days=30))
    with pytest.raises(Refused):
        handling.dispute(pk, world.by("方圆"), words=" ", now=cast.NOW)


def test_an_answer_ends_the_dispute(world: World, pk: int) -> None:
    for verb in ("accept", "reply"):
        DOERS[verb](world, pk, world.by("方圆"), cast.NOW)

    assert "dispatch" not in kinds(pk)


def test_of_two_at_once_the_second_is_told(world: World, pk: int) -> None:
    seen = Matter.objects.get(pk=pk).step_no
    give(world, pk, "罗芳", "区住建局")

    with pytest.raises(Stale):
        handling.accept(pk, world.by("方圆"), now=cast.NOW, seen_no=seen)


def test_the_organiser_finds_it_first_and_is_asked_to_decide(world: World, pk: int) -> None:
    ref, luofang = Matter.objects.get(pk=pk).ref, Client()
    luofang.force_login(world.person("罗芳"))
    page = text(luofang.get(f"/m/{ref}/"))

    assert ref in text(luofang.get("/inbox/"))
    assert "等着您裁定" in page
    assert page.index("?do=reassign#do") < page.index("?do=note#do")
    fangyuan = Client()
    fangyuan.force_login(world.person("方圆"))
    assert "裁定以前仍由区城管局办" in text(fangyuan.get(f"/m/{ref}/"))
    hemin = Client()
    hemin.force_login(world.person("何敏"))
    assert "组织员还没有改派" in text(hemin.get(f"/m/{ref}/"))
    give(world, pk, "罗芳", "区住建局")
    assert ref not in text(luofang.get("/inbox/"))


def test_given_again_after_a_redo_it_counts_from_the_redo(world: World) -> None:
    """Not from the day of receipt, which would be over at once."""
    receipt = at("told", world)
    pk, later = receipt.matter_id, cast.NOW + datetime.timedelta(days=30)
    closing.redo(pk, world.by("何敏"), words="又塌了", now=later)
    give(world, pk, "罗芳", "区城管局", now=later)

    finish = Clock.objects.get(matter=pk, kind="finish", stopped_no=None, taken_back=False)
    assert finish.starts_at == later
    assert local(finish.due_at).date() == datetime.date(2026, 7, 24)
    assert list(differences(calendar_in_force())) == []
