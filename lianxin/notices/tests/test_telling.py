"""Who hears of a step: whose post stands where its row says, who may see the matter, and not who did it."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from lianxin.matters.models import Pending, Step
from lianxin.matters.moves import MOVES
from lianxin.notices import readers
from lianxin.notices.actions import see_all, tell_people
from lianxin.notices.models import News
from lianxin.people import access, actions
from tests import world as cast
from tests.doing import DOERS, sees
from tests.world import World

pytestmark = pytest.mark.django_db


def do(world: World, pk: int, *deeds: tuple[str, str]) -> None:
    """Each does a verb on the matter, in turn."""
    for name, verb in deeds:
        sees(world, name, pk)
        DOERS[verb](world, pk, world.by(name), cast.NOW)


def hears(world: World, pk: int) -> set[str]:
    """Who hears of the newest step of a matter, told as the worker tells it."""
    world.house()
    step = Step.objects.filter(matter=pk).order_by("-no")[0]
    access.read_matter(pk)
    tell_people(step, now=cast.NOW)
    found = set(News.objects.filter(step=step).values_list("person__name", flat=True))
    access.read_matter(0)
    return found


def test_the_story_is_told_to_whom_it_concerns(world: World) -> None:
    pk = world.tell_the_house().matter_id
    assert hears(world, pk) == {"何敏"}

    do(world, pk, ("何敏", "send_up"))
    assert hears(world, pk) == {"吴迪"}
    do(world, pk, ("吴迪", "send_up"))
    assert hears(world, pk) == {"罗芳", "白川", "何敏"}
    do(world, pk, ("罗芳", "assign"))
    assert hears(world, pk) == {"郭强", "何敏", "林晓"}
    do(world, pk, ("郭强", "accept"))
    assert hears(world, pk) == set()  # an organiser assigned it: no liaison waits for the acceptance
    do(world, pk, ("郭强", "reply"))
    assert hears(world, pk) == {"何敏", "林晓", "罗芳", "白川"}
    do(world, pk, ("何敏", "tell"))
    assert hears(world, pk) == {"郭强"}


def test_what_the_supervisor_asks_is_heard_by_who_leads_and_who_owns_it(world: World) -> None:
    pk = world.tell_the_house().matter_id
    for verb in ("urge", "supervise"):
        do(world, pk, ("韩冬", verb))
        assert hears(world, pk) == {"何敏"}

    do(world, pk, ("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"))
    for verb in ("urge", "supervise"):
        do(world, pk, ("韩冬", verb))
        assert hears(world, pk) == {"郭强", "罗芳", "白川"}
    do(world, pk, ("郭强", "explain"))
    assert hears(world, pk) == {"韩冬", "罗芳", "白川"}


@pytest.mark.parametrize("name", ["钱立", "方圆", "韩冬"])
def test_whoever_is_not_concerned_hears_of_nothing(world: World, name: str) -> None:
    pk = world.tell_the_house().matter_id
    told = hears(world, pk)

    for deed in (
        ("何敏", "send_up"),
        ("吴迪", "send_up"),
        ("罗芳", "assign"),
        ("郭强", "accept"),
        ("郭强", "reply"),
        ("何敏", "tell"),
    ):
        do(world, pk, deed)
        told |= hears(world, pk)

    assert name not in told


def test_of_what_is_about_a_room_only_the_office_and_the_lead_hear(world: World) -> None:
    pk = world.tell_the_house(about="深新社区").matter_id
    assert hears(world, pk) == {"罗芳", "白川"}

    do(world, pk, ("罗芳", "assign"))
    assert hears(world, pk) == {"郭强", "白川"}
    do(world, pk, ("郭强", "accept"), ("郭强", "reply"))
    assert hears(world, pk) == {"罗芳", "白川"}


def test_whoever_did_it_in_another_post_does_not_hear_of_it(world: World) -> None:
    actions.add_post(world.person("何敏"), "delegate", world.units["深新社区"], since=cast.SINCE)
    pk = world.tell_the_house().matter_id

    do(world, pk, ("何敏", "answer_on_spot"))

    assert hears(world, pk) == {"林晓"}


def test_whose_post_has_ended_or_not_begun_does_not_hear(world: World) -> None:
    actions.end_post(world.posts["何敏"], until=cast.NOW.date())
    later = actions.add_person("新来的", "1001")
    actions.add_post(later, "liaison", world.units["深新社区"], since=cast.NOW.date().replace(day=6))

    assert hears(world, world.tell_the_house().matter_id) == set()


def test_whoever_stands_in_a_matter_out_of_her_sight_hears_nothing(world: World) -> None:
    pk = world.tell_the_house().matter_id
    world.house()
    access.read_matter(pk)
    root = [{"unit": world.units["立山区"].pk, "with_contact": False, "in_house": False}]
    with connection.cursor() as cursor:
        cursor.execute("select lianxin_set_sights(%s, %s::jsonb, %s)", [pk, json.dumps(root), cast.NOW])

    assert hears(world, pk) == set()


def test_each_hears_of_a_step_once_however_often_it_is_told(world: World) -> None:
    pk = world.tell_the_house().matter_id

    assert hears(world, pk) == hears(world, pk) == {"何敏"}
    assert News.objects.count() == 1


def test_telling_again_leaves_what_was_seen_seen(world: World) -> None:
    pk = world.tell_the_house().matter_id
    hears(world, pk)
    see_all(world.reader("何敏"), upto=News.objects.get().pk, now=cast.NOW)

    hears(world, pk)

    assert News.objects.get().seen_at == cast.NOW


def test_the_worker_hands_over_pending_rows(world: World) -> None:
    pk = world.tell_the_house().matter_id
    world.house()
    access.read_matter(pk)

    for row in Pending.objects.filter(reader="news"):
        readers.news(row, cast.NOW)

    assert News.objects.get().person == world.person("何敏")


def test_news_hold_no_words(world: World) -> None:
    assert {field.name for field in News._meta.get_fields()} == {"id", "person", "step", "matter", "seen_at"}


def test_the_table_names_only_standings_that_people_can_have() -> None:
    heard = {standing for row in MOVES.values() for standing in row.hears}

    assert not heard & {"resident", "system", "viewer"}
