"""督办: the supervisor's page, and the slips of what was pressed for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.matters.lists import key_in
from lianxin.matters.pages.order import order_page
from lianxin.matters.pages.watching import heading_in, watching_page
from lianxin.matters.queries import rules_on
from lianxin.matters.views.doors import papers_in, staff
from lianxin.matters.watching import numbers_of, ordered_in, rows_under
from lianxin.people.doors import reader_in, role
from lianxin.ui.render import render


@require_safe
@role("supervisor")
def watching(request: HttpRequest) -> HttpResponse:
    """督办: a number for each heading, and the rows of the one that `of` names, by key."""
    reader, now, heading = reader_in(request), timezone.now(), heading_in(request.GET.get("of", ""))
    rules, before = rules_on(now), key_in(request.GET.get("before", ""))
    after = None if before else key_in(request.GET.get("after", ""))
    numbers = numbers_of(reader, rules, now=now)
    found = rows_under(heading, reader, rules, now=now, after=after, before=before)
    page = watching_page(heading, numbers, found, rules, now=now)
    return render(request, "matters/watching.html", page, private=True)


@require_safe
@staff
def order(request: HttpRequest, ref: str, no: int) -> HttpResponse:
    """催办单 or 督办单 of step `no`; with `?print=1` the page asks to be printed as it opens."""
    papers = papers_in(request, ref)
    page = order_page(papers, ordered_in(papers.matter, no), prints=request.GET.get("print") == "1")
    return render(request, "matters/order.html", page, private=True)
