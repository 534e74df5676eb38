"""Bad input through every form: a clear sentence, what was typed kept, nothing changed, never a 500 (issue § Bad input)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any, Final

import pytest
from django.db import connection

from tests import planted
from tests.asking import Visitor, as_before, changed, digest, read, sent, undone, visitor
from tests.hostile import SECRET, all_odd, kind_of, one_wrong, urlencoded
from tests.planted import District
from tests.sending import Sending, sendings
from tests.write_guard import product_tables

pytestmark = pytest.mark.django_db

NO_TEXT: Final = b"\xed\xa0\x80\xed\xb0\x80\xc0\xaf\xe4\xf6\xfc\xe5\xa1"
REFUSED: Final = (200, 400, 404, 409, 429)
UNSAID: Final = (
    "Traceback",
    "Exception",
    "psycopg",
    "django",
    "field is required",
    "This value",
    "Enter a",
    "Select a",
)
"""What no page of ours says."""


@pytest.fixture
def district(db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """The planted district, looked at while it is fresh."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: planted.LOOKED)
    return planted.build()


def outcome(d: District, who: Visitor, form: Sending, data: Any, before: str, **how: Any) -> list[str]:
    """What is wrong with the answer to this data."""
    written: list[str] = []
    with as_before(who), undone(), connection.execute_wrapper(noting_writes(written)):
        answer = send(who, form, data, **how)
        if answer.status_code == form.status == 303:
            return []
        was_changed = changed(before, digest(d)) if written else []
    if answer.status_code == form.status and was_changed:
        return []  # taken
    if answer.status_code >= 500 or answer.status_code not in (303, *REFUSED):
        return [f"answered {answer.status_code}"]
    return wrong_page(answer, data, was_changed)


def send(who: Visitor, form: Sending, data: Any, **how: Any) -> Any:
    """Send it; `raw` bytes as an urlencoded body."""
    if "raw" not in how:
        return sent(who, "POST", form.url, data)
    return read(who.client.generic("POST", form.url, how["raw"], "application/x-www-form-urlencoded"))


def noting_writes(written: list[str]) -> Callable[..., Any]:
    """Notes statements that may have changed something, so that the rest need not be compared."""

    def note(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|select lianxin_set)", str(statement), re.IGNORECASE):
            written.extend(table for table in product_tables() if table in str(statement))
        return execute(statement, params, many, context)

    return note


def wrong_page(answer: Any, data: Mapping[str, Any], was_changed: list[str]) -> list[str]:
    """What is wrong with a refusal: something was written, nothing is said, or something typed is gone."""
    if answer.status_code == 303:
        return []
    html = unescape(answer.body.decode())
    found = [f"refused, and changed {was_changed}"] if was_changed else []
    found += [] if 'role="alert"' in html or "没有这一页" in html else ["says nothing"]
    found += [f"says {word}" for word in UNSAID if word in html]
    if answer.status_code != 404:
        found += [f"{name} is gone" for name, text in typed_in(data) if text and text not in shown(html)]
    return [f"{answer.status_code}: {one}" for one in found]


def typed_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that were typed and may be written back, as a page can show them."""
    for name, value in data.items():
        if kind_of(name) in ("typed", "day") and name not in SECRET:
            yield name, shown(str(value[-1] if isinstance(value, list) else value)).strip()


def shown(text: str) -> str:
    """A text without what nobody can see or a browser would not keep."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))


def test_no_form_breaks_on_one_bad_field(district: District) -> None:
    assert_each(district, one_wrong)


def test_odd_texts_are_texts(district: District) -> None:
    assert_each(district, all_odd)


def test_bytes_that_are_no_text_are_taken_for_what_they_may_be(district: District) -> None:
    """Lone surrogates, an overlong slash, Latin, a cut character: what is no UTF-8 is shown as such."""
    before, found = digest(district), []
    for form in sendings(district):
        who, body = visitor(district, form.who, ticket=form.ticket), urlencoded(form.data, NO_TEXT)
        found += [f"{form}: {said}" for said in outcome(district, who, form, {}, before, raw=body)]

    assert not found, "\n".join(found)


def assert_each(d: District, wrong: Callable[[Sending], Iterator[tuple[str, dict[str, Any]]]]) -> None:
    """Send every form of the house in every one of these ways."""
    before, found = digest(d), []
    for form in sendings(d):
        who = visitor(d, form.who, ticket=form.ticket)
        for what, data in wrong(form):
            found += [f"{form}, {what}: {said}" for said in outcome(d, who, form, data, before)]

    assert not found, "\n".join(found)
