"""The access matrix: every question that can be asked in a planted district, and what is wrong with an answer.

The expected answer is read off `routes.py` and the hand-written lists of `planted.py`; the product is never asked who may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from tests import planted
from tests.asking import RESIDENT, Visitor, ask
from tests.planted import District
from tests.routes import ROUTES, Route, Spot

ONE_OF_EACH: Final = ("", RESIDENT, "林晓", "何敏", "方圆", "韩冬", "罗芳", planted.ADMIN)
HEARS_NOTHING: Final = "韩冬"  # sees the whole district; none of these histories is news for a supervisor


@dataclass(frozen=True)
class Question:
    """One request of one visitor."""

    who: Visitor
    route: Route
    spot: Spot
    method: str
    query: str = ""

    @property
    def path(self) -> str:
        """The address with its query."""
        return self.route.url(self.spot) + (f"?{self.query}" if self.query else "")

    def __str__(self) -> str:
        where = (
            "nothing there" if self.spot.missing else self.spot.matter.name if self.spot.matter else "here"
        )
        return f"{self.who.name or 'a stranger'}: {self.method} {self.path} ({self.route.name}, {where})"


def questions(d: District, who: Iterable[Visitor], routes: Iterable[Route] = ROUTES) -> Iterator[Question]:
    """Everything that these visitors can ask. Where only the role could matter, one of each role asks."""
    who = list(who)
    for route in routes:
        for spot in route.at(d):
            for visitor in who if route.is_guarded else [one for one in who if one.name in ONE_OF_EACH]:
                yield from (Question(visitor, route, spot, method) for method in route.methods)
                yield from (Question(visitor, route, spot, "GET", query) for query in route.queries)


def expected(question: Question) -> int:
    """The status this question is to be answered with."""
    who, route, spot = question.who, question.route, question.spot
    if who.role not in route.who:
        return 404 if who.role else 302
    if route.holds == "ticket" and (spot.missing or spot.matter is None or who.ticket != spot.matter.name):
        return route.without
    if spot.missing or not _holds(question):
        return 404
    return route.get if question.method == "GET" else route.post


def _holds(question: Question) -> bool:
    name, spot = question.who.name, question.spot
    if question.route.holds == "sight":
        return spot.matter is not None and name in spot.matter.seers
    if question.route.holds == "contact":
        return spot.voice is not None and name in spot.voice.by
    if question.route.holds == "named":
        return name in spot.by
    return question.route.holds != "slip" or name == planted.AT_THE_DESK


def breaches(d: District, asked: Iterable[Question]) -> Iterator[str]:
    """What is answered otherwise than it should be."""
    nowhere: dict[str, str] = {}
    for question in asked:
        who, wanted = question.who, expected(question)
        answer = ask(who, question.method, question.path)
        if answer.status_code != wanted:
            yield f"{question}: {answer.status_code}, not {wanted}"
        if answer.status_code == wanted == 200 and not is_open_to(question, answer):
            yield f"{question}: does not show what this reader may read"
        if told := leaks(d, question, answer):
            yield f"{question}: {answer.status_code} tells {told}"
        if answer.status_code == wanted == 404 and question.route.is_guarded:
            if who.name not in nowhere:
                nowhere[who.name] = plain(ask(who, "GET", "/nowhere/").body)
            if plain(answer.body) != nowhere[who.name]:
                yield f"{question}: does not look like a page that is not there"


def is_open_to(question: Question, answer: Any) -> bool:
    """Whether the page of a matter shows its words, and the first speaker to exactly those who may see her contact."""
    matter = question.spot.matter
    if question.route.name != "matters:matter" or matter is None:
        return True
    heard, html = matter.voices[matter.voice], answer.body.decode()
    return matter.token in html and (heard.masked in html) == (question.who.name in heard.by)


def leaks(d: District, question: Question, answer: Any) -> list[str]:
    """What stands in an answer that its reader may not know."""
    text = (unescape(answer.body.decode("utf-8", "replace")) + str(answer.headers)).replace(" ", "")
    return [word for word in sorted(forbidden(d, question)) if word.replace(" ", "") in text]


def forbidden(d: District, question: Question) -> set[str]:
    """What she may not read: the words of matters out of her sight, contact in full, and even masked where it is not hers."""
    who, spot = question.who, question.spot
    found = set() if spot.bearer else {planted.token_of(0), *planted.Heard(planted.contact_of(0)).full}
    silent = question.route.name == "notices:news" and who.name == HEARS_NOTHING
    for matter in d.matters.values():
        if silent or not (who.name in matter.seers or is_hers(question, matter)):
            found.add(matter.token)
        for heard in matter.voices.values():
            found |= {*heard.full, *([] if who.name in heard.by else [heard.masked])}
    return found


def is_hers(question: Question, matter: planted.Planted) -> bool:
    """Whether a resident's page shows this matter, to whoever holds its ticket or its secret address."""
    held = question.spot.bearer and question.spot.matter is matter
    return held or (question.who.ticket == matter.name and question.route.holds == "ticket")


def plain(body: bytes) -> str:
    """A page without what tells its own address (the link to the other language, the form that comes back here, the mark
    in the navigation) and without its form token.
    """
    text = re.sub(r'href="[^"]*[?&](amp;)?lang=', 'href="lang=', body.decode())
    text = re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"', "", text)
    return text.replace(' aria-current="page"', "")
