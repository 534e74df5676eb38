"""The doors: in by password or by slip, out, as whom one acts, one's own password."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_, Words
from lianxin.people import kept_forms, signing_in
from lianxin.people.actions import change_password, use_slip
from lianxin.people.doors import NOWHERE, reader_in, signed_in, unkept
from lianxin.people.forms import PasswordForm, SignInForm, SlipForm
from lianxin.people.logins import tidy_login
from lianxin.people.models import Person
from lianxin.people.pages.roster import DONE, AccountPage, DoorPage, sees_no_matter
from lianxin.people.queries import person_by_id
from lianxin.ui.answers import SeeOther, own_path
from lianxin.ui.errors import refuse
from lianxin.ui.inputs import typed
from lianxin.ui.render import render

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """登录: by login and password."""
    onward = own_path(request.POST.get("next") or request.GET.get("next") or "")
    form = SignInForm(typed(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            person = signing_in.person_by_password(request, given["login"], given["password"])
        except Refused as refused:
            refuse(form, refused)
        else:
            role = signing_in.finish_sign_in(request, person, now=timezone.now())
            return _welcome(request, person, onward if opens_for(onward, role) else landing(role))
    done = DONE["out"] if "out" in request.GET else ""
    page = DoorPage(form, onward, done, tries_words(), kept="kept" in request.GET)
    return render(request, "people/sign_in.html", page, private=True)


@get_or_post
@sensitive_post_parameters("code", "password", "again")
def sign_in_by_slip(request: HttpRequest) -> HttpResponseBase:
    """凭登录条登录: the code is used up, a password set, and she is in."""
    form, now = SlipForm(typed(request)), timezone.now()
    if form.is_valid():
        given = form.cleaned_data
        try:
            person = use_slip(tidy_login(given["login"]), given["code"], given["password"], now=now)
        except Refused as refused:
            refuse(form, refused)
        else:
            return _welcome(request, person, landing(signing_in.finish_sign_in(request, person, now=now)))
    return render(request, "people/sign_in_by_slip.html", DoorPage(form), private=True)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """退出: the session ends on the server; the browser drops the pages it kept."""
    signing_in.sign_out(request)
    answer = SeeOther(f"{reverse('people:sign_in')}?{urlencode({'out': 1})}")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@require_POST
@signed_in
@unkept
def act_as(request: HttpRequest) -> HttpResponseBase:
    """换职务: only one of her own posts that are in force."""
    wanted = request.POST.get("post", "")
    chosen = next((post for post in reader_in(request).posts if str(post.id) == wanted), None)
    if chosen is None:
        raise NotThere(NOWHERE)
    signing_in.act_as(request, chosen.id)
    onward = own_path(request.POST.get("next", ""))
    return SeeOther(onward if opens_for(onward, chosen.role) else landing(chosen.role))


@get_or_post
@signed_in
@unkept
@sensitive_post_parameters("old", "password", "again")
def password(request: HttpRequest) -> HttpResponseBase:
    """换口令: one's own; every other session of the person ends."""
    person, form, now = (
        person_by_id(reader_in(request).person_id),
        PasswordForm(typed(request)),
        timezone.now(),
    )
    if form.is_valid():
        try:
            signing_in.prove_password(person, form.cleaned_data["old"], now=now)
            change_password(person, form.cleaned_data["password"], now=now)
        except Refused as refused:
            refuse(form, refused)
        else:
            signing_in.go_on_alone(request, person, now=now)
            return SeeOther(f"{reverse('people:password')}?done=password")
    done, sees_none = DONE.get(request.GET.get("done", ""), ""), not opens_for(inbox(), _acting_role(request))
    why = sees_no_matter(_acting_role(request)) if sees_none else None
    page = AccountPage(form, person.name, person.login, done, why)
    return render(request, "people/password.html", page, private=True)


def _welcome(request: HttpRequest, person: Person, onward: str) -> SeeOther:
    """Where somebody goes who has just signed in: first to what she sent too late, acting again as she did then."""
    answer = SeeOther(onward)
    kept_forms.remember(request, answer, person.pk)
    last = kept_forms.last_here(request)
    if last is None:
        return answer
    last = replace(last, person=person.pk)
    kept_forms.forget_others(last)
    if kept := kept_forms.kept_for(last, timezone.now()):
        signing_in.act_again_as(request, kept[0].post)
        answer["Location"] = reverse("people:again")
    return answer


def tries_words() -> Words:
    """How often a password may be wrong, and for how long it is then not asked again."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return Words.of(
        N_("连着输错 {times} 次，要等 {minutes} 分钟。"), times=settings.AXES_FAILURE_LIMIT, minutes=minutes
    )


def inbox() -> str:
    """Where somebody who handles matters begins."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def landing(role: str) -> str:
    """Where somebody goes who has signed in acting in `role` ('' without a post) and was not on the way to anywhere.

    Whoever sees no matter goes to her own account, which says so.
    """
    return inbox() if opens_for(inbox(), role) else reverse("people:password")


def _acting_role(request: HttpRequest) -> str:
    acting = reader_in(request).acting
    return acting.role if acting else ""


def opens_for(path: str, role: str) -> bool:
    """Whether a page stays open when one acts in `role` (the door of its view names its roles, see `doors.role`)."""
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return False
    roles = getattr(view, "roles", None)
    return roles is None or role in roles
