"""The founding story through the verbs alone: a sunken road, reported upward, coordinated, mended in three days."""

from __future__ import annotations

import datetime

import pytest

from lianxin.kernel.words import say
from lianxin.matters.actions import closing, handling, taking
from lianxin.matters.by import resident
from lianxin.matters.timeline import timeline_of
from lianxin.matters.verify import differences
from lianxin.rulebook.packs import pack_on
from lianxin.rulebook.queries import calendar_in_force
from tests import world as cast

DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_a_sunken_road_is_mended_and_told() -> None:
    world = cast.build()
    receipt = world.tell_the_house()
    assert receipt.promised_on == datetime.date(2026, 6, 29)
    now, pk = cast.NOW, receipt.matter_id
    world.reader("何敏")
    taking.triage(
        pk,
        world.by("何敏"),
        kind="demand",
        category=world.categories["roads"],
        urgent=False,
        place="14 号楼前",
        gist="",
        now=now,
    )
    handling.send_up(pk, world.by("何敏"), words="社区修不了", now=now)
    world.reader("吴迪")
    handling.send_up(pk, world.by("吴迪"), words="要住建局来", now=now)
    world.reader("罗芳")
    handling.assign(
        pk,
        world.by("罗芳"),
        lead=world.units["区住建局"],
        assists=[world.units["深沟寺街道"]],
        limit="ordinary",
        words="",
        now=now,
    )
    world.reader("郭强")
    handling.accept(pk, world.by("郭强"), now=now)
    world.reader("田野")
    handling.advise(pk, world.by("田野"), words="先围护", now=now + DAY)
    world.reader("郭强")
    handling.reply(pk, world.by("郭强"), words="铺好了", outcome="A", promised_on=None, now=now + 3 * DAY)
    world.reader("何敏")
    closing.tell(pk, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=True, now=now + 3 * DAY)
    closing.rate(
        pk,
        resident(receipt.voice_id),
        voice=receipt.voice_id,
        reached=True,
        solved=True,
        satisfied="yes",
        how="page",
        words="",
        now=now + 4 * DAY,
    )
    closing.close(pk, world.by("何敏"), now=now + 4 * DAY)

    matter = world.matter(receipt)
    assert matter.stage == "closed"
    assert matter.look_at is None
    for line in timeline_of(matter, pack_on(cast.NOW.date())):
        print(say(line.said, str, "zh-Hans"), line.words)
    assert list(differences(calendar_in_force())) == []
