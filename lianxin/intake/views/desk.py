"""`/desk/`: registering for somebody who is present, calls or has written; ending a call."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from lianxin.intake import keys
from lianxin.intake.desk import DOOR, Desk, desk_of
from lianxin.intake.desk_actions import Found, end_call
from lianxin.intake.desk_form import EndForm
from lianxin.intake.desk_queries import unfinished
from lianxin.intake.desk_taking import register_from
from lianxin.intake.pages.desk import NoRoomOfHersPage
from lianxin.intake.pages.desk_build import Shown, screen
from lianxin.intake.same import usual
from lianxin.intake.views.desk_parts import HEARD, back_at_desk, get_or_post
from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_
from lianxin.people.doors import post_in, reader_in, role
from lianxin.ui.errors import refuse
from lianxin.ui.render import render

LOOK_FIRST = N_("这个号码以前说过、还没办结，先看一眼左边：补到那一件，还是登记新的。写的都还在")
DRAFT_GONE = N_("那张没写完的表已经不在了：登记过了，或者已经丢掉")
SEE_OTHER = 303


@get_or_post
@role(*HEARD)
def desk(request: HttpRequest) -> HttpResponseBase:
    """One screen; a refusal keeps everything that was typed."""
    here = desk_of(reader_in(request), post_in(request), timezone.now())
    if not here.rooms:
        return render(request, "intake/no_desk.html", NoRoomOfHersPage(here.post.unit))
    if request.method != "POST":
        return _show(request, here, _opened(request, here))
    if request.POST.get("do") == "look":
        return _show(request, here, _looked(request, here))
    return _take(request, here)


@get_or_post
@role(*HEARD)
@back_at_desk
def end(request: HttpRequest) -> HttpResponseBase:
    """结束通话: one line, and what was typed goes. `of` names a form left unfinished, else it is this one."""
    here = desk_of(reader_in(request), post_in(request), timezone.now())
    if not here.rooms:
        return render(request, "intake/no_desk.html", NoRoomOfHersPage(here.post.unit))
    left = request.POST.get("of", "")
    form = EndForm(request.POST, at="left" if left else "end")
    try:
        key = here.key_in(left or request.POST.get("key", ""))
        if form.is_valid():
            room, post = here.place(request.POST.get("room", ""))
            end_call(
                key,
                post,
                room,
                because=form.cleaned_data["because"],
                line=form.cleaned_data["line"],
                now=here.now,
            )
            return HttpResponseRedirect(f"{reverse('intake:desk')}?ended=1", status=SEE_OTHER)
    except Refused as refused:
        refuse(form, refused)
    return _show(request, here, _not_ended(request, here, form, bool(left)))


def _show(request: HttpRequest, here: Desk, shown: Shown) -> HttpResponseBase:
    """The screen. What was sent and comes back is kept, so that it outlives the page where no script keeps it."""
    if request.method == "POST":
        with suppress(Refused):
            here.keep(shown.key, shown.typed)
    return render(request, "intake/desk.html", screen(here, shown))


def _new(here: Desk) -> Shown:
    return Shown(here.blank_form({}, Found()), {}, keys.issue(DOOR, now=here.now), offers_left=True)


def _opened(request: HttpRequest, here: Desk) -> Shown:
    """A new form, or the one left unfinished that the address names."""
    new = replace(_new(here), ended="ended" in request.GET)
    if "draft" not in request.GET:
        return new
    try:
        left = unfinished(UUID(request.GET["draft"]), here.reader)
    except (NotThere, ValueError):
        return replace(new, notice=DRAFT_GONE)
    key = keys.issue_again(left.key, DOOR, now=here.now)
    return Shown(here.blank_form(left.typed, Found()), left.typed, key, resumed=True)


def _looked(request: HttpRequest, here: Desk) -> Shown:
    """查这个号码, without scripts: the same screen with the list."""
    found, typed = here.look_up(request.POST), request.POST
    key = typed.get("key", "") or keys.issue(DOOR, now=here.now)
    return Shown(here.blank_form(typed, found), typed, key, found, photos_lost=bool(request.FILES))


def _not_ended(request: HttpRequest, here: Desk, form: EndForm, left: bool) -> Shown:
    if left:
        return replace(_new(here), drop=form)
    return replace(_looked(request, here), end=form)


def _take(request: HttpRequest, here: Desk) -> HttpResponseBase:
    sent, signed = request.POST, request.POST.get("key", "")
    found = here.find(sent)
    form = here.sent_form(sent, request.FILES, found)
    # a list that was not before her eyes is not shown by a form that is refused: it was not looked up
    shown = Shown(
        form, sent, signed, found if here.has_shown(sent) else None, photos_lost=bool(request.FILES)
    )
    try:
        key = here.key_in(signed)
        if form.is_valid() and _is_to_look_first(here, request, found):
            shown = replace(shown, found=here.look_up(sent), notice=LOOK_FIRST)
        elif form.is_valid():
            receipt, used = register_from(form, here, key)
            if not receipt.unsent:
                return HttpResponseRedirect(reverse("intake:slip", args=[used]), status=SEE_OTHER)
            # nothing is lost: the form again under a new key, beside the first slip
            shown = replace(shown, key=keys.issue(DOOR, now=here.now), first=(receipt, used))
    except keys.TooOld as refused:
        shown = replace(shown, key=keys.issue(DOOR, now=here.now))
        refuse(form, refused)
    except Refused as refused:
        refuse(form, refused)
    return _show(request, here, shown)


def _is_to_look_first(here: Desk, request: HttpRequest, found: Found) -> bool:
    """A third call about the same thing is not registered anew unseen: the list is shown once before."""
    return here.may_add and not here.has_shown(request.POST) and usual(found.earlier).matter is not None
