"""Saying something: three steps under one key, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.intake import actions, keys, tickets
from lianxin.intake.forms import WhatForm, YouForm, typed_by
from lianxin.intake.pages.receipt import receipt_page, receipt_url
from lianxin.intake.pages.say import check_page, gone_page, what_page, you_page
from lianxin.intake.queries import HandedIn, Written, handed_in, pack_at, written_under
from lianxin.intake.typed import Typed
from lianxin.intake.views.rooms import in_room, jpeg
from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.matters.queries import rules_on
from lianxin.trust.uploads import kept
from lianxin.ui.elements import Label
from lianxin.ui.errors import refuse
from lianxin.ui.render import render
from lianxin.workrooms.models import Workroom

PAGE = ("GET", "HEAD", "POST")
YOU = ("share", "name", "phone", "address", "reach")


@require_http_methods(PAGE)
@in_room
def say(request: HttpRequest, room: Workroom, now: datetime) -> HttpResponseBase:
    """Step 1 of a new form. Its key is made here and travels in it; nothing is written before it comes back.

    Who comes back here from a later step finds what she wrote, under the key it has.
    """
    pack = pack_at(now)
    if request.method != "POST":
        if begun := _begun(request, room, now):
            return _to("words", room, begun)
        return _what(request, room, now, WhatForm(pack=pack), key=keys.issue(room.slug, now=now))
    form, signed = WhatForm(request.POST, request.FILES, pack=pack), request.POST.get("key", "")
    try:
        key = keys.key_in(signed, room.slug, hours=pack.number("draft_hours"), now=now)
        if form.is_valid():
            return _keep(room, now, key, form)
    except keys.TooOld as refused:
        signed = keys.issue(room.slug, now=now)
        refuse(form, refused)
    except Refused as refused:
        refuse(form, refused)
    return _what(request, room, now, form, key=signed)


@require_http_methods(PAGE)
@in_room
def words(request: HttpRequest, room: Workroom, now: datetime, key: UUID) -> HttpResponseBase:
    """Step 1 again, to change an answer; goes straight back to the check."""
    written = written_under(key, room)
    if written is None:
        return _elsewhere(request, room, now, key)
    pack, held = pack_at(now), [photo.name for photo in written.photos]
    if request.method != "POST":
        form = WhatForm(pack=pack, held=held, initial=_initial(written.typed))
        return _what(request, room, now, form, written=written)
    form = WhatForm(request.POST, request.FILES, pack=pack, held=held)
    try:
        if form.is_valid():
            return _keep(room, now, key, form)
    except Refused as refused:
        refuse(form, refused)
    return _what(request, room, now, form, written=written)


@require_http_methods(PAGE)
@in_room
def you(request: HttpRequest, room: Workroom, now: datetime, key: UUID) -> HttpResponseBase:
    """Step 2: who she is, as far as she likes to say."""
    written = written_under(key, room)
    if written is None or handed_in(key, room):
        return _elsewhere(request, room, now, key)
    typed, about = written.typed, written.typed.about == "yes"
    form = YouForm(request.POST if request.method == "POST" else None, about=about, initial=_initial(typed))
    if request.method == "POST" and form.is_valid():
        first = {"words": typed.words, "place": typed.place, "about": typed.about}
        actions.keep_you(
            room, key, Typed(**first, **{name: form.cleaned_data[name] for name in YOU}, asked=True)
        )
        return _to("check", room, key)
    page = you_page(room, form, written, dangers=pack_at(now).dangers)
    return render(request, "intake/you.html", page, private=True)


@require_http_methods(PAGE)
@in_room
def check(request: HttpRequest, room: Workroom, now: datetime, key: UUID) -> HttpResponseBase:
    """Step 3: every answer once more; the button hands it in."""
    written = written_under(key, room)
    if written is None or handed_in(key, room):
        return _elsewhere(request, room, now, key)
    if not written.typed.asked:
        return _to("you", room, key)
    if request.method != "POST":
        return _check(request, room, now, written)
    if earlier := tickets.just_handed_in(request, written.mark, now=now):
        actions.drop_draft(room, key)
        return _to("receipt", room, earlier)
    return _hand_in(request, room, now, written)


@require_http_methods(PAGE)
@in_room
def receipt(request: HttpRequest, room: Workroom, now: datetime, key: UUID) -> HttpResponseBase:
    """What she takes home; and what becomes of other words that came under the same key."""
    handed = handed_in(key, room)
    if handed is None:
        return _elsewhere(request, room, now, key)
    if request.method != "POST":
        return _receipt(request, room, now, handed, key)
    if request.POST.get("do") == "another":
        other = actions.start_another(room, key, now=now)
        return _going_on("you", room, other, now) if other else _to("receipt", room, key)
    try:
        added = actions.add_unsent(room, handed.receipt, key, now=now)
    except Refused as refused:
        return _receipt(request, room, now, handed, key, error=refused.words)
    return HttpResponseRedirect(receipt_url(room.slug, key) + ("?added=1" if added else ""), status=303)


@require_safe
@in_room
def draft_photo(
    request: HttpRequest, room: Workroom, now: datetime, key: UUID, name: str
) -> HttpResponseBase:
    """A photo of her own draft."""
    written = written_under(key, room)
    if written is None or name not in {photo.name for photo in written.photos}:
        raise NotThere(actions.GONE)
    return jpeg(kept(name))


def _keep(room: Workroom, now: datetime, key: UUID, form: WhatForm) -> HttpResponseBase:
    """Keep step 1; under a key that was handed in, other words wait beside its receipt."""
    handed, before = handed_in(key, room), written_under(key, room)
    typed, photos = typed_by(form, before.typed if before else None), form.cleaned_data["photos"]
    if handed and not photos and typed.words == handed.voice.words:
        return _to("receipt", room, key)
    actions.keep_words(
        room, key, typed, photos, dropped=form.cleaned_data.get("drop", ()),
        most_photos=pack_at(now).number("max_files"), now=now,
    )  # fmt: skip
    return (
        _to("receipt", room, key) if handed else _going_on("check" if typed.asked else "you", room, key, now)
    )


def _hand_in(request: HttpRequest, room: Workroom, now: datetime, written: Written) -> HttpResponseBase:
    try:
        actions.hand_in(room, written.key, request.POST.get("seen", ""), now=now)
    except Stale as stale:
        now_there = written_under(written.key, room) or written
        return _check(request, room, now, now_there, error=stale.words, status=409)
    except Refused as refused:
        return _check(request, room, now, written, error=refused.words)
    response = _to("receipt", room, written.key)
    tickets.remember(response, written.mark, written.key, now=now)
    return response


def _what(
    request: HttpRequest, room: Workroom, now: datetime, form: WhatForm, *, key: str = "", written: Written | None = None
) -> HttpResponseBase:  # fmt: skip
    """Draw step 1. The empty form may stay in the browser, so that «back» finds its key; what was typed may not."""
    page = what_page(
        room, form, key=key, written=written, photos_lost=bool(request.FILES), dangers=pack_at(now).dangers
    )
    return render(request, "intake/what.html", page, private=form.is_bound or written is not None)


def _check(
    request: HttpRequest, room: Workroom, now: datetime, written: Written, *, error: Label = "", status: int = 200
) -> HttpResponseBase:  # fmt: skip
    page = check_page(room, written, dangers=pack_at(now).dangers, error=error)
    return render(request, "intake/check.html", page, private=True, status=status)


def _receipt(
    request: HttpRequest, room: Workroom, now: datetime, handed: HandedIn, key: UUID, *, error: Label = ""
) -> HttpResponseBase:  # fmt: skip
    address = request.build_absolute_uri(f"{reverse('intake:track')}?ref={handed.receipt.ref}")
    page = receipt_page(
        handed, rules_on(now), address=address, hotline=settings.HOTLINE, unsent=written_under(key, room),
        added=request.GET.get("added") == "1", now=now, error=error,
    )  # fmt: skip
    return render(request, "intake/receipt.html", page, private=True)


def _elsewhere(request: HttpRequest, room: Workroom, now: datetime, key: UUID) -> HttpResponseBase:
    """Where somebody goes whose step is over: to the receipt, or to the page that says it is gone."""
    if handed_in(key, room):
        return _to("receipt", room, key)
    typed = "\n".join(request.POST[name] for name in ("words", *YOU[1:4]) if request.POST.get(name))
    page = gone_page(room, hours=pack_at(now).number("draft_hours"), typed=typed)
    return render(request, "intake/gone.html", page, private=True, status=404)


def _to(step: str, room: Workroom, key: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"intake:{step}", args=[room.slug, key]), status=303)


def _going_on(step: str, room: Workroom, key: UUID, now: datetime) -> HttpResponseRedirect:
    """To the next step; the browser notes the key, so that the first step finds it on the way back."""
    response = _to(step, room, key)
    tickets.go_on(response, room.slug, key, now=now)
    return response


def _begun(request: HttpRequest, room: Workroom, now: datetime) -> UUID | None:
    """The key of what this browser is saying here and has not handed in, or None."""
    key = tickets.going_on(request, now=now)
    return key if key and written_under(key, room) and not handed_in(key, room) else None


def _initial(typed: Typed) -> Mapping[str, str]:
    names = ("words", "place", "about", *YOU)
    return {name: getattr(typed, name) for name in names}
