"""Whoever stands in sees by row security what she is to see, hears of it, and her steps say whose post it was."""

from __future__ import annotations

import datetime

import pytest

from lianxin.matters.actions import handling
from lianxin.matters.by import acting
from lianxin.matters.models import Matter, Step
from lianxin.notices.queries import audience
from lianxin.people import access, actions
from lianxin.people.models import Deputy
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

TODAY = cast.NOW.date()


def stand_in(world: World, absent: str, deputy: str) -> Deputy:
    last = TODAY + datetime.timedelta(weeks=1)
    return actions.stand_in(
        world.person(absent), world.person(deputy), "illness", since=TODAY, last=last, today=TODAY
    )


def test_by_row_security_alone_the_deputy_sees_it_and_others_do_not(world: World) -> None:
    receipt = world.tell_the_house()
    assert not sees(world, "方圆", receipt.matter_id)
    row = stand_in(world, "何敏", "方圆")

    assert sees(world, "方圆", receipt.matter_id)
    assert not sees(world, "钱立", receipt.matter_id)
    actions.end_standing_in(row, today=TODAY)
    assert not sees(world, "方圆", receipt.matter_id)


def sees(world: World, name: str, pk: int) -> bool:
    access.read_matter(0)
    world.reader(name)
    return Matter.objects.filter(pk=pk).exists()


def test_the_deputys_own_step_says_so_and_the_news_reach_her(world: World) -> None:
    receipt = world.tell_the_house()
    stand_in(world, "吴迪", "方圆")
    world.house()
    handling.send_up(receipt.matter_id, world.by("何敏"), words="修不了", now=cast.NOW)
    access.read_matter(receipt.matter_id)
    step = Step.objects.get(matter=receipt.matter_id, verb="send_up")

    heard = audience(step, cast.NOW)
    assert {world.person("吴迪").pk, world.person("方圆").pk} <= heard

    post = next(p for p in access.posts_of(world.person("方圆").pk, TODAY) if p.deputy)
    done = handling.send_up(receipt.matter_id, acting(post), words="报区里", now=cast.NOW)
    assert done.values["stood_in"] == world.person("方圆").pk
    assert world.person("方圆").pk not in audience(done, cast.NOW)
