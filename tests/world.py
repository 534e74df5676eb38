"""The fixed cast: a small district built with the product's own verbs. Every access test asks what 钱立 gets.

立山区 (root) ← 组织部 (office), 区住建局 and 区城管局 (departments), 深沟寺街道 ← 深新社区 and 深南社区.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from uuid import uuid4

from lianxin.kernel.days import TZ
from lianxin.matters.actions import setting_up
from lianxin.matters.actions.taking import Contact, Said, register
from lianxin.matters.by import By, acting, resident
from lianxin.matters.models import Category, Matter
from lianxin.matters.receipts import Receipt
from lianxin.people import access, actions
from lianxin.people.models import Person, Post, Unit
from lianxin.rulebook.actions import seed_calendars
from lianxin.workrooms.actions import open_workroom
from lianxin.workrooms.models import Workroom

SINCE = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 6, 5, 10, 20, tzinfo=TZ)  # a Friday, the reception day
SUNK_ROAD = "我们楼前头那块道塌下去一块，得有洗衣盆那么大。一下雨就积水，孩子上学绕着走。"


@dataclass
class World:
    """Units, rooms, posts by the person's name, categories by key."""

    units: dict[str, Unit] = field(default_factory=dict)
    rooms: dict[str, Workroom] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Somebody of the cast."""
        return self.posts[name].person

    def by(self, name: str) -> By:
        """Somebody of the cast, acting."""
        return acting(access.post_view(self.posts[name]))

    def reader(self, name: str) -> access.Reader:
        """Somebody of the cast reading; sets the row-security setting of this transaction."""
        reader = access.reader_of(self.person(name).pk, self.posts[name].pk, NOW.date())
        assert reader is not None
        return reader

    def house(self) -> None:
        """Read as the worker does."""
        access.read_as_house(NOW.date())

    def said(self, words: str = SUNK_ROAD, *, room: str = "深新社区", about: str = "", share: str = "with_contact",
             name: str = "周桂兰", phone: str = "13800000427", channel: str = "page") -> Said:  # fmt: skip
        """What 周桂兰 says at a room's door."""
        contact = (
            Contact()
            if share == "anonymous"
            else Contact(name=name, phone=phone, address="14 号楼 2 单元 301")
        )
        return Said(
            room=self.rooms[room], words=words, key=uuid4(), channel=channel, share=share, reach="page", place="14 号楼前",
            contact=contact, about=self.units[about] if about else None, consent_version="1",
        )  # fmt: skip

    def tell_the_house(
        self, words: str = SUNK_ROAD, *, now: datetime.datetime = NOW, about: str = ""
    ) -> Receipt:
        """周桂兰 registers through the page of her room; the door closes behind her: the matter is no longer opened."""
        receipt = register(self.said(words, about=about), resident(), now=now)
        access.read_matter(0)
        return receipt

    def matter(self, receipt: Receipt) -> Matter:
        """The matter of a receipt, as the house sees it now."""
        self.house()
        return Matter.objects.get(pk=receipt.matter_id)


CAST = (
    ("林晓", "linxiao", "delegate", "深新社区"),
    ("何敏", "hemin", "liaison", "深新社区"),
    ("吴迪", "wudi", "liaison", "深沟寺街道"),
    ("郭强", "guoqiang", "handler", "区住建局"),
    ("田野", "tianye", "handler", "深沟寺街道"),
    ("方圆", "fangyuan", "handler", "区城管局"),
    ("韩冬", "handong", "supervisor", "立山区"),
    ("罗芳", "luofang", "organiser", "组织部"),
    ("白川", "baichuan", "organiser", "组织部"),
    ("钱立", "qianli", "delegate", "深南社区"),
)


def build() -> World:
    """Build the cast's district. Needs a transaction; leaves it reading as nobody."""
    world = World()
    seed_calendars(now=NOW)
    for category in setting_up.seed_categories(day=SINCE):
        world.categories[category.key] = category
    _units(world)
    for name, login, role, unit in CAST:
        person = actions.add_person(name, login)
        world.posts[name] = actions.add_post(person, role, world.units[unit], since=SINCE)
    for name, slug in (("深新社区", "shenxin"), ("深南社区", "shennan")):
        world.rooms[name] = open_workroom(
            world.units[name], name=f"{name}党代表工作室", slug=slug, since=SINCE, phone="0412-000 0168"
        )
    access.read_as(())
    return world


def _units(world: World) -> None:
    tree = (
        ("立山区", "district", "", "LS"),
        ("组织部", "office", "立山区", ""),
        ("区住建局", "department", "立山区", ""),
        ("区城管局", "department", "立山区", ""),
        ("深沟寺街道", "subdistrict", "立山区", ""),
        ("深新社区", "community", "深沟寺街道", ""),
        ("深南社区", "community", "深沟寺街道", ""),
    )
    for name, kind, parent, letters in tree:
        above = world.units[parent] if parent else None
        world.units[name] = actions.add_unit(name, kind, parent=above, since=SINCE, letters=letters)
