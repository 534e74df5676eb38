"""Owns the answer to a form that was taken: go and look at the page. It draws nothing and decides nothing."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: the browser fetches the page by GET, so that reloading it sends nothing twice."""

    status_code = 303


def own_path(text: str) -> str:
    """The path meant by `?next=`, or '' when it leads out of this house or is none."""
    inside = url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if inside and text.startswith("/") else ""
