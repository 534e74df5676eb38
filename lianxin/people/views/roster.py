"""The organiser's roster: who holds which post, adding persons, posts and terms, ending posts, printing slips."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.people import queries
from lianxin.people.actions import (
    add_delegate,
    add_person,
    add_post,
    end_post,
    reset_sign_in,
)
from lianxin.people.care import person_cared_for
from lianxin.people.doors import reader_in, role
from lianxin.people.forms import EndForm, PersonForm, PostForm, TermForm, UnderForm
from lianxin.people.models import ROLES
from lianxin.people.pages.roster import (
    FormPage,
    person_page,
    roster_of_persons,
    roster_of_posts,
    slip_page,
    slip_question,
)
from lianxin.rulebook.packs import pack_on
from lianxin.ui.answers import SeeOther
from lianxin.ui.errors import refuse
from lianxin.ui.inputs import typed
from lianxin.ui.render import render

organisers = role("organiser")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FORM = "people/form.html"


@require_safe
@organisers
def roster(request: HttpRequest) -> HttpResponseBase:
    """名册: posts unit by unit, or administrators, or who holds no post."""
    now, of = timezone.now(), request.GET.get("of", "")
    day, key, backward = localdate(now), *_key(request)
    if of == "none":
        persons = queries.persons_without_post(day, key=key, backward=backward)
        page = roster_of_persons(persons, queries.slips_valid([p.pk for p in persons.rows], now))
        return render(request, "people/roster.html", page, private=True)
    form = UnderForm(request.GET, queries.units_standing(day)) if of != "admins" else None
    under = form.chosen() if form else None
    posts = queries.posts_held(day, admins=of == "admins", under=under, key=key, backward=backward)
    slips = queries.slips_valid([post.person_id for post in posts.rows], now)
    query = "of=admins&" if form is None else f"under={under}&" if under else ""
    page = roster_of_posts(posts, slips, "admins" if form is None else "", form, query)
    return render(request, "people/roster.html", page, private=True)


@require_safe
@role("organiser", "liaison")
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One person: posts, terms, how she signs in, who stands in."""
    now, reader = timezone.now(), reader_in(request)
    day = localdate(now)
    found = person_cared_for(reader, pk, day)
    page = person_page(
        found, queries.posts_ever(found), queries.terms_of(found), queries.slips_valid([pk], now),
        deputies=queries.deputies_of(pk, day), day=day, done=request.GET.get("done", ""),
        whole=reader.acts_as("organiser"),
    )  # fmt: skip
    return render(request, "people/person.html", page, private=True)


@get_or_post
@organisers
def add_person_view(request: HttpRequest) -> HttpResponseBase:
    """加人: name and login."""
    form = PersonForm(typed(request), initial={"login": queries.next_login()})
    if form.is_valid():
        try:
            added = add_person(**form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_person(added.pk, "person")
    whose = Words.of(N_("加一个工作人员或代表。居民不用登记在这里。"))
    page = FormPage(form, whose, N_("加人"), N_("加上这个人"), reverse("people:roster"))
    return render(request, FORM, page, private=True)


@get_or_post
@organisers
def add_post_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """加岗位: role, unit, first day."""
    day, holder = localdate(timezone.now()), queries.person_by_id(pk)
    form = PostForm(typed(request), queries.units_standing(day), day)
    if form.is_valid():
        given = form.cleaned_data
        unit = queries.unit_standing(int(given["unit"]), day) if given["unit"] else None
        try:
            add_post(holder, given["role"], unit, since=given["since"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_person(pk, "post")
    whose = Words.of(N_("给{name}加一个岗位。一个人可以有几个，登录以后自己选以哪个办事。"), name=holder.name)
    page = FormPage(form, whose, N_("加岗位"), N_("加上这个岗位"), _person_url(pk))
    return render(request, FORM, page, private=True)


@get_or_post
@organisers
def end_post_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """结束岗位: from a day on."""
    day = localdate(timezone.now())
    post = queries.post_by_id(pk, day)
    form = EndForm(typed(request), initial={"until": day})
    if form.is_valid():
        try:
            end_post(post, until=form.cleaned_data["until"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_person(post.person_id, "ended")
    unit = post.unit.name if post.unit else ""
    whose = Words.of(
        N_("{name}，{unit}{role}。办过的事还记在这个岗位名下，不会改。"),
        name=post.person.name, unit=unit, role=Words.of(ROLES[post.role]),
    )  # fmt: skip
    page = FormPage(form, whose, N_("结束岗位"), N_("结束这个岗位"), _person_url(post.person_id))
    return render(request, FORM, page, private=True)


@get_or_post
@organisers
def add_term(request: HttpRequest, pk: int) -> HttpResponseBase:
    """加任期: a term of a delegate."""
    holder, form = queries.person_by_id(pk), TermForm(typed(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            add_delegate(holder, given["level"], since=given["since"], until=given["until"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_person(pk, "term")
    whose = Words.of(N_("记{name}的一届代表任期。要让代表登录办事，另外加“代表”岗位。"), name=holder.name)
    page = FormPage(form, whose, N_("加任期"), N_("加上这一届"), _person_url(pk))
    return render(request, FORM, page, private=True)


@get_or_post
@organisers
def print_slip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """打登录条: asked first, since it ends what was before; the slip itself is the answer to the POST and to nothing else."""
    now, holder = timezone.now(), queries.person_by_id(pk)
    hours = pack_on(localdate(now)).number("slip_hours")
    if request.method != "POST":
        page = slip_question(holder, queries.slips_valid([pk], now), hours)
        return render(request, "people/slip_question.html", page, private=True)
    slip, code = reset_sign_in(holder, now=now, hours=hours)
    door = request.build_absolute_uri(reverse("people:sign_in_by_slip"))
    return render(request, "people/slip.html", slip_page(slip, code, door), private=True)


def _key(request: HttpRequest) -> tuple[int | None, bool]:
    """The key of the row a page begins beyond, and whether it reads backward; a key that is none is left aside."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    text = before or after
    return (int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None), bool(before)


def _person_url(pk: int) -> str:
    return reverse("people:person", args=[pk])


def _to_person(pk: int, done: str) -> SeeOther:
    return SeeOther(f"{_person_url(pk)}?done={done}")
