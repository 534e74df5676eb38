"""S-04: no form is taken without its own token and from its own house; looking at a page changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from lianxin.intake.views.track import DONE
from lianxin.matters.forms.table import DOINGS
from lianxin.site.errors import FORGED
from tests.asking import Visitor, changed, digest, sent, undone, visitor
from tests.planted import District
from tests.routes import ROUTES, Route, Spot
from tests.sending import Sending, sendings

SECRET, OTHER = "a" * 32, "b" * 32
EVIL: Final = "https://evil.example"
FORGERIES: Final[tuple[tuple[str, str, str, dict[str, str]], ...]] = (
    ("no cookie and no token", "", "", {}),
    ("no token", SECRET, "", {}),
    ("a token and no cookie", "", SECRET, {}),
    ("the token of another browser", SECRET, OTHER, {}),
    ("half a token", SECRET, SECRET[:9], {}),
    ("from another house", SECRET, SECRET, {"origin": EVIL}),
    ("from nowhere", SECRET, SECRET, {"origin": "null"}),
)


def send(who: Visitor, sending: Sending, cookie: str, token: str, headers: dict[str, str]) -> Any:
    """Send a form with this secret in the browser and this token in the form."""
    who.client.cookies.pop("csrf", None)
    if cookie:
        who.client.cookies["csrf"] = cookie
    return sent(who, "POST", sending.url, {**sending.data, "csrfmiddlewaretoken": token}, **headers)


@pytest.mark.django_db
def test_every_unsafe_address_has_a_good_form(district: District) -> None:
    forms = sendings(district)

    assert {form.route for form in forms} == {route.name for route in ROUTES if route.post}
    assert {form.args[1] for form in forms if form.route == "matters:act"} == set(DOINGS)
    assert {form.args[1] for form in forms if form.route == "intake:act"} == set(DONE)


@pytest.mark.django_db
def test_a_good_form_is_taken_and_a_forged_one_changes_nothing(district: District) -> None:
    before, found = digest(district), []
    for form in sendings(district):
        found += [f"{form}: {said}" for said in forgeries_taken(district, form, before)]
        with undone():
            who = visitor(district, form.who, csrf=True, ticket=form.ticket)
            answer = send(who, form, SECRET, SECRET, {"origin": "http://testserver"})
            wrote = bool(changed(before, digest(district)))
        if (answer.status_code, wrote) != (form.status, form.writes):
            found.append(f"{form}: the good form was answered {answer.status_code}, wrote: {wrote}")

    assert not found, "\n".join(found)


def forgeries_taken(d: District, form: Sending, before: str) -> Iterator[str]:
    """What is wrong with the answers to all forgeries of one form."""
    with undone():
        who = visitor(d, form.who, csrf=True, ticket=form.ticket)
        for what, cookie, token, headers in FORGERIES:
            answer = send(who, form, cookie, token, headers)
            if answer.status_code != 403 or not is_our_page(answer.body.decode()):
                yield f"{what}: {answer.status_code}"
        if tables := changed(before, digest(d)):
            yield f"forged, and written: {tables}"


def is_our_page(html: str) -> bool:
    """Whether it is the product's own refusal: what happened, what to do, whom to call."""
    return str(FORGED.title) in html.replace("<wbr>", "") and "12345" in html and 'lang="zh-Hans"' in html


@pytest.mark.django_db
def test_looking_changes_nothing(district: District) -> None:
    before, found = digest(district), []
    for route in ROUTES:
        with undone():
            for spot in first_and_last(district, route):
                for path in (route.url(spot), *(f"{route.url(spot)}?{query}" for query in route.queries)):
                    for method in ("GET", "HEAD", "OPTIONS"):
                        answer = sent(whoever_may(district, route), method, path)
                        if answer.status_code >= 500 or (method == "HEAD" and answer.body):
                            found.append(f"{method} {path}: {answer.status_code}")
            if tables := changed(before, digest(district)):
                found.append(f"{route.name} wrote {tables}")

    assert not found, "\n".join(found)


def first_and_last(d: District, route: Route) -> list[Spot]:
    """Two places of an address."""
    spots = list(route.at(d))
    return spots[:1] + spots[1:][-1:]


def whoever_may(d: District, route: Route) -> Visitor:
    """Somebody for whom the address is served."""
    if "" in route.who:
        return visitor(d, "周桂兰")
    return visitor(
        d, next(name for name in ("何敏", "罗芳", "林晓", "韩冬") if d.world.posts[name].role in route.who)
    )
