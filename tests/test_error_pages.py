"""S-11: whatever breaks in whichever view, nobody reads anything of it but a reference, and nothing is left half done."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern

from lianxin.kernel.refusals import NotThere
from lianxin.site.logs import ALPHABET, JsonLines
from tests.asking import RESIDENT, TICKET, Visitor, changed, digest, sent, undone, visitor
from tests.planted import District
from tests.routes import HEARING, ROUTES, Route, Spot, patterns
from tests.sending import sendings

IN_SQL: Final = "select code from matters_voice where words = 'planted-in-sql-7731'"
SECRETS: Final = (
    *("planted-in-session-7731", "planted-in-form-7731", "planted-in-query-7731", "planted-in-agent-7731"),
    *("planted-in-error-7731", "/srv/planted/keys/master.key", "planted-in-sql-7731", "matters_voice"),
    *("13911117731", "planted-in-locals-7731", "planted-in-cookie-7731"),
)
MESSAGE: Final = f"{SECRETS[4]} {SECRETS[5]} 13911117731 {IN_SQL}"
HEADERS: Final = {"user-agent": "planted-in-agent-7731"}
QUERY: Final = "?q=planted-in-query-7731&phone=13911117731"

ERRORS: Final = (
    (NotThere(MESSAGE), 404), (Http404(MESSAGE), 404), (PermissionDenied(MESSAGE), 403),
    (SuspiciousOperation(MESSAGE), 400), (DisallowedHost(MESSAGE), 400), (BadRequest(MESSAGE), 400),
    (KeyError(MESSAGE), 500), (UnicodeDecodeError("utf-8", MESSAGE.encode(), 0, 1, MESSAGE), 500),
    (RecursionError(MESSAGE), 500), (InterfaceError(MESSAGE), 503), (DataError(MESSAGE), 500),
)  # fmt: skip

Broken = Callable[..., HttpResponseBase]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Every line the product's own format makes of whatever is logged, the quietest record too."""
    told, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(told), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.setLevel(level)
    root.removeHandler(handler)


def breaking(pattern: URLPattern, raise_it: Callable[[], object]) -> Broken:
    """The view, which does all it does and then fails."""
    view = pattern.callback

    def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = "planted-in-locals-7731"
        view(request, *args, **kwargs)
        raise_it()
        raise AssertionError(held)

    return broken


def fail() -> None:
    """As a bug does."""
    raise ValueError(MESSAGE)


def fail_in_sql() -> None:
    """As a statement does that PostgreSQL refuses; the transaction cannot be used any more."""
    with connection.cursor() as cursor:
        cursor.execute("select planted_in_nothing from (" + IN_SQL.replace("code", "1 as n") + ") t")


def lose_the_database() -> None:
    """As a connection does that breaks."""
    raise OperationalError(MESSAGE)


def told_by(answer: Any, log: io.StringIO) -> list[str]:
    """The secrets that are in the body, the headers or the log."""
    html = re.sub(
        r'href="[^"]*[?&](amp;)?lang=[^"]*"', "", answer.body.decode()
    )  # one's own address, in the other language
    told = f"{html}\n{answer.headers}\n{log.getvalue()}"
    return [secret for secret in SECRETS if secret in told]


def is_whole(answer: Any, log: io.StringIO) -> bool:
    """Whether the page says so in Chinese, whom to call, and the number under which the log has it."""
    html = answer.body.decode()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    numbers = {line["reference"] for line in lines if line.get("error")}
    found = set(re.findall(f"[{ALPHABET}]{{8}}", html))
    return "您刚才填的没有收下" in html and "12345" in html and bool(numbers & found)


def secretive(d: District, name: str, ticket: str) -> Visitor:
    """Somebody with a secret in her session and in a cookie."""
    who = visitor(d, name, ticket=ticket)
    who.client.cookies["other"] = "planted-in-cookie-7731"
    if name in d.world.posts:
        session = who.client.session
        session["secret"] = "planted-in-session-7731"  # noqa: S105 - planted
        session.save()
    return who


def wrong_with(answer: Any, status: int, log: io.StringIO) -> list[str]:
    """What is wrong with the answer to something broken."""
    found = [] if answer.status_code == status else [f"answered {answer.status_code}"]
    found += [] if is_whole(answer, log) else ["the page does not say what it should"]
    return found + [f"tells {secret}" for secret in told_by(answer, log)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raise_it", "status", "every"), [(fail, 500, 6), (fail_in_sql, 500, 1), (lose_the_database, 503, 6)]
)
def test_a_form_that_breaks_at_the_end_leaves_nothing(
    district: District, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, raise_it: Callable[[], object],
    status: int, every: int,
) -> None:  # fmt: skip
    before, found = digest(district), []
    views = dict(patterns())
    for form in sendings(district)[::every]:
        log.truncate(log.seek(0))
        with monkeypatch.context() as patch, undone():
            who = secretive(district, form.who, form.ticket)
            patch.setattr(views[form.route], "callback", breaking(views[form.route], raise_it))
            data = {**form.data, "also": "planted-in-form-7731", "mobile": "13911117731"}
            answer = sent(who, "POST", form.url + QUERY, data, **HEADERS)
            found += [f"{form}: {said}" for said in wrong_with(answer, status, log)]
            left = changed(before, digest(district))
            found += [f"{form}: left {table}" for table in left]

    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_a_page_that_breaks_tells_nothing(
    district: District, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, views = [], dict(patterns())
    for route in (route for route in ROUTES if route.get):
        log.truncate(log.seek(0))
        with monkeypatch.context() as patch, undone():
            spot = where_something_lies(district, route)
            who, path = secretive(district, who_may(route, spot), TICKET), route.url(spot)
            patch.setattr(views[route.name], "callback", breaking(views[route.name], fail_in_sql))
            answer = sent(who, "GET", path + QUERY, **HEADERS)
            found += [f"{route.name}: {said}" for said in wrong_with(answer, 500, log)]

    assert not found, "\n".join(found)


def where_something_lies(d: District, route: Route) -> Spot:
    """A place that this somebody may open: the matter of the ticket where there is one."""
    spots = [spot for spot in route.at(d) if not spot.missing]
    return next((spot for spot in spots if spot.matter is d.matters[TICKET]), spots[0])


def who_may(route: Route, spot: Spot) -> str:
    """Somebody who finds something at this place."""
    if "" in route.who:
        return RESIDENT
    if spot.by:
        return min(spot.by)
    if route.who == {"supervisor"}:
        return "韩冬"
    return {"liaison": "何敏", "delegate": "林晓"}.get(max(route.who & HEARING, default=""), "罗芳")


@pytest.mark.django_db
def test_no_kind_of_error_tells_what_it_says(
    district: District, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, found = secretive(district, "何敏", TICKET), []
    for error, status in ERRORS:
        log.truncate(log.seek(0))
        with monkeypatch.context() as patch, undone():
            patch.setattr(dict(patterns())["matters:inbox"], "callback", raising(error))
            answer = sent(who, "GET", f"/inbox/{QUERY}", **HEADERS)
        if (answer.status_code, "12345" in answer.body.decode(), bool(log.getvalue())) != (
            status,
            True,
            True,
        ):
            found.append(f"{error!r:.60}: {answer.status_code}")
        found += [f"{error!r:.60}: tells {secret}" for secret in told_by(answer, log)]

    assert not found, "\n".join(found)


def raising(error: Exception) -> Broken:
    """A view that raises it."""

    def view(request: HttpRequest) -> HttpResponseBase:
        raise error

    return view


def test_nothing_is_logged_in_another_format() -> None:
    """Whatever a library logs goes through the product's format: it is the only one, on every handler."""
    config: Any = settings.LOGGING
    formats = {config["formatters"][handler["formatter"]]["()"] for handler in config["handlers"].values()}

    assert formats == {JsonLines}
    assert {name for logger in config["loggers"].values() for name in logger.get("handlers", ())} == set()
