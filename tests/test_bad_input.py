"""Bad input through every form: a clear sentence, what was typed kept, nothing changed, never a 500 (issue § Bad input)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.utils.datastructures import MultiValueDict

from lianxin.kernel.refusals import Refused
from lianxin.matters.access import matter_for
from lianxin.matters.by import acting
from lianxin.matters.forms.table import DOINGS, Asked
from lianxin.matters.offers import Offer, offer_of
from lianxin.matters.papers import papers_of
from lianxin.people.access import post_view
from lianxin.ui.errors import worded
from tests import planted
from tests.asking import Visitor, as_before, changed, digest, read, sent, undone, visitor
from tests.hostile import SECRET, Wrong, a_few_wrong, all_odd, kind_of, one_wrong, urlencoded
from tests.planted import District
from tests.sending import KEEPS_WHAT_IS_TYPED, Sending, sendings
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


def outcome(d: District, who: Visitor, form: Sending, wrong: Wrong, before: str, **how: Any) -> list[str]:
    """What is wrong with the answer to this."""
    written: list[str] = []
    with as_before(who), undone(), connection.execute_wrapper(noting_writes(written)):
        answer = send(who, form, wrong.data, **how)
        is_led_on = answer.status_code == form.status == 303
        was_changed = changed(before, digest(d)) if written and not is_led_on else []
        was_changed = [table for table in was_changed if table != KEEPS_WHAT_IS_TYPED.get(form.route)]
    if is_led_on or (answer.status_code == form.status and was_changed):
        return ["was taken"] if wrong.never else []
    if answer.status_code >= 500 or answer.status_code not in (303, *REFUSED):
        return [f"answered {answer.status_code}"]
    return wrong_page(answer, wrong.data, was_changed)


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
    """Each value in each field; of a verb's form only a few by its page, which is dear, and all of them below."""
    assert_each(district, lambda form: a_few_wrong(form) if form.route == "matters:act" else one_wrong(form))


def test_odd_texts_are_texts(district: District) -> None:
    assert_each(district, all_odd)


def test_bytes_that_are_no_text_are_taken_for_what_they_may_be(district: District) -> None:
    """Lone surrogates, an overlong slash, Latin, a cut character: what is no UTF-8 is shown as such."""
    before, found = digest(district), []
    for form in (form for form in sendings(district) if not form.is_a_part):
        who, body = visitor(district, form.who, ticket=form.ticket), urlencoded(form.data, NO_TEXT)
        found += [f"{form}: {said}" for said in outcome(district, who, form, Wrong("", {}), before, raw=body)]

    assert not found, "\n".join(found)


def assert_each(d: District, wrongs: Callable[[Sending], Iterator[Wrong]]) -> None:
    """Send every form of the house in every one of these ways."""
    before, found = digest(d), []
    for form in (form for form in sendings(d) if not form.is_a_part):
        who = visitor(d, form.who, ticket=form.ticket)
        for wrong in wrongs(form):
            found += [f"{form}, {wrong.what}: {said}" for said in outcome(d, who, form, wrong, before)]

    assert not found, "\n".join(found)


def test_no_form_of_a_verb_lets_a_bad_value_through(district: District) -> None:
    """Every value in every field of the table of forms, without the page around: refused in words, or done."""
    before, found = digest(district), []
    for form in (form for form in sendings(district) if form.route == "matters:act"):
        with undone():
            offer = offered(district, form)
            found += [
                f"{form}, {wrong.what}: {said}" for wrong in one_wrong(form) for said in driven(offer, wrong)
            ]
            if tables := changed(before, digest(district)):
                found.append(f"{form}: changed {tables}")

    assert not found, "\n".join(found)


def offered(d: District, form: Sending) -> Offer:
    """What the page would offer for this form. From here on this transaction reads as its sender does."""
    reader, (ref, verb) = d.world.reader(form.who), form.args
    matter, post = matter_for(reader, str(ref)), post_view(d.world.posts[form.who])
    return offer_of(str(verb), papers_of(matter, reader, post, now=planted.LOOKED))


def driven(offer: Offer, wrong: Wrong) -> Iterator[str]:
    """What is wrong with what the form and its action make of this."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in wrong.data.items()}
    doing, papers = DOINGS[offer.verb], offer.papers
    form = doing.form(offer, MultiValueDict(lists), MultiValueDict())
    try:
        with transaction.atomic():
            if form.is_valid():
                doing.do(Asked(papers.matter.pk, acting(papers.post), form, papers.now))
                if wrong.never:
                    yield "was taken"
                transaction.set_rollback(True)
    except Refused as refused:
        form.add_error(None, worded(refused.words))
    except Exception as error:  # whatever it is, it would have been a 500
        yield f"broke: {error!r:.200}"
    if wrong.never and not form.errors:
        yield "nothing is said"
