"""The organiser's tree of units."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.people import queries
from lianxin.people.actions import add_unit
from lianxin.people.doors import role
from lianxin.people.forms import UnitForm
from lianxin.people.pages.roster import FormPage, units_page
from lianxin.ui.answers import SeeOther
from lianxin.ui.errors import refuse
from lianxin.ui.inputs import typed
from lianxin.ui.render import render

organisers = role("organiser")


@require_safe
@organisers
def units(request: HttpRequest) -> HttpResponseBase:
    """单位: the tree as it stands today."""
    page = units_page(queries.units_standing(localdate(timezone.now())))
    return render(request, "people/units.html", page, private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@organisers
def add_unit_view(request: HttpRequest) -> HttpResponseBase:
    """加单位: below another one."""
    day = localdate(timezone.now())
    form = UnitForm(typed(request), queries.units_standing(day), day)
    if form.is_valid():
        given = form.cleaned_data
        parent = queries.unit_standing(int(given["parent"]), day)
        try:
            add_unit(given["name"], given["kind"], parent=parent, since=given["since"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return SeeOther(reverse("people:units"))
    whose = Words.of(N_("加一个会收到事、办事的单位。科室不用单加，加经办人就行。"))
    page = FormPage(form, whose, N_("加单位"), N_("加上这个单位"), reverse("people:units"))
    return render(request, "people/form.html", page, private=True)
