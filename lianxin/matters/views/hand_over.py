"""What a leaver holds, handed over by one press, and the sheet of it."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.kernel.refusals import NotThere
from lianxin.matters import handover
from lianxin.matters.by import acting
from lianxin.matters.forms.hand_over import HandOver
from lianxin.matters.pages.hand_over import hand_over_page, sheet_page
from lianxin.people.access import Reader
from lianxin.people.doors import post_in, reader_in, role
from lianxin.people.models import Post
from lianxin.people.queries import NO_PERSON
from lianxin.ui.inputs import typed
from lianxin.ui.render import render

HOLDERS = ("liaison", "handler", "organiser")
SEE_OTHER = 303


@role(*HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """交接: all that a post holds, to another of its unit; each row by itself."""
    now, reader = timezone.now(), reader_in(request)
    posts = handover.posts_of_leaver(reader, pk, localdate(now))
    post = _asked(posts, request.GET.get("post", ""))
    held, receivers = handover.held_by(reader, post), handover.receivers_of(post, localdate(now))
    form, results, sheet = HandOver(typed(request), receivers, [one.ref for one in held]), [], ""
    if form.is_valid():
        to_post = next(one for one in receivers if str(one.pk) == form.cleaned_data["to"])
        results = handover.hand_over_each(
            held,
            form.cleaned_data["matter"],
            acting(post_in(request)),
            from_post=post,
            to_post=to_post,
            now=now,
        )
        sheet = _sheet_url(post, to_post, localdate(now))
        if not any(result.refused for result in results):
            return HttpResponseRedirect(sheet, status=SEE_OTHER)
        held = handover.held_by(reader, post)
    page = hand_over_page(
        post, posts, held, form, drafts=handover.drafts_of(post), nobody=not receivers, back=_back(reader, pk),
        results=results, sheet=sheet if any(not result.refused for result in results) else "",
    )  # fmt: skip
    return render(request, "matters/hand_over.html", page, private=True)


@role(*HOLDERS, "delegate")
@require_safe
def hand_over_sheet(request: HttpRequest, giver: int, taker: int, on: str) -> HttpResponseBase:
    """交接单: what one post handed to another on a day, to be printed and signed."""
    reader, day = reader_in(request), _day(on)
    posts = handover.sheet_posts(reader, giver, taker)
    rows = handover.handed_over(reader, *posts, day)
    back = _back(reader, posts[0].person_id)
    page = sheet_page(*posts, rows, day, ends=reader.acts_as("organiser"), back=back)
    return render(request, "matters/hand_over_sheet.html", page, private=True)


def _asked(posts: list[Post], pk: str) -> Post:
    """The post the address asks for among those the reader may hand over; the first where it asks for none."""
    found = next((post for post in posts if str(post.pk) == pk), None if pk else posts[0])
    if found is None:
        raise NotThere(NO_PERSON)
    return found


def _sheet_url(post: Post, to_post: Post, day: datetime.date) -> str:
    return reverse("matters:hand_over_sheet", args=[post.pk, to_post.pk, day.isoformat()])


def _back(reader: Reader, pk: int) -> str:
    own = reader.person_id == pk or not reader.acts_as("organiser")
    return reverse("people:me") if own else reverse("people:person", args=[pk])


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise NotThere(NO_PERSON) from None
