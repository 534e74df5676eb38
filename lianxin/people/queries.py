"""Reads of the district's people and units for the pages of organisers. No row security stands on them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.db.models import BigIntegerField, Exists, Max, OuterRef, Q
from django.db.models.functions import Cast

from lianxin.kernel.batches import Batch, batch_of
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.people.models import ADMIN_ROLES, Delegate, Deputy, Person, Post, Slip, Unit, in_force

ROWS = 200
FIRST_LOGIN = 1001

NO_PERSON = N_("没有这个人")
NO_POST = N_("没有这个岗位，或者已经结束了")
NO_DEPUTY = N_("没有这次代班，或者已经结束了")


def posts_held(
    day: datetime.date, *, admins: bool, under: int | None, key: int | None, backward: bool
) -> Batch[Post]:
    """Posts that stand on `day` or begin later, unit by unit in the order of the tree, with person and unit.

    `admins`: those of administrators, who belong to no unit. `under` keeps one unit and all below it. `key` is the
    post before (with `backward`: behind) the piece.
    """
    posts = Post.objects.filter(_standing(day), unit__isnull=admins).select_related("unit", "person")
    if under is not None:
        posts = posts.filter(unit__path__contains=[under])
    if key is not None:
        posts = posts.filter(_beyond(key, backward))
    order = ("-unit__path", "-pk") if backward else ("unit__path", "pk")
    found = list(posts.order_by(*order)[: ROWS + 1])
    return batch_of(found, ROWS, keyed=key is not None, backward=backward)


def persons_without_post(day: datetime.date, *, key: int | None, backward: bool) -> Batch[Person]:
    """Whoever holds no post on `day` or later: newly added, or gone. In the order they were added."""
    held = Post.objects.filter(_standing(day), person=OuterRef("pk"))
    persons = Person.objects.filter(~Exists(held))
    if key is not None:
        persons = persons.filter(pk__lt=key) if backward else persons.filter(pk__gt=key)
    found = list(persons.order_by("-pk" if backward else "pk")[: ROWS + 1])
    return batch_of(found, ROWS, keyed=key is not None, backward=backward)


def slips_valid(persons: Collection[int], now: datetime.datetime) -> Mapping[int, datetime.datetime]:
    """Person → until when her unused sign-in slip is valid."""
    slips = Slip.objects.filter(person__in=persons, used_at=None, ends_at__gt=now)
    return dict(slips.values_list("person_id", "ends_at"))


def person_by_id(pk: int) -> Person:
    """Raises `NotThere`."""
    if (person := Person.objects.filter(pk=pk).first()) is None:
        raise NotThere(NO_PERSON)
    return person


def post_by_id(pk: int, day: datetime.date) -> Post:
    """A post that has not ended, with its person and unit. Raises `NotThere`."""
    posts = Post.objects.filter(_standing(day), pk=pk).select_related("person", "unit")
    if (post := posts.first()) is None:
        raise NotThere(NO_POST)
    return post


def posts_ever(person: Person) -> list[Post]:
    """All posts of a person, the ended ones too, newest first."""
    return list(Post.objects.filter(person=person).select_related("unit").order_by("-since", "-pk"))


def posts_standing(person: Person, day: datetime.date) -> list[Post]:
    """The posts of a person that stand on `day` or begin later, with their units."""
    posts = Post.objects.filter(_standing(day), person=person).select_related("unit")
    return list(posts.order_by("since", "pk"))


def deputies_of(person_id: int, day: datetime.date) -> list[Deputy]:
    """Who stands in for a person on `day` or later, soonest first."""
    rows = Deputy.objects.filter(person=person_id, until__gt=day).select_related("stands_in")
    return list(rows.order_by("since", "pk"))


def standing_in_of(person_id: int, day: datetime.date) -> list[Deputy]:
    """For whom a person stands in on `day` or later, soonest first."""
    rows = Deputy.objects.filter(stands_in=person_id, until__gt=day).select_related("person")
    return list(rows.order_by("since", "pk"))


def standing_in_by_id(pk: int) -> Deputy:
    """Raises `NotThere`."""
    if (row := Deputy.objects.filter(pk=pk).first()) is None:
        raise NotThere(NO_DEPUTY)
    return row


def nearby(person: Person, day: datetime.date) -> list[Person]:
    """Whoever may stand in for a person and works in one of her units, by name."""
    units = Post.objects.filter(in_force(day), person=person, unit__isnull=False).values("unit_id")
    posts = Post.objects.filter(in_force(day), person=OuterRef("pk"), unit__in=units)
    admins = Post.objects.filter(_standing(day), person=OuterRef("pk"), role__in=ADMIN_ROLES)
    people = Person.objects.filter(Exists(posts), ~Exists(admins), is_active=True).exclude(pk=person.pk)
    return list(people.order_by("name", "pk"))


def person_by_login(login: str) -> Person | None:
    """Somebody who may sign in, by login."""
    return Person.objects.filter(login=login, is_active=True).first()


def delegates_of(unit_id: int | None, day: datetime.date) -> list[Person]:
    """The delegates who hold a post in a unit on `day`, by name; nobody for None. One query, or none."""
    if unit_id is None:
        return []
    posts = Post.objects.filter(in_force(day), role="delegate", unit=unit_id, person=OuterRef("pk"))
    return list(Person.objects.filter(Exists(posts)).order_by("name", "pk"))


def is_delegate_of(person: Person, unit_id: int | None, day: datetime.date) -> bool:
    """Whether a person holds the post of a delegate in a unit on `day`."""
    held = Post.objects.filter(in_force(day), role="delegate", unit=unit_id, person=person)
    return unit_id is not None and held.exists()


def terms_of(person: Person) -> list[Delegate]:
    """The terms of a delegate, newest first."""
    return list(Delegate.objects.filter(person=person).order_by("-since", "-pk"))


def units_standing(day: datetime.date) -> list[Unit]:
    """Every unit that exists on `day`, in the order of the tree, with the areas it serves. Two queries."""
    return list(Unit.objects.standing(day).prefetch_related("serves").order_by("path"))


def unit_standing(pk: int, day: datetime.date) -> Unit | None:
    """A unit that exists on `day`, or None."""
    return Unit.objects.standing(day).filter(pk=pk).first()


def next_login() -> str:
    """The next free number as a login to suggest; numbers are never given out twice."""
    numbers = Person.objects.filter(login__regex=r"^[0-9]{4,9}$").annotate(n=Cast("login", BigIntegerField()))
    last = numbers.aggregate(last=Max("n"))["last"]
    return str(FIRST_LOGIN if last is None else last + 1)


def _standing(day: datetime.date) -> Q:
    return Q(until=None) | Q(until__gt=day)


def _beyond(key: int, backward: bool) -> Q:
    """The rows on the far side of the post `key` in the order of path and number; those without a unit by number."""
    path = Post.objects.filter(pk=key).values_list("unit__path", flat=True).first()
    way = "lt" if backward else "gt"
    further = Q(**{f"pk__{way}": key})
    return further if path is None else Q(**{f"unit__path__{way}": path}) | Q(unit__path=path) & further
