"""Whose photos a resident sees once her matter was joined into another: those she sent, and of those residents there none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from lianxin.matters.actions import joining
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.models import Attachment
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from tests import world as cast
from tests.planted import photo
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(world: World) -> dict[str, tuple[Receipt, str]]:
    """Three residents who each sent a photo: 她 and 另一位 are joined into the matter of 邻居."""
    sent = {}
    for name in ("邻居", "她", "另一位"):
        receipt = register(replace(world.said(name=name), photos=(photo(),)), resident(), now=cast.NOW)
        sent[name] = receipt, Attachment.objects.get(voice=receipt.voice_id).name
        access.read_matter(0)
    world.house()
    for name in ("她", "另一位"):
        joining.join(sent[name][0].matter_id, world.by("罗芳"), into=sent["邻居"][0].matter_id, now=cast.NOW)
    return sent


def seen_by(receipt: Receipt, photos: dict[str, str]) -> tuple[set[str], set[str]]:
    """Whose photos stand on the page of this receipt, and whose are served to it."""
    access.read_as(())
    access.read_matter(0)
    client = Client()
    address = client.post("/t/", {"ref": receipt.ref, "code": receipt.code})["Location"]
    page = client.get(address).content.decode()
    answers = {of: client.get(f"/t/{receipt.ref}/photo/{name}") for of, name in photos.items()}
    return (
        {of for of, name in photos.items() if name in page},
        {of for of, answer in answers.items() if answer.status_code == 200},
    )


def test_joined_and_parted_each_sees_her_own_and_no_other(
    world: World, three: dict[str, tuple[Receipt, str]]
) -> None:
    photos = {of: name for of, (_, name) in three.items()}
    for moment in ("joined", "parted"):
        if moment == "parted":
            world.house()
            joining.part(three["她"][0].matter_id, world.by("罗芳"), now=cast.NOW)
        for name, (receipt, _) in three.items():
            assert seen_by(receipt, photos) == ({name}, {name}), (moment, name)
