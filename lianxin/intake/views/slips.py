"""The slip that is handed over: after registering, and printed again for who lost hers."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from lianxin.intake.pages.receipt import PAPERS, SAID_IN, AgainPage, slip_page
from lianxin.intake.queries import HandedIn, slip_of
from lianxin.intake.reprinting import handed_again, link_kept_by
from lianxin.intake.why import PrintAgain
from lianxin.kernel.refusals import Refused
from lianxin.matters.access import matter_for
from lianxin.people.doors import post_in, reader_in, role
from lianxin.trust.actions import log_read
from lianxin.ui.errors import refuse
from lianxin.ui.languages import SOURCE, Lang
from lianxin.ui.render import draw, render

PAPER_COOKIE, A_YEAR = "paper", 365 * 24 * 3600


@require_safe
@role("liaison", "delegate")
def slip(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The slip to hand over, for the one who registered it, on that day."""
    handed = slip_of(key, reader_in(request), now=timezone.now())
    paper = _paper(request, request.GET.get("paper", ""))
    lang = _said_in(request.GET.get("in", ""))
    return _slip(request, handed, paper, lang, again=reverse("intake:desk"), path=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@role("liaison")
def reprint(request: HttpRequest, ref: str, voice: int) -> HttpResponseBase:
    """再打一张: why, then the slip, once it is written down who printed it and for what."""
    found = matter_for(reader_in(request), ref)
    link = link_kept_by(post_in(request), found, voice)
    form = PrintAgain(
        request.POST if request.method == "POST" else None, initial={"paper": _paper(request, "")}
    )
    back = reverse("matters:matter", args=[found.ref])
    if request.method == "POST" and form.is_valid() and _is_logged(request, form, found.ref):
        paper = _paper(request, form.cleaned_data["paper"])
        lang = _said_in(form.cleaned_data["said_in"])
        return _slip(request, handed_again(link), paper, lang, again=back, reprinted=True)
    page = AgainPage(found.ref, found.gist, form, back, reverse("intake:reprint", args=[found.ref, voice]))
    return render(request, "intake/reprint.html", page, private=True, status=400 if form.errors else 200)


def _slip(
    request: HttpRequest, handed: HandedIn, paper: str, lang: Lang, *, again: str, path: str = "",
    reprinted: bool = False,
) -> HttpResponse:  # fmt: skip
    address = request.build_absolute_uri(f"{reverse('intake:track')}?ref={handed.receipt.ref}")
    page = slip_page(
        handed,
        address=address,
        hotline=settings.HOTLINE,
        paper=paper,
        lang=lang,
        path=path,
        again=again,
        reprinted=reprinted,
    )
    frame = replace(request.frame, lang=lang)  # type: ignore[attr-defined]  # set by site's middleware
    printed = Markup(draw(frame, "intake/_slip_paper.html", page=page))
    response = render(request, "intake/slip.html", page, private=True, paper=printed)
    response.set_cookie(
        PAPER_COOKIE, paper, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def _paper(request: HttpRequest, asked: str) -> str:
    """The paper asked for, else the one this browser printed on last."""
    wanted = asked or request.COOKIES.get(PAPER_COOKIE, "")
    return wanted if wanted in PAPERS else "a6"


def _said_in(asked: str) -> Lang:
    """The language of the paper: Chinese unless another is asked for, whatever the liaison reads herself."""
    return next((lang for lang in SAID_IN if lang == asked), SOURCE)


def _is_logged(request: HttpRequest, form: PrintAgain, ref: str) -> bool:
    """Write the read log; False, with the sentence in the form, where it refuses."""
    try:
        log_read(
            person_id=reader_in(request).person_id, post_id=post_in(request).id, kind="print", matter_ref=ref,
            reason=form.cleaned_data["reason"], at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        refuse(form, refused)
    return not form.errors
