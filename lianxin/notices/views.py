"""The page «新动态»."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from lianxin.matters.timeline import sentences_of
from lianxin.notices import queries
from lianxin.notices.actions import see_all
from lianxin.notices.pages import news_page
from lianxin.notices.queries import Part
from lianxin.people.doors import reader_in, signed_in
from lianxin.rulebook.packs import pack_on
from lianxin.ui.answers import SeeOther
from lianxin.ui.render import render

KEY = re.compile(r"(seen|unseen)-([0-9]{1,18})")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def news(request: HttpRequest) -> HttpResponseBase:
    """新动态: what happened in the reader's matters; by POST she has seen all that was on the page."""
    reader, now = reader_in(request), timezone.now()
    if request.method == "POST":
        see_all(reader, upto=_number(request.POST.get("upto", "")), now=now)
        return SeeOther(reverse("notices:news"))
    part, key, backward = _key(request)
    batch = queries.news_page(reader, part=part, key=key, backward=backward)
    said = sentences_of([one.step for one in batch.rows], pack_on(localdate(now)))
    unseen, upto = queries.unseen_count(reader), queries.newest_unseen(reader)
    return render(
        request, "notices/news.html", news_page(batch, said, unseen=unseen, upto=upto), private=True
    )


def _key(request: HttpRequest) -> tuple[Part, int | None, bool]:
    """Which row the page begins beyond; a key that is none is left aside."""
    before = request.GET.get("before", "")
    found = KEY.fullmatch(before or request.GET.get("after", ""))
    if found is None:
        return "unseen", None, False
    return "seen" if found[1] == "seen" else "unseen", int(found[2]), bool(before)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0
