"""Owns what is kept of a form that was sent after the session had ended, until the same person signs in again.

Never keeps a file or a password, nor anything for a browser in which nobody signed in before; whoever else signs in there
never learns of it. Nothing of it stands in an address or a log.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from lianxin.kernel.acting import action
from lianxin.kernel.days import local
from lianxin.people.models import KeptForm, Person
from lianxin.rulebook.packs import pack_on
from lianxin.trust.sealing import SealBroken, seal_own, unseal_own

FIELD = "kept_form"
"""The hidden field by which a kept form that is sent again says which one it was."""
SECRET = frozenset({"password", "old", "again"})
_DROPPED = frozenset({"csrfmiddlewaretoken", FIELD})
_SALT, _PURPOSE = "people.last", "kept form"
_DAYS = 90
_LONGEST_PATH = 400
_WRITTEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z] [A-Za-z]")

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class LastHere:
    """Who signed in last in a browser, and the browser's own random number."""

    person: int
    browser: UUID


@dataclass(frozen=True)
class Kept:
    """One kept form as it was sent: where to, each name with its values, how many files could not be kept."""

    key: UUID
    path: str
    post: int | None
    fields: tuple[tuple[str, str], ...]
    files: int

    @property
    def longest(self) -> str:
        """The longest of what somebody wrote (not a number, a day or a key), by which its writer knows it again."""
        return max((value for _, value in self.fields if _WRITTEN.search(value)), key=len, default="")


def remember(request: HttpRequest, response: HttpResponseBase, person_id: int) -> None:
    """Note in the browser who signed in; the browser's number stays what it was."""
    before = last_here(request)
    held = [person_id, (before.browser if before else uuid4()).hex]
    response.set_cookie(
        _cookie(), signing.Signer(salt=_SALT).sign_object(held), max_age=_DAYS * 24 * 3600, secure=settings.SERVE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def last_here(request: HttpRequest) -> LastHere | None:
    """Who signed in last in this browser; None where nobody did or the note was changed."""
    try:
        person, browser = signing.Signer(salt=_SALT).unsign_object(request.COOKIES.get(_cookie(), ""))
    except signing.BadSignature:
        return None
    return LastHere(person, UUID(browser))


@action
def keep(
    last: LastHere, path: str, fields: Fields, *, files: int, post: int | None, now: datetime.datetime
) -> bool:
    """Keep a form for whoever signed in last; False where nothing may be kept. Pressed twice, it is kept once."""
    given = [(name, list(values)) for name, values in fields.items() if name not in _DROPPED]
    if len(path) > _LONGEST_PATH or SECRET & fields.keys():
        return False
    if not Person.objects.filter(pk=last.person, is_active=True).exists():
        return False
    text = json.dumps({"fields": given, "files": files})
    before = KeptForm.objects.filter(browser=last.browser, person=last.person, path=path)
    if any(_opened(row) == text for row in before):
        return True
    key = uuid4()
    KeptForm(
        key=key, person_id=last.person, post_id=post, browser=last.browser, path=path, made_at=now,
        payload=seal_own(_PURPOSE, text, f"kept_form:{key}"),
    ).save()  # fmt: skip
    most = pack_on(local(now).date()).number("kept_forms")
    rows = KeptForm.objects.filter(browser=last.browser).order_by("-made_at", "-key")
    KeptForm.objects.filter(key__in=list(rows.values_list("key", flat=True)[most:])).delete()
    return True


@action
def forget_others(last: LastHere) -> None:
    """Somebody signed in in this browser: what was kept in it for anybody else goes, and nobody is told."""
    KeptForm.objects.filter(browser=last.browser).exclude(person=last.person).delete()


@action
def forget(person_id: int, key: str) -> None:
    """One kept form of this person was sent again, or is not wanted any more; what is no key names none."""
    if is_key(key):
        KeptForm.objects.filter(person=person_id, key=UUID(key)).delete()


def is_key(text: str) -> bool:
    """Whether this could name a kept form."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


@action
def forget_old(before: datetime.datetime) -> int:
    """Delete what was kept before a moment, and say how many they were."""
    return KeptForm.objects.filter(made_at__lt=before).delete()[0]


def kept_for(last: LastHere | None, now: datetime.datetime) -> list[Kept]:
    """What is kept in this browser for whoever signed in last in it, newest first, while it is not too old."""
    if last is None:
        return []
    hours = pack_on(local(now).date()).number("kept_form_hours")
    rows = KeptForm.objects.filter(browser=last.browser, person=last.person)
    fresh = rows.filter(made_at__gt=now - datetime.timedelta(hours=hours)).order_by("-made_at", "-key")
    return [_kept(row, text) for row in fresh if (text := _opened(row))]


def _kept(row: KeptForm, text: str) -> Kept:
    held = json.loads(text)
    pairs = tuple((name, value) for name, values in held["fields"] for value in values)
    return Kept(row.key, row.path, row.post_id, pairs, held["files"])


def _opened(row: KeptForm) -> str:
    """What was sent, or '' where the seal does not open any more."""
    try:
        return unseal_own(_PURPOSE, bytes(row.payload), f"kept_form:{row.key}")
    except SealBroken:
        return ""


def _cookie() -> str:
    return "__Host-last" if settings.SERVE else "last"
