"""Preconditions of views, as decorators: signed in, and acting in one of some roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import N_
from lianxin.people import kept_forms
from lianxin.people.access import PostView, Reader

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

NOWHERE = N_("没有这一页，或者不归您看")
AUTOSAVE = "X-Autosave"  # the header of a script's own request: it is told that the session ended, and nothing is kept


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
    """Send who is not signed in to the door, and back here afterwards; a form she sent is kept for her meanwhile."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        reader: Reader | None = getattr(request, "reader", None)
        if reader is None:
            return _to_the_door(request, keeps=not getattr(view, "unkept", False))
        if request.method == "POST" and kept_forms.FIELD in request.POST:
            kept_forms.forget(reader.person_id, request.POST[kept_forms.FIELD])
        return view(request, *args, **kwargs)

    return guarded


def unkept(view: View[P]) -> View[P]:
    """A form in which nothing is typed, or a password: not kept where the session had ended."""
    view.unkept = True  # type: ignore[attr-defined]
    return view


def _to_the_door(request: HttpRequest, *, keeps: bool) -> HttpResponseBase:
    if request.headers.get(AUTOSAVE):
        return HttpResponse(status=401)
    door, onward = reverse("people:sign_in"), quote(request.get_full_path())
    kept = "&kept=1" if keeps and request.method == "POST" and _is_kept(request) else ""
    return HttpResponseRedirect(f"{door}?next={onward}{kept}")


def _is_kept(request: HttpRequest) -> bool:
    """Keep what was sent, for whoever signed in last in this browser; its token was right, or it would not be here."""
    last = kept_forms.last_here(request)
    return last is not None and kept_forms.keep(
        last, request.get_full_path(), dict(request.POST.lists()), files=len(request.FILES),
        post=getattr(request, "acted_as", None), now=request.asked_at,  # type: ignore[attr-defined]
    )  # fmt: skip


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
