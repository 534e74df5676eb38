"""One's own page and stopping a person, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from lianxin.kernel.words import N_, Words
from lianxin.people.access import Reader
from lianxin.people.models import ADMIN_ROLES, ROLES, Deputy, Person, Post
from lianxin.people.pages.away import FOR_COLUMNS, DeputiesPart, DeputyRow, deputies_part, standing_in_rows
from lianxin.people.pages.roster import DONE
from lianxin.ui.pieces import Column

HANDING_OVER = ("liaison", "handler", "organiser")


@dataclass(frozen=True)
class OwnPage:
    """我的: as what one works, who stands in, signing in. `asks`: somebody may stand in for her; `hands_over`: the link to
    what she holds; `room`: (name, address) of the delegates whose sessions she may end.
    """

    id: int
    name: str
    posts: tuple[Words, ...]
    deputies: DeputiesPart
    stands_in: tuple[DeputyRow, ...]
    asks: bool
    hands_over: bool
    room: tuple[tuple[str, str], ...]
    done: str
    for_columns: tuple[Column, ...] = FOR_COLUMNS


@dataclass(frozen=True)
class StopPage:
    """Before a person is stopped: what ends, and where to hand over what she still holds."""

    id: int
    name: str
    posts: tuple[Words, ...]
    deputies: int
    refused: Words | str
    back: str


def own_page(
    reader: Reader,
    deputies: Iterable[Deputy],
    standing_in: Iterable[Deputy],
    room: Iterable[Person],
    *,
    done: str,
) -> OwnPage:
    """One's own page."""
    own = [post for post in reader.posts if post.deputy is None]
    return OwnPage(
        reader.person_id, reader.name, tuple(post_words(post.unit, post.role) for post in own),
        deputies_part(deputies, whole=True), standing_in_rows(standing_in),
        asks=any(post.role not in ADMIN_ROLES for post in own),
        hands_over=any(post.role in HANDING_OVER for post in own),
        room=tuple((person.name, reverse("people:person", args=[person.pk])) for person in room),
        done=DONE.get(done, ""),
    )  # fmt: skip


def stop_page(person: Person, posts: Iterable[Post], deputies: int, refused: Words | str) -> StopPage:
    """What stopping this person will end."""
    held = tuple(post_words(post.unit.name if post.unit else "", post.role) for post in posts)
    back = reverse("people:person", args=[person.pk])
    return StopPage(person.pk, person.name, held, deputies, refused, back)


def post_words(unit: str, role: str) -> Words:
    """A post in one line."""
    if not unit:
        return Words.of(ROLES[role])
    return Words.of(N_("{unit} {role}"), unit=unit, role=Words.of(ROLES[role]))
