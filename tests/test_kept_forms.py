"""U-47: every form of the staff, sent after the session had ended, goes out whole by one press after signing in again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import resolve

from lianxin.kernel.days import local
from lianxin.people import actions
from lianxin.rulebook.packs import pack_on
from tests.asking import Visitor, changed, digest, sent, undone, visitor
from tests.planted import A_DAY, LOOKED, PASSWORD, District
from tests.seen import Seen
from tests.sending import Sending, sendings


def of_the_staff(d: District) -> list[Sending]:
    """Those in which somebody signed in types something that is no password."""
    return [form for form in sendings(d) if form.who in d.world.posts and is_kept(form)]


def is_kept(form: Sending) -> bool:
    view = resolve(form.url).func
    return form.route != "people:sign_out" and not getattr(view, "unkept", False)


def sign_in(d: District, who: Visitor) -> Any:
    login = d.world.person(who.name).login
    return sent(who, "POST", "/in/", {"login": login, "password": PASSWORD})


def out_of_session(d: District, name: str) -> Visitor:
    """Somebody who signed in and has not touched her page for a day."""
    actions.change_password(d.world.person(name), PASSWORD, now=LOOKED - A_DAY)
    who = visitor(d, name)
    sign_in(d, who)
    session = who.client.session
    session["used_at"] = (LOOKED - A_DAY).isoformat()
    session.save()
    return who


def gone_out(d: District, form: Sending) -> str:
    """What is wrong with how a form fares whose session had ended; '' where nothing is."""
    with undone():
        who = out_of_session(d, form.who)
        late = sent(who, "POST", form.url, form.data)
        if not late["Location"].endswith("&kept=1"):
            return f"not kept: {late.status_code}"
        if sign_in(d, who)["Location"] != "/in/again/":
            return "not offered"
        again = Seen(sent(who, "GET", "/in/again/").body.decode()).form("交上")
        typed = again.standing()
        if lost := [name for name, value in form.data.items() if typed.get(name) != texts(value)]:
            return f"lost: {lost}"
        before = digest(d)
        answer = sent(who, "POST", again.action, typed)
        wrote = set(changed(before, digest(d))) - {"people_keptform"}
    return (
        ""
        if (answer.status_code, bool(wrote)) == (form.status, form.writes)
        else f"{answer.status_code}, {wrote}"
    )


def texts(value: Any) -> list[str]:
    """A value as it goes over the wire."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


@pytest.mark.django_db
def test_each_survives_signing_in_again(district: District) -> None:
    forms = of_the_staff(district)

    found = [f"{form}: {wrong}" for form in forms if (wrong := gone_out(district, form))]

    assert len(forms) >= 25
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_two_values_of_one_name_both_survive(district: District) -> None:
    form = next(form for form in of_the_staff(district) if form.route == "matters:act")
    both = replace(form, data={**form.data, "assists": ["7", "8"]})
    with undone():
        who = out_of_session(district, form.who)
        sent(who, "POST", both.url, both.data)
        sign_in(district, who)

        again = Seen(sent(who, "GET", "/in/again/").body.decode()).form("交上")
        assert again.standing()["assists"] == ["7", "8"]


def test_the_warning_comes_two_minutes_before() -> None:
    assert pack_on(local(LOOKED).date()).number("session_warn_minutes") * 60 == 120
