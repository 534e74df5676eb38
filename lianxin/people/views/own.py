"""One's own page, who stands in, ending sessions, stopping a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.people import care, queries, signing_in
from lianxin.people.actions import end_sessions, end_standing_in, stand_in, stop_person
from lianxin.people.doors import reader_in, role, signed_in, unkept
from lianxin.people.forms import StandInForm
from lianxin.people.logins import tidy_login
from lianxin.people.models import Person
from lianxin.people.pages.own import own_page, stop_page
from lianxin.people.pages.roster import FormPage
from lianxin.ui.answers import SeeOther
from lianxin.ui.errors import refuse
from lianxin.ui.inputs import typed
from lianxin.ui.render import render

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
NOBODY = N_("没有用这个登录名的人，或者已经停用")


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponseBase:
    """我的: my posts, who stands in for me, my signing in."""
    reader, day = reader_in(request), localdate(timezone.now())
    page = own_page(
        reader, queries.deputies_of(reader.person_id, day), queries.standing_in_of(reader.person_id, day),
        care.delegates_cared_for(reader, day), done=request.GET.get("done", ""),
    )  # fmt: skip
    return render(request, "people/me.html", page, private=True)


@get_or_post
@signed_in
def stand_in_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """让人代班: who, from when to when, why."""
    day, absent = localdate(timezone.now()), care.person_to_stand_in_for(reader_in(request), pk)
    form = StandInForm(typed(request), queries.nearby(absent, day), day)
    if form.is_valid():
        given = form.cleaned_data
        try:
            stand_in(
                absent, _chosen(given["deputy"], given["login"]), given["because"],
                since=given["since"], last=given["last"], today=day,
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            return _back(request, pk, "deputy")
    whose = Words.of(
        N_("{name}不在的这几天，请人代班。代班的人用自己的账号办，每一步都写明是谁代的。"), name=absent.name
    )
    page = FormPage(form, whose, N_("让人代班"), N_("记下代班"), _page_of(request, pk))
    return render(request, "people/form.html", page, private=True)


@require_POST
@signed_in
@unkept
def end_standing_in_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """结束代班: from now on."""
    row = care.standing_in_to_end(reader_in(request), pk)
    end_standing_in(row, today=localdate(timezone.now()))
    return _back(request, row.person_id, "deputy_ended")


@require_POST
@signed_in
@unkept
def end_sessions_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """结束登录: of somebody who lost her telephone; of one's own all but this one."""
    now, reader = timezone.now(), reader_in(request)
    if pk != reader.person_id:
        end_sessions(care.person_cared_for(reader, pk, localdate(now)), now=now)
        return _back(request, pk, "sessions")
    person = end_sessions(queries.person_by_id(pk), now=now)
    signing_in.go_on_alone(request, person, now=now)
    return SeeOther(f"{reverse('people:me')}?done=elsewhere")


@get_or_post
@role("organiser")
@unkept
def stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """停用: asked first, with what ends and what she still holds."""
    now, person, refusal = timezone.now(), queries.person_by_id(pk), None
    day = localdate(now)
    if request.method == "POST":
        try:
            _refuse_oneself(request, pk)
            stop_person(person, now=now, today=day)
        except Refused as refused:
            refusal = refused.words
        else:
            return _back(request, pk, "stopped")
    deputies = [*queries.deputies_of(pk, day), *queries.standing_in_of(pk, day)]
    page = stop_page(person, queries.posts_standing(person, day), len(deputies), refusal or "")
    return render(request, "people/stop.html", page, private=True, status=400 if refusal else 200)


def _refuse_oneself(request: HttpRequest, pk: int) -> None:
    if reader_in(request).person_id == pk:
        raise Refused(N_("不能停用自己，请另一位组织员来停"))


def _chosen(pk: str, login: str) -> Person:
    if pk:
        return queries.person_by_id(int(pk))
    if (person := queries.person_by_login(tidy_login(login))) is None:
        raise Refused(NOBODY, field="login")
    return person


def _page_of(request: HttpRequest, pk: int) -> str:
    """The page from which one came: one's own, or the person's."""
    own = reader_in(request).person_id == pk
    return reverse("people:me") if own else reverse("people:person", args=[pk])


def _back(request: HttpRequest, pk: int, done: str) -> SeeOther:
    return SeeOther(f"{_page_of(request, pk)}?done={done}")
