"""S-03: what every answer carries, whatever it is: a page, a way on, a refusal, a broken page, a photo, a file of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client

from lianxin.site.middleware import LONGEST_BODY
from tests.asking import RESIDENT, TICKET, Visitor, ask, sent, undone, visitor, visitors
from tests.matrix import Question, questions
from tests.planted import District
from tests.routes import patterns

READERS: Final = ("", RESIDENT, "何敏", "罗芳", "钱立")
KEEPABLE: Final = {"intake:home", "intake:privacy", "intake:room", "intake:say", "intake:track"}
"""Pages a browser may keep while nobody has typed anything: all that stands on them is for everybody."""
POLICY: Final = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
DEVICES: Final = ("camera=()", "geolocation=()", "microphone=()")
TYPES: Final = {".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Answered:
    """One answer, what it was an answer to, and whether a browser may keep it."""

    what: str
    answer: Any
    keepable: bool = False


def wrong_with(answered: Answered) -> Iterator[str]:
    """What an answer lacks."""
    answer = answered.answer
    policy = directives(answer)
    shown = {"default-src": "'none'", "sandbox": ""} if is_photo(answer) else POLICY
    yield from (f"{name} {policy.get(name)!r}" for name, value in shown.items() if policy.get(name) != value)
    if "unsafe" in str(policy) or "*" in str(policy):
        yield f"a policy that lets much through: {policy}"
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")):
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)}"
    if not all(device in answer.headers.get("Permissions-Policy", "") for device in DEVICES):
        yield "Permissions-Policy"
    if answer.body and not is_photo(answer) and "charset=" not in answer["Content-Type"]:
        yield f"no charset: {answer['Content-Type']}"
    if answer.body and not answered.keepable and "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"a browser may keep it: {answer.headers.get('Cache-Control')}"


def some_places(asked: Iterator[Question]) -> Iterator[Question]:
    """A few places of each address: the first and the last, where mostly nothing lies, and the matter of the ticket."""
    for _, of_route in groupby(asked, lambda question: question.route):
        for_route = list(of_route)
        ends = (for_route[0].spot, for_route[-1].spot)
        yield from (question for question in for_route if question.spot in ends or is_tickets(question))


def is_tickets(question: Question) -> bool:
    """Whether it is about the matter of which 周桂兰 holds the code."""
    return question.spot.matter is not None and question.spot.matter.name == TICKET


def directives(answer: Any) -> dict[str, str]:
    """The content security policy by name."""
    parts = (
        part.strip().partition(" ") for part in answer.headers.get("Content-Security-Policy", "").split(";")
    )
    return {name: value.strip() for name, _, value in parts if name}


def is_photo(answer: Any) -> bool:
    """Whether something is sent that somebody else brought."""
    return str(answer.headers.get("Content-Type", "")).startswith("image/jpeg")


def wrong(all_answered: Iterator[Answered]) -> list[str]:
    """What is wrong, an answer a line."""
    return [
        f"{answered.what} {answered.answer.status_code}: {said}"
        for answered in all_answered
        for said in wrong_with(answered)
    ]


@pytest.mark.django_db
def test_every_address_answers_with_all_of_them(district: District) -> None:
    def answers() -> Iterator[Answered]:
        for question in some_places(questions(district, visitors(district, READERS))):
            answer = ask(question.who, question.method, question.path)
            keepable = question.route.name in KEEPABLE and question.method == "GET" and not question.who.role
            yield Answered(str(question), answer, keepable and answer.status_code == 200)

    found = wrong(answers())

    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_every_refusal_carries_them_too(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    told = dict(refusals(district, monkeypatch))

    assert {answered.answer.status_code for answered in told.values()} >= {
        400,
        403,
        404,
        405,
        409,
        413,
        429,
        500,
        503,
    }
    assert not wrong(iter(told.values()))


def refusals(d: District, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Answered]]:
    """Each kind of no there is."""
    stranger, forged = visitor(d, ""), visitor(d, "何敏", csrf=True)
    own = d.matters["own"].ref
    for what, who, method, path, headers in (
        ("nothing there", stranger, "GET", "/nowhere/", {}),
        ("no slash", stranger, "GET", "/t", {}),
        ("a method that is not served", stranger, "DELETE", "/", {}),
        ("a form without its token", forged, "POST", "/t/", {}),
        ("another host", stranger, "GET", "/", {"host": "evil.example"}),
        ("a file that is not there", stranger, "GET", "/static/lianxin/none.css", {}),
    ):
        yield what, Answered(what, ask(who, method, path, **headers))
    yield (
        "stale",
        Answered("stale", ask(stranger, "POST", f"/r/shenxin/say/{d.draft}/check/", {"seen": "other"})),
    )
    yield "too large", Answered("too large", too_large(stranger))
    yield "too often", Answered("too often", too_often(stranger, own))
    for error in (ValueError("broken"), OperationalError("away")):
        break_home(monkeypatch, error)
        yield str(error), Answered(str(error), ask(stranger, "GET", "/"))


def too_large(who: Visitor) -> Any:
    """The answer to a body that nobody could mean."""
    with undone():
        answer: Any = who.client.generic("POST", "/t/", b"", CONTENT_LENGTH=str(LONGEST_BODY + 1))
    answer.body = answer.content
    return answer


def too_often(who: Visitor, ref: str) -> Any:
    """The answer to the last of too many wrong codes."""
    with undone():
        return [sent(who, "POST", "/t/", {"ref": ref, "code": "00000000"}) for _ in range(6)][-1]


def break_home(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the first page fail."""

    def failing(request: HttpRequest) -> HttpResponse:
        raise error

    monkeypatch.setattr(dict(patterns())["intake:home"], "callback", failing)


@pytest.mark.parametrize(
    "name", ["tokens.css", "elements.css", "staff.css", "print.css", "mark.svg", "favicon.svg"]
)
def test_files_of_the_pages_carry_them_and_their_type(name: str) -> None:
    """Without a database: they are answered before one is asked."""
    answer: Any = Client().get(f"/static/lianxin/{name}")
    answer.body = b"".join(answer.streaming_content)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(TYPES[name[name.index(".") :]])
    assert [said for said in wrong_with(Answered(name, answer, keepable=True)) if "charset" not in said] == []
    assert name.endswith(".svg") or "utf-8" in answer["Content-Type"]
