"""协办: whether the answer waits for the views of assists, by the class of limit; one that never answers holds up nothing."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from lianxin.kernel.refusals import Refused
from lianxin.matters.actions import handling, mending
from lianxin.matters.models import Clock, Matter
from lianxin.matters.tests.filled import offered, text
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def given(world: World, limit: str, *assists: str) -> int:
    """In hand at 区住建局, with these assists, under a class of limit."""
    receipt = world.tell_the_house()
    world.house()
    pk, by = receipt.matter_id, world.by
    handling.send_up(pk, by("何敏"), words="修不了", now=cast.NOW)
    handling.send_up(pk, by("吴迪"), words="要区里", now=cast.NOW)
    units = [world.units[name] for name in assists]
    handling.assign(
        pk,
        by("罗芳"),
        lead=world.units["区住建局"],
        assists=units,
        limit=limit,
        words="要等人齐",
        now=cast.NOW,
    )
    DOERS["accept"](world, pk, by("郭强"), cast.NOW)
    return pk


def assist_due(pk: int) -> datetime.datetime:
    return Clock.objects.filter(matter=pk, kind="assist").latest("due_at").due_at


@pytest.mark.parametrize(
    ("limit", "stands", "said"),
    [
        ("consult", True, ""),
        ("simple", True, "可以先答复"),
        ("ordinary", True, "可以先答复"),
        ("complex", False, ""),
    ],
    ids=["不管", "简易的提醒", "一般的提醒", "复杂的要等"],
)
def test_by_class_the_answer_waits_or_is_reminded_or_neither(
    world: World, limit: str, stands: bool, said: str
) -> None:
    pk = given(world, limit, "深沟寺街道")
    guoqiang = Client()
    guoqiang.force_login(world.person("郭强"))
    page = guoqiang.get(f"/m/{Matter.objects.get(pk=pk).ref}/?do=reply")

    assert ("reply" in offered(page)) == stands
    assert ("可以先答复" in text(page)) == bool(said)
    if not stands:
        with pytest.raises(Refused, match="要等协办的意见，最晚等到"):
            DOERS["reply"](world, pk, world.by("郭强"), cast.NOW)
    else:
        DOERS["reply"](world, pk, world.by("郭强"), cast.NOW)


def test_when_all_have_said_it_nobody_waits(world: World) -> None:
    pk = given(world, "complex", "深沟寺街道", "区城管局")
    DOERS["advise"](world, pk, world.by("田野"), cast.NOW)
    with pytest.raises(Refused, match="要等协办的意见"):
        DOERS["reply"](world, pk, world.by("郭强"), cast.NOW)
    DOERS["advise"](world, pk, world.by("方圆"), cast.NOW)
    mending.take_back(pk, world.by("方圆"), now=cast.NOW)
    with pytest.raises(Refused, match="要等协办的意见"):
        DOERS["reply"](world, pk, world.by("郭强"), cast.NOW)
    DOERS["advise"](world, pk, world.by("方圆"), cast.NOW)

    DOERS["reply"](world, pk, world.by("郭强"), cast.NOW)


def test_one_that_never_answers_is_waited_for_no_longer_than_it_has_time(world: World) -> None:
    pk = given(world, "complex", "深沟寺街道")
    with pytest.raises(Refused):
        DOERS["reply"](world, pk, world.by("郭强"), assist_due(pk))

    DOERS["reply"](world, pk, world.by("郭强"), assist_due(pk) + MINUTE)


def test_after_its_time_the_lead_reads_that_it_may_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = given(world, "ordinary", "深沟寺街道")
    late = assist_due(pk) + MINUTE
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    guoqiang = Client()
    guoqiang.force_login(world.person("郭强"))

    assert "还没有来；可以直接答复" in text(guoqiang.get(f"/m/{Matter.objects.get(pk=pk).ref}/?do=reply"))


def test_the_lead_reads_what_the_others_wrote(world: World) -> None:
    pk = given(world, "complex", "深沟寺街道", "区城管局")
    handling.advise(pk, world.by("田野"), words="夜里有人看着", now=cast.NOW)
    handling.advise(pk, world.by("方圆"), words="围挡不占道", now=cast.NOW)
    guoqiang = Client()
    guoqiang.force_login(world.person("郭强"))
    page = text(guoqiang.get(f"/m/{Matter.objects.get(pk=pk).ref}/?do=reply"))

    assert "夜里有人看着" in page
    assert "围挡不占道" in page
