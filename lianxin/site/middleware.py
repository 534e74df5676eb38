"""What stands around every view: headers, the trusted proxy, one transaction, the language, the reader.

Owns the order of a request (settings.MIDDLEWARE). Never decides what a reader may see; never draws a page but
the refusal of an address or a body that nobody could mean. Static files are answered before the transaction begins.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.people import sessions
from lianxin.people.access import Reader, read_as, reader_of
from lianxin.people.signing_in import sign_out
from lianxin.rulebook.packs import pack_on
from lianxin.site import errors
from lianxin.site.frame import LANGUAGE_COOKIE, chosen_language, frame_for

Answer = Callable[[HttpRequest], HttpResponseBase]

NOTHING_OF_THE_DEVICE = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
LONGEST_BODY = 80 * 1024 * 1024  # six photos of the largest kind and typed words; more is refused unread
A_YEAR = 365 * 24 * 3600


def headers(answer: Answer) -> Answer:
    """The header no library sets, on every answer."""

    def with_headers(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", NOTHING_OF_THE_DEVICE)
        return response

    return with_headers


def behind_proxy(answer: Answer) -> Answer:
    """Believe X-Forwarded-For and -Proto of the proxies in LIANXIN_PROXIES; take them away from others."""

    def seen_through(request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
            if scheme == "https":
                request.META["wsgi.url_scheme"] = "https"
        return answer(request)

    return seen_through


def body_limit(answer: Answer) -> Answer:
    """Refuse a body that nobody could mean, before reading it."""

    def limited(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > LONGEST_BODY:
            return errors.too_large(request)
        return answer(request)

    return limited


def readable(answer: Answer) -> Answer:
    """Refuse an address that cannot be read (a thousand values, no alphabet there is) before anything reads it."""

    def readable_only(request: HttpRequest) -> HttpResponseBase:
        try:
            "".encode(request.encoding or "utf-8")
            len(request.GET)
        except (SuspiciousOperation, LookupError):
            request.GET = QueryDict()
            return errors.unreadable(request)
        return answer(request)

    return readable_only


class RefusalsAsPages:
    """A refusal that no form took, or a method that an address does not serve: a page that says it.

    Missing and not yours look the same.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        return errors.no_such_way(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django's hook for what a view raised."""
        if isinstance(exception, NotThere):
            return errors.not_found(request, exception)
        return errors.refused(request, exception) if isinstance(exception, Refused) else None


def one_transaction(answer: Answer) -> Answer:
    """One transaction for the whole request; whatever ends in a 5xx leaves nothing behind."""

    def in_transaction(request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            response = answer(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return in_transaction


def language(answer: Answer) -> Answer:
    """Speak the language of `?lang=` or of the cookie; `?lang=` also sets the cookie."""

    def in_language(request: HttpRequest) -> HttpResponseBase:
        lang = chosen_language(request)
        with translation.override("en" if lang == "en" else "zh-hans"):
            response = answer(request)
        if request.GET.get("lang") == lang:
            response.set_cookie(LANGUAGE_COOKIE, lang, max_age=A_YEAR, secure=settings.SERVE, samesite="Lax")
        return response

    return in_language


def reader_and_frame(answer: Answer) -> Answer:
    """Set `request.reader` (None for residents), with it the row-security setting, `request.frame` and `request.asked_at`."""

    def read(request: HttpRequest) -> HttpResponseBase:
        request.asked_at = now = timezone.now()  # type: ignore[attr-defined]
        reader = _reader(request)
        request.reader = reader  # type: ignore[attr-defined]
        request.frame = frame_for(request, reader, now=now)  # type: ignore[attr-defined]
        return answer(request)

    return read


def _reader(request: HttpRequest) -> Reader | None:
    """The signed-in reader, whose session has not run out; one that has is ended here (`request.acted_as` is what she was)."""
    person = request.user
    if not person.is_authenticated:
        return None
    reader = reader_of(person.pk, request.session.get("acting_post"), timezone.localdate())
    roles = [post.role for post in reader.posts] if reader else []
    pack = pack_on(timezone.localdate())
    if reader and sessions.goes_on(request.session, roles, person.sessions_end, pack, now=timezone.now()):
        return reader
    read_as(())
    request.acted_as = request.session.get("acting_post")  # type: ignore[attr-defined]
    sign_out(request)
    return None
