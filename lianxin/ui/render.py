"""Owns the step from a page value to an answer. It runs no query, measures nothing and knows no route."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from markupsafe import Markup

from lianxin.ui.env import environment
from lianxin.ui.frame import Frame


class CsrfInput:
    """The hidden input of a form. The token (and its cookie) is made only when a template really writes
    it.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        token = Markup.escape(get_token(self.request))
        return Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">')


def render(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    status: int = 200,
    private: bool = False,
    **extra: object,
) -> HttpResponse:
    """Draw `page` with `template` (`<slice>/<name>.html`) in the frame's language.

    The template sees `page`, `frame`, `terms` (the six nouns), `csrf` and whatever `extra` names. Staff
    pages, and public ones that are `private`, carry `Cache-Control: no-store`. An unknown name in a
    template raises, never draws nothing.
    """
    frame: Frame = request.frame  # type: ignore[attr-defined]  # set by site's middleware
    html = draw(frame, template, page=page, csrf=CsrfInput(request), **extra)
    response = HttpResponse(html, status=status, content_type="text/html; charset=utf-8")
    if private or frame.register == "staff":
        response["Cache-Control"] = "no-store"
    return response


def draw(frame: Frame, template: str, **values: object) -> str:
    """The text of a page, for an answer or for a test that needs no request."""
    drawn = environment(frame.lang, frame.year).get_template(template)
    return drawn.render(frame=frame, terms=frame.terms, **values)
