"""Bad addresses: hostile values in every parameter and every part of a path, and bodies that are none. Never a 500."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from lianxin.site.environment import CHECKOUT
from tests.asking import RESIDENT, Visitor, as_before, changed, digest, read, sent, undone, visitor
from tests.planted import District
from tests.routes import HEARING, ROUTES, Route

PARAMETERS: Final = frozenset({
    *("after", "before", "view", "sort", "room", "stage", "about", "told", "paper", "against", "do", "did", "of", "under", "unit"),
    *("gone", "print", "in"),
    *("next", "ref", "done", "added", "lang", "out", "kept", "post", "draft", "ended"),
})  # fmt: skip
HOSTILE: Final = (
    "", "\x00", "-1", str(10**30), "9" * 5000, "1_2", f"{10**15}_{10**17}", f"{10**30}_{10**30}",
    "-9999999999999999_1", "unseen-999999999999999999",
    "' or 1=1; --", "%s%n{0}{x}", "../../etc/passwd", "\ud800", "字" * 500, "🏚️\u202e\u200b", "<script>", "١٢", "//evil.example/",
)  # fmt: skip


def query(values: dict[str, str]) -> str:
    """A query string, lone surrogates and all."""
    return urlencode(values, encoding="utf-8", errors="surrogatepass")


def asked_for() -> set[str]:
    """Every name that some view or page of the product reads from an address; a form reads `under`."""
    found = {"under"}
    for path in CHECKOUT.glob("lianxin/*/**/*.py"):
        if not {"tests", "migrations"} & set(path.parts):
            found |= set(_read_in(path))
    return found


def _read_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("request.GET.get", "query.get")
            and node.args
        ):
            yield ast.literal_eval(node.args[0])
        if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "request.GET":
            yield ast.literal_eval(node.left)


def test_every_parameter_that_is_read_is_known() -> None:
    """One that is not in the list would be asked by no test."""
    assert asked_for() == PARAMETERS


def whoever_may(d: District, route: Route) -> Visitor:
    """Somebody for whom the address is served."""
    return visitor(d, RESIDENT if "" in route.who else "何敏" if route.who & HEARING else "罗芳")


@pytest.mark.django_db
def test_no_parameter_breaks_a_page(district: District) -> None:
    before, found = digest(district), []
    for route in (route for route in ROUTES if route.get):
        who, path = whoever_may(district, route), route.url(next(route.at(district)))
        for value in HOSTILE[1::3]:
            answer = asked(who, f"{path}?{query(dict.fromkeys(PARAMETERS, value))}")
            if (
                answer.status_code >= 500
                or "evil.example" in answer.headers.get("Location", "").partition("?")[0]
            ):
                found.append(f"{path} {value[:20]!r}: {answer.status_code}")

    assert not found, "\n".join(found)
    assert not changed(before, digest(district))


READ_AT: Final = {
    ("/inbox/", "何敏"): ("after", "before", "view", "sort", "room", "stage", "about"),
    ("/people/", "罗芳"): ("after", "before", "of", "under"),
    ("/new/", "郭强"): ("after", "before"),
    ("/tell/", "何敏"): ("after", "told"),
    ("/promises/", "郭强"): ("after",),
    ("/mine/", "林晓"): ("before",),
    ("/rooms/add/", "罗芳"): ("unit",),
    ("/t/", ""): ("ref",),
    ("/in/", ""): ("next",),
}


@pytest.mark.django_db
def test_each_parameter_alone_breaks_nothing(district: District) -> None:
    """At the pages that read them: where all are hostile at once, one may hide what another does."""
    found = []
    for (path, name), parameters in READ_AT.items():
        who = visitor(district, name)
        for parameter in parameters:
            for value in HOSTILE:
                answer = asked(who, f"{path}?{query({'view': 'open', parameter: value})}")
                found += [f"{path} {parameter}={value[:20]!r}"] if answer.status_code >= 500 else []

    assert not found, "\n".join(found)


def asked(who: Visitor, path: str) -> Any:
    """A page, undone."""
    with as_before(who), undone():
        return sent(who, "GET", path)


PLACES: Final = {
    RESIDENT: (
        *(
            "/t/{}/",
            "/t/{}/rate/",
            "/t/LS-2026-000002/{}/",
            "/t/LS-2026-000002/photo/{}",
            "/r/{}/",
            "/r/{}/say/",
        ),
        *("/r/shenxin/say/{}/", "/{}/", "/static/{}"),
    ),
    "何敏": (
        *(
            "/m/{}/",
            "/m/{}/do/note/",
            "/m/LS-2026-000001/do/{}/",
            "/m/LS-2026-000001/contact/{}/",
            "/photo/{}/",
        ),
        *("/desk/slip/{}/",),
    ),
    "罗芳": ("/people/{}/", "/people/{}/post/", "/people/post/{}/end/", "/rooms/{}/change/"),
}


@pytest.mark.django_db
def test_no_path_breaks_anything(district: District) -> None:
    before, found = digest(district), []
    values = [quote(value.encode("utf-8", "surrogatepass"), safe="") for value in HOSTILE if value]
    for name, places in PLACES.items():
        who = visitor(district, name)
        for path in (place.format(value) for place in places for value in values):
            for method in ("GET", "POST"):
                with as_before(who), undone():
                    answer = sent(who, method, path)
                found += [f"{method} {path[:70]}: {answer.status_code}"] if answer.status_code >= 500 else []

    assert not found, "\n".join(found)
    assert not changed(before, digest(district))


MANY: Final = urlencode([(f"f{number}", "x") for number in range(10_000)])
PART: Final = b'--b\r\nContent-Disposition: form-data; name="words"\r\n\r\nx\r\n--b--\r\n'
BODIES: Final[dict[str, tuple[bytes, str, tuple[int, ...]]]] = {
    "10,000 fields": (MANY.encode(), "application/x-www-form-urlencoded", (413,)),
    "one field 10,000 times": (b"words=x&" * 10_000, "application/x-www-form-urlencoded", (413,)),
    "3 MB of words": (b"words=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", (413,)),
    "no boundary": (b"words=x", "multipart/form-data", (400,)),
    "a cut body": (PART[:-9], "multipart/form-data; boundary=b", (200, 400)),
    "no form at all": (b"\x00\xff\xfe", "multipart/form-data; boundary=b", (200, 400)),
    "json": (b'{"words": "x"}', "application/json", (200,)),
    "nothing": (b"", "text/plain", (200,)),
    "another alphabet": (b"words=%E4", "application/x-www-form-urlencoded; charset=gb18030", (200, 400)),
    "no alphabet": (b"words=x", "application/x-www-form-urlencoded; charset=zlib_codec", (400,)),
    "no alphabet in parts": (PART, "multipart/form-data; boundary=b; charset=zlib_codec", (400,)),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", BODIES)
def test_no_body_breaks_a_form(simple: Visitor, what: str) -> None:
    body, kind, statuses = BODIES[what]

    answer = read(simple.client.generic("POST", "/t/", body, kind))

    assert answer.status_code in statuses
    assert "12345" in answer.body.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", [MANY, "%00=%00", f"lang={'x' * 9000}", "&" * 5000, "%ff%fe=%c0"], ids=lambda query: query[:9]
)
def test_no_query_breaks_a_page(simple: Visitor, query: str) -> None:
    answer = read(simple.client.get(f"/?{query}"))

    assert answer.status_code in (200, 400, 413)
    assert "12345" in answer.body.decode()


@pytest.fixture
def simple(db: None) -> Visitor:
    """A stranger at a district that is not even set up."""
    return Visitor("", "", "", Client(raise_request_exception=False))
