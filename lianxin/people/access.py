"""Who is reading: the one place that turns a signed-in person into posts, units and the row-security setting."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q, Subquery

from lianxin.people.models import ADMIN_ROLES, Deputy, Person, Post, Unit, in_force


@dataclass(frozen=True)
class PostView:
    """A post as the rules see it. `path` is its unit's path, root first; `()` for administrators.

    `deputy` is the person who stands in for `person` in this post, and her name; None and '' where nobody does.
    """

    id: int
    person_id: int
    person: str
    role: str
    unit_id: int | None
    unit: str
    path: tuple[int, ...]
    deputy: int | None = None
    deputy_name: str = ""


@dataclass(frozen=True)
class Reader:
    """A signed-in person: all posts she holds or stands in for today, the one she acts as, and the units she sees through them."""

    person_id: int
    name: str
    posts: tuple[PostView, ...]
    acting: PostView | None
    units: tuple[int, ...]

    def acts_as(self, *roles: str) -> bool:
        """Whether the acting post has one of `roles`."""
        return self.acting is not None and self.acting.role in roles


def posts_of(person_id: int, day: datetime.date) -> tuple[PostView, ...]:
    """The posts a person holds on `day`, oldest first, then those she stands in for. One query."""
    absent = Deputy.objects.filter(in_force(day), stands_in=person_id).values("person_id")
    stood_in = Q(person_id__in=absent, person__is_active=True) & ~Q(role__in=ADMIN_ROLES)
    held = (
        Post.objects.filter(in_force(day))
        .filter(Q(person_id=person_id) | stood_in)
        .select_related("unit", "person")
        .annotate(own=Q(person_id=person_id))
        .order_by("-own", "id")
    )
    name = Person.objects.filter(pk=person_id).values("name")
    posts = held.annotate(reader=Subquery(name))
    return tuple(
        post_view(post)
        if post.person_id == person_id
        else replace(post_view(post), deputy=person_id, deputy_name=post.reader)
        for post in posts
    )


def post_view(post: Post) -> PostView:
    """A `Post` (with its unit and person at hand) as a value."""
    unit = post.unit
    return PostView(
        id=post.pk,
        person_id=post.person_id,
        person=post.person.name,
        role=post.role,
        unit_id=post.unit_id,
        unit=unit.name if unit else "",
        path=tuple(unit.path) if unit else (),
    )


def reader_of(person_id: int, acting_post_id: int | None, day: datetime.date) -> Reader | None:
    """The reader behind a session, and the row-security setting of this transaction; None when she may not sign in.

    Sets `lianxin.units` for this transaction only, so that it never leaks to the next request of the pool.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).only("id", "name").first()
    if person is None:
        return None
    posts = posts_of(person_id, day)
    acting = next((post for post in posts if post.id == acting_post_id), posts[0] if posts else None)
    units = units_seen(posts)
    read_as(units)
    return Reader(person_id, person.name, posts, acting, units)


def units_seen(posts: Iterable[PostView]) -> tuple[int, ...]:
    """The units whose sights these posts share: their own, those they succeeded, and the whole district for organisers."""
    units = {post.unit_id for post in posts if post.unit_id is not None}
    units |= {post.path[0] for post in posts if post.role == "organiser"}
    if units:
        units |= set(Unit.objects.filter(succeeded_by__in=units).values_list("id", flat=True))
    return tuple(sorted(units))


def read_as(units: Iterable[int]) -> None:
    """Let this transaction see what `units` see (STACK § Row security). An empty set sees nothing."""
    setting = "{" + ",".join(str(unit) for unit in units) + "}"
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianxin.units', %s, true)", [setting])


def read_as_house(day: datetime.date) -> tuple[int, ...]:
    """Let this transaction see every matter, as the worker and `verify` do: through the root and the organiser's office."""
    top = Unit.objects.standing(day).filter(kind__in=["district", "office"]).order_by("id")
    units = tuple(top.values_list("id", flat=True))
    read_as(units)
    return units


def read_matter(matter_id: int) -> None:
    """Let this transaction also see one matter: for the door that registers it, or that checked its code."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianxin.matter', %s, true)", [str(matter_id)])


def district_name(day: datetime.date) -> str:
    """What the district is called, '' before it is set up. One query."""
    name = Unit.objects.standing(day).filter(parent=None).values_list("name", flat=True).first()
    return name or ""
