"""The lists: what is to be done, who is to be told, what was promised, what stands in a delegate's name; and finding one matter."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refs import tidy_ref
from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.kernel.words import N_
from lianxin.matters import access
from lianxin.matters.actions import closing
from lianxin.matters.actions.deed import WANTED
from lianxin.matters.by import acting
from lianxin.matters.dictated import in_my_name
from lianxin.matters.finding import Found, by_code, by_number, parts_of
from lianxin.matters.forms.act import YES_NO
from lianxin.matters.forms.fields import OLD_PAGE
from lianxin.matters.forms.telling import Find, ToldHere, forms_of
from lianxin.matters.lists import hours_of, rows_of
from lianxin.matters.lists import key_in as row_key_in
from lianxin.matters.pages.finding import FindPage, found_rows, mine_page
from lianxin.matters.pages.inbox import Waiting, inbox_page, waiting_for, wanted_in
from lianxin.matters.pages.promises import promises_page
from lianxin.matters.pages.telling import tell_page
from lianxin.matters.promises import promises_of
from lianxin.matters.queries import rules_on
from lianxin.matters.telling import key_in, number_to_tell, to_tell
from lianxin.matters.views.doors import hearing, papers_in, staff, to
from lianxin.people.access import PostView
from lianxin.people.doors import post_in, reader_in, role
from lianxin.trust import throttle
from lianxin.trust.actions import log_read
from lianxin.ui.errors import refuse
from lianxin.ui.render import render

BY_CODE = "凭查询码查"  # the reason in the read log: what is asked for at the counter
NO_SUCH = N_("没有 {ref} 这件事，或者不归这里看；看看编号抄对没有")
NO_SUCH_CODE = N_("这个查询码在这里没有对上的事；请照回执再念一遍，或者按编号找")
NOT_BOTH = N_("{ref} 和这个查询码不是一张回执上的，或者不归这里看；请照回执再念一遍")
NOTHING_TYPED = N_("写一下编号或查询码")
NEITHER = N_("这不像一个编号，也不像查询码。编号像 {like} 这样，查询码是 8 位数字，回执上都有")
TOO_OFTEN = N_("没对上的次数太多了，请过 {n} 分钟再按查询码找；按编号找现在就行")
REFUSED, TOO_LATE, TOO_MANY = 400, 409, 429


@staff
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """收件: due first, by key."""
    wanted, post, moment = wanted_in(request.GET), post_in(request), timezone.now()
    rows = rows_of(wanted, reader_in(request), post, now=moment)
    page = inbox_page(
        wanted, rows, post, waiting=_waiting(post), now=moment, rules=rules_on(moment),
        gone=tidy_ref(request.GET.get("gone", "")),
    )  # fmt: skip
    return render(request, "matters/inbox.html", page, private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@hearing
def tell_list(request: HttpRequest) -> HttpResponseBase:
    """告知: voices still to be told, the first promised first; one press writes down what came of a try."""
    if request.method == "POST":
        return _tell(request)
    return _told(request, request.GET.get("after", ""), told=tidy_ref(request.GET.get("told", "")))


@staff
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """等着兑现的: what units promised and have not kept, due first, by key."""
    post, now, key = post_in(request), timezone.now(), row_key_in(request.GET.get("after", ""))
    found = promises_of(reader_in(request), post, after=key)
    page = promises_page(post, found, after=str(key or ""), now=now, rules=rules_on(now))
    return render(request, "matters/promises.html", page, private=True)


@require_safe
@role("delegate")
def in_name(request: HttpRequest) -> HttpResponse:
    """代录: what was written in the acting delegate's name, newest first."""
    post, asked = post_in(request), request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    rows, more = in_my_name(post, rules_on(timezone.now()).pack, before=before)
    return render(request, "matters/mine.html", mine_page(post, rows, more, before=before), private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def find(request: HttpRequest) -> HttpResponseBase:
    """By reference, by code, or by both; by POST, because a code stands in no address."""
    form = Find(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "matters/find.html", FindPage(form), private=True)
    ref, code = parts_of(form.cleaned_data["q"]) if form.is_valid() else ("", "")
    if code:
        return _by_code(request, form, ref, code)
    ref = ref or (by_number(reader_in(request), form.cleaned_data["q"]) if form.is_valid() else "")
    try:
        return to("matters:matter", access.matter_for(reader_in(request), ref).ref)
    except NotThere:
        if form.is_valid():
            refuse(form, _not_found(ref, form.cleaned_data["q"]))
        return render(request, "matters/find.html", FindPage(form), status=REFUSED, private=True)


def _not_found(ref: str, typed: str) -> Refused:
    """Why what was typed finds nothing: no such matter, no reference at all, or an empty box."""
    if ref:
        return Refused(NO_SUCH, field="q", ref=ref)
    return Refused(NEITHER, field="q", like="LS-2026-000137") if typed else Refused(NOTHING_TYPED, field="q")


def _by_code(request: HttpRequest, form: Find, ref: str, code: str) -> HttpResponseBase:
    """Counted before it is tried, written in the read log, and bounded by what this reader sees."""
    now = timezone.now()
    pack, who = rules_on(now).pack, f"person {reader_in(request).person_id}"
    limit, window = pack.number("find_tries"), pack.number("code_window_minutes")
    if wait := throttle.claim_attempt("find", who, limit=limit, window_minutes=window, now=now):
        refuse(form, Refused(TOO_OFTEN, field="q", n=ceil(wait / 60)))
        response = render(request, "matters/find.html", FindPage(form), status=TOO_MANY, private=True)
        response["Retry-After"] = str(wait)
        return response
    found = by_code(reader_in(request), code, ref)
    _log(request, found)
    if not found:
        refuse(form, Refused(NOT_BOTH, field="q", ref=ref) if ref else Refused(NO_SUCH_CODE, field="q"))
        return render(request, "matters/find.html", FindPage(form), status=REFUSED, private=True)
    throttle.forgive_attempt("find", who, now=now)
    if len(found) == 1:
        return to("matters:matter", found[0].ref, query="#answer")
    return render(request, "matters/find.html", FindPage(form, found_rows(found)), private=True)


def _log(request: HttpRequest, found: tuple[Found, ...]) -> None:
    """One line for each matter found, or one for none."""
    for ref in [one.ref for one in found] or [""]:
        log_read(
            person_id=reader_in(request).person_id, post_id=post_in(request).id, kind="search", matter_ref=ref,
            reason=BY_CODE, at=timezone.now(),
        )  # fmt: skip


def _tell(request: HttpRequest) -> HttpResponseBase:
    """Write down one try; a refusal is said on top of the list, where she was in it."""
    form, now = ToldHere(request.POST), timezone.now()
    form.is_valid()
    given = form.cleaned_data
    if form.errors or not given["ref"]:
        return _told(request, request.POST.get("after", ""), refused=(form, Refused(OLD_PAGE)))
    papers = papers_in(request, given["ref"])
    try:
        if given["reached"] not in YES_NO:
            raise Refused(WANTED["reached"])
        closing.tell(
            papers.matter.pk, acting(papers.post), voice=given["voice"], how=given["how"],
            reached=YES_NO[given["reached"]], now=now, seen_no=given["seen_no"],
        )  # fmt: skip
    except NotThere:
        raise
    except Refused as refused:
        return _told(request, request.POST.get("after", ""), refused=(form, refused))
    query = urlencode({**form.place, "told": papers.matter.ref})
    return to("matters:tell_list", query=f"?{query}")


def _told(
    request: HttpRequest, asked: str, *, told: str = "", refused: tuple[ToldHere, Refused] | None = None
) -> HttpResponse:
    post, key = post_in(request), key_in(asked)
    found, after = to_tell(reader_in(request), post, rules_on(timezone.now()).pack, after=key), str(key or "")
    form, no = refused or (None, None)
    forms = forms_of(found, after, form)
    page = tell_page(post, found, forms, after=after, told=told, refused=no.words if no else None)
    status = (TOO_LATE if isinstance(no, Stale) else REFUSED) if no else 200
    return render(request, "matters/tell.html", page, private=True, status=status)


def _waiting(post: PostView) -> Waiting | None:
    """What waits besides the list, for whoever speaks with residents: how many to tell, and today's duty."""
    if post.role not in ("liaison", "delegate"):
        return None
    return waiting_for(post, number_to_tell(post), hours_of(post))
