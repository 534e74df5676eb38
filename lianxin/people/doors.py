"""Preconditions of views, as decorators: signed in, and acting in one of some roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.people.access import PostView, Reader

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

NOWHERE = N_("没有这一页，或者不归您看")


def reader_in(request: HttpRequest) -> Reader:
    """The signed-in reader of a request that passed a door."""
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        raise NotThere(NOWHERE)
    return reader


def post_in(request: HttpRequest) -> PostView:
    """The post the reader acts as."""
    acting = reader_in(request).acting
    if acting is None:
        raise NotThere(N_("您现在没有岗位；请找组织部门给您加一个"))
    return acting


def signed_in(view: View[P]) -> View[P]:
    """Send who is not signed in to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "reader", None) is None:
            return HttpResponseRedirect(f"{reverse('people:sign_in')}?next={quote(request.get_full_path())}")
        return view(request, *args, **kwargs)

    return guarded


def role(*roles: str) -> Callable[[View[P]], View[P]]:
    """Only for readers acting in one of `roles`; everybody else finds nothing there."""

    def door(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not reader_in(request).acts_as(*roles):
                raise NotThere(NOWHERE)
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]  # for whoever asks before going there
        return signed_in(guarded)

    return door
