"""The board of the district."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.boards import queries
from lianxin.boards.pages import board_page, scope_of, units_counted
from lianxin.people.doors import reader_in, role
from lianxin.ui.render import render


@require_safe
@role("organiser", "supervisor")
def district(request: HttpRequest) -> HttpResponseBase:
    """看板: how many matters of each room stand where."""
    reader, now = reader_in(request), timezone.now()
    rooms, scope = queries.rooms_under(reader), scope_of(reader)
    counts = queries.counts_now(units_counted(rooms, scope))
    return render(request, "boards/district.html", board_page(rooms, counts, scope, now=now), private=True)
