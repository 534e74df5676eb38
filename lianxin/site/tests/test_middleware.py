"""What stands around every view: one transaction, one reader, one language, the headers, the pages that say no."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, path

from lianxin.kernel.refusals import NotThere, Refused, Stale
from lianxin.site import middleware
from lianxin.site import urls as site_urls
from lianxin.site.logs import JsonLines

SECRETS = ("138-0000-0427", "sessionid=abc123", "select * from matters_voice", "/srv/keys/master.key")


def write_and(status: int) -> HttpResponse:
    """Leave a row behind, then answer."""
    Session.objects.create(session_key=f"left{status}", session_data="x", expire_date="2030-01-01T00:00Z")
    return HttpResponse(status=status)


def ok(request: HttpRequest) -> HttpResponse:
    return write_and(200)


def refused_form(request: HttpRequest) -> HttpResponse:
    return write_and(400)


def failing(request: HttpRequest) -> HttpResponse:
    return write_and(503)


def breaking(request: HttpRequest) -> HttpResponse:
    write_and(200)
    raise ValueError(" ".join(SECRETS))


def no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly: " + " ".join(SECRETS))


def not_yours(request: HttpRequest) -> HttpResponse:
    raise NotThere("secret 13800000427")


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refused("先填 {what}", what="原因")


def stale(request: HttpRequest) -> HttpResponse:
    raise Stale("别人先办了")


def units(request: HttpRequest) -> HttpResponse:
    """What the row-security setting of this request is; `?set` sets it first, as access does."""
    with connection.cursor() as cursor:
        if "set" in request.GET:
            cursor.execute("select set_config('lianxin.units', %s, true)", [request.GET["set"]])
        cursor.execute("select current_setting('lianxin.units', true)")
        return HttpResponse((cursor.fetchone() or [""])[0] or "")


def seen(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST.get("words", ""))) + str(sorted(request.FILES)))


urlpatterns: list[URLPattern | URLResolver] = site_urls.urlpatterns + [
    path(view.__name__, view)
    for view in (
        ok,
        refused_form,
        failing,
        breaking,
        no_database,
        not_yours,
        refusing,
        stale,
        units,
        seen,
        form,
    )
]
handler400 = "lianxin.site.errors.bad_request"
handler403 = "lianxin.site.errors.forbidden"
handler404 = "lianxin.site.errors.not_found"
handler500 = "lianxin.site.errors.broken"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    """A browser that is shown the page of error instead of the traceback."""
    return Client(raise_request_exception=False)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What reaches the log."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines())
    logging.getLogger("django").addHandler(handler)
    yield told
    logging.getLogger("django").removeHandler(handler)


def left() -> set[str]:
    """What the views left behind."""
    return set(Session.objects.filter(session_key__startswith="left").values_list("session_key", flat=True))


class TestOneTransaction:
    def test_an_answer_keeps_what_was_written(self, visitor: Client) -> None:
        visitor.get("/ok")

        assert left() == {"left200"}

    def test_a_refused_form_keeps_it_too(self, visitor: Client) -> None:
        visitor.get("/refused_form")

        assert left() == {"left400"}

    @pytest.mark.parametrize("address", ["/failing", "/breaking"])
    def test_whatever_ends_in_a_5xx_leaves_nothing(self, visitor: Client, address: str) -> None:
        assert visitor.get(address).status_code >= 500
        assert left() == set()


@pytest.mark.django_db(transaction=True)
class TestRowSecuritySetting:
    def test_it_ends_with_the_request_and_never_reaches_the_next_one(self, visitor: Client) -> None:
        first, pid = visitor.get("/units?set={7,8}").content, connection_pid()
        second = visitor.get("/units").content

        assert first == b"{7,8}"
        assert second == b""
        assert connection_pid() == pid, "the two requests must have used one connection"


def connection_pid() -> int:
    """Which server process this connection talks to."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int((cursor.fetchone() or [0])[0])


class TestPagesThatSayNo:
    @pytest.mark.parametrize(
        ("address", "status", "words"),
        [
            ("/nowhere", 404, "没有这一页"),
            ("/not_yours", 404, "没有这一页"),
            ("/refusing", 400, "先填 原因"),
            ("/stale", 409, "别人先办了"),
            ("/out/", 405, "不能直接打开"),
            ("/breaking", 500, "出了错"),
            ("/no_database", 503, "过一会儿"),
        ],
    )
    def test_each_is_a_page_of_ours_in_chinese(
        self, visitor: Client, address: str, status: int, words: str
    ) -> None:
        answer = visitor.get(address)

        assert answer.status_code == status
        assert words in answer.content.decode()
        assert "12345" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"

    def test_a_method_that_is_not_served_says_which_is(self, visitor: Client) -> None:
        assert visitor.get("/out/")["Allow"] == "POST"

    def test_missing_and_not_yours_look_the_same(self, visitor: Client) -> None:
        missing, hidden = visitor.get("/nowhere").content, visitor.get("/not_yours").content

        assert missing.replace(b"nowhere", b"") == hidden.replace(b"not_yours", b"")

    def test_a_foreign_form_is_refused_with_a_sentence(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/form", {"words": "x"})

        assert answer.status_code == 403
        assert "再交一次" in answer.content.decode()

    def test_a_form_from_another_origin_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})

        assert client.post("/form", {"words": "x"}).status_code == 403

    @pytest.mark.parametrize("address", ["/breaking", "/no_database"])
    def test_a_planted_secret_reaches_neither_page_nor_header_nor_log(
        self, visitor: Client, lines: io.StringIO, address: str
    ) -> None:
        answer = visitor.get(f"{address}?phone=13900001111", headers={"cookie": "sessionid=planted-cookie"})
        told = answer.content.decode() + str(answer.headers) + lines.getvalue()

        assert lines.getvalue()
        for secret in (*SECRETS, "13900001111", "planted-cookie"):
            assert secret not in told.replace(f"{address}?phone=13900001111&amp;lang=en", "")

    def test_the_page_of_a_lost_database_asks_it_nothing(
        self, visitor: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lost(day: object) -> str:
            raise OperationalError

        monkeypatch.setattr("lianxin.site.frame.district_name", lost)

        assert visitor.get("/seen").status_code == 503

    def test_page_and_log_share_a_number(self, visitor: Client, lines: io.StringIO) -> None:
        page = visitor.get("/breaking").content.decode()
        told = json.loads(lines.getvalue().splitlines()[-1])

        assert told["reference"] in page
        assert told["error"] == "ValueError"
        assert told["route"] == "breaking"
        assert any("test_middleware.py" in frame for frame in told["where"])


class TestBodies:
    def test_forty_megabytes_of_photo_reach_the_view(self, visitor: Client) -> None:
        photo = SimpleUploadedFile("a.jpg", b"x" * 40_000_000, "image/jpeg")

        assert visitor.post("/form", {"words": "路塌了", "photo": photo}).content == b"3['photo']"

    def test_more_than_anybody_means_is_refused_unread(self, visitor: Client) -> None:
        answer = visitor.generic("POST", "/form", b"", CONTENT_LENGTH=str(middleware.LONGEST_BODY + 1))

        assert answer.status_code == 413
        assert "太大" in answer.content.decode()

    def test_megabytes_of_typed_text_are_refused_with_a_sentence(self, visitor: Client) -> None:
        answer = visitor.post("/form", {"words": "字" * 1_000_000})

        assert answer.status_code in {200, 413}
        answer = visitor.post("/form", "words=" + "x" * 3_000_000, "application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert "太大" in answer.content.decode()


class TestHeaders:
    @pytest.mark.parametrize(
        "address", ["/ok", "/nowhere", "/breaking", "/static/lianxin/tokens.css", "/static/none.css"]
    )
    def test_every_answer_carries_them(self, visitor: Client, address: str) -> None:
        answer = visitor.get(address)
        policy = answer["Content-Security-Policy"]

        for part in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert part in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]

    def test_a_static_file_needs_no_database(self, visitor: Client) -> None:
        with CaptureQueriesContext(connection) as asked:
            answer = visitor.get("/static/lianxin/tokens.css")

        assert answer.status_code == 200
        assert len(asked) == 0


class TestLanguage:
    def test_it_is_chinese_until_asked(self, visitor: Client) -> None:
        assert '<html lang="zh-Hans"' in visitor.get("/nowhere").content.decode()

    def test_asking_sets_a_cookie_that_lasts(self, visitor: Client) -> None:
        assert '<html lang="en"' in visitor.get("/nowhere?lang=en").content.decode()
        assert '<html lang="en"' in visitor.get("/nowhere").content.decode()
        assert '<html lang="zh-Hans"' in visitor.get("/nowhere?lang=zh-Hans").content.decode()
        assert '<html lang="zh-Hans"' in visitor.get("/nowhere").content.decode()

    def test_an_unknown_language_changes_nothing(self, visitor: Client) -> None:
        assert '<html lang="zh-Hans"' in visitor.get("/nowhere?lang=xx").content.decode()
        assert "lang" not in visitor.cookies


class TestProxy:
    FORGED = {"x-forwarded-for": "1.2.3.4, 5.6.7.8", "x-forwarded-proto": "https"}

    def test_a_stranger_is_not_believed(self, visitor: Client) -> None:
        assert visitor.get("/seen", headers=self.FORGED).content == b"127.0.0.1 http"

    def test_a_named_proxy_is_believed_for_the_last_address_it_saw(self, visitor: Client) -> None:
        with override_settings(TRUSTED_PROXIES=frozenset({"127.0.0.1"})):
            assert visitor.get("/seen", headers=self.FORGED).content == b"5.6.7.8 https"
