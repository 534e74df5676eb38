"""How long one stays signed in, and what was sent too late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.kernel.refusals import NotThere
from lianxin.people import kept_forms
from lianxin.people.doors import AUTOSAVE, NOWHERE, reader_in, signed_in, unkept
from lianxin.people.kept_forms import Kept
from lianxin.people.pages.again import again_page
from lianxin.people.views.door import landing, opens_for
from lianxin.ui.answers import SeeOther
from lianxin.ui.frame import Frame
from lianxin.ui.render import render


@require_POST
@signed_in
@unkept
def stay(request: HttpRequest) -> HttpResponseBase:
    """接着用: this very request was a use. A script is told how many seconds the session lasts now."""
    frame: Frame = request.frame  # type: ignore[attr-defined]
    if not request.headers.get(AUTOSAVE) or frame.lasts is None:
        return SeeOther(reverse("people:me"))
    left = {"idle": frame.lasts.idle, "longest": frame.lasts.longest}
    answer = JsonResponse(left, content_type="application/json; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@unkept
def again(request: HttpRequest) -> HttpResponseBase:
    """刚才交的还在: a form kept for this person in this browser, to be sent by one press; or not wanted any more."""
    reader = reader_in(request)
    role = reader.acting.role if reader.acting else ""
    if request.method == "POST":
        if not kept_forms.is_key(key := request.POST.get("key", "")):
            raise NotThere(NOWHERE)
        kept_forms.forget(reader.person_id, key)
        return SeeOther(reverse("people:again"))
    kept = _waiting(request, role)
    if not kept:
        return SeeOther(landing(role))
    return render(request, "people/again.html", again_page(kept), private=True)


def _waiting(request: HttpRequest, role: str) -> list[Kept]:
    """What is kept in this browser for exactly this reader and may still be sent in her role."""
    last = kept_forms.last_here(request)
    if last is None or last.person != reader_in(request).person_id:
        return []
    return [kept for kept in kept_forms.kept_for(last, timezone.now()) if opens_for(kept.path, role)]
