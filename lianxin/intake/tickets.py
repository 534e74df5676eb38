"""What a resident's browser keeps for half an hour, in signed cookies that say nothing to anybody else.

After a right code: which voice's page it may open, so that rating does not ask again (the code is not in it). While
somebody is saying something: under which key, so that the way back to the first step does not begin another form. After
handing in: what that was, so that a second tab does not hand it in again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
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
    held = [ticket.ref, ticket.voice, ticket.matter, int(now.timestamp())]
    response.set_cookie(
        _name(), signing.Signer(salt=_SALT).sign_object(held), max_age=MINUTES * 60, secure=settings.SERVE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def ticket_in(request: HttpRequest, ref: str, *, now: datetime.datetime) -> Ticket | None:
    """The ticket this browser holds for a reference, unless it is over."""
    try:
        held = signing.Signer(salt=_SALT).unsign_object(request.COOKIES.get(_name(), ""))
    except signing.BadSignature:
        return None
    if held[0] != ref or now.timestamp() - held[3] > MINUTES * 60:
        return None
    return Ticket(*held[:3])


def _name() -> str:
    return "__Host-ticket" if settings.SERVE else "ticket"


def remember(response: HttpResponseBase, mark: str, key: UUID, *, now: datetime.datetime) -> None:
    """Note in the browser what was just handed in, so that the same words from another tab are not a second matter."""
    held = [mark, key.hex, int(now.timestamp())]
    response.set_cookie(
        _SAID, signing.Signer(salt=_SAID).sign_object(held), max_age=MINUTES * 60, secure=settings.SERVE, httponly=True,
        samesite="Lax", path="/r/",
    )  # fmt: skip


def just_handed_in(request: HttpRequest, mark: str, *, now: datetime.datetime) -> UUID | None:
    """The key under which this browser handed in exactly this in the last minutes, or None."""
    try:
        held = signing.Signer(salt=_SAID).unsign_object(request.COOKIES.get(_SAID, ""))
    except signing.BadSignature:
        return None
    if held[0] != mark or now.timestamp() - held[2] > MINUTES * 60:
        return None
    return UUID(held[1])


def go_on(response: HttpResponseBase, room: str, key: UUID, *, now: datetime.datetime) -> None:
    """Note in the browser under which key somebody is saying something at a room (its slug)."""
    held = [key.hex, int(now.timestamp())]
    response.set_cookie(
        _SAYING, signing.Signer(salt=_SAYING).sign_object(held), max_age=MINUTES * 60, secure=settings.SERVE,
        httponly=True, samesite="Lax", path=_at(room),
    )  # fmt: skip


def going_on(request: HttpRequest, *, now: datetime.datetime) -> UUID | None:
    """The key under which this browser was saying something in the last minutes, or None; the caller asks at which room."""
    try:
        held = signing.Signer(salt=_SAYING).unsign_object(request.COOKIES.get(_SAYING, ""))
    except signing.BadSignature:
        return None
    return None if now.timestamp() - held[1] > MINUTES * 60 else UUID(held[0])


def begin_anew(request: HttpRequest, response: HttpResponseBase, room: str) -> None:
    """From the room's own page everybody begins anew: the next one at the same screen never meets somebody's words."""
    if _SAYING in request.COOKIES:
        response.delete_cookie(_SAYING, path=_at(room), samesite="Lax")


def _at(room: str) -> str:
    return reverse("intake:room", args=[room])
