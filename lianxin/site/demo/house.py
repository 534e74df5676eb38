"""Builds the demo district's places, units, rooms and people from `places.toml` and `house.toml`."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lianxin.matters.actions.setting_up import seed_categories
from lianxin.matters.by import By, acting
from lianxin.people import access, actions
from lianxin.people.models import Area, Person, Post, Unit
from lianxin.workrooms.actions import open_workroom
from lianxin.workrooms.models import Workroom

HERE = Path(__file__).parent
PASSWORD = "lianxin-demo"  # of the invented people only; mode serve never loads them


@dataclass
class House:
    """What was built, by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    rooms: dict[str, Workroom] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)

    def by(self, role: str, unit: str, name: str = "", *, in_name_of: int | None = None) -> By:
        """Whoever holds this role at this unit (the first, or the one of that name), acting."""
        held = self.posts[role, f"{unit} {name}".strip()]
        return acting(access.post_view(held), in_name_of=in_name_of)


def told(name: str) -> dict[str, Any]:
    """One of the files beside this module."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def build(*, day: datetime.date, now: datetime.datetime) -> House:
    """Everything but the matters. `day` is since when it all stands."""
    house, places, rest = House(), told("places.toml"), told("house.toml")
    seed_categories(day=day)
    _places(house, places, day)
    for name in rest["departments"]:
        house.units[name] = actions.add_unit(name, "department", parent=house.units["立山区"], since=day)
    for unit, slug, address, hours, phone in rest["rooms"]:
        _room(house, unit, slug, address, hours, phone, day)
    shown = {login for login, _ in rest["shown"]}
    for name, login, posts, level in rest["people"]:
        _person(house, name, login, posts, level, day=day, now=now, signs_in=login in shown)
    return house


def _places(house: House, places: dict[str, Any], day: datetime.date) -> None:
    district = places["district"]
    root = actions.add_unit(district["name"], "district", parent=None, since=day, letters=district["letters"])
    area = actions.add_area(district["name"], district["area_code"], parent=None, since=day)
    house.units[root.name], house.areas[root.name] = root, area
    office = places["office"]["name"]
    house.units[office] = actions.add_unit(office, "office", parent=root, since=day)
    for street in places["subdistricts"]:
        above = actions.add_area(street["name"], street["code"], parent=area, since=day)
        house.areas[street["name"]] = above
        unit = actions.add_unit(street["name"], "subdistrict", parent=root, since=day, serves=(above,))
        house.units[street["name"]] = unit
        for code, name in street["communities"]:
            house.areas[name] = actions.add_area(name, code, parent=above, since=day)


def _room(
    house: House, name: str, slug: str, address: str, hours: str, phone: str, day: datetime.date
) -> None:
    area = house.areas[name]
    if name not in house.units:
        street = house.units[area.parent.name] if area.parent else house.units["立山区"]
        house.units[name] = actions.add_unit(name, "community", parent=street, since=day, serves=(area,))
    called = f"{name}党代表工作室"
    house.rooms[name] = open_workroom(
        house.units[name],
        name=called,
        slug=slug,
        since=day,
        area=area,
        address=address,
        hours=hours,
        phone=phone,
    )


def _person(
    house: House, name: str, login: str, posts: list[str], level: str, *, day: datetime.date, now: datetime.datetime,
    signs_in: bool,
) -> None:  # fmt: skip
    person = actions.add_person(name, login)
    for post in posts:
        role, unit = post.split("@")
        held = actions.add_post(person, role, house.units[unit], since=day)
        house.posts.setdefault((role, unit), held)
        house.posts[role, f"{unit} {name}"] = held
    if level:
        actions.add_delegate(person, level, since=day)
    if signs_in:
        _give_password(person, now)


def _give_password(person: Person, now: datetime.datetime) -> None:
    _, code = actions.make_slip(person, now=now, hours=1)
    actions.use_slip(person.login, code, PASSWORD, now=now)
