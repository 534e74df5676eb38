"""What the views of this slice share: who may come in, the papers of a matter, the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from lianxin.matters import access
from lianxin.matters.papers import Papers, papers_of
from lianxin.people.doors import post_in, reader_in, role

SEE_OTHER = 303

staff = role("liaison", "delegate", "handler", "supervisor", "organiser")
hearing = role("liaison", "delegate")


def papers_in(request: HttpRequest, ref: str) -> Papers:
    """The papers of the matter of an address, for whoever asks. Raises `NotThere`."""
    reader = reader_in(request)
    return papers_of(access.matter_for(reader, ref), reader, post_in(request), now=timezone.now())


def to(name: str, *args: object, query: str = "") -> HttpResponseRedirect:
    """See other."""
    return HttpResponseRedirect(reverse(name, args=args) + query, status=SEE_OTHER)
