"""PostgreSQL alone keeps a matter from whoever may not know of it, with every filter of ours forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection

from lianxin.matters.actions import handling, joining, taking
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.models import (
    Assignment,
    Attachment,
    Clock,
    Matter,
    Reply,
    Sight,
    Speaker,
    Step,
    StepText,
    Voice,
    VoiceMatter,
)
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from tests import world as cast
from tests.doing import DOERS
from tests.planted import photo

HANGING = (Matter, Voice, VoiceMatter, Assignment, Clock, Reply, Step, StepText, Sight, Speaker)
OPEN_TO_ALL = {"Category", "Pending", "Tally", "TallyTotal"}  # no words, no contact, no persons


@pytest.fixture
def lived(db: None) -> tuple[cast.World, Receipt]:
    """A matter of 深新社区, led by 区住建局 and answered."""
    world = cast.build()
    receipt = world.tell_the_house()
    pk, now = receipt.matter_id, cast.NOW
    world.house()
    handling.send_up(pk, world.by("何敏"), words="修不了", now=now)
    handling.send_up(pk, world.by("吴迪"), words="要区里", now=now)
    handling.assign(
        pk, world.by("罗芳"), lead=world.units["区住建局"], assists=[], limit="ordinary", words="", now=now
    )
    for verb in ("accept", "reply"):
        DOERS[verb](world, pk, world.by("郭强"), now)
    access.read_as(())
    return world, receipt


def seen() -> dict[str, int]:
    """How many rows of each table this transaction sees."""
    return {model.__name__: model.objects.count() for model in HANGING}


def test_every_table_of_the_spine_is_guarded_or_named() -> None:
    ours = {model.__name__ for model in apps.get_app_config("matters").get_models()}
    named = (
        OPEN_TO_ALL
        | {model.__name__ for model in HANGING}
        | {"Feedback", "Attachment", "Version", "Dictation"}
    )
    assert ours == named


def test_unset_reset_and_empty_show_nothing(lived: tuple[cast.World, Receipt]) -> None:
    for setting in ("", "{}"):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('lianxin.units', %s, true)", [setting])
        assert set(seen().values()) == {0}, repr(setting)
    with connection.cursor() as cursor:
        cursor.execute("reset lianxin.units")
    assert set(seen().values()) == {0}


@pytest.mark.parametrize("name", ["钱立", "方圆"])
def test_next_door_and_another_unit_see_no_row_of_any_table(
    lived: tuple[cast.World, Receipt], name: str
) -> None:
    world, _ = lived
    world.reader(name)
    assert set(seen().values()) == {0}


@pytest.mark.parametrize("name", ["何敏", "林晓", "吴迪", "郭强", "韩冬", "罗芳"])
def test_the_room_those_above_and_the_lead_see_it(lived: tuple[cast.World, Receipt], name: str) -> None:
    world, _ = lived
    world.reader(name)
    assert seen()["Matter"] == seen()["Voice"] == seen()["VoiceMatter"] == 1
    assert seen()["Sight"] == 1


@pytest.mark.parametrize(
    ("name", "contact"), [("何敏", 1), ("林晓", 1), ("郭强", 1), ("吴迪", 0), ("韩冬", 0), ("罗芳", 0)]
)
def test_contact_is_with_the_house_and_the_lead_it_was_shared_with(
    lived: tuple[cast.World, Receipt], name: str, contact: int
) -> None:
    world, _ = lived
    world.reader(name)
    assert Speaker.objects.count() == contact


def test_contact_kept_in_the_room_never_reaches_the_lead(db: None) -> None:
    world = cast.build()
    receipt = register(world.said(share="room_only"), resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    handling.assign(
        receipt.matter_id, world.by("罗芳"), lead=world.units["区住建局"], assists=[], limit="ordinary", words="", now=cast.NOW
    )  # fmt: skip
    world.reader("郭强")
    assert (Matter.objects.count(), Speaker.objects.count()) == (1, 0)
    world.reader("何敏")
    assert Speaker.objects.count() == 1


def test_a_unit_that_sent_it_back_keeps_sight_without_contact(lived: tuple[cast.World, Receipt]) -> None:
    world = lived[0]
    receipt = world.tell_the_house()
    world.house()
    pk = receipt.matter_id
    handling.assign(
        pk,
        world.by("罗芳"),
        lead=world.units["区城管局"],
        assists=[],
        limit="ordinary",
        words="",
        now=cast.NOW,
    )
    world.reader("方圆")
    assert (Matter.objects.count(), Speaker.objects.count()) == (1, 1)
    handling.send_back(pk, world.by("方圆"), words="不归我们", now=cast.NOW)
    world.reader("方圆")
    assert (Matter.objects.count(), Speaker.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["何敏", "林晓", "吴迪", "韩冬", "郭强", "钱立"])
def test_a_matter_about_the_room_is_seen_by_the_office_alone(db: None, name: str) -> None:
    world = cast.build()
    world.tell_the_house("窗口的人态度不好", about="深新社区")
    world.reader(name)
    assert set(seen().values()) == {0}
    world.reader("罗芳")
    assert seen()["Matter"] == seen()["Speaker"] == seen()["Voice"] == 1


def test_the_door_of_a_receipt_opens_one_matter_only(lived: tuple[cast.World, Receipt]) -> None:
    world, receipt = lived
    other = world.tell_the_house("另一件")
    access.read_as(())
    access.read_matter(other.matter_id)
    assert list(Matter.objects.values_list("ref", flat=True)) == [other.ref]
    assert list(Voice.objects.values_list("pk", flat=True)) == [other.voice_id]


def test_the_runtime_role_cannot_write_a_sight(lived: tuple[cast.World, Receipt], any_write: None) -> None:
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("insert into matters_sight (matter_id) values (1)")


def test_who_hosted_a_voice_reads_no_contact_once_it_has_parted(db: None) -> None:
    world = cast.build()
    host = world.tell_the_house()
    guest = register(world.said("也塌了", room="深南社区", phone="13800000555"), resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    joining.join(guest.matter_id, world.by("罗芳"), into=host.matter_id, now=cast.NOW)
    seen_by = {}
    for moment in ("joined", "parted"):
        for name in ("何敏", "钱立"):
            world.reader(name)
            seen_by[moment, name] = Speaker.objects.filter(voice=guest.voice_id).count()
        if moment == "joined":
            world.house()
            joining.part(guest.matter_id, world.by("罗芳"), now=cast.NOW)

    assert seen_by == {
        ("joined", "何敏"): 1, ("joined", "钱立"): 1, ("parted", "何敏"): 0, ("parted", "钱立"): 1,
    }  # fmt: skip


@pytest.fixture
def pictured(lived: tuple[cast.World, Receipt]) -> tuple[cast.World, Receipt, Receipt]:
    """A matter of 深南社区 with a photo of its resident and one of its room, and another that 区住建局 leads."""
    world, host = lived
    said = replace(world.said("也塌了", room="深南社区"), photos=(photo(),))
    guest = register(said, resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    handling.note(
        guest.matter_id, world.by("钱立"), words="拍了", to_resident=True, photos=[photo()], now=cast.NOW
    )
    return world, guest, host


def photos_of(world: cast.World, name: str, receipt: Receipt) -> list[bool]:
    """Which photos of a matter somebody's transaction sees, first come first: whether each came with a voice."""
    world.reader(name)
    found = Attachment.objects.filter(matter=receipt.matter_id).order_by("id")
    return [photo.voice_id is not None for photo in found]


def test_a_photo_of_a_voice_is_seen_where_the_voice_is_now(
    pictured: tuple[cast.World, Receipt, Receipt],
) -> None:
    world, guest, host = pictured
    seen: dict[str, list[list[bool]]] = {name: [] for name in ("郭强", "何敏", "方圆", "钱立", "罗芳")}
    for moment in ("apart", "joined", "parted"):
        if moment != "apart":
            world.house()
        if moment == "joined":
            joining.join(guest.matter_id, world.by("罗芳"), into=host.matter_id, now=cast.NOW)
        if moment == "parted":
            joining.part(guest.matter_id, world.by("罗芳"), now=cast.NOW)
        for name, photos in seen.items():
            photos.append(photos_of(world, name, guest))

    assert seen == {
        "郭强": [[], [True], []],
        "何敏": [[], [True], []],
        "方圆": [[], [], []],
        "钱立": [[True, False]] * 3,
        "罗芳": [[True, False]] * 3,
    }


def test_the_opened_matter_shows_the_photos_of_its_voices_and_no_other(
    pictured: tuple[cast.World, Receipt, Receipt],
) -> None:
    world, guest, host = pictured
    joining.join(guest.matter_id, world.by("罗芳"), into=host.matter_id, now=cast.NOW)
    access.read_as(())
    access.read_matter(host.matter_id)

    assert [photo.voice_id for photo in Attachment.objects.all()] == [guest.voice_id]


def test_a_second_thing_of_a_voice_takes_no_photo_along(
    pictured: tuple[cast.World, Receipt, Receipt],
) -> None:
    world, guest, host = pictured
    second = taking.register_also(
        guest.matter_id, world.by("钱立"), voice=guest.voice_id, gist="路灯也不亮", now=cast.NOW
    )
    access.read_matter(0)
    joining.join(second.matter_id, world.by("罗芳"), into=host.matter_id, now=cast.NOW)

    assert photos_of(world, "郭强", guest) == []
    assert photos_of(world, "钱立", guest) == [True, False]


def test_a_photo_about_a_room_is_seen_by_the_office_and_the_lead_alone(db: None) -> None:
    world = cast.build()
    host = world.tell_the_house("窗口的人态度不好", about="深新社区")
    said = replace(world.said("我也碰上了", about="深新社区"), photos=(photo(),))
    guest = register(said, resident(), now=cast.NOW)
    access.read_matter(0)
    world.house()
    DOERS["assign"](world, host.matter_id, world.by("罗芳"), cast.NOW)
    joining.join(guest.matter_id, world.by("罗芳"), into=host.matter_id, now=cast.NOW)
    names = ("罗芳", "郭强", "何敏", "林晓", "吴迪", "韩冬", "钱立")

    assert [name for name in names if photos_of(world, name, guest)] == ["罗芳", "郭强"]
