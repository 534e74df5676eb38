"""Owns how a session of a person begins and ends. Every way of signing in passes through `finish_sign_in`.

A second factor is asked for there and nowhere else: whoever passed the first one and needs a second is not
signed in yet. Nothing here draws a page or knows where somebody goes next.
"""

from __future__ import annotations

import datetime
from math import ceil

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest

from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.people import sessions
from lianxin.people.access import posts_of
from lianxin.people.logins import tidy_login
from lianxin.people.models import Person
from lianxin.rulebook.packs import pack_on
from lianxin.trust.throttle import claim_attempt

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = N_("登录名或口令不对；忘了口令，请找组织部门打一张登录条")


def person_by_password(request: HttpRequest, typed_login: str, password: str) -> Person:
    """The person with this login and password; one sentence for every way to be wrong. axes counts the tries.

    The login goes by the name it has on the table: by any other, axes would count all tries of a network together
    and open to the right password.
    """
    person = authenticate(request, login=tidy_login(typed_login), password=password)
    if person is None:
        raise Refused(WRONG, field="password")
    return person


def finish_sign_in(request: HttpRequest, person: Person, *, now: datetime.datetime) -> str:
    """Begin a session for a person who has shown who she is, and return the role she acts in first, '' without a post.

    The session's id is new, whatever the browser sent before.
    """
    login(request, person, backend=BACKEND)
    request.session.pop("acting_post", None)
    sessions.begin(request.session, now=now)
    posts = posts_of(person.pk, local(now).date())
    return posts[0].role if posts else ""


def prove_password(person: Person, password: str, *, now: datetime.datetime) -> None:
    """Refuse a wrong password of somebody already signed in; as many tries as for a tracking code, then a wait."""
    pack = pack_on(local(now).date())
    limit, window = pack.number("code_tries"), pack.number("code_window_minutes")
    wait = claim_attempt("password", str(person.pk), limit=limit, window_minutes=window, now=now)
    if wait:
        raise Refused(N_("试的次数太多了，请 {minutes} 分钟后再试"), field="old", minutes=ceil(wait / 60))
    if not person.check_password(password):
        raise Refused(N_("现在的口令不对"), field="old")


def go_on_alone(request: HttpRequest, person: Person, *, now: datetime.datetime) -> None:
    """After a change of password: this session goes on under a new id, all others of the person are over."""
    update_session_auth_hash(request, person)
    sessions.begin(request.session, now=now)


def sign_out(request: HttpRequest) -> None:
    """End this session on the server, so that its cookie is worth nothing any more."""
    logout(request)


def act_as(request: HttpRequest, post_id: int) -> None:
    """From now on this session acts as one of the reader's own posts, under a new id."""
    request.session["acting_post"] = post_id
    request.session.cycle_key()


def act_again_as(request: HttpRequest, post_id: int | None) -> None:
    """The session that has just begun acts as the one before did; a post that is not hers any more is as good as none."""
    if post_id is not None:
        request.session["acting_post"] = post_id
