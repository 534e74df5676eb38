"""`/desk/`: registering for somebody who is present, calls or has written."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.intake import keys
from lianxin.intake.forms import DeskForm
from lianxin.intake.pages.desk import DeskPage, NoRoomOfHersPage
from lianxin.intake.pages.receipt import slip_page
from lianxin.intake.pages.say import calls_for
from lianxin.intake.queries import pack_at, rooms_heard_by, slip_of
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.matters import consent
from lianxin.matters.actions.taking import Contact, Said, register
from lianxin.matters.by import acting
from lianxin.matters.queries import rules_on
from lianxin.matters.receipts import Receipt
from lianxin.people.access import PostView
from lianxin.people.doors import post_in, reader_in, role
from lianxin.ui.errors import refuse
from lianxin.ui.render import render
from lianxin.workrooms.models import Workroom

DOOR = "desk"  # the door its keys are signed for
HEARD = ("liaison", "delegate")

Rooms = dict[str, tuple[Workroom, PostView]]


@require_http_methods(["GET", "HEAD", "POST"])
@role(*HEARD)
def desk(request: HttpRequest) -> HttpResponseBase:
    """One form, one `register()`; a refusal keeps everything that was typed."""
    now = timezone.now()
    rooms = rooms_heard_by(reader_in(request), local(now).date())
    if not rooms:
        return render(request, "intake/no_desk.html", NoRoomOfHersPage(post_in(request).unit))
    names = [(pk, room.name) for pk, (room, _) in rooms.items()]
    if request.method != "POST":
        form = DeskForm(pack=pack_at(now), rooms=names, initial={"room": names[0][0]})
        return _page(request, rooms, form, now, keys.issue(DOOR, now=now))
    return _take(request, rooms, DeskForm(request.POST, request.FILES, pack=pack_at(now), rooms=names), now)


@require_safe
@role(*HEARD)
def slip(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The slip to hand over, for the one who registered it, on that day."""
    now = timezone.now()
    handed = slip_of(key, reader_in(request), now=now)
    address = request.build_absolute_uri(f"{reverse('intake:track')}?ref={handed.receipt.ref}")
    page = slip_page(handed, rules_on(now), address=address, hotline=settings.HOTLINE)
    return render(request, "intake/slip.html", page)


def _take(request: HttpRequest, rooms: Rooms, form: DeskForm, now: datetime) -> HttpResponseBase:
    signed = request.POST.get("key", "")
    try:
        key = keys.key_in(signed, DOOR, hours=pack_at(now).number("draft_hours"), now=now)
        if form.is_valid():
            receipt = _register(form, rooms, key, now)
            if receipt.unsent:  # nothing is lost: the form again under a new key, beside the first slip
                return _page(request, rooms, form, now, keys.issue(DOOR, now=now), first=(receipt, key))
            return HttpResponseRedirect(reverse("intake:slip", args=[key]), status=303)
    except keys.TooOld as refused:
        signed = keys.issue(DOOR, now=now)
        refuse(form, refused)
    except Refused as refused:
        refuse(form, refused)
    return _page(request, rooms, form, now, signed)


def _register(form: DeskForm, rooms: Rooms, key: UUID, now: datetime) -> Receipt:
    given = form.cleaned_data
    room, post = rooms[given["room"]] if "room" in given else next(iter(rooms.values()))
    contact = Contact(given["name"], given["phone"], given["address"])
    about = given["about"] == "yes"
    share = given["share"] or "anonymous"
    said = Said(
        room=room, words=given["words"], key=key, channel=given["channel"], place=given["place"],
        share="room_only" if about and share == "with_contact" else share,
        reach=given["reach"] or ("phone" if given["phone"] else "visit"), contact=contact, photos=given["photos"],
        about=room.unit if about else None, consent_version=consent.VERSION if given["told"] else "",
    )  # fmt: skip
    return register(said, acting(post), now=now)


def _page(
    request: HttpRequest, rooms: Rooms, form: DeskForm, now: datetime, key: str,
    first: tuple[Receipt, UUID] | None = None,
) -> HttpResponseBase:  # fmt: skip
    calls = calls_for(form["words"].value() or "", pack_at(now).dangers) if form.is_bound else ()
    page = DeskPage(
        who=reader_in(request).name, room=next(iter(rooms.values()))[0].name if len(rooms) == 1 else "", form=form,
        key=key, photos_lost=bool(request.FILES), calls=calls, first_ref=first[0].ref if first else "",
        first_url=reverse("intake:slip", args=[first[1]]) if first else "",
    )  # fmt: skip
    return render(request, "intake/desk.html", page)
