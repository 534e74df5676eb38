"""One matter: its page, its verbs, who said it, its photos."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.kernel.words import Words
from lianxin.matters import access, guards, queries
from lianxin.matters.by import acting
from lianxin.matters.forms.act import Act
from lianxin.matters.forms.handling import Note
from lianxin.matters.forms.table import DOINGS, Asked, as_typed, doing_of
from lianxin.matters.forms.why import Why
from lianxin.matters.moves import MOVES
from lianxin.matters.offers import offer_of
from lianxin.matters.pages.contact import ContactPage, opened, person_of, receipt_page
from lianxin.matters.pages.matter import FormPart, Lost, last_step, matter_page
from lianxin.matters.papers import Papers
from lianxin.matters.receipts import Receipt
from lianxin.matters.speakers import people_for
from lianxin.matters.views.doors import papers_in, staff, to
from lianxin.people.doors import post_in, reader_in
from lianxin.trust.actions import log_read
from lianxin.trust.uploads import kept
from lianxin.ui.errors import refuse
from lianxin.ui.render import render

REFUSED, TOO_LATE = 400, 409


@staff
@require_safe
def matter(request: HttpRequest, ref: str) -> HttpResponse:
    """一件事; with `?do=` the form of a verb, with `?did=` what was just done."""
    papers, verb = papers_in(request, ref), request.GET.get("do", "")
    if verb in papers.verbs and verb in DOINGS:
        first = {"against": no} if (no := request.GET.get("against", "")).isdecimal() else {}
        return _show(request, papers, form=_part(doing_of(verb).form(offer_of(verb, papers), first=first)))
    return _show(request, papers, did=request.GET.get("did", ""), lost=_in_the_way(papers, verb))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Any verb of the table; a GET (an old address, a refresh after a refusal) only shows its form."""
    papers, doing = papers_in(request, ref), doing_of(verb)
    if request.method != "POST":
        return to("matters:matter", papers.matter.ref, query=f"?do={verb}#do")
    form = doing.form(offer_of(verb, papers), request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, papers, form)
    try:
        done = doing.do(Asked(papers.matter.pk, acting(papers.post), form, papers.now))
    except NotThere:
        raise
    except Refused as refused:
        return _again(request, papers_in(request, ref), form, refused)
    if isinstance(done, Receipt):
        return _receipt(request, papers, done)
    if not access.matters_visible_to(reader_in(request)).filter(pk=papers.matter.pk).exists():
        return to("matters:inbox", query=f"?{urlencode({'gone': papers.matter.ref})}")
    if doing.printed:
        return to("matters:order", papers.matter.ref, done.no, query="?print=1")
    return to("matters:matter", papers.matter.ref, query=f"?did={done.no}")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, ref: str, voice: int) -> HttpResponse:
    """A voice's contact: masked with the question why; in full, once, after the answer is in the read log."""
    found = access.matter_for(reader_in(request), ref)
    people = people_for(reader_in(request), found, voice)
    form = Why(request.POST if request.method == "POST" else None)
    page = ContactPage(found.ref, found.gist, voice, tuple(person_of(one) for one in people), form)
    if request.method == "POST" and form.is_valid() and _is_logged(request, form, found.ref):
        page = replace(page, contacts=opened(people))
    return render(request, "matters/contact.html", page, private=True, status=REFUSED if form.errors else 200)


@staff
@require_safe
def photo(request: HttpRequest, name: str) -> HttpResponseBase:
    """A photo of a matter this reader may know of; nothing in it can run, nobody keeps it."""
    path = kept(access.photo_for(reader_in(request), name).name)
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _is_logged(request: HttpRequest, form: Why, ref: str) -> bool:
    """Write the read log; False, with the sentence in the form, where it refuses."""
    post, reason = post_in(request), form.cleaned_data["reason"]
    try:
        log_read(
            person_id=reader_in(request).person_id,  # whoever reads it: also who stands in for the post
            post_id=post.id,
            kind="unmask",
            matter_ref=ref,
            reason=reason,
            at=timezone.now(),
        )
    except Refused as refused:
        refuse(form, refused)
    return not form.errors


def _part(form: Act) -> FormPart:
    verb = form.offer.verb
    doing, days = doing_of(verb), form.offer.papers.rules.pack.number("redo_days")
    title = MOVES[verb].asks or MOVES[verb].label
    return FormPart(
        verb, title, Words.of(doing.says, days=days), doing.button, doing.danger, form, form.offer.limits, form.notes
    )  # fmt: skip


def _show(
    request: HttpRequest, papers: Papers, *, did: str = "", form: FormPart | None = None,
    lost: Lost | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    address = request.build_absolute_uri(reverse("matters:matter", args=[papers.matter.ref]))
    page = matter_page(papers, did=did, form=form, lost=lost, address=address)
    return render(request, "matters/matter.html", page, private=True, status=status)


def _again(request: HttpRequest, papers: Papers, form: Act, refused: Refused | None = None) -> HttpResponse:
    """The page as it is now, with what was typed: in the form while its verb passes, else beside what took its place."""
    if form.offer.verb in papers.verbs and not isinstance(refused, Stale):
        if refused is not None:
            refuse(form, refused)
        return _show(request, papers, form=_part(form), status=REFUSED)
    lost = _lost(papers, form, refused)
    status = TOO_LATE if lost.faster else REFUSED
    return _show(request, papers, form=_what_is_left(papers, form), lost=lost, status=status)


def _lost(papers: Papers, form: Act, refused: Refused | None) -> Lost:
    """What happened instead. A form that was not even whole may have come too late as well."""
    seen, now_at = form.cleaned_data.get("seen_no"), papers.matter.step_no
    if isinstance(refused, Stale) or (seen is not None and seen < now_at):
        happened = queries.what_happened(papers.matter, now=papers.now)
        return Lost(happened, True, last_step(papers), tuple(as_typed(form)))
    no = refused.words if refused else guards.refusal(MOVES[form.offer.verb], papers.facts)
    return Lost(no or Words.of(""), False, (), tuple(as_typed(form)))


def _what_is_left(papers: Papers, form: Act) -> FormPart | None:
    """The same form, to be sent again knowingly, or a note that already holds the words typed for what did not happen."""
    if form.offer.verb in papers.verbs:
        form.seen(papers.matter.step_no)
        return _part(form)
    words = form.data.get("words", "")
    if not words or "note" not in papers.verbs:
        return None
    return _part(Note(offer_of("note", papers), first={"words": words}))


def _in_the_way(papers: Papers, verb: str) -> Lost | None:
    """Why a verb that an old address asks for does not pass now."""
    no = guards.refusal(MOVES[verb], papers.facts) if verb in DOINGS else None
    return Lost(no, faster=False) if no else None


def _receipt(request: HttpRequest, papers: Papers, receipt: Receipt) -> HttpResponse:
    """The code is in this answer alone: it has no address, and sending the form again gives the same receipt."""
    address = request.build_absolute_uri(f"{reverse('intake:track')}?ref={receipt.ref}")
    page = receipt_page(receipt, papers.matter.gist, address, papers.rules, now=papers.now)
    return render(request, "matters/receipt.html", page, private=True)
