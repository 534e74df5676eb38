"""Asking after a matter with reference and code, and what its resident does there: rate, ask again, add."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.intake import tickets, tries
from lianxin.intake.actions import do_as_resident
from lianxin.intake.forms import AddForm, CodeForm, RateForm, RedoForm
from lianxin.intake.pages.track import TrackPage, tracked_page
from lianxin.intake.queries import pack_at
from lianxin.intake.tracking import link_of, photo_shown, ticket_for, tracked
from lianxin.intake.views.rooms import jpeg
from lianxin.kernel.refs import tidy_code, tidy_ref
from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_, Words
from lianxin.matters.access import open_with_code
from lianxin.matters.models import VoiceMatter
from lianxin.people.doors import NOWHERE
from lianxin.rulebook.packs import RulePack
from lianxin.ui.elements import Label
from lianxin.ui.errors import refuse
from lianxin.ui.render import render

TOO_OFTEN = N_("试的次数太多了，请过 {n} 分钟再试；着急的话，请打电话问")
OVER = Words.of(N_("过了 {n} 分钟，请再输一次查询码。刚才写的还在下面"), n=tickets.MINUTES)
DONE = {
    "rate": N_("评价收到了，谢谢您。"),
    "redo": N_("收到了，会再办一次，按新定的日子给您答复。"),
    "supplement": N_("您补充的话收到了。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponseBase:
    """`/t/`: reference and code. A right code opens the page for half an hour; a wrong one is counted."""
    now, asked = timezone.now(), request.GET.get("ref", "")
    if request.method == "POST":
        return _open(request, CodeForm(request.POST), now)
    if tickets.ticket_in(request, tidy_ref(asked), now=now):
        return _to(tidy_ref(asked))
    form = CodeForm(initial={"ref": tidy_ref(asked) or asked[:40]})
    return render(request, "intake/track.html", TrackPage(form))


@require_safe
def shown(request: HttpRequest, ref: str) -> HttpResponseBase:
    """`/t/<ref>/`: the matter, for the browser that gave its code."""
    now, ref = timezone.now(), tidy_ref(ref)
    ticket = tickets.ticket_in(request, ref, now=now)
    if ticket is None:
        return HttpResponseRedirect(f"{reverse('intake:track')}?{urlencode({'ref': ref})}")
    done = DONE.get(request.GET.get("done", ""), "")
    return _page(request, link_of(ticket), forms_for(pack_at(now)), now, done=done)


@require_POST
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponseBase:
    """Rate, ask again or add; what was refused or came too late keeps its words."""
    if verb not in DONE:
        raise NotThere(NOWHERE)
    now, ref = timezone.now(), tidy_ref(ref)
    ticket = tickets.ticket_in(request, ref, now=now)
    if ticket is None:
        page = TrackPage(CodeForm(initial={"ref": ref}), OVER, verb, request.POST.get("words", ""))
        return render(request, "intake/track.html", page, private=True)
    link, forms = link_of(ticket), forms_for(pack_at(now), verb, request)
    try:
        if forms[verb].is_valid():
            do_as_resident(link, verb, forms[verb].cleaned_data, now=now)
            return _to(ref, done=verb)
    except Refused as refused:
        refuse(forms[verb], refused)
    return _page(request, link, forms, now)


@require_safe
def photo(request: HttpRequest, ref: str, name: str) -> HttpResponseBase:
    """A photo of her own, or one that was taken for her to see."""
    now = timezone.now()
    ticket = tickets.ticket_in(request, tidy_ref(ref), now=now)
    if ticket is None:
        raise NotThere(N_("没有这张照片，或者要再输一次查询码才能看"))
    return jpeg(photo_shown(link_of(ticket), name, now=now))


def forms_for(pack: RulePack, verb: str = "", request: HttpRequest | None = None) -> Mapping[str, Form]:
    """The forms of a resident's page; the one of `verb` bound to what came."""
    data: dict[str, Any] = {verb: request.POST} if request else {}
    files = request.FILES if request and verb == "supplement" else None
    return {
        "rate": RateForm(data.get("rate"), pack=pack),
        "redo": RedoForm(data.get("redo"), pack=pack),
        "supplement": AddForm(data.get("supplement"), files, pack=pack),
    }


def _open(request: HttpRequest, form: CodeForm, now: datetime) -> HttpResponseBase:
    verb, words = request.POST.get("verb", ""), request.POST.get("words", "")
    if not form.is_valid():
        return render(request, "intake/track.html", TrackPage(form, "", verb, words), private=True)
    ref = tidy_ref(form.cleaned_data["ref"])
    if wait := tries.claim(request, ref, now=now):
        return _too_often(request, form, wait, TrackPage(form, "", verb, words))
    try:
        link = open_with_code(ref, tidy_code(form.cleaned_data["code"]))
    except NotThere as refused:
        refuse(form, refused)
        return render(request, "intake/track.html", TrackPage(form, "", verb, words), private=True)
    tries.forgive(request, ref, now=now)
    response = _carry_on(request, link, verb, words, now) if words else _to(ref)
    tickets.give(response, ticket_for(link), now=now)
    return response


def _carry_on(
    request: HttpRequest, link: VoiceMatter, verb: str, words: str, now: datetime
) -> HttpResponseBase:
    """The page at once, with the words that were typed before the code was asked again."""
    forms = forms_for(pack_at(now))
    if verb in forms:
        forms[verb].initial = {"words": words}
    return _page(request, link, forms, now)


def _too_often(request: HttpRequest, form: CodeForm, wait: int, page: TrackPage) -> HttpResponseBase:
    refuse(form, Refused(TOO_OFTEN, n=ceil(wait / 60)))
    response = render(request, "intake/track.html", page, status=429, private=True)
    response["Retry-After"] = str(wait)
    return response


def _page(
    request: HttpRequest, link: VoiceMatter, forms: Mapping[str, Form], now: datetime, *, done: Label = ""
) -> HttpResponseBase:
    page = tracked_page(tracked(link, now=now), forms=forms, done=done, hotline=settings.HOTLINE, now=now)
    return render(request, "intake/tracked.html", page, private=True)


def _to(ref: str, *, done: str = "") -> HttpResponseRedirect:
    address = reverse("intake:tracked", args=[ref])
    return HttpResponseRedirect(f"{address}?done={done}" if done else address, status=303)
