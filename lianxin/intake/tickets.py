"""What a resident's browser keeps for half an hour, in signed cookies that say nothing to anybody else.

After a right code: which voice's page it may open, so that rating does not ask again (the code is not in it). While
somebody is saying something: under which key, so that the way back to the first step does not begin another form. After
handing in: what that was, so that a second tab does not hand it in again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

MINUTES = 30
_SALT = "intake.ticket"
_SAID = "said"
_SAYING = "saying"


@dataclass(frozen=True)
class Ticket:
    """Whose page may be opened: a voice and the matter it belongs to, by the reference on its receipt."""

    ref: str
    voice: int
    matter: int


def give(response: HttpResponseBase, ticket: Ticket, *, now: datetime.datetime) -> None:
    """Let this browser open the page of one voice for the next minutes."""
    _put(response, _name(), _SALT, [ticket.ref, ticket.voice, ticket.matter], "/", now)


def ticket_in(request: HttpRequest, ref: str, *, now: datetime.datetime) -> Ticket | None:
    """The ticket this browser holds for a reference, unless it is over."""
    held = _held(request, _name(), _SALT, now)
    return Ticket(*held) if held and held[0] == ref else None


def _name() -> str:
    return "__Host-ticket" if settings.SERVE else "ticket"


def remember(response: HttpResponseBase, mark: str, key: UUID, *, now: datetime.datetime) -> None:
    """Note in the browser what was just handed in, so that the same words from another tab are not a second matter."""
    _put(response, _SAID, _SAID, [mark, key.hex], "/r/", now)


def just_handed_in(request: HttpRequest, mark: str, *, now: datetime.datetime) -> UUID | None:
    """The key under which this browser handed in exactly this in the last minutes, or None."""
    held = _held(request, _SAID, _SAID, now)
    return UUID(held[1]) if held and held[0] == mark else None


def go_on(response: HttpResponseBase, room: str, key: UUID, *, now: datetime.datetime) -> None:
    """Note in the browser under which key somebody is saying something at a room (its slug)."""
    _put(response, _SAYING, _SAYING, [key.hex], _at(room), now)


def going_on(request: HttpRequest, *, now: datetime.datetime) -> UUID | None:
    """The key under which this browser was saying something in the last minutes, or None; the caller asks at which room."""
    held = _held(request, _SAYING, _SAYING, now)
    return UUID(held[0]) if held else None


def begin_anew(request: HttpRequest, response: HttpResponseBase, room: str) -> None:
    """From the room's own page everybody begins anew: the next one at the same screen never meets somebody's words."""
    if _SAYING in request.COOKIES:
        response.delete_cookie(_SAYING, path=_at(room), samesite="Lax")


def _at(room: str) -> str:
    return reverse("intake:room", args=[room])


def _put(
    response: HttpResponseBase, name: str, salt: str, held: list[Any], path: str, now: datetime.datetime
) -> None:
    """A signed cookie for the next minutes; the moment it was given stands last in it."""
    signed = signing.Signer(salt=salt).sign_object([*held, int(now.timestamp())])
    response.set_cookie(
        name, signed, max_age=MINUTES * 60, secure=settings.SERVE, httponly=True, samesite="Lax", path=path
    )


def _held(request: HttpRequest, name: str, salt: str, now: datetime.datetime) -> list[Any] | None:
    """What such a cookie holds; None where there is none, it was changed, or its minutes are over."""
    try:
        *held, given = signing.Signer(salt=salt).unsign_object(request.COOKIES.get(name, ""))
    except signing.BadSignature:
        return None
    return None if now.timestamp() - given > MINUTES * 60 else held
